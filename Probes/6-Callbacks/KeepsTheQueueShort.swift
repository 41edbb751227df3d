import CaseReading
import Casework
package import ProbeKit

/// Asks whether callbacks piled up in the MDM's queue for longer than a burst explains.
///
/// Needs: samples of the queue.    Source: field guide FG-6.2.
/// Rules: 1. more than 5 % queued for more than 15 minutes, from the first to the last sample of a stretch:
///        broken.
///        2. a sample at the threshold is below it; a pause of more than an hour between two samples ends a
///        stretch.
///        3. a single sample above the threshold, and no other: how long it lasted cannot be told.
///        4. no stretch that is long enough: sound.
package struct KeepsTheQueueShort: Probe {
    package static let card = ProbeCard(
        "callbacks.queue", layer: .callbacks, asks: "Did callbacks pile up in the MDM's queue?",
        needs: [
            Need(
                Supply(.queue),
                how:
                    "samples of the callback queue over time (at, total, queued): Jamf Pro DEP Status > "
                    + "Pending Enrollment Callbacks, Intune Enrollment Status > Callback Failures")
        ], raises: [backlog])

    package init() {}

    package func examine(_ facts: CallbackFacts) -> Conclusion {
        let limits = facts.thresholds
        let backlog = QueueBacklog(
            facts.queue, percent: limits.queuedPercent, longerThan: .minutes(limits.queuedMinutes))
        guard let peak = backlog.peak else {
            return .cannotTell(
                because: "the queue has no samples", supply: "samples of the queue over an hour")
        }
        if backlog.sampleCount == 1, backlog.isAbove(peak) {  // rule 3
            return .cannotTell(
                because: "one sample alone, with \(peak.queued.percent(of: peak.total)) queued",
                supply: "samples of the queue over at least \(limits.queuedMinutes) minutes")
        }
        guard let worst = backlog.worst else {  // rule 4
            return .sound(
                "queue at most \(peak.queued.percent(of: peak.total)) in \(backlog.sampleCount.grouped) "
                    + "samples"
            )
        }
        return .found(claim(backlog, worst, limits))
    }

    private func claim(_ backlog: QueueBacklog, _ worst: QueueBacklog.Stretch, _ limits: Thresholds) -> Claim
    {
        let share = worst.peak.queued.percent(of: worst.peak.total)
        let others = backlog.stretches.count - 1
        let also = others > 0 ? " \(others) more stretch\(others == 1 ? "" : "es") of this kind." : ""
        let lasting = backlog.isLasting ? " The last sample still shows it." : ""
        return Claim(
            "L6-QUEUE-BACKLOG",
            brief: "up to \(share) of the callbacks queued for \(worst.window.length)",
            detail: "From \(worst.window.start.minute) to \(worst.window.end.minute) more than "
                + "\(limits.queuedPercent)% of the callbacks were queued, at worst "
                + "\(worst.peak.queued.grouped) of \(worst.peak.total.grouped) (\(share)).\(also)\(lasting)",
            subject: Subject(.webhook, "callback queue"), count: worst.peak.queued,
            extent: .windows(backlog.stretches.map(\.window), noun: "backlogged window"),
            values: [
                "stretches": .count(backlog.stretches.count), "samples": .count(backlog.sampleCount),
                "peakQueued": .count(worst.peak.queued), "peakTotal": .count(worst.peak.total),
                "lasting": .flag(backlog.isLasting),
            ], evidence: backlog.stretches.prefix(3).map(\.peak.citation))
    }
}

extension KeepsTheQueueShort {
    static let backlog = FindingCard(
        "L6-QUEUE-BACKLOG", "Callbacks pile up in the MDM's queue", severity: .high,
        basis: .fieldGuide("FG-6.2"),
        meaning: """
            More than one callback in twenty has been waiting for more than a quarter of an hour. By the field
            guide that comes from a firewall that blocks the ranges the callbacks come from, or from an
            authentication token of the MDM that has expired; a plain burst drains by itself within minutes.
            Both figures are the field guide's.
            """,
        explains: ["L6-CALLBACK-MISSING", "L6-DELIVERY-ERRORS", "L2-ASSIGNED-NOT-ENROLLED"],
        settle: Check(
            "Look for L6-UNAUTHORIZED (then the token expired) and L6-SOURCE-BLOCKED (then the firewall "
                + "drops callbacks)."
        ),
        remedy: Remedy(
            .mdm,
            "Let the callback ranges through, or renew the MDM's token, whichever the other findings show.",
            steps: [
                "See what waits: Jamf Pro DEP Status > Pending Enrollment Callbacks; Intune Enrollment "
                    + "Status > Callback Failures.",
                "Allow 17.253.128.0/18 and 17.254.0.0/16 to the webhook endpoint at every firewall in front "
                    + "of the MDM.",
                "If deliveries are answered 401 or 403, renew the token that the MDM's webhook accepts.",
                "Restarting the queue moves the backlog into the next hour and cures nothing.",
            ],
            references: ["field guide FG-6.2, FG-9.6, FG-0.5"]))

    package static let workedCases: [WorkedCase<CallbackFacts>] = [
        WorkedCase("no samples", CallbackFacts(), .cannotTell),
        WorkedCase("an empty file", .queued(every: 5, []), .cannotTell),
        WorkedCase("an empty queue", .queued(every: 5, [0, 0, 0], of: 0), .sound),
        WorkedCase("one high sample alone", .queued(every: 5, [120]), .cannotTell),
        WorkedCase("one low sample alone", .queued(every: 5, [3]), .sound),
        WorkedCase("exactly 5 % for an hour", .queued(every: 5, Array(repeating: 50, count: 13)), .sound),
        WorkedCase("12 % for exactly 15 minutes", .queued(every: 5, [0, 120, 120, 120, 120, 0]), .sound),
        WorkedCase(
            "12 % for 20 minutes", .queued(every: 5, [0, 60, 120, 120, 120, 60, 0]),
            .raises(["L6-QUEUE-BACKLOG": 120])),
        WorkedCase("two bursts with a pause", .queued(every: 10, [80, 80, 0, 80, 80]), .sound),
        WorkedCase("two high samples a day apart", .queued(every: 1440, [80, 80]), .sound),
    ]
}
