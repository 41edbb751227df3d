extension Instant: CustomStringConvertible {
    /// The RFC 3339 form in UTC; a fraction only where there is one.
    public var description: String {
        let (date, second) = calendar
        let fraction = Self.remainder(microseconds, 1_000_000)
        let clock = "\(Self.two(second / 3600)):\(Self.two(second / 60 % 60)):\(Self.two(second % 60))"
        guard fraction != 0 else { return "\(date)T\(clock)Z" }
        var digits = String(fraction)
        digits = String(repeating: "0", count: 6 - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(date)T\(clock).\(digits)Z"
    }

    /// The time of day as people read it off a report: `04:41Z`.
    public var clock: String {
        let second = calendar.second
        return "\(Self.two(second / 3600)):\(Self.two(second / 60 % 60))Z"
    }

    /// Date and time of day to the minute: `2026-04-17 12:00Z`.
    public var minute: String { "\(calendar.date) \(clock)" }

    private var calendar: (date: String, second: Int64) {
        // Rounded down without a subtraction that the earliest instants have no room for.
        let seconds = microseconds / 1_000_000 - (microseconds % 1_000_000 < 0 ? 1 : 0)
        let second = Self.remainder(seconds, 86400)
        return (Self.date(ofDay: (seconds - second) / 86400), second)
    }

    /// The civil date of a day number: the year starts in March, so that the leap day comes last.
    private static func date(ofDay day: Int64) -> String {
        let shifted = day + 719_468
        let dayOfEra = remainder(shifted, 146_097)
        let era = (shifted - dayOfEra) / 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let digits = String(year.magnitude)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return
            "\(year < 0 ? "-" : "")\(padded)-\(two(month))-\(two(dayOfYear - (153 * marchMonth + 2) / 5 + 1))"
    }

    private static func remainder(_ value: Int64, _ divisor: Int64) -> Int64 {
        let rest = value % divisor
        return rest < 0 ? rest + divisor : rest
    }

    private static func two(_ value: Int64) -> String {
        value < 10 ? "0\(value)" : String(value)
    }
}

extension Interval: CustomStringConvertible {
    /// The largest unit that still says enough, rounded down: `26 h`, `41 s`, `3 days`, `1.2 ms`.
    public var description: String {
        let sign = microseconds < 0 ? "-" : ""
        let magnitude = microseconds.magnitude
        let seconds = magnitude / 1_000_000
        switch seconds {
        case 0 where magnitude % 1000 == 0: return "\(sign)\(magnitude / 1000) ms"
        case 0: return "\(sign)\(magnitude / 1000).\(magnitude / 100 % 10) ms"
        case ..<120: return "\(sign)\(seconds) s"
        case ..<7200: return "\(sign)\(seconds / 60) min"
        case ..<172_800: return "\(sign)\(seconds / 3600) h"
        default: return "\(sign)\(seconds / 86400) days"
        }
    }
}
