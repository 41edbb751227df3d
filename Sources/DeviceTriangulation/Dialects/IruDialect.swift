extension DeviceDialect {
    /// Iru (formerly Kandji): ADE devices, devices and their details.
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
                telling: [
                    "mdm_device", "blueprint_id", "last_assignment_status", "failed_assignment_attempts",
                    "assignment_status_received_at",
                ],
                known: """
                    id mdm_device.id mdm_device.name mdm_device.deferred_install mdm_device.is_missing
                    blueprint_id blueprint failed_assignment_attempts assignment_status_received_at
                    description color asset_tag device_family user user_id dep_account bluetooth_mac_address
                    wifi_mac_address
                    """,
                [
                    PathRule("serial_number", .serial),
                    PathRule("profile_status", .word(.adeStatus)),
                    PathRule("profile_assign_time", .time(.assignedAt)),
                    PathRule("profile_push_time", .time(.pushedAt)),
                    PathRule("device_assigned_date", .time(.modifiedAt)),
                    PathRule("device_assigned_by", .name(.assignedBy)),
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
                telling: [
                    "device_id", "last_check_in", "last_enrollment", "first_enrollment", "mdm_enabled", "mdm",
                    "is_missing", "is_removed",
                ],
                known: """
                    device_id device_name platform first_enrollment asset_tag blueprint_id blueprint_name
                    user is_missing agent_installed agent_version tags supplemental_build_version
                    supplemental_os_version_extra mdm lost_mode_status
                    """,
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
            RecordShape(
                "iru device details", roles: [.mdm],
                telling: ["hardware_overview", "automated_device_enrollment", "general.device_id"],
                known: """
                    general general.device_id general.device_name general.first_enrollment general.asset_tag
                    general.platform general.system_version general.boot_volume general.time_since_boot
                    general.last_user general.blueprint_name general.blueprint_uuid general.assigned_user
                    mdm mdm.install_date mdm.mdm_enabled_user mdm.mdm_enabled_users
                    mdm.bootstrap_token_escrowed activation_lock activation_lock.bypass_code_failed
                    activation_lock.device_activation_lock_enabled
                    activation_lock.activation_lock_allowed_while_supervised
                    activation_lock.activation_lock_supported automated_device_enrollment
                    automated_device_enrollment.auto_enroll_managed hardware_overview filevault kandji_agent
                    iru_agent recovery_information users installed_profiles apple_business_manager volumes
                    network security_information cellular tags
                    """,
                [
                    PathRule("hardware_overview.serial_number", .serial),
                    PathRule("hardware_overview.udid", .udid),
                    PathRule("hardware_overview.model_identifier", .name(.model)),
                    PathRule("general.last_enrollment", .time(.enrolledAt), .proof),
                    PathRule("general.os_version", .name(.os)),
                    PathRule("mdm.mdm_enabled", .flag(.enrolled)),
                    PathRule("mdm.supervised", .flag(.supervised)),
                    PathRule("mdm.last_check_in", .time(.contactAt)),
                    PathRule("activation_lock.user_activation_lock_enabled", .flag(.activationLocked)),
                    PathRule("automated_device_enrollment.auto_enrolled", .flag(.viaADE)),
                ]),
        ])
}
