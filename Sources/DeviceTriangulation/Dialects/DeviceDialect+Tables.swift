// The tables of the dialects. A new source is a new table.

extension DeviceDialect {
    /// Every dialect, the most particular first: recognition breaks ties in this order.
    package static let all: [DeviceDialect] = [.fieldGuide, .jamfPro, .iru, .generic]

    /// The GraphQL devices of the field guide.
    ///
    /// Source: field guide FG-2.2, FG-7.1, FG-7.5.
    package static let fieldGuide = DeviceDialect(
        "field-guide",
        listKeys: ["data.devices", "data.tenant.devices", "devices", "data.devices.nodes"],
        shapes: [
            RecordShape(
                "field-guide device",
                [
                    PathRule("serialNumber", .serial),
                    PathRule("udid", .udid),
                    PathRule("enrollmentStatus", .word(.status)),
                    PathRule("deviceOwnershipState", .word(.ownership)),
                    PathRule("ownershipState", .word(.ownership)),
                    PathRule("mdmProfileId", .name(.profileID)),
                    PathRule("abm_sync_status", .word(.sync)),
                    PathRule("abmSyncStatus.supervisionIntentEnforced", .flag(.intentEnforced)),
                    PathRule("supervisionIdentity.fingerprint", .name(.fingerprint), .fingerprint),
                    PathRule("enrollmentIntent", .word(.intent)),
                    PathRule("enrollmentVerificationMode", .word(.verification)),
                    PathRule("errorReason", .name(.errorReason)),
                    PathRule("lastModified", .time(.modifiedAt)),
                    PathRule("assignedAt", .time(.assignedAt)),
                    PathRule("mdmServerId", .name(.server)),
                    PathRule("tier", .word(.tier)),
                    PathRule("model", .name(.model)),
                    PathRule("os", .name(.os)),
                    PathRule("supervised", .flag(.supervised)),
                ])
        ])

    /// Jamf Pro's computers, mobile devices and ADE devices.
    ///
    /// Source: `apple-enrollment.md` 5.1.
    ///
    /// Enrolled is proved by `remoteManagement.managed`, `managed`, `mdmCapable.capable` or
    /// `lastEnrolledDate`; one denial outweighs the proofs, because the date outlives the management.
    package static let jamfPro = DeviceDialect(
        "jamf-pro", aliases: ["jamf"], listKeys: ["results"],
        shapes: [
            RecordShape(
                "jamf-pro computers-inventory", roles: [.mdm],
                [
                    PathRule("hardware.serialNumber", .serial),
                    PathRule("udid", .udid),
                    PathRule("general.lastContactTime", .time(.contactAt)),
                    PathRule("general.lastEnrolledDate", .time(.enrolledAt), .proof),
                    PathRule("general.mdmCapable.capable", .flag(.enrolled)),
                    PathRule("general.remoteManagement.managed", .flag(.enrolled)),
                    PathRule("general.supervised", .flag(.supervised)),
                    PathRule("general.enrolledViaAutomatedDeviceEnrollment", .flag(.viaADE)),
                    PathRule("hardware.modelIdentifier", .name(.model)),
                    PathRule("operatingSystem.version", .name(.os)),
                ]),
            RecordShape(
                "jamf-pro mobile-devices detail", roles: [.mdm],
                [
                    PathRule("mobileDeviceId", .mark),
                    PathRule("hardware.serialNumber", .serial),
                    PathRule("general.udid", .udid),
                    PathRule("general.lastInventoryUpdateDate", .time(.contactAt)),
                    PathRule("general.lastEnrolledDate", .time(.enrolledAt), .proof),
                    PathRule("general.managed", .flag(.enrolled)),
                    PathRule("general.supervised", .flag(.supervised)),
                    PathRule("hardware.modelIdentifier", .name(.model)),
                    PathRule("general.osVersion", .name(.os)),
                ]),
            RecordShape(
                "jamf-pro device-enrollments device", roles: [.ade],
                [
                    PathRule("serialNumber", .serial),
                    PathRule("profileStatus", .word(.adeStatus)),
                    PathRule("syncState.profileUUID", .name(.profileID)),
                    PathRule("profileAssignTime", .time(.assignedAt)),
                    PathRule("profilePushTime", .time(.pushedAt)),
                    PathRule("deviceAssignedDate", .time(.modifiedAt)),
                    PathRule("model", .name(.model)),
                    PathRule("prestageId", .mark),
                    PathRule("deviceEnrollmentProgramInstanceId", .name(.server)),
                ]),
            RecordShape(
                "jamf-pro mobile-devices", roles: [.mdm],
                [
                    PathRule("serialNumber", .serial),
                    PathRule("udid", .udid),
                    PathRule("managed", .flag(.enrolled)),
                    PathRule("supervised", .flag(.supervised)),
                    PathRule("modelIdentifier", .name(.model)),
                    PathRule("osVersion", .name(.os)),
                    PathRule("lastInventoryUpdateTimestamp", .time(.contactAt)),
                    PathRule("lastEnrollmentTimestamp", .time(.enrolledAt), .proof),
                ]),
        ])

