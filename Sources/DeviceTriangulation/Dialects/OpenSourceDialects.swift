extension DeviceDialect {
    /// Fleet's hosts.
    ///
    /// Source: `apple-enrollment.md` 5.4.
    ///
    /// "Pending" is a host that Fleet only knows from the device list of its ADE server. `dep_profile_error`
    /// says that Apple's service answered `FAILED` to the assignment of a profile.
    package static let fleet = DeviceDialect(
        "fleet", aliases: ["fleetdm"], listKeys: ["hosts"],
        shapes: [
            RecordShape(
                "fleet host", roles: [.mdm, .ade],
                telling: ["hardware_serial", "mdm.enrollment_status", "last_mdm_enrolled_at"],
                known: """
                    id created_at updated_at detail_updated_at label_updated_at policy_updated_at
                    last_enrolled_at software_updated_at last_restarted_at seen_time refetch_requested
                    refetch_critical_queries_until hostname platform platform_like osquery_version
                    orbit_version fleet_desktop_version scripts_enabled build code_name uptime memory
                    cpu_type cpu_subtype cpu_brand cpu_physical_cores cpu_logical_cores hardware_vendor
                    hardware_version computer_name display_name display_text timezone public_ip primary_ip
                    primary_mac distributed_interval config_tls_refresh logger_tls_period team_id fleet_id
                    fleet_name pack_stats issues gigs_disk_space_available percent_disk_space_available
                    gigs_total_disk_space gigs_all_disk_space disk_encryption_enabled status additional
                    labels packs policies software users end_users maintenance_window batteries geolocation
                    conditional_access_bypassed mdm mdm.server_url mdm.name mdm.encryption_key_available
                    mdm.connected_to_fleet mdm.device_status mdm.pending_action mdm.os_settings
                    mdm.macos_settings mdm.macos_setup mdm.profiles
                    """,
                meanings: [
                    WordMeaning(.status, "on (automatic)", .answer(.enrolled, true), .answer(.viaADE, true)),
                    WordMeaning(
                        .status, "on (company-owned)", .answer(.enrolled, true), .answer(.viaADE, true)),
                    WordMeaning(.status, "on (manual)", .answer(.enrolled, true), .answer(.viaADE, false)),
                    WordMeaning(.status, "on (personal)", .answer(.enrolled, true), .answer(.viaADE, false)),
                    WordMeaning(.status, "off", .answer(.enrolled, false)),
                    WordMeaning(.status, "pending", .answer(.enrolled, false), .word(.adeStatus, "assigned")),
                ],
                [
                    PathRule("hardware_serial", .serial),
                    PathRule("uuid", .udid),
                    PathRule("mdm.enrollment_status", .word(.status)),
                    PathRule("mdm.dep_profile_error", .word(.assignment), .failure),
                    PathRule("last_mdm_enrolled_at", .time(.enrolledAt)),
                    PathRule("last_mdm_checked_in_at", .time(.contactAt)),
                    PathRule("team_name", .name(.site)),
                    PathRule("hardware_model", .name(.model)),
                    PathRule("os_version", .name(.os)),
                ])
        ])

    /// NanoMDM's tables, each dumped by itself or joined.
    ///
    /// Source: `apple-enrollment.md` 5.5.
    ///
    /// A device is enrolled where an enrolment is enabled and a `TokenUpdate` came; an `Authenticate` without
    /// one after it began to enrol and stopped. `Authenticate` disables what was before it. Rows of users
    /// speak for their device, which `device_id` names.
    package static let nanomdm = DeviceDialect(
        "nanomdm", aliases: ["micromdm"], listKeys: ["devices", "enrollments", "rows"],
        shapes: [
            RecordShape(
                "nanomdm joined row", roles: [.mdm], newestWins: true,
                telling: ["authenticate_at&device_id"],
                known: "id " + nanomdmKnown, nanomdmRules + [PathRule("device_id", .udid)]),
            RecordShape(
                "nanomdm device", roles: [.mdm], newestWins: true,
                telling: ["authenticate_at", "authenticate", "bootstrap_token_at", "unlock_token_at"],
                known: nanomdmKnown, nanomdmRules + [PathRule("id", .udid)]),
            RecordShape(
                "nanomdm enrollment", roles: [.mdm], newestWins: true,
                telling: ["token_update_tally", "push_magic", "token_hex"],
                known: "id " + nanomdmKnown, nanomdmRules + [PathRule("device_id", .udid)]),
        ])

    private static let nanomdmKnown = """
        identity_cert authenticate bootstrap_token_b64 bootstrap_token_at unlock_token unlock_token_at
        created_at updated_at user_id type topic push_magic token_hex token_update_tally user_authenticate
        user_authenticate_at user_authenticate_digest user_authenticate_digest_at user_short_name
        user_long_name
        """

    private static let nanomdmRules = [
        PathRule("serial_number", .serial),
        PathRule("udid", .udid),
        PathRule("authenticate_at", .time(.checkinBegunAt)),
        PathRule("token_update_at", .time(.enrolledAt), .proof),
        PathRule("token_update", .flag(.awaitingConfiguration), .tokenUpdate),
        PathRule("enabled", .flag(.enrolled)),
        PathRule("last_seen_at", .time(.contactAt)),
    ]
}
