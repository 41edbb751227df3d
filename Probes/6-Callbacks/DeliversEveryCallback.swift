import CaseReading
import Casework
package import ProbeKit

/// Asks whether every enrolment session that the tenant called back about reached the MDM.
///
/// Needs: the tenant's audit log, or a device's own, and the MDM's deliveries.    Source: field guide FG-0.3,
/// FG-6.4.
/// Rules: 1. logs without callbacks and enrolments cannot say.  2. sessions without a delivery: broken, each is
///        counted; how a session is matched stands with `EnrolmentSessions`.  3. missing sessions that the
///        deliveries cannot show, because they begin later or end earlier: said under `against`.  4. none
///        missing: sound.  5. an access log stands in for the deliveries where its paths name devices.
package struct DeliversEveryCallback: Probe {
    package static let card = ProbeCard(
        "callbacks.delivered", layer: .callbacks, asks: "Did every enrolment session reach the MDM?",
        needs: [
            Need(Supply(.audit), Supply(.deviceLog), how: needsTheAuditLog.how),
            Need(
                Supply(.callbacks), Supply(.accessLog),
                how: needsTheDeliveries.how + ", or the access log in front of it as kind access-log"),
        ], raises: [missing], isMain: true)

    package init() {}

    package func examine(_ facts: CallbackFacts) -> Conclusion {
        let sessions = EnrolmentSessions(facts)
        guard !sessions.all.isEmpty else {  // rule 1
            return .cannotTell(
                because: "the audit log holds no enrolment callbacks", supply: howToGetCallbackEvents)
        }
        guard facts.hasDeliveries || !facts.arrivalsByPath.isEmpty else {  // rule 5
            return .cannotTell(
                because: "the access log names no device in its callback paths",
                supply: needsTheDeliveries.how)
        }
        let missing = sessions.missing
        guard !missing.isEmpty else {  // rule 4
            return .sound(Self.soundWords(sessions), measures: Self.figures(sessions))
        }
        return .found(claim(missing, sessions, facts), measures: Self.figures(sessions))
    }

    private func claim(
        _ missing: [EnrolmentSessions.Session], _ sessions: EnrolmentSessions, _ facts: CallbackFacts
    ) -> Claim {
        let moments = Self.moments(missing)
        return Claim(
            "L6-CALLBACK-MISSING",
            brief:
                "\(missing.count.grouped) of \(sessions.all.count.counted("enrolment session")) never reached "
                + "the MDM",
            detail: Self.detail(missing, sessions), subject: Subject(.webhook, "enrolment callbacks"),
            count: missing.count, devices: moments.isEmpty ? nil : DeviceSet(moments.map(\.device)),
            extent: moments.isEmpty ? .unknown : .moments(moments, noun: "missing callback"),
            values: Self.figures(sessions),
            evidence: missing.prefix(3).map(facts.citation),
            against: Self.against(missing, facts))
    }

    /// The first missing session of each device.
    private static func moments(_ missing: [EnrolmentSessions.Session]) -> [Extent.Moment] {
        var first: [Int: Instant] = [:]
        for session in missing {
            if let device = session.device, first[device] == nil { first[device] = session.at }
        }
        return first.map { Extent.Moment(device: $0.key, at: $0.value) }.sorted { $0.device < $1.device }
    }
}

extension DeliversEveryCallback {
    static let missing = FindingCard(
        "L6-CALLBACK-MISSING", "Enrolment callbacks never reached the MDM", severity: .critical,
        basis: .fieldGuide("FG-6.4"),
        meaning: """
            The tenant's audit log knows enrolment sessions of which the MDM's webhook store holds no
            delivery. The MDM logs no error, because for it nothing happened, and the device waits for a
            profile that nobody prepares. A session that was delivered later, or tried again with success, is
            not counted. Apple publishes no such callbacks: this is the field guide's account. The loss itself
            says nothing about its cause, so this is never a root cause.
            """,
        isSymptom: true,
        settle: Check(
            "Compare the outcomes: 'dropped' sessions were lost inside the tenant, 'sent' ones on the way or "
                + "at the MDM."
        ),
        remedy: Remedy(
            .mdm, "Find out whether the tenant dropped the callbacks or the way to the MDM lost them.",
            steps: [
                "Dropped by the tenant: look for L1-THROTTLED; dropped callbacks are not queued, so waiting "
                    + "does not help.",
                "Sent, not received: check the endpoint under ABM > Settings > MDM Integration > Webhook "
                    + "Endpoint, and the firewall in front of it (L6-SOURCE-BLOCKED).",
                "Jamf Pro: DEP Status > Pending Enrollment Callbacks. Intune: Enrollment Status > Callback "
                    + "Failures.",
                "Re-assign the listed devices once the cause is gone; do not regenerate the server token: it "
                    + "has no part in it.",
            ],
            references: ["field guide FG-0.3, FG-0.5, FG-6.1, FG-6.4, FG-9.2, FG-9.6"]))

    private static func soundWords(_ sessions: EnrolmentSessions) -> String {
        let received = sessions.count(.received)
        let retried = sessions.count(.retried)
        let inFlight = sessions.count(.inFlight)
        var words = "\(received.grouped) of \(sessions.all.count.counted("session")) delivered"
        if retried > 0 { words += ", \(retried.grouped) tried again with success" }
        if inFlight > 0 { words += ", \(inFlight.grouped) in flight" }
        return words
    }

