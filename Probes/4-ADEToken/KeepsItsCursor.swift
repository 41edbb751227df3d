import CaseReading
import Casework
package import ProbeKit

/// Asks whether the MDM's place in the device list is one that the enrolment service still knows.
///
/// Needs: calls of the service in a trace, in the MDM's log or as pages.    Source: AE 2.5.
/// Rules: 1. `EXPIRED_CURSOR`, `INVALID_CURSOR` or `EXHAUSTED_CURSOR` with no later success of a device list: stuck.
///        2. the same with a later success: sound, because a full fetch is the cure.
///        3. device lists that succeed: sound.  4. no call for a device list: cannot tell.
package struct KeepsItsCursor: Probe {
    package static let card = ProbeCard(
        "ade-token.keeps-its-cursor", layer: .adeToken,
        asks: "Does the enrolment service still know the MDM's place in the device list?",
        needs: [Need(Supply(.exchanges), Supply(.mdmLog), Supply(.adeSync), how: HowToGet.calls)],
        raises: [expired, invalid, exhausted])

    package init() {}

    package func examine(_ facts: ADETokenFacts) -> Conclusion {
        let history = ADEServiceHistory(facts.calls)
        let lists = history.calls.filter { $0.endpoint == .devices && $0.result != .unanswered }
        guard !lists.isEmpty else {  // rule 4
            return .cannotTell(
                because: "the evidence holds no answered call for a device list", supply: HowToGet.calls)
        }
        let open = history.open([.cursor])
        let claims = Self.cards.compactMap { word, card -> Claim? in
            let hits = open.filter { $0.error?.word == word }
            return hits.isEmpty ? nil : Self.claim(hits, word, card)
        }
        let past = history.count([.cursor])
        return .found(
            claims,
            orSound: past > 0
                ? "\(past.counted("refused cursor")), followed by a fetch that worked"
                : "\(lists.count.counted("device list")) answered")
    }

    private static let cards: [(word: String, card: FindingCard)] = [
        ("EXPIRED_CURSOR", expired), ("INVALID_CURSOR", invalid), ("EXHAUSTED_CURSOR", exhausted),
    ]

    private static func claim(_ hits: [ADEServiceCall], _ word: String, _ card: FindingCard) -> Claim {
        Claim(
            card.code, brief: "the MDM's sync stops at \(word)",
            detail:
                "\(hits.count.counted("call")) for a device list answered \(word) and no list was answered after: "
                + "\(hits.meanings).",
            subject: Subject(.token, "sync cursor"),
            extent: hits.windows.isEmpty ? .unknown : .windows(hits.windows, noun: "refused cursor"),
            values: ["refusals": .count(hits.count)], evidence: hits.cited)
    }
}

extension KeepsItsCursor {
    static let expired = FindingCard(
        "L4-CURSOR-EXPIRED", "The MDM's sync cursor has expired",
        severity: .medium, basis: .published("AE 2.5"),
        meaning: """
            A sync asks for what changed since a cursor. Apple keeps a cursor for seven days; an MDM that
            slept longer gets EXPIRED_CURSOR and has to fetch the whole list anew. One that repeats the old
            cursor instead learns of no change from then on.
            """,
        explains: cursorEdges,
        settle: Check("Look whether the MDM sent a full fetch without a cursor after the refusal."),
        remedy: fullFetch)

    static let invalid = FindingCard(
        "L4-CURSOR-INVALID", "The MDM's sync cursor is not one of its server's",
        severity: .medium, basis: .published("AE 2.5"),
        meaning: """
            INVALID_CURSOR says that the cursor belongs to another server entry or was damaged, as after a
            restored database or a token of a new entry. The cure is a full fetch; an MDM that keeps the
            cursor learns of no change.
            """,
        explains: cursorEdges,
        settle: Check("Look whether the MDM's database was restored or its server entry made anew."),
        remedy: fullFetch)

    static let exhausted = FindingCard(
        "L4-CURSOR-EXHAUSTED", "The MDM goes on with a fetch that has returned everything",
        severity: .medium, basis: .published("AE 2.5"),
        meaning: """
            EXHAUSTED_CURSOR is the answer to a full fetch that was already at its end. From there a client
            has to go on with /devices/sync; one that repeats the fetch stays at the list of that day.
            """,
        explains: cursorEdges,
        settle: Check("Look whether the MDM ever calls /devices/sync."), remedy: fullFetch)

    private static let cursorEdges: [Edge] = ["L2-UNKNOWN-TO-MDM", "L4-SYNC-FAILING"]

    private static let fullFetch = Remedy(
        .mdm, "Let the MDM forget its cursor, fetch the whole list once and go on with the sync.",
        steps: [
            "Start a full sync in the MDM; where it has none, remove the stored cursor or upload the token again.",
            "Check that a call without a cursor succeeds and that the next sync uses the new one.",
            "If the MDM falls back to the old cursor, report it to its vendor with the answer of Apple.",
        ],
        references: ["Apple: sync the list of devices"])
}

extension KeepsItsCursor {
    package static let workedCases: [WorkedCase<ADETokenFacts>] = [
        WorkedCase("no call of the service", ADETokenFacts(), .cannotTell),
        WorkedCase("a trace that never asks for devices", .calling([.answered(200, "{}")]), .cannotTell),
        WorkedCase("a list that is answered", .calling([.answered(200, "{}", to: "/devices/sync")]), .sound),
        WorkedCase(
            "expired, and nothing after it",
            .calling([.answered(400, "EXPIRED_CURSOR", to: "/devices/sync")]),
            .raises(["L4-CURSOR-EXPIRED": 1])),
        WorkedCase(
            "expired, then a full fetch",
            .calling([
                .answered(400, "EXPIRED_CURSOR", to: "/devices/sync"),
                .answered(200, "{}", to: "/server/devices", minute: 1),
            ]), .sound),
        WorkedCase(
            "invalid, in quotes", .calling([.answered(400, "\"INVALID_CURSOR\"", to: "/devices/sync")]),
            .raises(["L4-CURSOR-INVALID": 1])),
        WorkedCase(
            "exhausted, and the session goes on",
            .calling([
                .answered(400, "EXHAUSTED_CURSOR", to: "/server/devices"), .answered(200, "{}", minute: 1),
            ]), .raises(["L4-CURSOR-EXHAUSTED": 1])),
        WorkedCase(
            "the MDM's log repeats it",
            .calling(
                ADEServiceCall.logged(
                    "DEP HTTP error: 400 Bad Request: EXPIRED_CURSOR",
                    "DEP HTTP error: 400 Bad Request: EXPIRED_CURSOR")), .raises(["L4-CURSOR-EXPIRED": 1])),
    ]
}
