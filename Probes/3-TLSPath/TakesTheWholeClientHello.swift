import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether a path takes the ClientHello of current systems, whole and in pieces.
///
/// Needs: a ladder of handshakes that vary one thing each.    Source: TLS 3.8, 5+6; Apple 122756 for the size.
/// Rules: 1. the control dies, and completes without X25519MLKEM768, and no smaller change helps: large hello dropped.
///        2. the control lives, and dies twice when cut into two segments or two records: fragments refused.
///        3. the control dies and another change helps: no matter of size; the change stands with the failed handshake.
///        4. the control lives and so does every cut that was tried: sound.
///        5. two rounds disagree, or nothing lives whatever its name: cannot tell.
package struct TakesTheWholeClientHello: Probe {
    package static let card = ProbeCard(
        "tls-path.takes-the-whole-client-hello", layer: .tlsPath,
        asks: "Does every path take the whole ClientHello, in one piece and in two?",
        needs: [Need(Supply(.handshakes), how: HowToGet.ladder)],
        blockedBy: ["L3-UNRESOLVED", "L3-UNREACHABLE", "L3-REFUSED", "L3-PROXY-AUTH"],
        raises: [largeDropped, fragmentsRefused])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        let ladders = facts.ladders
        guard !ladders.isEmpty else {
            return .cannotTell(because: "no path varied its ClientHello", supply: HowToGet.ladder)
        }
        let claims = ladders.compactMap { ladder -> Claim? in
            if ladder.smallestChange == .noHybridGroup { return Self.large(ladder) }
            return ladder.deadlyCuts.isEmpty ? nil : Self.fragments(ladder)
        }
        guard claims.isEmpty else { return .found(claims.mergedByWay, measures: Self.measures(ladders)) }
        let reasons = ladders.map(Self.openReason)
        let settled = reasons.count { $0 == nil }
        guard settled > 0 else {  // rule 5
            return .cannotTell(
                because: reasons.compactMap(\.self).first ?? "no ladder says anything",
                supply: HowToGet.ladder)
        }
        let helped = ladders.compactMap(\.smallestChange)
        return .sound(
            helped.isEmpty
                ? "\(settled.counted("path")) took the whole ClientHello"
                : "no matter of size (\(helped.map(\.rawValue).joined(separator: ", ")) makes the difference)",
            measures: Self.measures(ladders))
    }

    /// Why a ladder says nothing; `nil` where it does.
    private static func openReason(_ ladder: ClientHelloLadder) -> String? {
        switch ladder.standing {
        case .tooFew: "the ladder over \(ladder.group.label) has no second control"
        case .unsteady:
            "two rounds of the ladder over \(ladder.group.label) disagree: the path itself is unsteady"
        case .nothingLives:
            "nothing completes over \(ladder.group.label), whatever its size or name: it is no matter of one ClientHello"
        case .controlLives:
            ladder.doubtfulCut.map { "\($0.rawValue) failed over \(ladder.group.label), but not twice" }
        case .controlDies: nil
        }
    }

    private static func measures(_ ladders: [ClientHelloLadder]) -> [String: Figure] {
        let changes = ladders.compactMap { ladder in
            ladder.smallestChange.map {
                Figure.table(["path": .text(ladder.group.label), "smallestChange": .text($0.rawValue)])
            }
        }
        return ["ladders": .count(ladders.count), "smallestChanges": .list(changes)]
    }

    private static func large(_ ladder: ClientHelloLadder) -> Claim {
        let group = ladder.group
        let small = ladder.tries(of: .noHybridGroup)
        let outcomes = Set(ladder.control.map(\.transcript.outcome.rawValue)).sorted().joined(separator: ", ")
        var values: [String: Figure] = ["smallestChange": .text(HelloChange.noHybridGroup.rawValue)]
        if let bytes = ladder.bytes(of: ladder.control) { values["bytes"] = .count(bytes) }
        if let bytes = ladder.bytes(of: small) { values["smallBytes"] = .count(bytes) }
        func size(_ bytes: Int?) -> String { bytes.map { " of \($0.grouped) bytes" } ?? "" }
        var detail =
            "\(ladder.control.count.counted("control")) with \(group.label) ended as \(outcomes) with a "
            + "ClientHello\(size(ladder.bytes(of: ladder.control))); without X25519MLKEM768 one"
            + "\(size(ladder.bytes(of: small))) completes."
        let isUnacknowledged = ladder.control.allSatisfy { $0.transcript.acked == false }
        if ladder.lives(.twoSegments) {
            detail +=
                " In two smaller segments the large one completes as well: full packets are what is lost."
        }
        if isUnacknowledged { detail += " TCP never saw the large one acknowledged." }
        return group.claim(
            "L3-LARGE-HELLO-DROPPED", ladder.control,
            brief: "\(group.label): a ClientHello of two segments is dropped", detail: detail,
            noun: "dropped ClientHello", values: values,
            against: ladder.lives(.controlName)
                ? [
                    "with another server name the large ClientHello is answered too: a policy by name takes part"
                ]
                : [])
    }

    private static func fragments(_ ladder: ClientHelloLadder) -> Claim {
        let cuts = ladder.deadlyCuts
        let faulty = cuts.flatMap(ladder.tries)
        let words = cuts.map { $0 == .twoSegments ? "two TCP segments" : "two TLS records" }
            .joined(separator: " and into ")
        return ladder.group.claim(
            "L3-FRAGMENTED-HELLO-REFUSED", faulty,
            brief:
                "\(ladder.group.label): a ClientHello in \(words.replacing(" and into ", with: " or ")) fails",
            detail:
                "With \(ladder.group.label) the whole ClientHello completes every time; cut into \(words) it failed "
                + "in \(faulty.count.grouped) of \(faulty.count.counted("trial")).",
            noun: "refused fragment", values: ["cuts": .list(cuts.map { .text($0.rawValue) })])
    }
}

extension TakesTheWholeClientHello {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no handshakes", PathFacts(), .cannotTell),
        WorkedCase("no ladder", .measuring([.completed()]), .cannotTell),
        WorkedCase("one control", .climbing(["control": [true], "two-records": [true]]), .cannotTell),
        WorkedCase(
            "controls that disagree", .climbing(["control": [true, false], "no-pq": [true]]), .cannotTell),
        WorkedCase(
            "a variant that lives and dies",
            .climbing(["control": [false, false], "no-pq": [true, true], "no-alpn": [true, false]]),
            .cannotTell),
        WorkedCase(
            "nothing lives",
            .climbing([
                "control": [false, false], "no-pq": [false], "control-sni": [false], "no-sni": [false],
            ]),
            .cannotTell),
        WorkedCase(
            "all lives",
            .climbing(["control": [true, true], "two-segments": [true], "two-records": [true]]), .sound),
        WorkedCase(
            "only the small one lives",
            .climbing(["control": [false, false], "no-pq": [true], "control-sni": [false]]),
            .raises(["L3-LARGE-HELLO-DROPPED": 2])),
        WorkedCase(
            "another name lives, the small one does not",
            .climbing(["control": [false, false], "no-pq": [false], "control-sni": [true]]), .sound),
        WorkedCase(
            "without GREASE the large one lives, so it is no matter of size",
            .climbing(["control": [false, false], "no-pq": [true], "no-grease": [true]]), .sound),
        WorkedCase(
            "two records die twice", .climbing(["control": [true, true], "two-records": [false, false]]),
            .raises(["L3-FRAGMENTED-HELLO-REFUSED": 2])),
        WorkedCase(
            "two records die once", .climbing(["control": [true, true], "two-records": [false]]), .cannotTell),
    ]
}
