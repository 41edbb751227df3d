/// A span of ages under one name.
///
/// Units: microseconds.
package enum AgeBucket: String, Sendable, Hashable, CaseIterable {
    case underOneHour = "under 1 h"
    case underOneDay = "under 1 day"
    case underThreeDays = "under 3 days"
    case underSevenDays = "under 7 days"
    case sevenDaysAndMore = "7 days and more"
    /// No record tells since when.
    case untold = "unknown"

    private static let hour: Int64 = 3_600_000_000

    /// The bucket of an age; a time in the future counts as no age at all.
    package init(_ age: Int64?) {
        guard let age else {
            self = .untold
            return
        }
        switch age {
        case ..<Self.hour: self = .underOneHour
        case ..<(24 * Self.hour): self = .underOneDay
        case ..<(72 * Self.hour): self = .underThreeDays
        case ..<(168 * Self.hour): self = .underSevenDays
        default: self = .sevenDaysAndMore
        }
    }

    package var name: String { rawValue }

    var place: Int {
        switch self {
        case .underOneHour: 0
        case .underOneDay: 1
        case .underThreeDays: 2
        case .underSevenDays: 3
        case .sevenDaysAndMore: 4
        case .untold: 5
        }
    }
}
