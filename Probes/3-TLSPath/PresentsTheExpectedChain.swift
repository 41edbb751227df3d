import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether every host presents a chain that ends in an expected anchor, and not in an inspecting
/// gateway's.
///
/// Needs: completed handshakes with a judged chain.    Source: AE 3, AE 4, RFC 5280 section 6, RFC 8446
/// section 4.4.2.
/// Rules: 1. the CA of a known product (of one whose name is a weak sign, for a name of Apple's only), or for a name
///           of Apple's a root neither expected nor public: intercepted.
///        2. no path to an anchor otherwise: untrusted.
///        3. an intermediate is missing: incomplete, but not for hosts with Apple's private chains, some
///           of which send none.
///        4. an expected or a public anchor: sound.  5. nothing judged: cannot tell.
package struct PresentsTheExpectedChain: Probe {
    package static let card = ProbeCard(
        "tls-path.presents-the-expected-chain", layer: .tlsPath,
        asks: "Does every host present a chain to an expected anchor?",
        needs: [Need(Supply(.handshakes), how: HowToGet.handshakes)],
        blockedBy: Gateways.endsBeforeTheCertificate, raises: [intercepted, untrusted, incomplete])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let judged = facts.handshakes.filter { $0.chain?.standing != nil }
        guard !judged.isEmpty else {  // rule 5
            let any = facts.handshakes.contains { $0.transcript.outcome == .completed }
            return .cannotTell(
                because: any
                    ? "no completed handshake holds a chain that could be judged" : "no handshake completed",
                supply: any ? HowToGet.chains : HowToGet.handshakes)
        }
        let claims = facts.groups.flatMap { group in
            [ChainJudgement.Status.intercepted, .untrusted, .incomplete].compactMap {
                Self.claim($0, group, facts)
            }
        }
        let isExpected = judged.allSatisfy { $0.chain?.standing == .expected }
        return .found(
            claims.mergedByWay, orSound: isExpected ? "chain as expected" : "chain to a trusted root")
    }

    /// Hosts with a chain of Apple's own, of which some send no intermediate.
    ///
    /// Source: AE 3, Apple's pin list v114.
    static let privateHosts: Set<String> = [
        "gs.apple.com", "humb.apple.com", "tbsc.apple.com", "gdmf.apple.com", "gsa.apple.com",
        "axm-adm-enroll.apple.com", "axm-adm-mdm.apple.com", "axm-adm-scep.apple.com", "axm-app.apple.com",
    ]

    /// Names under push.apple.com are many; that of MDM servers alone has a public chain.
    private static func hasPrivateChain(_ host: String) -> Bool {
        privateHosts.contains(host) || (host.hasSuffix(".push.apple.com") && host != "api.push.apple.com")
    }

    private static func claim(_ status: ChainJudgement.Status, _ group: PathGroup, _ facts: PathFacts)
        -> Claim?
    {
        if status == .incomplete, hasPrivateChain(group.host) { return nil }  // rule 3
        let faulty = group.handshakes.filter { $0.chain?.standing == status }
        guard let chain = faulty.last?.chain else { return nil }
        let ending = chain.anchor ?? chain.issuers.last ?? "an unnamed issuer"
        var values: [String: Figure] = [
            "anchor": .text(ending), "issuers": .list(chain.issuers.map { .text($0) }),
        ]
        if let product = chain.product { values["product"] = .text(product) }
        if status == .intercepted { values["confidence"] = .text(chain.inspectionConfidence) }
        let said =
            chain.reason.isEmpty ? "" : " \(chain.reason.prefix(1).uppercased())\(chain.reason.dropFirst())."
        switch status {
        case .intercepted:
            return group.claim(
                "L3-INTERCEPTED", faulty,
                brief: "\(group.label): intercepted by \(chain.inspector)",
                detail:
                    "\(group.share(faulty)) with \(group.label) presented a chain that ends in \(ending), not in an expected "
                    + "anchor. \(chain.inspectionWords)" + comparison(group, facts),
                noun: "intercepted handshake", values: values, against: against(group, facts))
        case .untrusted:
            return group.claim(
                "L3-CHAIN-UNTRUSTED", faulty, brief: "\(group.label): the chain reaches no trusted root",
                detail:
                    "\(group.share(faulty)) with \(group.label) presented a chain that ends in \(ending) and reaches no "
                    + "trusted anchor.\(said)" + comparison(group, facts),
                noun: "untrusted chain", values: values, against: against(group, facts))
        case .incomplete:
            return group.claim(
                "L3-CHAIN-INCOMPLETE", faulty,
                brief: "\(group.label): an intermediate certificate is missing",
                detail: "\(group.share(faulty)) with \(group.label) presented a chain without "
                    + "\(chain.missingIssuer ?? "one of its intermediates").\(said)",
                noun: "incomplete chain", values: values,
                against: ["a client that fetches missing issuers, as Apple devices may, still gets through"])
        case .expected, .public:
            return nil
        }
    }

    private static func comparison(_ group: PathGroup, _ facts: PathFacts) -> String {
        guard let direct = facts.baseline(of: group),
            direct.completed.contains(where: { $0.chain?.isTrusted == true })
        else { return "" }
        return " The direct path presents a trusted chain."
    }

    private static func against(_ group: PathGroup, _ facts: PathFacts) -> [String] {
        guard let direct = facts.baseline(of: group), !direct.completed.isEmpty,
            !direct.completed.contains(where: { $0.chain?.isTrusted == true })
        else { return [] }
        return [
            "the direct path presents no trusted chain either: what ends TLS there may not be this gateway"
        ]
    }
}

