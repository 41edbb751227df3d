extension DeviceDialect {
    /// SimpleMDM's devices, and the devices of its ADE servers.
    ///
    /// Source: `apple-enrollment.md` 5.6.
    package static let simplemdm = DeviceDialect(
        "simplemdm", listKeys: ["data"],
        shapes: [
            RecordShape(
                "simplemdm device", roles: [.mdm],
                telling: ["attributes.is_dep_enrollment", "attributes.unique_identifier", "type=device"],
                known: """
                    id type attributes relationships attributes.name attributes.device_name
                    attributes.build_version attributes.model_name attributes.model attributes.imei
                    attributes.meid attributes.device_capacity attributes.available_device_capacity
                    attributes.battery_level attributes.modem_firmware_version attributes.iccid
                    attributes.bluetooth_mac attributes.ethernet_macs attributes.wifi_mac
                    attributes.current_carrier_network attributes.sim_carrier_network
                    attributes.subscriber_carrier_network attributes.carrier_settings_version
                    attributes.phone_number attributes.voice_roaming_enabled attributes.data_roaming_enabled
                    attributes.is_roaming attributes.subscriber_mcc attributes.subscriber_mnc
                    attributes.simmnc attributes.current_mcc attributes.current_mnc
                    attributes.hardware_encryption_caps attributes.passcode_present
                    attributes.passcode_compliant attributes.passcode_compliant_with_profiles
                    attributes.is_user_approved_enrollment attributes.is_device_locator_service_enabled
                    attributes.is_do_not_disturb_in_effect attributes.personal_hotspot_enabled
                    attributes.itunes_store_account_is_active attributes.cellular_technology
                    attributes.last_cloud_backup_date attributes.filevault_enabled
                    attributes.filevault_recovery_key attributes.lost_mode_enabled attributes.firewall
                    attributes.firmware_password_enabled attributes.remote_desktop_enabled
                    attributes.location_latitude attributes.location_longitude attributes.location_accuracy
                    attributes.location_updated_at attributes.service_subscriptions attributes.last_seen_ip
                    attributes.ip_address attributes.time_zone relationships.device_group
                    relationships.groups relationships.custom_attribute_values
                    """,
                meanings: [
                    WordMeaning(.status, "enrolled", .answer(.enrolled, true)),
                    WordMeaning(.status, "unenrolled", .answer(.enrolled, false)),
                    WordMeaning(.status, "awaiting_enrollment", .answer(.enrolled, false)),
                ],
                [
                    PathRule("attributes.serial_number", .serial),
                    PathRule("attributes.unique_identifier", .udid),
                    PathRule("attributes.status", .word(.status)),
                    PathRule("attributes.enrolled_at", .time(.enrolledAt)),
                    PathRule("attributes.last_seen_at", .time(.contactAt)),
                    PathRule("attributes.is_supervised", .flag(.supervised)),
                    PathRule("attributes.is_dep_enrollment", .flag(.viaADE)),
                    PathRule("attributes.is_activation_lock_enabled", .flag(.activationLocked)),
                    PathRule("attributes.product_name", .name(.model)),
                    PathRule("attributes.os_version", .name(.os)),
                ]),
            RecordShape(
                "simplemdm dep device", roles: [.ade], telling: ["type=dep_device"],
                known: """
                    id type attributes relationships attributes.description attributes.color
                    attributes.asset_tag attributes.device_family
                    """,
                [
                    PathRule("attributes.serial_number", .serial),
                    PathRule("attributes.profile_status", .word(.adeStatus)),
                    PathRule("attributes.profile_uuid", .name(.profileID)),
                    PathRule("attributes.profile_assign_time", .time(.assignedAt)),
                    PathRule("attributes.profile_push_time", .time(.pushedAt)),
                    PathRule("attributes.device_assigned_date", .time(.modifiedAt)),
                    PathRule("attributes.device_assigned_by", .name(.assignedBy)),
                    PathRule("attributes.model", .name(.model)),
                    PathRule("attributes.os", .name(.os)),
                ]),
        ])

    /// Mosyle's devices.
    ///
    /// Source: `apple-enrollment.md` 5.7.
    ///
    /// Times are epoch seconds written as text; zero is never. An answer without devices says so in its
    /// `status` (`DEVICES_NOTFOUND`). The values of a device's own `status` are not documented: they are kept
    /// and decide nothing.
    package static let mosyle = DeviceDialect(
        "mosyle", listKeys: ["response.devices", "response"],
        shapes: [
            RecordShape(
                "mosyle device", roles: [.mdm],
                telling: ["deviceudid", "date_enroll", "date_last_beat", "date_last_push", "date_checkin"],
                known: """
                    device_name device_model device_type os bluetooth_mac_address wifi_mac_address
                    date_last_push date_checkin date_info date_profiles_info date_app_info date_printers
                    date_installed_apps tags battery total_disk available_disk percent_disk asset_tag userid
                    username usertype useremail enrollment_type idusermosyle idsharedgroup lostmode_status
                    last_ip_beat last_lan_ip carrier imei meid CurrentUserName CurrentConsoleManagedUser
                    LastInstallUpdateOs osupdatestatus is_muted activation_bypass isActivationLockManageable
                    supervised
                    """,
                meanings: [
                    WordMeaning(.method, "dep", .answer(.viaADE, true)),
                    WordMeaning(.method, "ade", .answer(.viaADE, true)),
                ],
                [
                    PathRule("serial_number", .serial),
                    PathRule("deviceudid", .udid),
                    PathRule("is_supervised", .flag(.supervised)),
                    PathRule("date_enroll", .time(.enrolledAt), .proof),
                    PathRule("date_last_beat", .time(.contactAt)),
                    PathRule("status", .word(.status)),
                    PathRule("enrollment_type", .word(.method)),
                    PathRule("device_model_name", .name(.model)),
                    PathRule("osversion", .name(.os)),
                ])
        ])

    /// GuardMDM's device list.
    ///
    /// Source: seed C, the only one that names it: `apple-enrollment.md` 5.9 found no such product.
    ///
    /// `Unassigned` is a device that no enrolment profile applies to. `lastSync` is a sync with Apple, not a
    /// contact of the device.
    package static let guardmdm = DeviceDialect(
        "guardmdm", listKeys: ["devices", "data", "items"],
        shapes: [
            RecordShape(
                "guardmdm device", roles: [.mdm, .ade],
                telling: ["assignedProfile", "defaultProfileOS", "lastSync"],
                known: "id name defaultProfileOS",
                meanings: [
                    WordMeaning(.status, "enrolled", .answer(.enrolled, true)),
                    WordMeaning(.status, "unassigned", .answer(.enrolled, false), .word(.adeStatus, "empty")),
                    WordMeaning(
                        .status, "assigned", .answer(.enrolled, false), .word(.adeStatus, "assigned")),
                    WordMeaning(.status, "pending", .answer(.enrolled, false), .word(.adeStatus, "assigned")),
                ],
                [
                    PathRule("serialNumber", .serial),
                    PathRule("os", .name(.os)),
                    PathRule("assignedProfile", .name(.profileID)),
                    PathRule("status", .word(.status)),
                    PathRule("lastSync", .time(.observedAt)),
                ])
        ])
}
