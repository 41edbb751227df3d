import CertificateChains
import NIOCore
import TLSHandshake

/// Turns what was measured into the transcript.
///
/// A server that answers with TLS 1.2 or lower has the outcome `completed` with its own version: it did all
/// that this client lets it do. `verified` stays absent, and `error` says that the handshake was not continued.
struct TranscriptWriter {
    var transcript: HandshakeTranscript
    private let options: DialOptions
    private var chain: [[UInt8]] = []
    private var staple: [UInt8]?
    private var timestamps: [SignedTimestamp] = []

    init(
        _ target: DialTarget, route: Route, configuration: ClientHandshake.Configuration, options: DialOptions
    ) {
        transcript = HandshakeTranscript(of: configuration, startedAt: nil)
        transcript.serverName = target.host
        transcript.via = route.via ?? "direct"
        if let proxy = route.proxy {
            transcript.address = Route.destination(of: target).description
            var leg = HandshakeTranscript.ProxyLeg()
            leg.scheme = proxy.scheme.rawValue
            leg.address = proxy.endpoint.description
            transcript.proxy = leg
        }
        transcript.trial = options.trial
        transcript.vantage = options.vantage
        transcript.hostRole = options.hostRole
        transcript.nonce = options.nonce.map { Hex.encode($0) }
        self.options = options
    }

    /// Begins the record of a service that is no TLS.
    init(service: String, _ target: DialTarget, options: DialOptions) {
        transcript = HandshakeTranscript(outcome: .stalled)
        transcript.application = service
        transcript.serverName = target.host
        transcript.via = "direct"
        transcript.vantage = options.vantage
        transcript.hostRole = options.hostRole
        self.options = options
    }

    mutating func succeed() { transcript.outcome = .completed }

    mutating func note(firstBytes bytes: [UInt8]) {
        transcript.firstBytes = Fingerprint.hex(Array(bytes.prefix(ClientHandshake.maximumFirstBytes)))
        transcript.bytesIn = bytes.count
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

    /// With a proxy the socket's address is the proxy's, and `address` stays what the proxy is asked for.
    mutating func note(address: String?, attempt: Int, local: String?) {
        if transcript.proxy == nil {
            transcript.address = address
        } else if let address {
            transcript.proxy?.address = address
        }
        transcript.attempt = attempt
        transcript.localAddress = local
    }

    /// Notes a whole conversation.
    mutating func note(_ conversation: Conversation) {
        for moment in conversation.moments {
            transcript.record(moment.event, atMs: moment.atMs)
            describe(moment.event)
        }
        note(conversation.tcp)
        transcript.sent?.segments = conversation.helloSegments
        transcript.bytesIn = conversation.bytesIn
        transcript.bytesOut = conversation.bytesOut
        transcript.acked = conversation.bytesIn > 0 && conversation.bytesOut > 0 ? true : conversation.acked
        if !conversation.firstBytes.isEmpty {
            transcript.firstBytes = Fingerprint.hex(conversation.firstBytes)
        }
        let ending = EndText(conversation, after: lastStage, options: options)
        transcript.outcome = ending.outcome
        transcript.error = ending.text ?? transcript.error
        if [.stalled, .closed, .reset].contains(transcript.outcome) {
            transcript.silenceMs = StageClock.milliseconds(conversation.silence)
        }
        let isClosed = [.completed, .closed].contains(transcript.outcome)
        if isClosed, transcript.stages?.last?.name != .close { reach(.close, atMs: conversation.endMs) }
    }

    /// Puts the reading of certificates that the chain's judgement uses in place of the machine's.
    private mutating func describe(_ event: HandshakeEvent) {
        if case .legacyCertificateStatus(let response) = event { staple = response }
        if case .certificate(let certificate) = event {
            chain = certificate.chain
            staple = certificate.ocspStaple
            timestamps = certificate.timestamps.compactMap { SignedTimestamp($0) }
            transcript.certificates = chain.map {
                HandshakeTranscript.CertificateSummary(CertificateFacts(der: $0), withDER: options.keepsRaw)
            }
        }
    }

    /// Notes what the chain and what came with it are worth.
    mutating func note(_ verdict: TrustVerdict, at time: CertificateTime) {
        transcript.trust = HandshakeTranscript.Trust(verdict)
        let embedded = chain.first.map { CertificateFacts(der: $0).timestamps } ?? []
        var all = embedded + timestamps
        if let staple, let leaf = chain.first {
            let issuers = verdict.path.dropFirst().map(\.der) + chain.dropFirst()
            let judged = OCSPCheck(leaf: leaf, candidates: Array(issuers)).judge(staple, at: time)
            var summary = transcript.ocsp ?? HandshakeTranscript.OCSP()
            summary.take(judged)
            summary.der = options.keepsRaw ? staple.base64 : nil
            transcript.ocsp = summary
            all += judged.timestamps
        }
        if !all.isEmpty { transcript.sctLogs = SignedTimestamp.logs(of: all) }
    }

    private var lastStage: String { transcript.stages?.last?.name.rawValue ?? "the start" }
}
