extension DeviceDialect {
    /// Our own plain record, for sources without a dialect and for CSV.
    ///
    /// Source: `evidence-formats.md`.
    package static let generic = DeviceDialect(
        "generic", listKeys: ["devices", "results", "data", "items", "value"],
        shapes: [
            RecordShape(
                "generic", known: "id name",
                [
                    PathRule("serial", .serial),
                    PathRule("serialNumber", .serial),
                    PathRule("serial_number", .serial),
                    PathRule("udid", .udid),
                    PathRule("state", .word(.status)),
                    PathRule("ownership", .word(.ownership)),
                    PathRule("abm_sync_status", .word(.sync)),
                    PathRule("profileStatus", .word(.adeStatus)),
                    PathRule("assignmentStatus", .word(.assignment)),
                    PathRule("migrationStatus", .word(.migration)),
                    PathRule("purchaseSource", .word(.purchase)),
                    PathRule("operation", .word(.operation)),
                    PathRule("enrolled", .flag(.enrolled)),
                    PathRule("supervised", .flag(.supervised)),
                    PathRule("profileId", .name(.profileID)),
                    PathRule("supervisionFingerprint", .name(.fingerprint), .fingerprint),
                    PathRule("lastContact", .time(.contactAt)),
                    PathRule("enrolledAt", .time(.enrolledAt), .proof),
                    PathRule("assignedAt", .time(.assignedAt)),
                    PathRule("pushedAt", .time(.pushedAt)),
                    PathRule("lastModified", .time(.modifiedAt)),
                    PathRule("addedAt", .time(.addedAt)),
                    PathRule("migrationDeadline", .time(.migrationDeadline)),
                    PathRule("checkinBegunAt", .time(.checkinBegunAt)),
                    PathRule("ade", .flag(.viaADE)),
                    PathRule("released", .flag(.released)),
                    PathRule("replaced", .flag(.replaced)),
                    PathRule("awaitingConfiguration", .flag(.awaitingConfiguration)),
                    PathRule("checkinIncomplete", .flag(.checkinIncomplete)),
                    PathRule("activationLocked", .flag(.activationLocked)),
                    PathRule("setUp", .flag(.setUp)),
                    PathRule("serverId", .name(.server)),
                    PathRule("assignedBy", .name(.assignedBy)),
                    PathRule("site", .name(.site)),
                    PathRule("clockOffsetSeconds", .clockOffset),
                    PathRule("rootSHA256", .name(.rootFingerprint), .fingerprint),
                    PathRule("model", .name(.model)),
                    PathRule("os", .name(.os)),
                    PathRule("errorReason", .name(.errorReason)),
                    PathRule("at", .time(.observedAt)),
                ] + serialHeaders(besides: ["serial", "serialNumber", "serial_number"]))
        ])
}
