extension DeviceDialect {
    /// The GraphQL devices of the field guide.
    ///
    /// Source: field guide FG-2.2, FG-7.1, FG-7.5.
    package static let fieldGuide = DeviceDialect(
        "field-guide",
        listKeys: ["data.devices", "data.tenant.devices", "devices", "data.devices.nodes"],
        shapes: [
            RecordShape(
                "field-guide device",
                telling: [
                    "enrollmentStatus", "deviceOwnershipState", "ownershipState", "mdmProfileId",
                    "abm_sync_status",
                    "abmSyncStatus", "enrollmentIntent", "enrollmentVerificationMode", "supervisionIdentity",
                ],
                known: "id __typename abmSyncStatus supervisionIdentity supervisionIdentity.id",
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
                    PathRule("osVersion", .name(.os)),
                    PathRule("supervised", .flag(.supervised)),
                ])
        ])
}
