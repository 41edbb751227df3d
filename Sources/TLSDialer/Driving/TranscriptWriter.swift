import CertificateChains
import NIOCore
import TLSHandshake

/// Turns what was measured into the transcript.
///
/// A server that answers with TLS 1.2 or lower has the outcome `completed` with its own version: it did all
/// that this client lets it do. `verified` stays absent, and `error` says that the handshake was not continued.
struct TranscriptWriter {
    private(set) var transcript: HandshakeTranscript
    private let options: DialOptions
    private var chain: [[UInt8]] = []

    init(
        _ target: DialTarget, route: Route, configuration: ClientHandshake.Configuration, options: DialOptions
    ) {
        transcript = HandshakeTranscript(of: configuration, startedAt: nil)
        transcript.serverName = target.host
        transcript.via = route.via ?? "direct"
        transcript.trial = options.trial
        transcript.vantage = options.vantage
        transcript.hostRole = options.hostRole
        self.options = options
    }

    /// The certificates that were presented, in DER.
    var presented: [[UInt8]] { chain }

    mutating func start(at time: String) { transcript.startedAt = time }

    /// Notes a point of the way to the server.
    mutating func reach(_ stage: HandshakeTranscript.StageName, atMs: Double) {
        transcript.stages = (transcript.stages ?? []) + [HandshakeTranscript.Stage(stage, atMs: atMs)]
    }

    mutating func fail(_ outcome: HandshakeTranscript.Outcome, _ error: String) {
        transcript.outcome = outcome
        transcript.error = error
    }

    /// Notes what the resolver said.
    mutating func note(_ resolution: NameResolution, of host: String) {
        transcript.resolver = "system"
        var answers: [HandshakeTranscript.Answer] = []
        if let name = resolution.canonicalName {
            answers.append(HandshakeTranscript.Answer(name: host, type: "CNAME", value: name))
        }
        for address in resolution.addresses {
            answers.append(
                HandshakeTranscript.Answer(
                    name: resolution.canonicalName ?? host, type: address.protocol == .inet6 ? "AAAA" : "A",
                    value: address.ipAddress))
        }
        transcript.answers = answers
    }

    mutating func note(address: String?, attempt: Int, local: String?) {
        transcript.address = address
        transcript.attempt = attempt
        transcript.localAddress = local
    }

    /// Notes a whole conversation.
    mutating func note(_ conversation: Conversation) {
        for moment in conversation.moments {
            transcript.record(moment.event, atMs: moment.atMs)
            describe(moment.event)
        }
        transcript.bytesIn = conversation.bytesIn
        transcript.bytesOut = conversation.bytesOut
        transcript.acked = conversation.bytesIn > 0 && conversation.bytesOut > 0 ? true : conversation.acked
        if !conversation.firstBytes.isEmpty {
            transcript.firstBytes = Fingerprint.hex(conversation.firstBytes)
        }
        let ending = EndText(conversation, after: lastStage, options: options)
        transcript.outcome = ending.outcome
        transcript.error = ending.text ?? transcript.error
        if transcript.outcome == .stalled {
            transcript.silenceMs = StageClock.milliseconds(conversation.silence)
        }
        let isClosed = [.completed, .closed].contains(transcript.outcome)
        if isClosed, transcript.stages?.last?.name != .close { reach(.close, atMs: conversation.endMs) }
    }

    /// Puts the reading of certificates that the chain's judgement uses in place of the machine's.
    private mutating func describe(_ event: HandshakeEvent) {
        if case .certificate(let certificate) = event {
            chain = certificate.chain
            transcript.certificates = chain.map {
                HandshakeTranscript.CertificateSummary(CertificateFacts(der: $0), withDER: options.keepsRaw)
            }
        }
    }

    mutating func note(_ verdict: TrustVerdict) {
        var trust = HandshakeTranscript.Trust()
        trust.status = verdict.status?.rawValue
        trust.anchor = verdict.anchor
        transcript.trust = trust
    }

    private var lastStage: String { transcript.stages?.last?.name.rawValue ?? "the start" }
}
