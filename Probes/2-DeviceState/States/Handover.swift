import ProbeKit

// States of devices that change hands: swapped units, migrations, check-ins and Setup Assistant.
extension StateCards {
    static let replaced = FindingCard(
        "L2-REPLACED", "Apple swapped units, and the new ones are not enrolled", severity: .low,
        basis: .published("AE 7 row 34"),
        meaning: """
            The ADE service marks the device as a replacement, or as released by one, and the MDM has not enrolled it. The new
            unit has another serial number, and whatever named the old one (a scope, a placeholder, an invitation) does not name it.
            """,
        remedy: Remedy(
            .tenant, "Assign the new serial numbers to the MDM server, and retire the old records.",
            steps: ["The MDM's scopes that list serial numbers need the new ones too."]))

    static let migrating = FindingCard(
        "L2-MIGRATING", "Devices are on their way to another MDM", severity: .info,
        basis: .published("AE 2.6"),
        meaning: """
            The tenant asked the device to migrate to another MDM, and the deadline has not passed. Until its user agrees, or the
            deadline enforces it, the old MDM manages it.
            """,
        remedy: Remedy(.mdm, "Wait for the deadline; tell the users what they will be asked."))

    static let migrationStuck = FindingCard(
        "L2-MIGRATION-STUCK", "Devices did not migrate to the other MDM", severity: .medium,
        basis: .published("AE 2.6"),
        meaning: """
            The migration failed, or is still open after its deadline. It needs iOS or macOS 26, an enrolment by ADE, the end of the
            30 provisional days, no Shared iPad, an MDM that speaks protocol version 8, and on a Mac a managed user who
            is signed in. The old MDM may never hear of the departure.
            """,
        settle: Check(
            "Look at the purchase source and the system of one listed device.",
            command: "abm-forensics device SERIAL --case CASE"),
        remedy: Remedy(
            .mdm, "Meet the conditions of the migration and set a new deadline; erase what cannot meet them.",
            steps: [
                "Set await_device_configured in the ADE profile of the new MDM.",
                "Retire the records that linger in the old MDM.",
            ], references: ["AE 2.6, AE 7 row 32"]))

    static let checkinIncomplete = FindingCard(
        "L2-CHECKIN-INCOMPLETE", "Devices began to check in and never finished", severity: .high,
        basis: .published("AE 5.5"),
        meaning: """
            The device sent Authenticate and no TokenUpdate followed: the MDM holds a record without a push token and cannot reach
            it. The second message fails where the push service is out of reach of the device, or the MDM refused it.
            """,
        settle: Check(
            "Ask the device's network for Apple's push service (5223 or 443).",
            command: "abm-forensics path --apple-hosts"),
        remedy: Remedy(
            .mdm, "Read the MDM's check-in log of a listed device, then enrol it again.",
            steps: ["Let the device's network reach *.push.apple.com on 5223 and 443, uninspected."]))

    static let awaitingConfiguration = FindingCard(
        "L2-AWAITING-CONFIGURATION", "Devices are held in Setup Assistant", severity: .medium,
        basis: .published("AE 7 row 27"),
        meaning: """
            The ADE profile has await_device_configured, the device enrolled more than 30 minutes ago (our default), and the MDM
            has not sent DeviceConfigured: its user looks at Remote Management, or at Awaiting configuration, for ever.
            """,
        settle: Check("Look for commands and profiles of a listed device that the MDM has not finished."),
        remedy: Remedy(
            .mdm, "Send DeviceConfigured to the listed devices; mend the profile or command that blocks it.",
            references: ["AE 7 row 27"]))
}