    /// Iru (formerly Kandji): ADE devices and devices.
    ///
    /// Source: `apple-enrollment.md` 5.3.
    ///
    /// An ADE device says both what Apple's service says and whether it is enrolled: `mdm_device` is null
    /// until it is. The meaning of the integer `enrollment_status` is not documented; it is kept and decides
    /// nothing.
    package static let iru = DeviceDialect(
        "iru", aliases: ["kandji"], listKeys: ["results", "devices"],
        shapes: [
            RecordShape(
                "iru ade device", roles: [.ade, .mdm],
                [
                    PathRule("serial_number", .serial),
                    PathRule("profile_status", .word(.adeStatus)),
                    PathRule("profile_assign_time", .time(.assignedAt)),
                    PathRule("profile_push_time", .time(.pushedAt)),
                    PathRule("device_assigned_date", .time(.modifiedAt)),
                    PathRule("last_assignment_status", .word(.assignment)),
                    PathRule("profile_uuid", .name(.profileID)),
                    PathRule("model", .name(.model)),
                    PathRule("os", .name(.os)),
                    PathRule("mdm_device", .flag(.enrolled), .presence),
                    PathRule("mdm_device.is_removed", .flag(.enrolled), .denial),
                    PathRule("mdm_device.enrolled_at", .time(.enrolledAt), .proof),
                    PathRule("mdm_device.enrollment_status", .word(.status)),
                ]),
            RecordShape(
                "iru device", roles: [.mdm],
                [
                    PathRule("serial_number", .serial),
                    PathRule("udid", .udid),
                    PathRule("last_check_in", .time(.contactAt)),
                    PathRule("last_enrollment", .time(.enrolledAt), .proof),
                    PathRule("mdm_enabled", .flag(.enrolled)),
                    PathRule("mdm.mdm_enabled", .flag(.enrolled)),
                    PathRule("is_removed", .flag(.enrolled), .denial),
                    PathRule("supervised", .flag(.supervised)),
                    PathRule("mdm.supervised", .flag(.supervised)),
                    PathRule("model", .name(.model)),
                    PathRule("os_version", .name(.os)),
                ]),
        ])

    /// Our own plain record, for sources without a dialect and for CSV.
    ///
    /// Source: `evidence-formats.md`.
    package static let generic = DeviceDialect(
        "generic", listKeys: ["devices", "results", "data", "items", "value"],
        shapes: [
            RecordShape(
                "generic",
                [
                    PathRule("serial", .serial),
                    PathRule("serialNumber", .serial),
                    PathRule("serial_number", .serial),
                    PathRule("udid", .udid),
                    PathRule("state", .word(.status)),
                    PathRule("ownership", .word(.ownership)),
                    PathRule("abm_sync_status", .word(.sync)),
                    PathRule("profileStatus", .word(.adeStatus)),
                    PathRule("enrolled", .flag(.enrolled)),
                    PathRule("supervised", .flag(.supervised)),
                    PathRule("profileId", .name(.profileID)),
                    PathRule("supervisionFingerprint", .name(.fingerprint), .fingerprint),
                    PathRule("lastContact", .time(.contactAt)),
                    PathRule("enrolledAt", .time(.enrolledAt), .proof),
                    PathRule("assignedAt", .time(.assignedAt)),
                    PathRule("pushedAt", .time(.pushedAt)),
                    PathRule("lastModified", .time(.modifiedAt)),
                    PathRule("ade", .flag(.viaADE)),
                    PathRule("released", .flag(.released)),
                    PathRule("serverId", .name(.server)),
                    PathRule("clockOffsetSeconds", .clockOffset),
                    PathRule("rootSHA256", .name(.rootFingerprint), .fingerprint),
                    PathRule("model", .name(.model)),
                    PathRule("os", .name(.os)),
                    PathRule("errorReason", .name(.errorReason)),
                    PathRule("at", .time(.observedAt)),
                ])
        ])
}