extension PresentsTheExpectedChain {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("none completed", .measuring([.stalled()]), .cannotTell),
        WorkedCase("a chain that nobody judged", .measuring([.completed(trust: nil)]), .cannotTell),
        WorkedCase("an expected anchor", .measuring([.completed()]), .sound),
        WorkedCase(
            "a public root of an MDM", .measuring([.completed("mdm.example.com", trust: "public")]), .sound),
        WorkedCase(
            "Zscaler behind the gateway, Apple direct",
            .measuring([
                .completed(),
                .completed(via: "ztna", trust: "intercepted", issuer: "CN=Zscaler Root CA,O=Zscaler Inc."),
            ]),
            .raises(["L3-INTERCEPTED": 1])),
        WorkedCase(
            "an MDM behind a known product, and nobody judged the chain",
            .measuring([.completed("mdm.example.com", trust: nil, issuer: "CN=mitmproxy,O=mitmproxy")]),
            .raises(["L3-INTERCEPTED": 1])),
        WorkedCase(
            "a weak name on the private root of an MDM",
            .measuring([
                .completed("mdm.example.com", trust: "untrusted", issuer: "CN=Prisma Issuing CA,O=Example")
            ]),
            .raises(["L3-CHAIN-UNTRUSTED": 1])),
        WorkedCase(
            "a private root on a name of Apple's, without a product",
            .measuring([.completed(trust: "intercepted", issuer: "CN=Example Root,O=Example")]),
            .raises(["L3-INTERCEPTED": 1])),
        WorkedCase(
            "a vendor's name inside of a word is no product",
            .measuring([
                .completed("mdm.example.com", trust: "untrusted", issuer: "CN=Insecurly CA,O=Securlyx")
            ]),
            .raises(["L3-CHAIN-UNTRUSTED": 1])),
        WorkedCase(
            "a root nobody knows", .measuring([.completed("mdm.example.com", trust: "untrusted")]),
            .raises(["L3-CHAIN-UNTRUSTED": 1])),
        WorkedCase(
            "a missing intermediate", .measuring([.completed("mdm.example.com", trust: "incomplete")]),
            .raises(["L3-CHAIN-INCOMPLETE": 1])),
        WorkedCase(
            "a courier of the push service that sends none",
            .measuring([.completed("1-courier.push.apple.com", trust: "incomplete")]), .sound),
        WorkedCase(
            "a host of Apple's own chains that sends none",
            .measuring([.completed("gs.apple.com", trust: "incomplete")]),
            .sound),
    ]
}
