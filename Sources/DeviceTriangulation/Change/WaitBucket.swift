/// A span of waits under one name.
package enum WaitBucket: String, Sendable, Hashable, CaseIterable {
    /// The target of SLI-2.
    case ninetySeconds = "up to 90 s"
    case tenMinutes = "under 10 min"
    case oneHour = "under 1 h"
    case oneDay = "under 1 day"
    case threeDays = "under 3 days"
    case sevenDays = "under 7 days"
    case more = "7 days and more"

    package init(_ length: Int64) {
        let second: Int64 = 1_000_000
        switch length {
        case ...(90 * second): self = .ninetySeconds
        case ..<(600 * second): self = .tenMinutes
        case ..<(3600 * second): self = .oneHour
        case ..<(86_400 * second): self = .oneDay
        case ..<(3 * 86_400 * second): self = .threeDays
        case ..<(7 * 86_400 * second): self = .sevenDays
        default: self = .more
        }
    }

    package var name: String { rawValue }

    var place: Int {
        switch self {
        case .ninetySeconds: 0
        case .tenMinutes: 1
        case .oneHour: 2
        case .oneDay: 3
        case .threeDays: 4
        case .sevenDays: 5
        case .more: 6
        }
    }
}
