import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether the resolver of every path gives public addresses for public names.
///
/// Needs: handshakes whose name was looked up.    Source: TLS 3.8, RFC 6890.
/// Rules: 1. one of Apple's names resolves to a private, carrier-grade, loopback, link-local or benchmark address:
///           rewritten.
///        2. any other name does so here, and not on the baseline: rewritten.  A network may have an address of its
///           own for its own MDM.
///        3. other public addresses than on the baseline are no finding: content networks answer by place.
///        4. nothing was looked up, as with --connect or behind a proxy: cannot tell.
package struct ResolvesToPublicAddresses: Probe {
    package static let card = ProbeCard(
        "tls-path.resolves-to-public-addresses", layer: .tlsPath,
        asks: "Does every public name resolve to public addresses?",
        needs: [Need(Supply(.handshakes), how: HowToGet.handshakes)],
        blockedBy: ["L3-UNRESOLVED"], raises: [rewritten])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let all = facts.handshakes + facts.services
        let answered = all.filter { !$0.addresses.isEmpty && Self.isPublic($0.host) }
        guard !answered.isEmpty else {  // rule 4
            return .cannotTell(because: "no public name was looked up", supply: HowToGet.handshakes)
        }
        let claims = PathFacts.groups(of: answered, noun: "look-up").compactMap { group -> Claim? in
            let faulty = group.handshakes.filter {
                $0.addresses.contains { SpecialNetwork.holding($0) != nil }
            }
            guard !faulty.isEmpty else { return nil }
            let baseline = PathFacts.baseline(of: group, among: answered)
            let usual = baseline?.handshakes.flatMap(\.addresses) ?? []
            let isElsewhere = usual.contains { SpecialNetwork.holding($0) == nil }
            guard Self.isApples(group.host) || isElsewhere else { return nil }
            return Self.claim(group, faulty, usual: isElsewhere ? usual : [])
        }
        return .found(
            claims.mergedByWay,
            orSound: "\(Set(answered.map(\.host)).count.counted("name")) at public addresses")
    }

    private static func claim(_ group: PathGroup, _ faulty: [PathHandshake], usual: [String]) -> Claim {
        let addresses = Set(faulty.flatMap(\.addresses).filter { SpecialNetwork.holding($0) != nil }).sorted()
        let kinds = Set(addresses.compactMap { SpecialNetwork.holding($0)?.name }).sorted()
        let kind = kinds.joined(separator: " and ")
        var detail =
            "\(group.share(faulty)) for \(group.label) gave \(kind) addresses: "
            + "\(addresses.prefix(5).joined(separator: ", "))."
        if !usual.isEmpty {
            detail += " The baseline gives \(Set(usual).sorted().prefix(5).joined(separator: ", "))."
        }
        return group.claim(
            "L3-DNS-REWRITTEN", faulty, brief: "\(group.label): resolves to \(kind) addresses",
            detail: detail,
            noun: "rewritten look-up",
            values: [
                "addresses": .list(addresses.map { .text($0) }), "kinds": .list(kinds.map { .text($0) }),
            ])
    }

    /// Names that only a private network knows.
    ///
    /// Source: RFC 6761, RFC 6762, RFC 8375, ICANN on .internal.
    private static let privateSuffixes = [
        ".local", ".localhost", ".internal", ".home.arpa", ".lan", ".test", ".invalid",
    ]

    private static func isPublic(_ host: String) -> Bool {
        host.contains(".") && InternetAddress(host) == nil
            && !privateSuffixes.contains(where: host.hasSuffix)
    }

    private static func isApples(_ host: String) -> Bool {
        host == "apple.com" || host.hasSuffix(".apple.com")
    }
}

extension PathHandshake {
    /// What the resolver answered; empty where nothing was looked up.
    var addresses: [String] {
        (transcript.answers ?? []).filter { $0.type == "A" || $0.type == "AAAA" }.compactMap(\.value)
    }
}

extension ResolvesToPublicAddresses {
    static let rewritten = FindingCard(
        "L3-DNS-REWRITTEN", "A public name resolves to a private address",
        severity: .low, basis: .observed("TLS 3.8"),
        meaning: """
            The resolver of this path answers with an address that is not on the internet: private, carrier-grade,
            loopback, link-local or of the benchmark range. A gateway or a DNS filter draws the connection to itself
            that way. Whether it does harm is told by the handshake behind it.
            """,
        settle: Check(
            "Ask the path's own resolver and a public one for the same name.",
            command: "dig +short HOST @9.9.9.9"),
        remedy: Remedy(
            .network, "Let the enrolment network resolve Apple's names to Apple's addresses.",
            steps: [
                "Take *.apple.com out of the rewriting or filtering rule of the resolver.",
                "If a gateway works by such addresses, let it pass these hosts through untouched.",
            ],
            commands: ["dig +short HOST", "abm-forensics path HOST --addresses all"],
            references: ["Apple 101555"]))
}

extension ResolvesToPublicAddresses {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("an address that was given", .measuring([.completed()]), .cannotTell),
        WorkedCase("a public address", .measuring([.resolved("17.253.1.2")]), .sound),
        WorkedCase(
            "the last address below the private ones", .measuring([.resolved("9.255.255.255")]), .sound),
        WorkedCase(
            "the first private one", .measuring([.resolved("10.0.0.0")]), .raises(["L3-DNS-REWRITTEN": 1])),
        WorkedCase(
            "carrier-grade and unique local", .measuring([.resolved("100.64.0.1"), .resolved("fd00::1")]),
            .raises(["L3-DNS-REWRITTEN": 2])),
        WorkedCase(
            "an MDM of the house", .measuring([.resolved("10.1.1.1", for: "mdm.example.com")]), .sound),
        WorkedCase(
            "an MDM that is elsewhere on the baseline",
            .measuring([
                .resolved("203.0.113.9", for: "mdm.example.com"),
                .resolved("198.18.0.4", for: "mdm.example.com", via: "ztna"),
            ]), .raises(["L3-DNS-REWRITTEN": 1])),
        WorkedCase(
            "other public addresses than on the baseline",
            .measuring([.resolved("17.1.1.1"), .resolved("17.2.2.2", via: "ztna")]), .sound),
    ]
}
