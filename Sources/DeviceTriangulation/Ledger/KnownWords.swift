/// The known words of the columns, in a fixed order: a word's place is its code.
///
/// Source: field guide FG-2.2, FG-1.2; `apple-enrollment.md` 2.3, 5.1, 5.3.
enum KnownWords {
    enum Status {
        static let pending: UInt8 = 1, assigned: UInt8 = 2, inProgress: UInt8 = 3, enrolled: UInt8 = 4
        static let failed: UInt8 = 5, notEnrolled: UInt8 = 6, waitingForProfile: UInt8 = 7
        static let unassigned: UInt8 = 8, unenrolled: UInt8 = 9, removed: UInt8 = 10
        static let released: UInt8 = 11, deleted: UInt8 = 12
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
                "unassigned", "unenrolled", "removed", "released", "deleted",
            ]
        case .ownership: ["pending", "assigned", "unmanaged", "unknown", "released"]
        case .sync: ["throttled_by_rate_limit"]
        case .intent: ["supervised_only"]
        case .verification: ["none", "email", "ztna_trusted_device"]
        case .tier: ["abm", "abe"]
        case .adeStatus: ["empty", "assigned", "pushed", "removed"]
        case .assignment: ["success", "failed", "throttled", "not_accessible"]
        }
    }

    /// Other spellings, in lower case.
    static let aliases: [WordField: [String: String]] = [
        .status: [
            "in-progress": "in_progress", "inprogress": "in_progress", "not enrolled": "not_enrolled",
            "notenrolled": "not_enrolled", "not-enrolled": "not_enrolled",
            "waiting-for-profile": "waiting_for_profile",
            "waitingforprofile": "waiting_for_profile",
        ]
    ]
}
