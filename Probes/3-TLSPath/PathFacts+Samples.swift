import Casework
import ProbeKit
import TLSHandshake

/// Small facts for worked cases; every handshake starts at 2026-04-17T12:00:00Z.
extension PathFacts {
    static let sampleClock = Instant(microseconds: 1_776_427_200_000_000)

    static func measuring(_ transcripts: [HandshakeTranscript]) -> Self {
        PathFacts(transcripts: transcripts, asOf: sampleClock)
    }

    static func unreadable(_ count: Int) -> Self {
        var facts = measuring([])
        facts.unreadable = count
        return facts
    }
}

extension HandshakeTranscript {
    static let sampleHost = "iprofiles.apple.com"

    static func sample(_ host: String, via: String, _ outcome: Outcome, _ stages: [StageName]) -> Self {
        var transcript = HandshakeTranscript(outcome: outcome)
        transcript.serverName = host
        transcript.via = via
        transcript.vantage = "device-network"
        transcript.startedAt = PathFacts.sampleClock.description
        transcript.stages = stages.enumerated().map { Stage($1, atMs: Double($0 + 1) * 10) }
        return transcript
    }

    static func completed(
        _ host: String = sampleHost, via: String = "direct", version: String = "TLSv1.3",
        sentinel: Bool = false,
        offers13: Bool = true, trust: String? = "expected",
        issuer: String = "CN=Apple Public Server ECC CA 12 - G1",
        names: [String]? = nil, days: ClosedRange<Int> = -10...80, key: String = "P-256",
        proof: String = "valid",
        asksForCertificate: Bool = false
    ) -> Self {
        var transcript = sample(
            host, via: via, .completed,
            [.connect, .clientHello, .serverHello, .certificate, .serverFinished, .clientFinished])
        transcript.version = version
        transcript.alpn = "h2"
        transcript.downgradeSentinel = sentinel ? "TLS 1.2" : nil
        transcript.sent = Sent()
        transcript.sent?.cipherSuites =
            offers13 ? ["TLS_AES_128_GCM_SHA256"] : ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"]
        transcript.clientCertificateRequested = asksForCertificate
        transcript.verified = Verified()
        transcript.verified?.certificateVerify = proof
        transcript.verified?.finished = "valid"
        if let trust {
            transcript.trust = Trust()
            transcript.trust?.status = trust
        }
        transcript.certificates = [.sample(names: names ?? [host], issuer: issuer, days: days, key: key)]
        return transcript
    }

    static func stalled(
        _ host: String = sampleHost, via: String = "direct", silenceMs: Double = 30_000,
        stages: [StageName] = [.connect, .clientHello]
    ) -> Self {
        var transcript = sample(host, via: via, .stalled, stages)
        transcript.silenceMs = silenceMs
        return transcript
    }

    /// Cut off after a silence behind the ClientHello.
    static func cut(_ outcome: Outcome, after milliseconds: Double) -> Self {
        var transcript = sample(sampleHost, via: "direct", outcome, [.connect, .clientHello])
        transcript.stages?.append(Stage(.close, atMs: 20 + milliseconds))
        return transcript
    }

    static func alerted(_ name: String, via: String = "direct") -> Self {
        var transcript = sample(sampleHost, via: via, .alert, [.connect, .clientHello, .alert])
        transcript.alert = AlertSummary()
        transcript.alert?.name = name
        transcript.alert?.direction = "received"
        return transcript
    }

    static func page(_ text: String) -> Self {
        var transcript = sample(sampleHost, via: "direct", .protocolError, [.connect, .clientHello])
        transcript.firstBytes = text.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
        return transcript
    }
}

extension [HandshakeTranscript] {
    static func ended(_ outcome: HandshakeTranscript.Outcome, times: Int = 1) -> Self {
        Self(
            repeating: .sample(HandshakeTranscript.sampleHost, via: "direct", outcome, [.resolve]),
            count: times)
    }
}

extension HandshakeTranscript.CertificateSummary {
    static func sample(names: [String], issuer: String, days: ClosedRange<Int>, key: String) -> Self {
        var certificate = Self()
        certificate.subject = "CN=\(names.first ?? "nobody")"
        certificate.issuer = issuer
        certificate.names = names
        certificate.notBefore = (PathFacts.sampleClock + .days(days.lowerBound)).description
        certificate.notAfter = (PathFacts.sampleClock + .days(days.upperBound)).description
        certificate.key = key
        certificate.signature = "ecdsa-with-SHA384"
        return certificate
    }
}
