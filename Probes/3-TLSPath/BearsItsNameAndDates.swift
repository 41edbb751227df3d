import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether every presented certificate names its host and was valid at the time.
///
/// Needs: handshakes with certificates.    Source: RFC 9525 section 6, RFC 5280 section 4.1.2.5.
/// Rules: 1. no alternative name of the leaf is the host's: name mismatch, unless another server name was sent on
///           purpose.  2. past `notAfter` at
///           the handshake: expired.
///        3. before `notBefore`: not yet valid.  4. else sound.  5. no leaf whose names or dates are
///           known: cannot tell.
package struct BearsItsNameAndDates: Probe {
    package static let card = ProbeCard(
        "tls-path.bears-its-name-and-dates", layer: .tlsPath,
        asks: "Does every certificate name its host and is it within its dates?",
        needs: [Need(Supply(.handshakes), how: HowToGet.handshakes)],
        blockedBy: Gateways.endsBeforeTheCertificate, raises: [mismatch, expired, notYetValid])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let judged = facts.handshakes.filter { $0.chain?.namesHost != nil || $0.chain?.validity != nil }
        guard !judged.isEmpty else {  // rule 5
            return .cannotTell(
                because: "no handshake holds a certificate with its names and dates",
                supply: HowToGet.handshakes)
        }
        let early = Set(judged.filter { $0.chain?.validity == .notYetValid }.map(\.host)).count
        let claims = facts.groups.flatMap { group in
            [Self.mismatch(group), Self.expired(group), Self.early(group, hosts: early)].compactMap(\.self)
        }
        return .found(
            claims.mergedByWay, orSound: "\(judged.count.counted("certificate")) in order")
    }

    private static func mismatch(_ group: PathGroup) -> Claim? {
        let faulty = group.handshakes.filter { $0.chain?.namesHost == false && $0.otherNameSent == nil }
        guard let chain = faulty.last?.chain else { return nil }
        let names = chain.names.prefix(5).joined(separator: ", ")
        return group.claim(
            "L3-NAME-MISMATCH", faulty, brief: "\(group.label): the certificate names another host",
            detail: "\(group.share(faulty)) with \(group.label) presented a certificate for "
                + "\(names.isEmpty ? "no name at all" : names).",
            noun: "misnamed certificate", values: ["names": .list(chain.names.prefix(20).map { .text($0) })])
    }

    private static func expired(_ group: PathGroup) -> Claim? {
        let faulty = group.handshakes.filter { $0.chain?.validity == .expired }
        guard let chain = faulty.last?.chain else { return nil }
        let end = chain.notAfter.map { " at \($0)" } ?? ""
        return group.claim(
            "L3-CERT-EXPIRED", faulty, brief: "\(group.label): the certificate has expired",
            detail: "\(group.share(faulty)) with \(group.label) presented a certificate that ended\(end).",
            noun: "expired certificate",
            values: chain.notAfter.map { ["notAfter": .text($0.description)] } ?? [:])
    }

    private static func early(_ group: PathGroup, hosts: Int) -> Claim? {
        let faulty = group.handshakes.filter { $0.chain?.validity == .notYetValid }
        guard let chain = faulty.last?.chain else { return nil }
        let start = chain.notBefore.map { " at \($0)" } ?? " later"
        return group.claim(
            "L3-CERT-NOT-YET-VALID", faulty, brief: "\(group.label): the certificate is not yet valid",
            detail: "\(group.share(faulty)) with \(group.label) presented a certificate that begins\(start).",
            noun: "early certificate",
            values: chain.notBefore.map { ["notBefore": .text($0.description)] } ?? [:],
            against: hosts > 1
                ? [
                    "\(hosts.grouped) hosts look too early at once: the clock of the measuring machine may be wrong"
                ] : [])
    }
}

extension BearsItsNameAndDates {
    static let mismatch = FindingCard(
        "L3-NAME-MISMATCH", "The certificate names another host",
        severity: .high, basis: .published("RFC 9525 6"),
        meaning: """
            None of the certificate's alternative names is the host that was asked for. The wrong place
            answered: a server name that was lost or rewritten on the way, a captive portal, or a front end
            without the right certificate.
            """,
        explains: PathEdges.edges,
        settle: Check(
            "Look at the name that is presented; one of a gateway or a default site shows where the name was lost.",
            command:
                "openssl s_client -connect HOST:443 -servername HOST </dev/null | openssl x509 -noout -subject -ext subjectAltName"
        ),
        remedy: Gateways.remedy(
            "Make the connection arrive at the right host with its name.",
            first: ["For an MDM host: give its front end a certificate with that name."]))

    static let expired = FindingCard(
        "L3-CERT-EXPIRED", "The certificate has expired",
        severity: .high, basis: .published("RFC 5280 4.1.2.5"),
        meaning:
            "The certificate's last day was over when it was presented. Every device with a correct clock refuses it.",
        explains: PathEdges.edges,
        settle: Check("Compare the dates with a correct clock.", command: "sntp time.apple.com"),
        remedy: Remedy(
            .network, "Renew the certificate where TLS ends.",
            steps: [
                "For an MDM host: renew and install the certificate on its front end.",
                "For one of Apple's hosts: an expired copy comes from what ends TLS on the way; exempt the host from inspection.",
            ],
            references: ["RFC 5280 4.1.2.5"]))

    static let notYetValid = FindingCard(
        "L3-CERT-NOT-YET-VALID", "The certificate is not yet valid",
        severity: .high, basis: .published("RFC 5280 4.1.2.5"),
        meaning: """
            The certificate's first day has not begun for whoever looked. Nearly always a clock is wrong: that
            of the measuring machine, of the device, or of a gateway that makes certificates on the fly.
            """,
        explains: PathEdges.edges,
        settle: Check("Check the clock first.", command: "sntp time.apple.com"),
        remedy: Remedy(
            .network, "Set the clocks right, then measure again.",
            steps: [
                "Let UDP 123 to time.apple.com pass from the enrolment network.",
                "Check the clock of the gateway if the certificate is one of its own.",
            ],
            commands: ["sntp time.apple.com"], references: ["RFC 5280 4.1.2.5", "Apple 101555"]))
}

extension BearsItsNameAndDates {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("none with a certificate", .measuring([.stalled()]), .cannotTell),
        WorkedCase("the right name in its dates", .measuring([.completed()]), .sound),
        WorkedCase("a wildcard for one label", .measuring([.completed(names: ["*.apple.com"])]), .sound),
        WorkedCase(
            "a wildcard never stands for two labels",
            .measuring([.completed("a.b.apple.com", names: ["*.apple.com"])]),
            .raises(["L3-NAME-MISMATCH": 1])),
        WorkedCase(
            "a gateway's own name", .measuring([.completed(names: ["gateway.zscaler.net"])]),
            .raises(["L3-NAME-MISMATCH": 1])),
        WorkedCase(
            "another name was sent, and another certificate came",
            .measuring([
                .completed(names: ["other.example.com"]).with { $0.sent?.sni = "other.example.com" }
            ]), .sound),
        WorkedCase(
            "ended a day ago", .measuring([.completed(days: -100 ... -1)]), .raises(["L3-CERT-EXPIRED": 1])),
        WorkedCase(
            "begins tomorrow", .measuring([.completed(days: 1...90)]), .raises(["L3-CERT-NOT-YET-VALID": 1])),
    ]
}
