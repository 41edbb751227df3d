import CaseReading
import Casework
package import ProbeKit

/// Asks whether each device found an automated-enrolment profile when it asked for one.
///
/// Needs: a device's log, or the output of `profiles`.    Source: AE 6.1, field guide FG-5.4.
/// Rules: 1. the last word of a device is `Device Enrollment configuration: (null)` or `{ }`: none
///           (published).
///        2. its last word is `MCX: No enrollment profile found`: none (field guide).
///        3. its last word is a configuration, or an enrolment that began: sound.
///        4. no device says either: cannot tell.
package struct FindsItsEnrollmentProfile: Probe {
    package static let card = ProbeCard(
        "boot-trust.finds-its-profile", layer: .bootTrust,
        asks: "Did each device find an automated-enrolment profile when it asked?",
        needs: [Need(Supply(.deviceLog), Supply(.deviceProfiles), how: HowToGet.profiles)],
        raises: [noProfile], isMain: true)

    package init() {}

    package func examine(_ facts: BootTrustFacts) -> Conclusion {
        let asked = facts.logs.compactMap { log in
            let spoken = CloudConfiguration(log.lines)
            return spoken.last.map { (log: log, last: $0, waited: spoken.wasToldToWait) }
        }
        guard !asked.isEmpty else {  // rule 4
            return .cannotTell(
                because: "no device log says whether an enrolment profile was found",
                supply: HowToGet.profiles)
        }
        let claims = [CloudConfiguration.Word.absent, .absentByFieldGuide].compactMap { word -> Claim? in
            let hit = asked.filter { $0.last.word == word }
            let affected = AffectedDevices(hit.map { AffectedDevices.Entry(log: $0.log, line: $0.last.line) })
            return affected.isEmpty
                ? nil : Self.claim(affected, word, of: asked.count, waited: hit.count(where: \.waited))
        }
        return .found(claims, orSound: "enrolment profile found on \(asked.count.counted("device"))")
    }

    private static func claim(
        _ affected: AffectedDevices, _ word: CloudConfiguration.Word, of asked: Int, waited: Int
    ) -> Claim {
        let isPublished = word == .absent
        let sign =
            isPublished ? "an empty Device Enrollment configuration" : "\"MCX: No enrollment profile found\""
        var against: [String] = []
        if waited > 0 {
            against.append(
                "\(waited.grouped) of them were told \"Request too soon\": their answer may be up to a day old"
            )
        }
        if !isPublished { against.append("the line is the field guide's; no published source knows it") }
        return Claim(
            "L5-NO-ENROLLMENT-PROFILE", brief: "no enrolment profile for \(affected.words)",
            detail:
                "\(affected.count.grouped) of \(asked.counted("device")) that said so: no automated-enrolment profile; "
                + "the last word is \(sign).",
            subject: affected.subject, count: affected.count, devices: affected.devices,
            extent: affected.extent("answer without a profile"),
            values: ["devicesThatSaid": .count(asked)], evidence: affected.evidence, against: against,
            basis: isPublished ? .published("AE 6.1") : .fieldGuide("FG-5.4"))
    }
}

extension FindsItsEnrollmentProfile {
    static let noProfile = FindingCard(
        "L5-NO-ENROLLMENT-PROFILE", "The device has no automated-enrolment profile",
        severity: .high, basis: .published("AE 6.1"),
        meaning: """
            The device reached Apple and was told that no enrolment profile is assigned to it: "Device
            Enrollment configuration: (null)" or an empty one in the output of profiles. The serial number is
            in the organisation, and the MDM never assigned a profile or it was removed. The line "MCX: No
            enrollment profile found" is the field guide's form of the same answer; a finding says which of
            the two it rests on.
            """,
        settle: Check(
            "Read the device's record in the enrolment service: profile_status empty or removed confirms it.",
            command: "abm-forensics device SERIAL --case CASE"),
        remedy: Remedy(
            .mdm, "Assign an enrolment profile to the device in the MDM, then let the device ask again.",
            steps: [
                "Scope the device to an enrolment profile (prestage, default profile) in the MDM.",
                "Wait until the enrolment service says profile_status assigned.",
                "On a Mac that is already set up run the command below; otherwise erase the device.",
                "Rebooting alone, or regenerating the server token, does not assign a profile.",
            ],
            commands: ["sudo profiles renew -type enrollment"],
            references: ["field guide FG-5.4, FG-0.5", "Apple device management: device record"]))
}

extension FindsItsEnrollmentProfile {
    package static let workedCases: [WorkedCase<BootTrustFacts>] = [
        WorkedCase("no device evidence", BootTrustFacts(), .cannotTell),
        WorkedCase("a log about something else", .logging([.said("hello")]), .cannotTell),
        WorkedCase(
            "published: null, on the same line", .logging([.said("Device Enrollment configuration: (null)")]),
            .raises(["L5-NO-ENROLLMENT-PROFILE": 1])),
        WorkedCase(
            "published: empty, below the header",
            .logging([.said("Device Enrollment configuration:"), .said("{"), .said("}")]),
            .raises(["L5-NO-ENROLLMENT-PROFILE": 1])),
        WorkedCase(
            "a configuration below the header",
            .logging([.said("Device Enrollment configuration:"), .said("{"), .said("    AllowPairing = 1;")]),
            .sound),
        WorkedCase(
            "a header at the end of the log", .logging([.said("Device Enrollment configuration:")]),
            .cannotTell),
        WorkedCase(
            "field guide, two devices, and one by the published sign",
            .logging([
                .said("MCX: No enrollment profile found"), .said("MCX: No enrollment profile found", of: 1),
                .said("Device Enrollment configuration: { }", of: 2),
            ]), .raises(["L5-NO-ENROLLMENT-PROFILE": 3])),
        WorkedCase(
            "a profile that was assigned in between",
            .logging([
                .said("MCX: No enrollment profile found", second: 0),
                .said("MCX: Enrollment initiated via DEP", second: 60),
            ]), .sound),
        WorkedCase(
            "an error is no answer",
            .logging([.said("Error fetching Device Enrollment configuration: Client is not DEP enabled.")]),
            .cannotTell),
    ]
}
