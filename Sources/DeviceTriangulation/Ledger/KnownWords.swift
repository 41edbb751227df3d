/// The known words of the columns, in a fixed order: a word's place is its code.
///
/// Source: field guide FG-2.2, FG-1.2; `apple-enrollment.md` 2.3, 5.1, 5.3.
enum KnownWords {
    enum Status {
        static let pending: UInt8 = 1, assigned: UInt8 = 2, inProgress: UInt8 = 3, enrolled: UInt8 = 4
        static let failed: UInt8 = 5, notEnrolled: UInt8 = 6, waitingForProfile: UInt8 = 7
        static let unassigned: UInt8 = 8, unenrolled: UInt8 = 9, removed: UInt8 = 10
        static let released: UInt8 = 11, deleted: UInt8 = 12, notContacted: UInt8 = 13
        static let pendingReset: UInt8 = 14, awaitingEnrollment: UInt8 = 15

        /// The states of a record that an MDM keeps of a device that it has never met.
        static func isUnmet(_ status: UInt8) -> Bool {
            switch status {
            case pending, assigned, unassigned, notContacted, awaitingEnrollment: true
            default: false
            }
        }
    }
    enum Ownership {
        static let pending: UInt8 = 1, released: UInt8 = 5
    }
    enum Sync {
        static let throttled: UInt8 = 1
    }
    enum ADEStatus {
        static let empty: UInt8 = 1, assigned: UInt8 = 2, pushed: UInt8 = 3, removed: UInt8 = 4
    }
    enum Migration {
        static let requested: UInt8 = 1, started: UInt8 = 2, success: UInt8 = 3, failed: UInt8 = 4
    }
    enum Purchase {
        static let manuallyAdded: UInt8 = 3
    }
    enum Operation {
        static let added: UInt8 = 1, modified: UInt8 = 2, deleted: UInt8 = 3
    }
    enum Assignment {
        static let success: UInt8 = 1, failed: UInt8 = 2, throttled: UInt8 = 3, notAccessible: UInt8 = 4
    }

    /// The words of a column.
    static func words(_ field: WordField) -> [String] {
        switch field {
        case .status:
            [
                "pending", "assigned", "in_progress", "enrolled", "failed", "not_enrolled",
                "waiting_for_profile",
                "unassigned", "unenrolled", "removed", "released", "deleted", "not_contacted",
                "pending_reset",
                "awaiting_enrollment", "blocked", "on (automatic)", "on (manual)", "on (company-owned)",
                "on (personal)", "off", "unknown",
            ]
        case .ownership: ["pending", "assigned", "unmanaged", "unknown", "released"]
        case .sync: ["throttled_by_rate_limit"]
        case .intent: ["supervised_only"]
        case .verification: ["none", "email", "ztna_trusted_device"]
        case .tier: ["abm", "abe"]
        case .adeStatus: ["empty", "assigned", "pushed", "removed"]
        case .migration: ["requested", "started", "success", "failed"]
        case .purchase: ["apple", "reseller", "manually_added"]
        case .operation: ["added", "modified", "deleted"]
        case .method:
            [
                "applebulkwithuser", "applebulkwithoutuser", "userenrollment", "deviceenrollmentmanager",
                "appleuserenrollment", "appleuserenrollmentwithserviceaccount", "unknown", "dep", "ade",
                "manual",
            ]
        case .assignment: ["success", "failed", "throttled", "not_accessible"]
        }
    }

    /// Other spellings, in lower case.
    static let aliases: [WordField: [String: String]] = [
        .status: [
            "in-progress": "in_progress", "inprogress": "in_progress", "not enrolled": "not_enrolled",
            "notenrolled": "not_enrolled", "not-enrolled": "not_enrolled",
            "waiting-for-profile": "waiting_for_profile",
            "waitingforprofile": "waiting_for_profile", "notcontacted": "not_contacted",
            "pendingreset": "pending_reset", "awaiting enrollment": "awaiting_enrollment",
            // The portal's words in the languages of its exports.
            "zugewiesen": "assigned", "nicht zugewiesen": "unassigned", "freigegeben": "released",
            "attribué": "assigned", "non attribué": "unassigned", "libéré": "released",
            "asignado": "assigned", "sin asignar": "unassigned", "no asignado": "unassigned",
            "liberado": "released", "assegnato": "assigned", "non assegnato": "unassigned",
            "not assigned": "unassigned", "割り当て済み": "assigned", "未割り当て": "unassigned",
            "解放済み": "released",
        ],
        .purchase: [
            "manually added": "manually_added", "manual": "manually_added",
            "apple configurator": "manually_added",
            "manuell hinzugefügt": "manually_added", "ajouté manuellement": "manually_added",
            "añadido manualmente": "manually_added", "手動で追加": "manually_added", "händler": "reseller",
            "revendeur": "reseller", "distribuidor": "reseller", "販売店": "reseller",
        ],
    ]
}
