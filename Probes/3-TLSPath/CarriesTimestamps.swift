import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether publicly trusted certificates come with the certificate timestamps that Apple devices want.
///
/// Needs: completed handshakes with a judged chain.    Source: Apple 103214.
/// Rules: 1. only chains to a public root count: private anchors and Apple's own need none, nor do the hosts
///           that Apple pins.
///        2. timestamps of the certificate, of the TLS extension and of the staple count together; where
///           their logs are known, each log once.  3. fewer than two: missing.
///        4. fewer than two in the certificate, and a ClientHello that did not ask for others: cannot tell.
package struct CarriesTimestamps: Probe {
    package static let card = ProbeCard(
        "tls-path.carries-timestamps", layer: .tlsPath,
        asks: "Do public certificates carry enough certificate timestamps?",
        needs: [Need(Supply(.handshakes), how: HowToGet.handshakes)],
        blockedBy: Gateways.endsBeforeTheCertificate, raises: [missing])

    /// The least number of timestamps.
    ///
    /// Source: Apple 103214.
    static let least = 2

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let judged = facts.handshakes.filter { $0.chain?.isTrusted == true }
        guard !judged.isEmpty else {
            return .cannotTell(
                because: "no presented chain reached a root, so that none is known to be public",
                supply: HowToGet.handshakes)
        }
        let concerned = judged.filter(\.needsTimestamps)
        let counted = concerned.filter { $0.transcript.timestampCount != nil }
        guard concerned.isEmpty || !counted.isEmpty else {  // rule 4
            return .cannotTell(
                because: "no transcript says how many timestamps came", supply: HowToGet.handshakes)
        }
        let claims = facts.groups.compactMap(Self.claim)
        return .found(
            claims.mergedByWay,
            orSound: concerned.isEmpty
                ? "no chain that needs timestamps"
                : "\(counted.count.counted("public certificate")) with timestamps")
    }

    private static func claim(_ group: PathGroup) -> Claim? {
        let faulty = group.handshakes.filter {
            $0.needsTimestamps && ($0.transcript.timestampCount ?? least) < least
        }
        guard let transcript = faulty.last?.transcript, let count = transcript.timestampCount else {
            return nil
        }
        let parts = transcript.timestampParts
        return group.claim(
            "L3-NO-SCT", faulty,
            brief: "\(group.label): \(count.counted("certificate timestamp")), \(least) needed",
            detail:
                "\(group.share(faulty)) with \(group.label) presented a publicly trusted certificate with "
                + "\(count.counted("usable timestamp")): \(parts.embedded) in the certificate, "
                + "\(parts.tls) in the TLS extension, \(parts.staple) in the stapled response.",
            noun: "certificate without timestamps",
            values: [
                "timestamps": .count(count), "embedded": .count(parts.embedded), "tls": .count(parts.tls),
                "stapled": .count(parts.staple),
            ])
    }
}

extension PathHandshake {
    /// Whether the rule about timestamps is meant for this chain.
    fileprivate var needsTimestamps: Bool {
        guard let chain, chain.isTrusted, chain.pin == nil else { return false }
        return chain.anchorKind.map { $0 == "public" } ?? (chain.status == .public)
    }
}

extension HandshakeTranscript {
    /// Where the timestamps came from.
    fileprivate var timestampParts: (embedded: Int, tls: Int, staple: Int) {
        (max(0, certificates?.first?.scts ?? 0), max(0, tlsSCTs ?? 0), max(0, ocsp?.scts ?? 0))
    }

    /// How many timestamps a device can use; `nil` where it cannot be said.
    fileprivate var timestampCount: Int? {
        guard let embedded = certificates?.first?.scts else { return nil }
        if embedded < CarriesTimestamps.least,
            sent?.extensions?.contains("signed_certificate_timestamp") == false
        {
            return nil
        }
        let parts = timestampParts
        let (sum, overflow) = parts.embedded.addingReportingOverflow(parts.tls)
        let (count, again) = sum.addingReportingOverflow(parts.staple)
        guard !overflow, !again else { return nil }
        return sctLogs.map { min($0.count, count) } ?? count
    }
}

extension CarriesTimestamps {
    static let missing = FindingCard(
        "L3-NO-SCT", "A public certificate lacks certificate timestamps",
        severity: .high, basis: .published("Apple 103214"),
        meaning: """
            Apple devices accept a certificate of a public authority only with signed timestamps of certificate
            transparency logs: in the certificate itself, in the TLS extension or in the stapled OCSP
            response. With fewer than two from different logs they refuse the connection, while browsers with
            other rules and openssl accept it.
            """,
        explains: PathEdges.edges,
        settle: Check(
            "Open the host in Safari on any device: it refuses as the enrolment does.",
            command: "openssl s_client -connect HOST:443 -servername HOST -ct </dev/null"),
        remedy: Remedy(
            .mdm, "Have the certificate issued again by an authority that embeds timestamps.",
            steps: [
                "Ask the certificate authority for a certificate with embedded SCTs; public ones do that by default.",
                "Look for an option that kept the name out of the logs when it was ordered, and leave it off.",
            ],
            commands: ["openssl x509 -in CERTIFICATE.pem -noout -ext ct_precert_scts"],
            references: ["Apple 103214"]))
}

extension CarriesTimestamps {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("none with a certificate", .measuring([.stalled()]), .cannotTell),
        WorkedCase("two in the certificate", .measuring([.public(embedded: 2)]), .sound),
        WorkedCase(
            "one in the certificate and one in TLS", .measuring([.public(embedded: 1, tls: 1)]), .sound),
        WorkedCase(
            "one in each of certificate and staple", .measuring([.public(embedded: 1, staple: 1)]), .sound),
        WorkedCase(
            "only one", .measuring([.public(embedded: 1)]), .raises(["L3-NO-SCT": 1])),
        WorkedCase(
            "none", .measuring([.public(embedded: 0), .public(embedded: 0)]), .raises(["L3-NO-SCT": 2])),
        WorkedCase(
            "two of one log", .measuring([.public(embedded: 2, logs: ["aa"])]), .raises(["L3-NO-SCT": 1])),
        WorkedCase(
            "none embedded, and nobody asked for others",
            .measuring([.public(embedded: 0, asked: false)]), .cannotTell),
        WorkedCase("not counted", .measuring([.public(embedded: nil)]), .cannotTell),
        WorkedCase(
            "an MDM with a root of its own", .measuring([.public(embedded: 0, anchorKind: "given")]), .sound),
        WorkedCase(
            "an untrusted chain", .measuring([.completed("mdm.example.com", trust: "untrusted")]),
            .cannotTell),
    ]
}
