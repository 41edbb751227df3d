import Casework
import TLSHandshake

extension PathFacts {
    /// The same in a case whose own anchors its hosts reach.
    var waivingPins: Self {
        var facts = self
        for index in facts.handshakes.indices { facts.handshakes[index].chain?.pin?.verdict = .waived }
        return facts
    }
}

/// Handshakes for worked cases about pins, timestamps and staples.
extension HandshakeTranscript {
    /// The same with a verdict on Apple's pin rule.
    func pinned(_ verdict: String) -> Self {
        var pin = Pin()
        pin.policy = "Profiles"
        pin.verdict = verdict
        pin.reason = verdict == "broken" ? "CN=gateway: is not an Apple root" : nil
        var transcript = self
        transcript.trust = transcript.trust ?? Trust()
        transcript.trust?.pin = pin
        return transcript
    }

    /// An MDM with a chain to a public root and so many timestamps.
    static func `public`(
        embedded: Int?, tls: Int? = nil, staple: Int? = nil, logs: [String]? = nil,
        anchorKind: String = "public", asked: Bool = true
    ) -> Self {
        var transcript = completed("mdm.example.com", trust: anchorKind == "public" ? "public" : "expected")
        transcript.trust?.anchorKind = anchorKind
        transcript.certificates?[0].scts = embedded
        transcript.tlsSCTs = tls
        transcript.sctLogs = logs
        if let staple {
            transcript.ocsp = OCSP()
            transcript.ocsp?.scts = staple
        }
        transcript.sent?.extensions = asked ? ["signed_certificate_timestamp"] : ["server_name"]
        return transcript
    }

    /// A stapled response that ends so many hours behind the start; none at all without anything said of it.
    static func stapled(
        _ status: String?, verified: String? = "valid", hours: Int64 = 24, seconds: Int64 = 0
    ) -> Self {
        var transcript = completed("mdm.example.com", trust: "public")
        transcript.ocsp = OCSP()
        transcript.ocsp?.stapled = status != nil || verified != "valid"
        transcript.ocsp?.status = status
        guard transcript.ocsp?.stapled == true else { return transcript }
        transcript.ocsp?.verified = verified
        let end = PathFacts.sampleClock.microseconds + (hours * 3_600 + seconds) * 1_000_000
        transcript.ocsp?.nextUpdate = Instant(microseconds: end).description
        if status == "revoked" { transcript.ocsp?.revokedAt = "2026-04-01T00:00:00Z" }
        return transcript
    }
}
