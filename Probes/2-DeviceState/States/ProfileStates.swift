import ProbeKit

// States that the ADE service's profile status tells.    Source: AE 2.3.
extension StateCards {
    static let profileRemoved = FindingCard(
        "L2-PROFILE-REMOVED", "The ADE profile of devices was removed", severity: .high,
        basis: .published("AE 7 row 9"),
        meaning: """
            profile_status is removed. A re-assignment to the same MDM server does that, and the MDM has to assign the profile
            again; many do not notice.
            """,
        explains: ["L5-NO-ENROLLMENT-PROFILE", "L5-NOT-IN-ADE", "L5-CLOUD-CONFIG-ERROR"],
        remedy: Remedy(.mdm, "Assign the ADE profile to the listed devices again."))

    static let noADEProfile = FindingCard(
        "L2-NO-ADE-PROFILE", "Devices have no ADE profile", severity: .high, basis: .published("AE 2.3"),
        meaning:
            "The device is assigned to the MDM server and the MDM assigned no ADE profile: it starts like a private one.",
        explains: ["L5-NO-ENROLLMENT-PROFILE", "L5-NOT-IN-ADE", "L5-CLOUD-CONFIG-ERROR"],
        remedy: Remedy(
            .mdm, "Put the listed devices into the scope of a prestage or blueprint with an ADE profile."))

    static let assignRefused = FindingCard(
        "L2-ASSIGN-REFUSED", "The ADE service refused a profile for devices", severity: .high,
        basis: .published("AE 2.3"),
        meaning:
            "The MDM assigned a profile and the service answered FAILED, THROTTLED or NOT_ACCESSIBLE for this device.",
        explains: ["L2-NO-ADE-PROFILE"],
        remedy: Remedy(
            .mdm,
            "Repeat the assignment for the listed devices; NOT_ACCESSIBLE means they are not this server's."))

    static let pushedNoCheckin = FindingCard(
        "L2-PUSHED-NO-CHECKIN", "Devices fetched their profile and never reached the MDM", severity: .high,
        basis: .published("AE 2.3"),
        meaning: """
            Apple handed the profile over more than 30 minutes ago, later than any enrolment of this serial number, and the MDM
            has no record or an unenrolled one. The device stands between Apple and the MDM.
            """,
        isSymptom: true,
        settle: Check("Make the handshake with the MDM's enrolment host from the device's network."),
        remedy: Remedy(
            .mdm, "Check the MDM's enrolment address from the device's network; read its enrolment log."))

    static let profileWaiting = FindingCard(
        "L2-PROFILE-WAITING", "A profile waits at Apple and the device never asked", severity: .medium,
        basis: .published("AE 2.3"),
        meaning: """
            A profile has been assigned for more than 24 hours, Apple never handed it over, and the device is alive: it was set up
            before the assignment, or cannot reach iprofiles.apple.com.
            """,
        isSymptom: true,
        settle: Check("Ask from the device's network.", command: "abm-forensics path iprofiles.apple.com"),
        remedy: Remedy(
            .device, "On a Mac ask for the profile again; erase an iPhone or iPad.",
            commands: ["sudo profiles renew -type enrollment"]))

    static let notActivated = FindingCard(
        "L2-NOT-ACTIVATED", "Devices were never switched on", severity: .info, basis: .published("AE 2.3"),
        meaning:
            "A profile waits or the device is assigned, and nothing shows a sign of life: stock in boxes is no failure.",
        remedy: Remedy(
            .nobody, "Nothing to do; name handed-out devices under expect.active if they should be alive."))
}
