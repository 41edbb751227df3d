import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether a pre-shared key is taken over every way: the proof that both ends speak with one another.
///
/// Needs: trials with a ticket of the way, of the baseline, or with a key of one's own.    Source: field guide FG-3.4,
///        TLS 3.3.
/// Rules: 1. a ticket taken for this way, or a key, is refused 3 of 3 here, and accepted 3 of 3 on the baseline or
///           required by the case: refused.
///        2. a ticket of the baseline is refused 3 of 3 here, and accepted 3 of 3 there: a weaker test, named so.
///        3. all that was offered is taken: sound.
///        4. no ticket, too few rounds, mixed answers, or nobody shows that the server takes one: cannot tell.
package struct AcceptsPreSharedKeys: Probe {
    package static let card = ProbeCard(
        "tls-path.accepts-pre-shared-keys", layer: .tlsPath,
        asks: "Is a pre-shared key taken over every path?",
        needs: [Need(Supply(.handshakes), how: HowToGet.keys)],
        blockedBy: Gateways.endsBeforeTheCertificate, raises: [refused])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let trials = facts.trials(for: .psk)
        let ways = PathFacts.groups(of: trials, noun: "trial").map(OfferedKeys.init)
        guard !ways.isEmpty else {
            return .cannotTell(because: "no pre-shared key was offered", supply: HowToGet.keys)
        }
        let claims = ways.compactMap { way in
            let baseline = PathFacts.baseline(of: way.group, among: trials).map(OfferedKeys.init)
            return OfferedKeys.Test.allCases.first {
                Self.isFinding($0, way, baseline, isRequired: facts.requiresPSK)
            }.map { Self.claim($0, way, baseline) }
        }
        guard claims.isEmpty else { return .found(claims.mergedByWay) }
        let open = ways.compactMap(Self.openReason)
        let taken = ways.filter { way in OfferedKeys.Test.allCases.contains(where: way.isAccepted) }
        guard open.isEmpty, !taken.isEmpty else {  // rule 4
            return .cannotTell(because: open.first ?? "too few keys were offered", supply: HowToGet.keys)
        }
        return .sound("pre-shared keys taken over \(taken.count.counted("path"))")
    }

    private static func isFinding(
        _ test: OfferedKeys.Test, _ way: OfferedKeys, _ baseline: OfferedKeys?, isRequired: Bool
    ) -> Bool {
        guard way.isRefused(test) else { return false }
        switch test {
        case .resume, .external: return isRequired || baseline?.isAccepted(test) == true
        // The baseline offers its own ticket as a resumption.
        case .replay: return baseline?.isAccepted(.resume) == true
        }
    }

    /// Why a way says nothing.
    private static func openReason(_ way: OfferedKeys) -> String? {
        let label = way.group.label
        if way.isBroken { return "no handshake of the trials over \(label) completed" }
        if way.hasNoTicket { return "\(label) gave no ticket that could be offered" }
        for test in OfferedKeys.Test.allCases where !way.offers(test).isEmpty && !way.isAccepted(test) {
            if way.isRefused(test) {
                return
                    "\(label) did not take the key (\(way.words(test))), and no baseline shows that it would"
            }
            return "\(label) gave no clear answer in \(OfferedKeys.rounds) rounds: \(way.words(test))"
        }
        return nil
    }

    private static func claim(_ test: OfferedKeys.Test, _ way: OfferedKeys, _ baseline: OfferedKeys?) -> Claim
    {
        let faulty = way.offers(test)
        let shown: String =
            switch test {
            case .resume: "a ticket taken for this path"
            case .external: "an external key"
            case .replay: "a ticket of the direct path, offered through this one,"
            }
        var detail =
            "\(faulty.count.grouped) of \(faulty.count.counted("offer")) of \(shown) to \(way.group.label) "
            + "were refused: \(way.words(test))."
        let proof = test == .replay ? OfferedKeys.Test.resume : test
        if let baseline, baseline.isAccepted(proof) {
            let count = baseline.offers(proof).count.grouped
            detail += " The direct path took \(count) of \(count)."
        } else {
            detail += " The case says that it must be taken."
        }
        var claim = way.group.claim(
            "L3-PSK-REFUSED", faulty, brief: "\(way.group.label): the pre-shared key is refused",
            detail: detail,
            noun: "refused key",
            values: ["test": .text(test.rawValue), "offers": .count(faulty.count)],
            against: test == .replay
                ? [
                    "a replayed ticket is the weaker test: another edge of the same host may not know the ticket either"
                ] : [])
        if test == .replay { claim.severity = .medium }
        return claim
    }
}

extension AcceptsPreSharedKeys {
    static let refused = FindingCard(
        "L3-PSK-REFUSED", "A pre-shared key is refused on this path",
        severity: .high, basis: .observed("FG-3.4"),
        meaning: """
            A ticket or key (psk_dhe_ke) is never taken over this path although it is taken elsewhere. The proof of
            possession covers the whole ClientHello, so whatever ends TLS on the way can never pass it on: refusal on
            one path alone shows a gateway without any far end. Servers pass a key that they do not know over in
            silence and make a full handshake, so that nothing but speed is lost. What the field guide calls
            ECDHE-PSK-AES256-GCM-SHA384 is a suite of TLS 1.2 (0xD002) that no Apple ClientHello offers; in TLS 1.3
            the same property is psk_dhe_ke with TLS_AES_256_GCM_SHA384; psk_dhe_ke is what is tested here.
            """,
        explains: [PathEdges.stallByTheFieldGuide],
        settle: Check(
            "Dial a far end over the same path: another ClientHello there settles that TLS is ended on the way.",
            command:
                "abm-forensics path HOST --via http://GATEWAY:3128 --baseline direct --reflector ADDR:PORT"),
        remedy: Gateways.remedy("Let the gateway pass the connection through, without ending TLS."))
}

extension AcceptsPreSharedKeys {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("no trials", .measuring([.completed()]), .cannotTell),
        WorkedCase("no ticket", .measuring([.keyTrial("full", tickets: 0)]), .cannotTell),
        WorkedCase(
            "taken on both ways",
            .measuring(.resuming([true, true, true]) + .resuming([true, true, true], via: "ztna")), .sound),
        WorkedCase(
            "refused here, taken on the direct way",
            .measuring(.resuming([true, true, true]) + .resuming([false, false, false], via: "ztna")),
            .raises(["L3-PSK-REFUSED": 3])),
        WorkedCase(
            "refused twice of two",
            .measuring(.resuming([true, true, true]) + .resuming([false, false], via: "ztna")),
            .cannotTell),
        WorkedCase(
            "taken once of three",
            .measuring(.resuming([true, true, true]) + .resuming([false, true, false], via: "ztna")),
            .cannotTell),
        WorkedCase("refused everywhere", .measuring(.resuming([false, false, false])), .cannotTell),
        WorkedCase(
            "refused, and the case requires it", .requiringPSK(.resuming([false, false, false])),
            .raises(["L3-PSK-REFUSED": 3])),
        WorkedCase(
            "the gateway takes its own ticket and not the direct one",
            .measuring(
                .resuming([true, true, true]) + .resuming([true, true, true], via: "ztna")
                    + .resuming([false, false, false], "replay", via: "ztna")),
            .raises(["L3-PSK-REFUSED": 3])),
        WorkedCase(
            "an external key that nobody is known to take",
            .measuring(.resuming([false, false, false], "external")), .cannotTell),
    ]
}
