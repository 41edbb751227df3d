import Casework
import CertificateChains
package import ProbeKit
import TLSHandshake

/// Asks whether the hosts that Apple pins present chains that keep its pin rules.
///
/// Needs: completed handshakes with a judged chain.    Source: AE 3; Apple's pin list, version 114.
/// Rules: 1. a pinned host's chain breaks every alternative of its rule: violated.
///        2. it keeps one, the host is not on the list, or the case names the anchor it reaches: sound.
///        3. every pinned chain is undecided, or no chain was presented: cannot tell.
package struct KeepsApplesPins: Probe {
    package static let card = ProbeCard(
        "tls-path.keeps-apples-pins", layer: .tlsPath,
        asks: "Do the hosts that Apple pins keep its pin rules?",
        needs: [Need(Supply(.handshakes), how: HowToGet.handshakes)],
        blockedBy: Gateways.endsBeforeTheCertificate, raises: [violated])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        // A name that nobody's device sends may be answered by another site's chain.
        let judged = facts.handshakes.filter { $0.otherNameSent == nil }.compactMap(\.chain)
        guard !judged.isEmpty else {
            return .cannotTell(because: "no handshake holds a certificate", supply: HowToGet.handshakes)
        }
        let pinned = judged.compactMap(\.pin)
        guard pinned.isEmpty || pinned.contains(where: { $0.verdict != .undecided }) else {  // rule 3
            return .cannotTell(
                because: "the pin rules could not be decided: \(pinned.last?.reason ?? "")",
                supply: HowToGet.chains)
        }
        let claims = facts.groups.compactMap(Self.claim)
        let kept = pinned.count { $0.verdict == .kept }
        let words =
            if pinned.isEmpty {
                "no host on Apple's pin list"
            } else if kept > 0 {
                "\(kept.counted("pinned chain")) as pinned"
            } else {
                "pinned hosts as the case expects"
            }
        return .found(claims.mergedByWay, orSound: words)
    }

    private static func claim(_ group: PathGroup) -> Claim? {
        let faulty = group.handshakes.filter { $0.chain?.pin?.verdict == .broken && $0.otherNameSent == nil }
        guard let chain = faulty.last?.chain, let pin = chain.pin else { return nil }
        var against = [
            "the rules are those of version \(PinRules.version) of Apple's list; devices may have a newer one"
        ]
        if chain.anchorKind == "apple" || chain.anchorKind == "public" {
            against.append("the chain ends in a root of Apple's or of the public, not in a gateway's")
        }
        return group.claim(
            "L3-PIN-VIOLATED", faulty,
            brief: "\(group.label): devices refuse this chain whatever is installed on them",
            detail:
                "\(group.share(faulty)) with \(group.label) presented a chain that breaks Apple's pin rule "
                + "\"\(pin.policy)\". \(pin.reason.prefix(1).uppercased())\(pin.reason.dropFirst()).",
            noun: "refused chain", values: ["policy": .text(pin.policy), "reason": .text(pin.reason)],
            against: against)
    }
}

extension KeepsApplesPins {
    static let violated = FindingCard(
        "L3-PIN-VIOLATED", "A host that Apple pins presents another chain",
        severity: .critical, basis: .published("AE 3, Apple's pin list version 114"),
        meaning: """
            Apple ships a list of hosts with the chains that its devices accept for them. This host is on it,
            and the presented chain is not one of those. Devices fail here even if the inspection root is
            installed on them, since the list does not ask which roots are trusted.
            """,
        explains: PathEdges.edges,
        settle: Check(
            "Connect to the same host from a network without the gateway and compare the issuers.",
            command: "abm-forensics path HOST --via http://GATEWAY:3128 --baseline direct"),
        remedy: Gateways.remedy(
            "Exempt the pinned hosts from TLS inspection.",
            first: [
                "No certificate and no profile on the device can help: only a connection that nobody ends on the way keeps the rule."
            ]))
}

extension KeepsApplesPins {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("none with a certificate", .measuring([.stalled()]), .cannotTell),
        WorkedCase("a kept rule", .measuring([.completed().pinned("kept")]), .sound),
        WorkedCase(
            "a host that nobody pins", .measuring([.completed("mdmenrollment.apple.com")]), .sound),
        WorkedCase(
            "an anchor that the case names for its hosts", .measuring([.completed()]).waivingPins, .sound),
        WorkedCase("a transcript that says nothing", .measuring([.completed()]), .cannotTell),
        WorkedCase(
            "a broken rule though the gateway's root is given as an anchor",
            .measuring([.completed(via: "ztna", trust: "expected").pinned("broken")]),
            .raises(["L3-PIN-VIOLATED": 1])),
        WorkedCase(
            "an intercepted chain of which nothing else is recorded",
            .measuring([.completed(via: "ztna", trust: "intercepted")]), .raises(["L3-PIN-VIOLATED": 1])),
        WorkedCase(
            "an intercepted chain of a host that nobody pins",
            .measuring([.completed("mdmenrollment.apple.com", via: "ztna", trust: "intercepted")]), .sound),
        WorkedCase(
            "kept directly, broken behind the gateway",
            .measuring([.completed().pinned("kept"), .completed(via: "ztna").pinned("broken")]),
            .raises(["L3-PIN-VIOLATED": 1])),
    ]
}
