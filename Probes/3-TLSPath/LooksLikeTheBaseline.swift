import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether a host looks the same over every way as over the direct one.
///
/// Needs: completed handshakes with one host over two ways.    Source: field guide FG-3.8, FG-3.5, TLS 3.8.
/// Rules: 1. trust, version or ALPN differ: high.  2. only leaf key, issuer or JA3S: info, since the edges of a
///           content network differ in them by themselves.
///           Apple's root on one edge and a public one on another are both the host's.
///        3. X25519MLKEM768 is offered on both ways and negotiated on the baseline alone: stripped.
///        4. a stapled OCSP response on the baseline, and none here: no staple.
///        5. no host with both ways completed: cannot tell.
package struct LooksLikeTheBaseline: Probe {
    package static let card = ProbeCard(
        "tls-path.looks-like-the-baseline", layer: .tlsPath,
        asks: "Does every host look the same over all ways?",
        needs: [Need(Supply(.handshakes), how: HowToGet.baseline)],
        blockedBy: Gateways.endsBeforeTheCertificate, raises: [differ, groupStripped, noStaple])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let pairs = facts.completedGroups().compactMap { group in
            facts.baseline(of: group).flatMap { $0.completed.isEmpty ? nil : (group, $0) }
        }
        guard !pairs.isEmpty else {  // rule 5
            return .cannotTell(
                because: "no host was reached over two ways", supply: HowToGet.baseline)
        }
        let claims = pairs.flatMap { group, baseline in
            [
                Self.difference(group, baseline), Self.group(group, baseline), Self.staple(group, baseline),
            ].compactMap(\.self)
        }
        return .found(
            claims.mergedByWay, orSound: "\(pairs.count.counted("path")) like the direct one")
    }

    private static func difference(_ group: PathGroup, _ baseline: PathGroup) -> Claim? {
        let all = PathDifference.all(group, baseline)
        guard !all.isEmpty else { return nil }
        let isUsual = all.allSatisfy(\.isUsual)
        var claim = group.claim(
            "L3-PATHS-DIFFER", group.completed,
            brief:
                "\(group.label): \(all.filter { $0.isUsual == isUsual }.map(\.field).joined(separator: ", ")) "
                + "not as on the direct path",
            detail: "\(group.share(group.completed)) with \(group.label) can be compared with "
                + "\(baseline.completed.count.grouped) over \(baseline.via). "
                + "What differs: \(all.map(\.words).joined(separator: "; ")).",
            noun: "handshake that differs",
            values: ["differences": .list(all.map { $0.figure(host: group.host) })],
            against: isUsual
                ? [
                    "the edges of a content network differ in this by themselves; trust, version and ALPN agree"
                ]
                : [])
        if isUsual { claim.severity = .info }
        return claim
    }

    /// The hybrid group of current systems, by its IANA name.
    static let hybrid = NamedGroup.x25519MLKEM768.description

    private static func offersHybrid(_ handshake: PathHandshake) -> Bool {
        handshake.transcript.sent?.groups?.contains(hybrid) == true
    }

    private static func group(_ group: PathGroup, _ baseline: PathGroup) -> Claim? {
        guard baseline.completed.contains(where: { offersHybrid($0) && $0.transcript.group == hybrid })
        else { return nil }
        let faulty = group.completed.filter {
            offersHybrid($0) && $0.transcript.group != nil && $0.transcript.group != hybrid
        }
        guard !faulty.isEmpty else { return nil }
        let groups = Set(faulty.compactMap(\.transcript.group)).sorted()
        return group.claim(
            "L3-GROUP-STRIPPED", faulty, brief: "\(group.label): \(hybrid) is not negotiated",
            detail:
                "\(group.share(faulty)) with \(group.label) settled on \(groups.joined(separator: ", ")) although "
                + "\(hybrid) was offered; over \(baseline.via) the host takes it.",
            noun: "handshake without the hybrid group",
            values: ["groups": .list(groups.map { .text($0) }), "baselineGroup": .text(hybrid)])
    }

    private static func staple(_ group: PathGroup, _ baseline: PathGroup) -> Claim? {
        guard baseline.completed.contains(where: { $0.transcript.ocsp?.stapled == true }),
            !group.completed.contains(where: { $0.transcript.ocsp?.stapled == true })
        else { return nil }
        let faulty = group.completed.filter { $0.transcript.ocsp?.stapled == false }
        guard !faulty.isEmpty else { return nil }
        return group.claim(
            "L3-NO-OCSP-STAPLE", faulty, brief: "\(group.label): no stapled OCSP response",
            detail: "\(group.share(faulty)) with \(group.label) came without a stapled OCSP response; over "
                + "\(baseline.via) the host staples one.",
            noun: "handshake without a staple")
    }
}

extension LooksLikeTheBaseline {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("only the direct way", .measuring([.completed()]), .cannotTell),
        WorkedCase("the gateway stalls", .measuring([.completed(), .stalled(via: "ztna")]), .cannotTell),
        WorkedCase("both ways alike", .measuring([.completed(), .completed(via: "ztna")]), .sound),
        WorkedCase(
            "another anchor over the gateway",
            .measuring([.completed(), .completed(via: "ztna", trust: "intercepted", issuer: "CN=Zscaler")]),
            .raises(["L3-PATHS-DIFFER": 1])),
        WorkedCase(
            "another issuer within one anchor class",
            .measuring([
                .completed(), .completed(via: "ztna", issuer: "CN=Apple Public Server RSA CA 1 - G1"),
            ]),
            .raises(["L3-PATHS-DIFFER": 1])),
        WorkedCase(
            "one edge goes to Apple's root, the other to a public one",
            .measuring([.completed(), .completed(via: "ztna", trust: "public")]), .sound),
        WorkedCase(
            "the gateway's root is named as an anchor of the case",
            .measuring([
                .completed("mdm.example.com", trust: "public"),
                .completed("mdm.example.com", via: "ztna").with { $0.trust?.anchorKind = "given" },
            ]), .raises(["L3-PATHS-DIFFER": 1])),
        WorkedCase(
            "h2 is lost over the gateway",
            .measuring([.completed(), .completed(via: "ztna").with { $0.alpn = nil }]),
            .raises(["L3-PATHS-DIFFER": 1])),
        WorkedCase(
            "the hybrid group is lost over the gateway",
            .measuring([.hybrid(group: LooksLikeTheBaseline.hybrid), .hybrid(via: "ztna", group: "x25519")]),
            .raises(["L3-GROUP-STRIPPED": 1])),
        WorkedCase(
            "a host without the hybrid group",
            .measuring([.hybrid(group: "x25519"), .hybrid(via: "ztna", group: "x25519")]), .sound),
        WorkedCase(
            "the staple is lost over the gateway",
            .measuring([.stapled(true), .stapled(false, via: "ztna")]), .raises(["L3-NO-OCSP-STAPLE": 1])),
    ]
}
