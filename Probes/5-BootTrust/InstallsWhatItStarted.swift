import CaseReading
import Casework
package import ProbeKit

/// Asks whether every enrolment that a device began ended with an installed profile.
///
/// Needs: a device's log that covers the enrolment and ten minutes after it.    Source: field guide FG-7.2,
/// AE 6.2.
/// Rules: 1. `MCX: Enrollment initiated via DEP`, or a fetched profile, and nothing installed until
///           the log ends, at
///           least ten minutes later: stalled.  2. a profile installed, or the device enrolled at the MDM,
///           afterwards, however late: sound.
///        3. a log that ends earlier, or carries no times: that device is left out.
///        4. no device that could be judged: cannot tell.
package struct InstallsWhatItStarted: Probe {
    package static let card = ProbeCard(
        "boot-trust.installs-what-it-started", layer: .bootTrust,
        asks: "Did every enrolment that a device began end with an installed profile?",
        needs: [Need(Supply(.deviceLog), how: HowToGet.deviceLog)],
        raises: [stalled])

    package init() {}

    package func examine(_ facts: BootTrustFacts) -> Conclusion {
        let limit = Interval.minutes(facts.thresholds.enrolmentStallMinutes)
        var halted: [(entry: AffectedDevices.Entry, endsWithStart: Bool)] = []
        var (installed, open) = (0, 0)
        for log in facts.logs {
            guard let attempt = EnrollmentAttempt(log, asOf: facts.asOf, stallAfter: limit) else { continue }
            switch attempt.outcome {
            case .installed: installed += 1
            case .young, .untimed: open += 1
            case .stalled(_, let endsWithStart):
                halted.append((AffectedDevices.Entry(log: log, line: attempt.start), endsWithStart))
            }
        }
        guard !halted.isEmpty || installed > 0 else { return Self.cannotTell(open: open, limit) }
        guard !halted.isEmpty else {
            return .sound(
                "profile installed after \(installed.counted("enrolment"))", measures: ["open": .count(open)])
        }
        let claim = Self.claim(
            AffectedDevices(halted.map(\.entry)), of: halted.count + installed,
            endWithStart: halted.count(where: \.endsWithStart), limit)
        return .found(claim, measures: ["open": .count(open)])
    }

    private static func cannotTell(open: Int, _ limit: Interval) -> Conclusion {
        .cannotTell(
            because: open > 0
                ? "\(open.counted("enrolment")) began in logs that end within \(limit) or carry no times"
                : "no device log shows an enrolment that began",
            supply: HowToGet.deviceLog)
    }

    private static func claim(
        _ affected: AffectedDevices, of judged: Int, endWithStart: Int, _ limit: Interval
    ) -> Claim {
        var against: [String] = []
        if endWithStart > 0 {
            against.append(
                "\(endWithStart.grouped) of the logs end with the start: that nothing followed is taken from the case's time"
            )
        }
        return Claim(
            "L5-ENROLLMENT-STALLED", brief: "enrolment began and installed nothing on \(affected.words)",
            detail:
                "\(affected.count.grouped) of \(judged.counted("device")) began an automated enrolment and installed "
                + "nothing for at least \(limit) after it.",
            subject: affected.subject, count: affected.count, devices: affected.devices,
            extent: affected.extent("stalled enrolment"),
            values: ["devicesThatBegan": .count(judged)], evidence: affected.evidence, against: against)
    }
}

extension InstallsWhatItStarted {
    static let stalled = FindingCard(
        "L5-ENROLLMENT-STALLED", "The device began its enrolment and installed nothing",
        severity: .high, basis: .fieldGuide("FG-7.2"),
        meaning: """
            The device took up the enrolment and no profile followed. The field guide reads "MCX: Enrollment
            initiated via DEP" with nothing after it as the MDM sending an unsupervised profile to a
            supervised tenant; a rejected identity or an MDM that never answers looks the same on the device.
            It is a symptom: the cause stands in layers 3, 6 or 7. No published source knows that line; the
            ten minutes are ours.
            """,
        isSymptom: true,
        settle: Check(
            "Look at the MDM's access log for this serial: a request that was answered points to the profile."
        ),
        remedy: Remedy(
            .mdm, "Follow the cause in layers 3, 6 and 7; then let the device enrol again.",
            steps: [
                "Compare the supervision fingerprints of tenant and MDM profile (layer 7).",
                "Check that the device's request reached the MDM and what it was answered (layer 6).",
                "Then erase the device, or on a Mac run the command below. Rebooting alone repeats the stall.",
            ],
            commands: ["sudo profiles renew -type enrollment"],
            references: ["field guide FG-7.2, FG-0.5"]))
}

extension InstallsWhatItStarted {
    package static let workedCases: [WorkedCase<BootTrustFacts>] = [
        WorkedCase("no device log", BootTrustFacts(), .cannotTell),
        WorkedCase("a log without an enrolment", .logging([.said("hello")]), .cannotTell),
        WorkedCase(
            "installed after a minute",
            .logging([.began(second: 0), .said("Installed configuration profile: MDM", second: 60)]), .sound),
        WorkedCase(
            "installed after an hour is late, not stalled",
            .logging([.began(second: 0), .said("Installed configuration profile: MDM", second: 3600)]), .sound
        ),
        WorkedCase(
            "ten minutes of other lines", .logging([.began(second: 0), .said("tick", second: 600)]),
            .raises(["L5-ENROLLMENT-STALLED": 1])),
        WorkedCase(
            "the log ends one second too early", .logging([.began(second: 0), .said("tick", second: 599)]),
            .cannotTell),
        WorkedCase(
            "the start is the last line, an hour before the case's time", .logging([.began(second: 0)]),
            .raises(["L5-ENROLLMENT-STALLED": 1])),
        WorkedCase(
            "installed once, then begun again and stalled",
            .logging([
                .began(second: 0), .said("Installed configuration profile: MDM", second: 60),
                .began(second: 120),
                .said("tick", second: 1200),
            ]), .raises(["L5-ENROLLMENT-STALLED": 1])),
        WorkedCase(
            "the log shows nothing more, and the MDM enrolled the device a minute later",
            .logging([.began(second: 0), .said("tick", second: 900)], enrolledSecond: 60), .sound),
        WorkedCase(
            "the MDM's enrolment is older than the start",
            .logging([.began(second: 0), .said("tick", second: 900)], enrolledSecond: -60),
            .raises(["L5-ENROLLMENT-STALLED": 1])),
        WorkedCase("lines without times", .logging([.began(second: nil)]), .cannotTell),
        WorkedCase(
            "a profile was fetched and never installed",
            .logging([.said("Profile fetched from MDM", second: 0), .said("tick", second: 700)]),
            .raises(["L5-ENROLLMENT-STALLED": 1])),
        WorkedCase(
            "two of three devices",
            .logging([
                .began(second: 0), .said("tick", second: 900), .began(of: 1, second: 0),
                .said("tick", of: 1, second: 900), .began(of: 2, second: 0),
                .said("Installed configuration profile: MDM", of: 2, second: 9),
            ]), .raises(["L5-ENROLLMENT-STALLED": 2])),
    ]
}
