import CaseReading
import Casework
package import ProbeKit

/// Asks whether the MDM polls Apple's ADE service as often as it should.
///
/// Needs: the MDM's log, recorded exchanges with mdmenrollment.apple.com, the tenant's integrations or its MDM
/// servers.    Source: AE 5, AE 1.4; how many intervals may pass is ours.
/// Rules: 1. the newest poll that any source shows is older, at the end of that source, than three sync
///        intervals (24 h where no interval is known): stale.  2. one source with a fresh poll is enough to be
///        sound.  3. sources that end long before the case's clock prove nothing sound.
///        4. no source tells a poll: cannot tell.
package struct PollsOnTime: Probe {
    package static let card = ProbeCard(
        "callbacks.polls-on-time", layer: .callbacks,
        asks: "Does the MDM poll the ADE service as often as it should?",
        needs: [
            Need(
                Supply(.mdmLog), Supply(.exchanges), Supply(.integrations),
                Supply(.mdmServers),
                how: howToGetPolls)
        ], raises: [stale])

    static let howToGetPolls =
        "the MDM's own log with its sync lines (kind mdm-log), the AxM mdmServers with lastConnectedDateTime "
        + "(kind mdm-servers), or a HAR of the MDM's calls to mdmenrollment.apple.com"

    package init() {}

    package func examine(_ facts: CallbackFacts) -> Conclusion {
        guard let newest = facts.polls.map(\.newest).max() else {  // rule 4
            return .cannotTell(
                because: "no source shows when the MDM last polled the ADE service",
                supply: Self.howToGetPolls)
        }
        let limit = facts.pollLimit
        // Rules 1, 2: a poll that any source shows ends the silence of all of them.
        let silent = facts.polls.filter {
            $0.showsSilence && $0.reachesTo.since(newest) > limit && $0.silence > limit
        }
        if let longest = silent.max(by: { $0.reachesTo < $1.reachesTo }) {
            return .found(claim(longest, newest, facts))
        }
        let reach = facts.polls.map(\.reachesTo).max() ?? newest
        guard reach >= facts.asOf + -max(limit, .minutes(facts.thresholds.pollStaleMinutes)) else {  // rule 3
            return .cannotTell(
                because: "the newest source ends at \(reach.minute), long before \(facts.asOf.minute)",
                supply: Self.howToGetPolls)
        }
        return .sound(
            "last poll at \(newest.minute)",
            measures: ["lastPollAgeSeconds": .number(Double(facts.asOf.since(newest).microseconds) / 1e6)])
    }

    private func claim(_ witness: PollWitness, _ newest: Instant, _ facts: CallbackFacts) -> Claim {
        let silence = witness.reachesTo.since(newest)
        let told =
            facts.pollMinutes.map { "its interval is \($0.counted("minute"))" } ?? "its interval is not known"
        return Claim(
            "L6-POLL-STALE", brief: "no poll of the ADE service for \(silence)",
            detail:
                "By \(witness.name), the MDM last polled the ADE service at \(newest.minute); until "
                + "\(witness.reachesTo.minute), for \(silence), it did not again (\(told), limit "
                + "\(facts.pollLimit)).",
            subject: Subject(.token, facts.vendor ?? "the MDM"), extent: .standing(since: newest),
            values: [
                "silentSeconds": .number(Double(silence.microseconds) / 1e6),
                "limitSeconds": .number(Double(facts.pollLimit.microseconds) / 1e6),
                "intervalMinutes": facts.pollMinutes.map(Figure.count) ?? .absent,
            ],
            evidence: facts.polls.sorted { $0.silence < $1.silence }.prefix(3).map(\.citation))
    }
}

extension PollsOnTime {
    static let stale = FindingCard(
        "L6-POLL-STALE", "The MDM has stopped polling the ADE service", severity: .high,
        basis: .published("AE 5, AE 1.4"),
        meaning: """
            Apple sends an MDM nothing: it learns of new and changed devices only by asking
            mdmenrollment.apple.com. An MDM that no longer asks knows no new device and assigns no profile, and
            every device that was added since then stays behind. That it stopped is a symptom; a dead token,
            unaccepted terms, a broken path or a stopped worker is the cause. How many intervals may pass is
            ours.
            """,
        isSymptom: true,
        settle: Check(
            "Start one sync by hand in the MDM and read its log: an error names the cause, silence points at "
                + "the worker."),
        remedy: Remedy(
            .mdm, "Find out why the MDM does not ask, and start a sync.",
            steps: [
                "Look for L4-TOKEN-EXPIRED, L4-TOKEN-REJECTED, L1-TERMS-NOT-ACCEPTED and layer 3 findings on "
                    + "mdmenrollment.apple.com first.",
                "None of them: look at the MDM's sync worker, its queue and its clock.",
                "Intune: Devices > Enrollment > Apple > Enrollment program tokens > Sync. Jamf Pro: Settings > "
                    + "Global > Automated Device Enrollment > Refresh.",
                "Regenerating a token that has not expired is the wrong remedy: it stops the sync that works.",
            ],
            references: ["AE 1.4", "AE 2.2", "AE 5", "field guide FG-0.5"]))

    package static let workedCases: [WorkedCase<CallbackFacts>] = [
        WorkedCase("no evidence", CallbackFacts(), .cannotTell),
        WorkedCase("no source tells a poll", .polled([]), .cannotTell),
        WorkedCase("polled five minutes ago", .polled([.of(minute: 595, until: 600)]), .sound),
        WorkedCase("exactly three intervals ago", .polled([.of(minute: 585, until: 600)]), .sound),
        WorkedCase(
            "just over three intervals ago", .polled([.of(minute: 584, until: 600)]),
            .raises(["L6-POLL-STALE": 1])),
        WorkedCase(
            "a log that ends soon after its last poll says nothing about later",
            .polled([.of(minute: 100, until: 105)]), .sound),
        WorkedCase(
            "a log that ends two days before the clock",
            .polled([.of(minute: 100, until: 105)], asOf: 100 + 3 * 1440), .cannotTell),
        WorkedCase(
            "another source shows a fresh poll",
            .polled([.of(minute: 100, until: 600), .of(minute: 598, until: 600)]), .sound),
        WorkedCase(
            "another source ends before the silence",
            .polled([.of(minute: 100, until: 600), .of(minute: 99, until: 101)]),
            .raises(["L6-POLL-STALE": 1])),
        WorkedCase(
            "no interval known: a day without a poll",
            .polled([.of(minute: 0, until: 1441)], every: nil, asOf: 1441),
            .raises(["L6-POLL-STALE": 1])),
        WorkedCase(
            "no interval known: ten hours without a poll", .polled([.of(minute: 0, until: 600)], every: nil),
            .sound),
    ]
}
