extension DeviceDialect {
    /// Apple's own API for organisations: `orgDevices` of Apple Business and Apple School Manager.
    ///
    /// Source: `apple-enrollment.md` 1.4.
    ///
    /// The server that a device is assigned to stands in `relationships.assignedServer.data` where the caller
    /// asked for it; links alone say nothing. Clients that write the attributes without their wrapping are
    /// read too.
    package static let axm = DeviceDialect(
        "axm", aliases: ["abm", "asm", "apple-business"], listKeys: ["data", "devices"],
        shapes: [
            axmDevice,
            axmDevice.unwrapped(
                "attributes", "axm device attributes",
                telling: [
                    "addedToOrgDateTime", "releasedFromOrgDateTime", "productFamily", "partNumber",
                    "deviceModel",
                    "purchaseSourceType", "orderDateTime", "isMdmMigrationCapable", "mdmMigrationStatus",
                ]),
        ])

    private static let axmDevice = RecordShape(
        "axm orgDevice", roles: [.tenant], telling: ["type=orgDevices"],
        known: """
            type links attributes relationships relationships.assignedServer
            relationships.assignedServer.links relationships.assignedServer.data.type
            relationships.appleCareCoverage attributes.productFamily attributes.deviceCapacity
            attributes.partNumber attributes.orderNumber attributes.orderDateTime attributes.color
            attributes.imei attributes.meid attributes.eid attributes.wifiMacAddress
            attributes.bluetoothMacAddress attributes.builtInEthernetMacAddress
            attributes.ethernetMacAddress attributes.purchaseSourceId attributes.purchaseSourceUid
            attributes.productType attributes.isMdmMigrationCapable
            """,
        [
            PathRule("id", .serial),
            PathRule("attributes.serialNumber", .serial),
            PathRule("attributes.status", .word(.status)),
            PathRule("attributes.addedToOrgDateTime", .time(.addedAt)),
            PathRule("attributes.releasedFromOrgDateTime", .flag(.released), .presence),
            PathRule("attributes.updatedDateTime", .time(.modifiedAt)),
            PathRule("attributes.deviceModel", .name(.model)),
            PathRule("attributes.purchaseSourceType", .word(.purchase)),
            PathRule("attributes.mdmMigrationStatus", .word(.migration)),
            PathRule("attributes.mdmMigrationDeadlineDateTime", .time(.migrationDeadline)),
            PathRule("relationships.assignedServer.data", .flag(.hasServer), .presence),
            PathRule("relationships.assignedServer.data.id", .name(.server)),
            PathRule("attributes.assignedServer", .name(.server)),
        ])

    /// Apple's device assignment service, as an MDM sees it: full fetch, sync feed and details.
    ///
    /// Source: `apple-enrollment.md` 2.2, 2.3.
    ///
    /// In a feed the newest `op_date` of a serial stands; `deleted` means that the device left this server's
    /// list, by release or by assignment to another one.
    package static let dep = DeviceDialect(
        "dep", aliases: ["ade", "godep"], listKeys: ["devices"],
        shapes: [
            RecordShape(
                "dep device", roles: [.ade], newestWins: true,
                telling: [
                    "profile_status", "profile_uuid", "op_type", "op_date", "response_status",
                    "device_assigned_by",
                    "device_assigned_date", "device_family", "is_replacement_device",
                    "released_by_replacement",
                    "mdm_migration_deadline",
                ],
                known: """
                    description color asset_tag device_family bluetooth_mac_address wifi_mac_address
                    ethernet_mac_address eid imei meid
                    """,
                meanings: [
                    WordMeaning(.operation, "deleted", .answer(.released, true)),
                    WordMeaning(.operation, "added", .answer(.released, false)),
                    WordMeaning(.operation, "modified", .answer(.released, false)),
                ],
                [
                    PathRule("serial_number", .serial),
                    PathRule("profile_status", .word(.adeStatus)),
                    PathRule("profile_uuid", .name(.profileID)),
                    PathRule("profile_assign_time", .time(.assignedAt)),
                    PathRule("profile_push_time", .time(.pushedAt)),
                    PathRule("device_assigned_date", .time(.modifiedAt)),
                    PathRule("device_assigned_by", .name(.assignedBy)),
                    PathRule("op_type", .word(.operation)),
                    PathRule("op_date", .time(.observedAt)),
                    PathRule("response_status", .word(.assignment)),
                    PathRule("mdm_migration_deadline", .time(.migrationDeadline)),
                    PathRule("is_replacement_device", .flag(.replaced)),
                    PathRule("released_by_replacement", .flag(.replaced)),
                    PathRule("model", .name(.model)),
                    PathRule("os", .name(.os)),
                ])
        ])
}
