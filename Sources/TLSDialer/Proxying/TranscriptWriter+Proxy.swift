import CertificateChains
import TLSHandshake

extension TranscriptWriter {
    /// Says that the way ended at the proxy, which the host is not to be blamed for.
    mutating func blame(_ proxy: Proxy) {
        transcript.error = "the proxy \(proxy): \(transcript.error ?? "no connection")"
    }

    mutating func fail(_ proxy: Proxy, _ answer: ProxyAnswer, since start: Duration) {
        note(answer, since: start)
        fail(answer.outcome ?? .proxyRefused, answer.error ?? "no tunnel")
        blame(proxy)
        if let silence = answer.silence { transcript.silenceMs = StageClock.milliseconds(silence) }
        if !answer.firstBytes.isEmpty { transcript.firstBytes = Hex.encode(answer.firstBytes) }
        if let problem = transcript.proxy?.certificateProblem {
            transcript.error = (transcript.error ?? "") + " (\(problem))"
        }
    }

    /// Notes that the tunnel is open.
    mutating func open(_ answer: ProxyAnswer, since start: Duration) {
        note(answer, since: start)
        if let time = answer.atMs { reach(.proxy, atMs: time) }
    }

    private mutating func note(_ answer: ProxyAnswer, since start: Duration) {
        note(answer.tcp)
        transcript.proxy?.status = answer.status
        transcript.proxy?.reason = answer.reason
        transcript.proxy?.authentication = answer.authentication
        transcript.proxy?.answerMs = answer.atMs.map { $0 - StageClock.milliseconds(start) }
    }

    mutating func note(_ greeting: TunnelTLS.Greeting, since start: Duration) {
        transcript.proxy?.tlsVersion = greeting.version
        guard greeting.failure == nil else { return }
        transcript.proxy?.tlsMs = greeting.atMs - StageClock.milliseconds(start)
    }

    mutating func note(_ verdict: TrustVerdict, ofProxy problem: String?) {
        var trust = HandshakeTranscript.Trust()
        trust.status = verdict.status?.rawValue
        trust.anchor = verdict.anchor
        transcript.proxy?.trust = trust
        transcript.proxy?.certificateProblem = problem
    }

    mutating func note(_ facts: HandshakeTranscript.TCP?) {
        transcript.tcp = facts ?? transcript.tcp
    }

    /// Notes from where it starts.
    mutating func note(_ binding: LocalBinding) {
        transcript.interface = binding.interface
        transcript.interfaceBinding = binding.kind
    }
}
