import ProbeKit

// States of devices that one side knows and another does not, or knows otherwise.
extension StateCards {
    static let duplicateIdentity = FindingCard(
        "L2-DUPLICATE-IDENTITY", "One serial number stands for two devices", severity: .medium,
        basis: .observed("AE 2.2"),
        meaning: """
            One serial number has two UDIDs, or stands twice in one list with different states. Whatever is assigned or enrolled
            by serial number may hit the wrong record.
            """,
        remedy: Remedy(
            .mdm, "Delete the stale record of the listed devices, and keep the one that checks in."))

    static let releasedButManaged = FindingCard(
        "L2-RELEASED-BUT-MANAGED", "Devices were released from the organisation and are still managed",
        severity: .medium, basis: .published("AE 7 row 33"),
        meaning: """
            The tenant no longer holds the device, the MDM still does. After an erase it will not come back by itself.
            """,
        remedy: Remedy(.mdm, "Unenrol the listed devices, or have the tenant add them again."))

    static let unknownToTenant = FindingCard(
        "L2-UNKNOWN-TO-TENANT", "The MDM holds enrolled devices that the tenant does not know",
        severity: .medium,
        basis: .published("AE 7"),
        meaning: """
            The MDM says enrolled, automatically or without saying how, and the tenant's complete list has no record. The device
            belongs to another organisation, was released, or enrolled by hand.
            """,
        remedy: Remedy(
            .tenant,
            "Find out who bought the listed devices; add them through the reseller or Apple Configurator."))

    static let unassigned = FindingCard(
        "L2-UNASSIGNED", "Devices belong to the organisation and to no MDM server", severity: .high,
        basis: .published("AE 7"),
        meaning:
            "The tenant holds the device and assigned it to no MDM server, so at first start it asks for nothing.",
        explains: ["L5-NO-ENROLLMENT-PROFILE", "L5-NOT-IN-ADE", "L5-CLOUD-CONFIG-ERROR"],
        remedy: Remedy(
            .tenant, "Assign the listed devices to the MDM server, or set a default server for their kind."))

    static let wrongServer = FindingCard(
        "L2-WRONG-SERVER", "Devices are assigned to another MDM server", severity: .high,
        basis: .published("AE 7"),
        meaning:
            "The tenant assigned the device to an MDM server that is not this case's; it will enrol there or nowhere.",
        remedy: Remedy(.tenant, "Re-assign the listed devices to the MDM server of this case."))

    static let unknownToMDM = FindingCard(
        "L2-UNKNOWN-TO-MDM", "The MDM does not know devices that are assigned to it", severity: .high,
        basis: .published("AE 7"),
        meaning: """
            The tenant assigned the device to this MDM server and the MDM's complete list has no record of it: its sync with the
            ADE service did not bring it.
            """,
        isSymptom: true,
        settle: Check("Look at the MDM's last sync with the ADE service, and start one."),
        remedy: Remedy(
            .mdm, "Start a sync with the ADE service; if the devices stay away, look at the server token."))

    static let staleContact = FindingCard(
        "L2-STALE-CONTACT", "Enrolled devices have been silent for more than a week", severity: .low,
        basis: .published("AE 7"),
        meaning:
            "The MDM holds the device as enrolled and has not heard from it for more than seven days (our default).",
        remedy: Remedy(.mdm, "Check the push certificate and the network of the listed devices."))
}
