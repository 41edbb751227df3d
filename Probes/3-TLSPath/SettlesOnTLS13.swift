import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether every path settles on TLS 1.3 where it is offered.
///
/// Needs: completed handshakes that name their version.    Source: RFC 8446 section 4.1.3, field guide FG
/// tectonic 2.
/// Rules: 1. the downgrade sentinel in an answer to an offer of 1.3: downgraded (published).
///        2. an older version here and 1.3 on another path to the same host: downgraded (observed).
///        3. an older version on its own: downgraded by the field guide alone.
///        4. a client that did not offer 1.3 proves nothing and is left out.  5. TLS 1.3 everywhere: sound.
///        6. no version to judge: cannot tell.  The ALPN is not looked at: `h2` alone is no downgrade
///           (FG-3.5).
package struct SettlesOnTLS13: Probe {
    package static let card = ProbeCard(
        "tls-path.settles-on-tls-1.3", layer: .tlsPath,
        asks: "Does every path settle on TLS 1.3?",
        needs: [Need(Supply(.handshakes), how: HowToGet.handshakes)],
        blockedBy: Gateways.endsBeforeTheCertificate, raises: [downgraded])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let groups = facts.completedGroups()
        let judged = groups.flatMap(\.completed).filter {
            $0.transcript.offersTLS13 && $0.transcript.version != nil
        }
        guard !judged.isEmpty else {  // rule 6
            return .cannotTell(
                because: "no completed handshake that offered TLS 1.3 names its version",
                supply: HowToGet.handshakes)
        }
        let modern = Set(judged.filter { $0.transcript.version == Self.current }.map(\.host))
        return .found(
            groups.compactMap { Self.claim($0, modern, facts) }.mergedByWay, orSound: "TLS 1.3",
            measures: [
                "versions": .list(Set(judged.compactMap(\.transcript.version)).sorted().map { .text($0) })
            ])
    }

    static let current = "TLSv1.3"
    /// Names that this rule knows to be older; a name that nobody knows is no downgrade.
    static let older: Set<String> = ["SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1", "TLSv1.2"]

    private static func claim(_ group: PathGroup, _ modern: Set<String>, _ facts: PathFacts) -> Claim? {
        let faulty = group.completed.filter { handshake in
            handshake.transcript.offersTLS13 && handshake.transcript.version.map(older.contains) ?? false
        }
        guard !faulty.isEmpty else { return nil }
        let versions = Set(faulty.compactMap(\.transcript.version)).sorted().joined(separator: ", ")
        let shown = versions.replacing("v", with: " ")
        let marked = faulty.count { $0.transcript.downgradeSentinel != nil }
        let (basis, words): (Basis, String) =
            if marked > 0 {
                (
                    .published("RFC 8446 4.1.3"),
                    "\(marked.grouped) of them carry the mark of a server that speaks TLS 1.3 and was not offered it."
                )
            } else if modern.contains(group.host) {
                (.observed("RFC 8446 4.1.3"), "The same host settles on TLS 1.3 in other handshakes.")
            } else {
                (.fieldGuide("FG tectonic 2"), "No other path shows what the host itself can do.")
            }
        return group.claim(
            "L3-DOWNGRADED", faulty, brief: "\(group.label): \(shown) instead of TLS 1.3",
            detail:
                "\(group.share(faulty)) with \(group.label) settled on \(shown) although TLS 1.3 was offered. \(words)",
            noun: "downgraded handshake",
            values: ["version": .text(versions), "sentinels": .count(marked)],
            against: basis.kind == .fieldGuide
                ? ["the host itself may speak nothing newer: only the field guide asks for TLS 1.3 here"]
                : [],
            basis: basis)
    }
}

extension HandshakeTranscript {
    /// Whether TLS 1.3 was offered, as far as the offered suites tell; assumed where they are not recorded.
    var offersTLS13: Bool {
        guard let suites = sent?.cipherSuites, !suites.isEmpty else { return true }
        return suites.contains { $0.hasPrefix("TLS_") && !$0.contains("_WITH_") && !$0.contains("SCSV") }
    }
}

extension SettlesOnTLS13 {
    static let downgraded = FindingCard(
        "L3-DOWNGRADED", "The path settles on an older TLS version",
        severity: .high, basis: .published("RFC 8446 4.1.3"),
        meaning: """
            TLS 1.3 was offered and an older version came out. A server that speaks 1.3 and is not offered it
            puts a mark into its random bytes: with that mark the offer was cut on the way, and the RFC says
            so. Without it a comparison of two paths shows it. TLS 1.2 on its own is a finding of the field
            guide alone. An ALPN of h2 is no downgrade.
            """,
        settle: Check(
            "Compare with the direct path: 1.3 there and less here is the gateway.",
            command: "abm-forensics path HOST"),
        remedy: Gateways.remedy("Let the gateway pass the ClientHello through as it is."))
}

extension SettlesOnTLS13 {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("none completed", .measuring([.stalled()]), .cannotTell),
        WorkedCase("TLS 1.3 with h2", .measuring([.completed()]), .sound),
        WorkedCase(
            "the sentinel", .measuring([.completed(version: "TLSv1.2", sentinel: true)]),
            .raises(["L3-DOWNGRADED": 1])),
        WorkedCase(
            "1.2 here, 1.3 direct",
            .measuring([
                .completed(), .completed(via: "ztna", version: "TLSv1.2"),
                .completed(via: "ztna", version: "TLSv1.2"),
            ]),
            .raises(["L3-DOWNGRADED": 2])),
        WorkedCase(
            "1.2 on its own", .measuring([.completed(version: "TLSv1.2")]), .raises(["L3-DOWNGRADED": 1])),
        WorkedCase(
            "a client that offers only 1.2",
            .measuring([.completed(version: "TLSv1.2", sentinel: true, offers13: false)]),
            .cannotTell),
    ]
}
