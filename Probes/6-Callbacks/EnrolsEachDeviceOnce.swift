import CaseReading
import Casework
package import ProbeKit

/// Asks whether devices begin their enrolment again and again.
///
/// Needs: NanoMDM's webhook deliveries, the tenant's audit log, recorded exchanges, or an access log whose paths
/// name the device.    Source: AE 5.5, AE 7 row 39; how often is too often is ours.
/// Rules: 1. one device begins at least three enrolments within 24 hours: a loop, each device is counted.
///        2. two beginnings less than a minute apart are one: the message was sent again.
///        3. no source tells when devices begin: cannot tell.  4. else sound.
package struct EnrolsEachDeviceOnce: Probe {
    package static let card = ProbeCard(
        "callbacks.enrols-once", layer: .callbacks, asks: "Does any device enrol again and again?",
        needs: [
            Need(
                Supply(.callbacks), Supply(.audit), Supply(.exchanges), Supply(.accessLog),
                how:
                    "the MDM's webhook deliveries with mdm.Authenticate (NanoMDM: -webhook-url), as kind callbacks"
            )
        ], raises: [loop])

    package init() {}

    package func examine(_ facts: CallbackFacts) -> Conclusion {
        guard !facts.beginnings.isEmpty else {  // rule 3
            return .cannotTell(
                because: "no source tells when a device begins its enrolment",
                supply: "webhook deliveries with mdm.Authenticate, as kind callbacks")
        }
        let loops = facts.beginnings.loops(
            atLeast: facts.thresholds.reenrolTimes, within: .hours(facts.thresholds.reenrolHours))
        guard let worst = loops.max(by: { ($0.count, $1.device) < ($1.count, $0.device) }) else {  // rule 4
            return .sound("\(facts.beginnings.deviceCount.counted("device")) began, none in a loop")
        }
        return .found(claim(loops, worst, facts))
    }

    private func claim(_ loops: [Beginnings.Loop], _ worst: Beginnings.Loop, _ facts: CallbackFacts) -> Claim
    {
        let limits = facts.thresholds
        return Claim(
            "L6-REENROL-LOOP",
            brief: "\(loops.count.counted("device")) enrol again and again",
            detail:
                "\(loops.count.counted("device")) of \(facts.beginnings.deviceCount.grouped) began at least "
                + "\(limits.reenrolTimes) enrolments within \(limits.reenrolHours.counted("hour")); the worst "
                + "\(worst.count.grouped), from \(worst.window.start.minute) to \(worst.window.end.minute).",
            subject: .fleet, count: loops.count, devices: DeviceSet(loops.map(\.device)),
            extent: .moments(
                loops.map { Extent.Moment(device: $0.device, at: $0.window.start) }, noun: "enrolment loop"),
            values: [
                "devices": .count(loops.count), "mostBeginnings": .count(worst.count),
                "beginnings": .count(EndpointTally.sum(loops.map(\.count))),
            ], evidence: facts.beginnings.evidence(of: worst.device))
    }
}

extension EnrolsEachDeviceOnce {
    static let loop = FindingCard(
        "L6-REENROL-LOOP", "Devices enrol again and again", severity: .medium,
        basis: .published("AE 5.5, AE 7 row 39"),
        meaning: """
            Authenticate is the first message of an enrolment, and a device sends it once. Where the MDM loses the
            device's record, answers 401 with com.apple.unrecognized.device, or never finishes the enrolment, the
            device starts over. Each round uses a certificate and a push token, and commands that were queued for
            the round before are lost. How many rounds make a loop is ours.
            """,
        settle: Check(
            "Look whether TokenUpdate follows each Authenticate: without it the enrolment breaks off on the device, "
                + "with it the MDM lost the record afterwards."),
        remedy: Remedy(
            .mdm, "Find out what ends each round, and keep the MDM's record of the device.",
            steps: [
                "Follow one device of the list through the MDM's log: Authenticate, TokenUpdate, first command, and "
                    + "what came then.",
                "401 or com.apple.unrecognized.device: the MDM has no record; look for a clean-up job or a second "
                    + "server with another database.",
                "A profile that is installed at enrolment and restarts or removes management does it too: take it "
                    + "off one device.",
                "A technician who erases one device over and over looks the same: ask.",
            ],
            references: ["AE 5.5", "AE 6.5", "AE 7 row 39"]))

    package static let workedCases: [WorkedCase<CallbackFacts>] = [
        WorkedCase("no evidence", CallbackFacts(), .cannotTell),
        WorkedCase("no beginnings", .began([]), .cannotTell),
        WorkedCase("each once", .began([(0, 1), (1, 2)]), .sound),
        WorkedCase("twice in a day", .began([(0, 1), (0, 200)]), .sound),
        WorkedCase("the same message three times", .began([(0, 1), (0, 1), (0, 1)]), .sound),
        WorkedCase(
            "three times in two hours", .began([(0, 1), (0, 60), (0, 120), (1, 5)]),
            .raises(["L6-REENROL-LOOP": 1])),
        WorkedCase(
            "three times in exactly a day", .began([(0, 0), (0, 700), (0, 1440)]),
            .raises(["L6-REENROL-LOOP": 1])),
        WorkedCase("three times, a day apart", .began([(0, 0), (0, 1440), (0, 2881)]), .sound),
    ]
}
