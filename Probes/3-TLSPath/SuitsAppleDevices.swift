import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether every presented chain keeps to what Apple devices require beyond RFC 5280.
///
/// Needs: handshakes with certificates.    Source: Apple 103769.
/// Rules: 1. RSA below 2048 bits, SHA-1, no alternative name, no serverAuth, or more than 825 days: unfit.
///        2. else sound.  3. no certificate: cannot tell.
///        Whether serverAuth is missing can only be told from certificates that the transcript keeps whole.
package struct SuitsAppleDevices: Probe {
    package static let card = ProbeCard(
        "tls-path.suits-apple-devices", layer: .tlsPath,
        asks: "Does every certificate meet Apple's requirements for server certificates?",
        needs: [Need(Supply(.handshakes), how: HowToGet.handshakes)],
        blockedBy: Gateways.endsBeforeTheCertificate, raises: [unfit])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let judged = facts.handshakes.filter { $0.transcript.certificates?.isEmpty == false }
        guard !judged.isEmpty else {  // rule 3
            return .cannotTell(because: "no handshake holds a certificate", supply: HowToGet.handshakes)
        }
        let claims = facts.groups.compactMap { group -> Claim? in
            let faulty = group.handshakes.filter { $0.chain?.unfit.isEmpty == false }
            guard let reasons = faulty.last?.chain?.unfit else { return nil }
            return group.claim(
                "L3-CERT-UNFIT", faulty, brief: "\(group.label): \(reasons.first ?? "unfit certificate")",
                detail:
                    "\(group.share(faulty)) with \(group.label) presented a chain that Apple devices refuse: "
                    + "\(reasons.joined(separator: "; ")).",
                noun: "unfit certificate", values: ["reasons": .list(reasons.map { .text($0) })])
        }
        return .found(
            claims.mergedByWay,
            orSound: "\(judged.count.counted("certificate")) fit for Apple devices")
    }
}

extension SuitsAppleDevices {
    static let unfit = FindingCard(
        "L3-CERT-UNFIT", "Apple devices refuse the certificate although others accept it",
        severity: .high, basis: .published("Apple 103769"),
        meaning: """
            Since iOS 13 and macOS 10.15 Apple devices ask more of a server certificate than RFC 5280: RSA
            keys of 2048 bits, SHA-2, an alternative name, the usage serverAuth, and at most 825 days. A
            certificate that openssl accepts can fail on every device. It concerns hosts of your own, mostly
            the MDM.
            """,
        explains: PathEdges.edges,
        settle: Check("Open the host in Safari on any device: it refuses as the enrolment does."),
        remedy: Remedy(
            .mdm, "Replace the certificate by one that meets Apple's requirements.",
            steps: ["Issue a new certificate without the faults named above and install it with its chain."],
            commands: ["openssl x509 -in CERTIFICATE.pem -noout -text"],
            references: ["Apple 103769"]))
}

extension SuitsAppleDevices {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("none with a certificate", .measuring([.stalled()]), .cannotTell),
        WorkedCase("P-256, SHA-256, 90 days", .measuring([.completed()]), .sound),
        WorkedCase("exactly 825 days", .measuring([.completed(days: -5...820)]), .sound),
        WorkedCase("826 days", .measuring([.completed(days: -5...821)]), .raises(["L3-CERT-UNFIT": 1])),
        WorkedCase("RSA 1024", .measuring([.completed(key: "RSA 1024")]), .raises(["L3-CERT-UNFIT": 1])),
        WorkedCase("no alternative name", .measuring([.completed(names: [])]), .raises(["L3-CERT-UNFIT": 1])),
    ]
}
