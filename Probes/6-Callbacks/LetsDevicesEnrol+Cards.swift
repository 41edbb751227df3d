import CaseReading
import Casework
package import ProbeKit

extension LetsDevicesEnrol {
    static let refused = FindingCard(
        "L6-ENROLMENT-REFUSED", "The MDM refuses enrolments", severity: .high,
        basis: .published("AE 6.5, AE 7 rows 20, 21, 28, 38, 39"),
        meaning: """
            The device fetched its profile from Apple and came to the MDM, and the MDM answered 401 or 403, or
            noted an error. Network and token are sound then: the reason stands in the answer or in the MDM's log.
            Known reasons: \(RefusalReason.rows.filter { !$0.isUpdate }.map { "\($0.id) (\($0.meaning))" }
                .joined(separator: "; ")).
            """,
        explains: [
            "L2-PUSHED-NO-CHECKIN", "L6-DELIVERY-ERRORS", Edge("L6-REENROL-LOOP", ceiling: .medium),
            // The device reports the refusal as an installation that failed.
            Edge("L5-PROFILE-INSTALL-FAILED", ceiling: .medium),
        ],
        settle: Check("Enrol one more device and read the MDM's log at that minute."),
        remedy: Remedy(
            .mdm, "Mend what the refusal names; the finding says what that is.",
            steps: RefusalReason.rows.filter { !$0.isUpdate }.map { "\($0.id): \($0.step)" } + [
                "Regenerating the ADE server token or erasing the device again changes none of these."
            ],
            references: ["AE 4.3", "AE 6.5", "AE 7 rows 20, 21, 22, 28, 38, 39", "field guide FG-0.5"]))

    static let updateRequired = FindingCard(
        "L6-UPDATE-REQUIRED", "Devices must update before they may enrol", severity: .info,
        basis: .published("AE 6.5, AE 7 row 30"),
        meaning: """
            The MDM enforces a minimum version: it answers the enrolment with 403 and
            com.apple.softwareupdate.required, and the device downloads that version, restarts and enrols. Nothing
            is broken, but a network that blocks Apple's update hosts leaves the device there for good.
            """,
        remedy: Remedy(
            .device, "Let the device finish its update on a network that reaches Apple's update hosts.",
            steps: [
                "Leave the device on power and on a network without inspection until it has restarted.",
                "Blocked: let gdmf.apple.com, mesu.apple.com, updates.cdn-apple.com and swcdn.apple.com through.",
            ],
            references: ["AE 3", "AE 6.5", "AE 7 row 30"]))

    package static let workedCases: [WorkedCase<CallbackFacts>] = [
        WorkedCase("no evidence", CallbackFacts(), .cannotTell),
        WorkedCase("no refusal in the log", .refused([]), .sound),
        WorkedCase("exchanges with others only", .refused([], shown: false), .cannotTell),
        WorkedCase(
            "expired device CA",
            .refused([.of("FAILED_SIGNATURE_CHECK", 0), .of("FAILED_SIGNATURE_CHECK", 1)]),
            .raises(["L6-ENROLMENT-REFUSED": 2])),
        WorkedCase(
            "two reasons", .refused([.of("DeviceCapReached", 0), .of("UserLicenseTypeInvalid", 1)]),
            .raises(["L6-ENROLMENT-REFUSED": 2])),
        WorkedCase(
            "a refusal without a reason", .refused([.of("", nil)]), .raises(["L6-ENROLMENT-REFUSED": 1])),
        WorkedCase(
            "an update is required", .refused([.of("com.apple.softwareupdate.required", 0)]),
            .raises(["L6-UPDATE-REQUIRED": 1])),
        WorkedCase(
            "no policy, and nothing known of the push certificate", .refused([.of("NoEnrollmentPolicy", 0)]),
            .raises(["L6-ENROLMENT-REFUSED": 1])),
        WorkedCase(
            "no policy, because the push certificate expired",
            .refused([.of("NoEnrollmentPolicy", 0)], pushing: [.of(days: -1)]), .sound),
    ]
}