    private static func figures(_ sessions: EnrolmentSessions) -> [String: Figure] {
        let dropped = sessions.all.count { $0.dropped }
        return [
            "sessions": .count(sessions.all.count), "sent": .count(sessions.all.count - dropped),
            "dropped": .count(dropped), "received": .count(sessions.count(.received)),
            "retried": .count(sessions.count(.retried)), "inFlight": .count(sessions.count(.inFlight)),
            "missing": .count(sessions.count(.missing)),
            "startedByDevices": .count(sessions.all.count { $0.origin.isDeviceLog }),
        ]
    }

    private static func detail(_ missing: [EnrolmentSessions.Session], _ sessions: EnrolmentSessions)
        -> String
    {
        let whole = sessions.all.count
        let dropped = missing.count { $0.dropped }
        var sentences = [
            "\(sessions.all.contains { $0.origin.isDeviceLog } ? "Audit log and device logs hold" : "The tenant's audit log holds") "
                + "\(whole.counted("enrolment session")); the MDM received "
                + "\(sessions.count(.received).grouped) of them and never saw \(missing.count.grouped) "
                + "(\(missing.count.percent(of: whole)))."
        ]
        if dropped > 0 {
            sentences.append("The tenant itself says of \(dropped.grouped) that it dropped them.")
        }
        if dropped < missing.count {
            sentences.append("Sent and not arrived: \((missing.count - dropped).grouped).")
        }
        if missing.count > 1, let first = missing.first?.at, let last = missing.last?.at {
            sentences.append("The first is of \(first.minute), the last of \(last.minute).")
        }
        let told = missing.count { $0.origin.isDeviceLog }
        if told > 0 { sentences.append("Told only by the devices' own logs: \(told.grouped).") }
        let nameless = missing.count { $0.device == nil }
        if nameless > 0 {
            sentences.append("Of devices that no list of the case names: \(nameless.grouped).")
        }
        return sentences.joined(separator: " ")
    }

    /// Rule 3.
    private static func against(_ missing: [EnrolmentSessions.Session], _ facts: CallbackFacts) -> [String] {
        let times = facts.arrivals.compactMap(\.receivedAt)
        guard let first = times.min(), let last = times.max() else { return [] }
        let covered = TimeWindow(first + -EnrolmentSessions.slack, last + EnrolmentSessions.slack)
        let outside = missing.count { !$0.dropped && !covered.contains($0.at) }
        guard outside > 0 else { return [] }
        return [
            "\(outside.grouped) of the missing sessions lie outside the time that the deliveries cover "
                + "(\(first.minute) to \(last.minute)); a webhook store that was cut short would look the "
                + "same"
        ]
    }
}

extension DeliversEveryCallback {
    package static let workedCases: [WorkedCase<CallbackFacts>] = [
        WorkedCase("no evidence", CallbackFacts(), .cannotTell),
        WorkedCase("an audit log without callbacks", .called([], got: [.of(0, minute: 1)]), .cannotTell),
        WorkedCase(
            "every session arrives",
            .called([.sent(0, minute: 1), .sent(1, minute: 2)], got: [.of(0), .of(1)]),
            .sound),
        WorkedCase(
            "one dropped, one lost on the way, one delivered",
            .called([.dropped(0, minute: 1), .sent(1, minute: 2), .sent(2, minute: 3)], got: [.of(2)]),
            .raises(["L6-CALLBACK-MISSING": 2])),
        WorkedCase(
            "nothing arrived at all", .called([.sent(0, minute: 1), .sent(1, minute: 2)], got: []),
            .raises(["L6-CALLBACK-MISSING": 2])),
        WorkedCase(
            "dropped first, delivered later in the same session",
            .called([.dropped(0, minute: 1), .sent(0, minute: 30)], got: [.of(0, minute: 31)]), .sound),
        WorkedCase(
            "dropped, then delivered in a new session",
            .called(
                [.dropped(0, minute: 1), .sent(0, again: true, minute: 30)],
                got: [.of(0, again: true, minute: 31)]),
            .sound),
        WorkedCase(
            "delivered once, the next session is lost",
            .called([.sent(0, minute: 1), .sent(0, again: true, minute: 30)], got: [.of(0, minute: 2)]),
            .raises(["L6-CALLBACK-MISSING": 1])),
        WorkedCase(
            "payloads without a session id are matched by device, one for one",
            .called([.sent(0, minute: 1), .sent(1, minute: 2)], got: [.of(0, session: false, minute: 1)]),
            .raises(["L6-CALLBACK-MISSING": 1])),
        WorkedCase(
            "sent after the deliveries were collected",
            .called([.sent(0, minute: 1), .sent(1, minute: 61)], got: [.of(0)], collected: 60), .sound),
        WorkedCase(
            "a device began, and the MDM knows nothing of it",
            .called([.sent(0, minute: 1)], got: [.of(0)], started: [(1, 4)]),
            .raises(["L6-CALLBACK-MISSING": 1])),
        WorkedCase(
            "a device began, and the MDM heard of it",
            .called([], got: [.of(1, minute: 2)], started: [(1, 4), (1, 9)]), .sound),
        WorkedCase(
            "an access log names the devices that came",
            .logged([.sent(0, minute: 1), .sent(1, minute: 2)], byPath: [0]),
            .raises(["L6-CALLBACK-MISSING": 1])),
        WorkedCase(
            "an access log that names no device", .logged([.sent(0, minute: 1)], byPath: []), .cannotTell),
        WorkedCase(
            "rejected by the MDM is not missing: it arrived",
            .called([.sent(0, minute: 1), .rejected(1, minute: 2)], got: [.of(0)]), .sound),
    ]
}
