import ProbeKit

extension StateCards {
    /// The states in which a device should be enrolled with this MDM and is not, and which are no mere symptom.
    private static let stuck: Set<String> = [
        "migration-stuck", "unassigned", "wrong-server", "profile-removed", "no-ade-profile",
        "assign-refused",
        "checkin-incomplete", "awaiting-configuration", "replaced",
    ]

    /// The cards as findings bear them: those of stuck devices say so.
    static let asRaised = all.map { stuck.contains(state(of: $0.code)) ? $0.ofStuckDevices : $0 }
}
