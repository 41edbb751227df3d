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
///        4. a client that did not offer 1.3 proves nothing and is left out; nor does the TLS 1.3 of a gateway
///           with a chain of its own.
///        5. TLS 1.3 everywhere: sound.  So is TLS 1.2 of a host that is not Apple's: the field guide speaks of
///           Apple's, and Apple asks for TLS 1.2 of others.
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
        let modern = judged.filter { $0.transcript.version == Self.current }
        return .found(
            groups.compactMap { Self.claim($0, modern, facts) }.mergedByWay,
            orSound: Self.words(modern: modern.count, of: judged.count),
            measures: [
                "versions": .list(Set(judged.compactMap(\.transcript.version)).sorted().map { .text($0) })
            ])
    }

    private static func words(modern: Int, of judged: Int) -> String {
        if modern == judged { return "TLS 1.3" }
        return modern == 0 ? "TLS 1.2, on hosts of your own" : "TLS 1.3, and TLS 1.2 on hosts of your own"
    }

    static let current = "TLSv1.3"
    /// Names that this rule knows to be older; a name that nobody knows is no downgrade.
    static let older: Set<String> = ["SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1", "TLSv1.2"]

    private static func claim(_ group: PathGroup, _ modern: [PathHandshake], _ facts: PathFacts) -> Claim? {
        let faulty = group.completed.filter { handshake in
            handshake.transcript.offersTLS13 && handshake.transcript.version.map(older.contains) ?? false
        }
        guard !faulty.isEmpty else { return nil }
        let versions = Set(faulty.compactMap(\.transcript.version)).sorted().joined(separator: ", ")
        let shown = versions.replacing("v", with: " ")
        let marked = faulty.count { $0.transcript.downgradeSentinel != nil }
        guard let (basis, words) = judgement(faulty, group, modern) else { return nil }
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

extension SettlesOnTLS13 {
    /// On whose word the older version is a downgrade; `nil` where it is on nobody's.
    private static func judgement(
        _ faulty: [PathHandshake], _ group: PathGroup, _ modern: [PathHandshake]
    ) -> (Basis, String)? {
        let marked = faulty.count { $0.transcript.downgradeSentinel != nil }
        if marked > 0 {
            return (
                .published("RFC 8446 4.1.3"),
                "\(marked.grouped) of them carry the mark of a server that speaks TLS 1.3 and was not offered it."
            )
        }
        if modern.contains(where: { $0.host == group.host && speaksForTheHost($0, against: group) }) {
            return (.observed("RFC 8446 4.1.3"), "The same host settles on TLS 1.3 in other handshakes.")
        }
        guard isWanted(group.host, faulty) else { return nil }  // rule 5
        return (.fieldGuide("FG tectonic 2"), "No other path shows what the host itself can do.")
    }

    /// Whether a handshake in TLS 1.3 shows what the host itself can do.
    ///
    /// A gateway that ends TLS speaks for itself: its version on one way accuses no other way.
    private static func speaksForTheHost(_ handshake: PathHandshake, against group: PathGroup) -> Bool {
        if handshake.via == group.via || handshake.via == PathHandshake.baseline { return true }
        return handshake.chain?.isTrusted ?? (handshake.isDirect && !group.isDirect)
    }

    /// Whether the field guide wants TLS 1.3 of this host; nobody wants what is older than TLS 1.2.
    private static func isWanted(_ host: String, _ faulty: [PathHandshake]) -> Bool {
        host == "apple.com" || host.hasSuffix(".apple.com")
            || faulty.contains { $0.transcript.version != "TLSv1.2" }
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
            so. Without it a comparison of two paths shows it. TLS 1.2 of one of Apple's hosts on its own is a
            finding of the field guide alone; Apple asks no more than TLS 1.2 of an MDM. An ALPN of h2 is no downgrade.
            """,
        explains: ["L3-PATHS-DIFFER"],
        settle: Check(
            "Compare with the direct path: 1.3 there and less here is the gateway.",
            command: "abm-forensics path HOST --via http://GATEWAY:3128 --baseline direct"),
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
            "a gateway that speaks 1.3 by itself does not accuse the direct way of a 1.2 host",
            .measuring([
                .completed("mdm.example.com", version: "TLSv1.2", trust: "public"),
                .completed("mdm.example.com", via: "ztna", trust: "untrusted"),
            ]), .sound),
        WorkedCase(
            "an MDM that speaks 1.2",
            .measuring([.completed("mdm.example.com", version: "TLSv1.2", trust: "public")]), .sound),
        WorkedCase(
            "an MDM that speaks 1.1",
            .measuring([.completed("mdm.example.com", version: "TLSv1.1", trust: "public")]),
            .raises(["L3-DOWNGRADED": 1])),
        WorkedCase(
            "a rung of a ladder that offers 1.2 on purpose",
            .measuring([
                .completed(), .completed(version: "TLSv1.2", sentinel: true).trying(.ladder, "tls12"),
            ]), .sound),
        WorkedCase(
            "a client that offers only 1.2",
            .measuring([.completed(version: "TLSv1.2", sentinel: true, offers13: false)]),
            .cannotTell),
    ]
}
