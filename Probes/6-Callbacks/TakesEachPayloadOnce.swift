import CaseReading
import Casework
package import ProbeKit

/// Asks whether a payload arrived again after it was accepted.
///
/// Needs: the MDM's deliveries.    Source: AE 5.5 (`event_id`), field guide FG-6.3 (the signature); compared in this
/// run.
/// Rules: 1. one event id, or one signed payload, accepted and delivered again: replayed, each repeat is counted.
///        2. a repeat of a delivery that was not accepted is a retry, not a replay.
///        3. no delivery with an event id or a signature: cannot tell.  4. else sound.
package struct TakesEachPayloadOnce: Probe {
    package static let card = ProbeCard(
        "callbacks.no-replays", layer: .callbacks, asks: "Did a payload arrive again after it was accepted?",
        needs: [needsTheDeliveries], raises: [replayed])

    package init() {}

    package func examine(_ facts: CallbackFacts) -> Conclusion {
        let repeats = RepeatedPayloads(facts.deliveries)
        guard repeats.marked > 0 else {  // rule 3
            return .cannotTell(
                because: "no delivery carries an event id or a signature",
                supply: "deliveries with headers and body as they came")
        }
        guard !repeats.replays.isEmpty else {  // rules 2, 4
            let retried = repeats.retries > 0 ? ", \(repeats.retries.counted("retry", "retries"))" : ""
            return .sound("\(repeats.marked.counted("payload")) accepted once\(retried)")
        }
        return .found(claim(repeats, facts))
    }

    private func claim(_ repeats: RepeatedPayloads, _ facts: CallbackFacts) -> Claim {
        let replays = repeats.replays.map { facts.deliveries[$0] }
        let hit = DeliveriesHit(replays)
        let callers = Set(replays.compactMap(\.remoteAddress)).sorted()
        let from = callers.isEmpty ? "" : ", from \(callers.prefix(3).joined(separator: ", "))"
        return Claim(
            "L6-REPLAYED", brief: "\(replays.count.counted("delivery", "deliveries")) replayed",
            detail:
                "\(replays.count.grouped) of \(repeats.marked.counted("delivery", "deliveries")) with an event id or a "
                + "signature repeat one that was accepted before\(hit.words)\(from). Retries of deliveries that "
                + "were not accepted: \(repeats.retries.grouped), not counted.",
            subject: Subject(.webhook, "enrolment callbacks"), count: replays.count, devices: hit.devices,
            extent: hit.extent(noun: "replayed callback"),
            values: [
                "replays": .count(replays.count), "retries": .count(repeats.retries),
                "payloads": .count(repeats.payloads),
            ], evidence: replays.prefix(3).map(facts.citation))
    }
}

/// Deliveries whose event or signed payload came before.
///
/// Complexity: O(deliveries); nine bytes and the table for each that is marked.
struct RepeatedPayloads {
    /// Rows that repeat an accepted delivery.
    private(set) var replays: [Int] = []
    /// How many repeat one that was not accepted.
    private(set) var retries = 0
    /// How many carry a mark.
    private(set) var marked = 0
    /// How many different marks there are.
    var payloads: Int { accepted.count }

    private var accepted: [UInt64: Bool] = [:]

    init(_ deliveries: CallbackDeliveries) {
        for (row, delivery) in deliveries.enumerated() {
            guard let mark = delivery.mark else { continue }
            marked += 1
            // A store that keeps no answers keeps what was accepted.
            let isAccepted = delivery.status.map { (200..<300).contains($0) } ?? true
            guard let wasAccepted = accepted[mark] else {
                accepted[mark] = isAccepted
                continue
            }
            if wasAccepted { replays.append(row) } else { retries += 1 }
            accepted[mark] = wasAccepted || isAccepted
        }
    }
}

extension TakesEachPayloadOnce {
    static let replayed = FindingCard(
        "L6-REPLAYED", "The same payload was delivered more than once", severity: .low,
        basis: .observed("AE 5.5"),
        meaning: """
            An event id, or a payload with its signature, came again although it had been accepted. A sender that
            did not see the answer does this, a relay that delivers twice, and somebody who recorded a payload and
            sends it anew; a signature alone does not tell them apart, for it fits each time.
            """,
        settle: Check("Compare the addresses of both deliveries: another sender is a relay or a replay."),
        remedy: Remedy(
            .mdm, "Take each event once, and find out who sends it twice.",
            steps: [
                "Let the webhook remember the ids or signatures of the last days and drop repeats.",
                "Refuse payloads whose own time is more than five minutes old.",
                "Two webhooks that are registered with one URL deliver everything twice: remove one.",
            ],
            references: ["AE 5.5", "field guide FG-6.1, FG-6.3"]))

    package static let workedCases: [WorkedCase<CallbackFacts>] = [
        WorkedCase("no evidence", CallbackFacts(), .cannotTell),
        WorkedCase("neither ids nor signatures", .got([.of(0), .of(1)]), .cannotTell),
        WorkedCase("each once", .got([.of(0, mark: 1), .of(1, mark: 2)]), .sound),
        WorkedCase("a retry after 503", .got([.of(0, status: 503, mark: 1), .of(0, mark: 1)]), .sound),
        WorkedCase(
            "twice after it was accepted",
            .got([.of(0, mark: 1), .of(0, mark: 1), .of(0, mark: 1), .of(1, mark: 2)]),
            .raises(["L6-REPLAYED": 2])),
        WorkedCase(
            "no answers stored", .got([.of(0, status: nil, mark: 1), .of(0, status: nil, mark: 1)]),
            .raises(["L6-REPLAYED": 1])),
    ]
}
