import Casework

/// The time of a `Date` header, as `Fri, 17 Apr 2026 12:00:00 GMT`.
///
/// Source: RFC 9110 section 5.6.7, the preferred form.
struct HTTPDate {
    let at: Instant

    init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Self.number(parts[1], 1...31),
            let month = Self.months.firstIndex(of: String(parts[2])), parts[3].utf8.count == 4,
            let year = Self.number(parts[3], 1970...9999)
        else { return nil }
        let clock = parts[4].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 3, let hours = Self.number(clock[0], 0...23),
            let minutes = Self.number(clock[1], 0...59), let seconds = Self.number(clock[2], 0...60)
        else { return nil }
        let time = Self.days(year, month + 1, day) * 86_400 + hours * 3600 + minutes * 60 + seconds
        at = Instant(microseconds: Int64(time) * 1_000_000)
    }

    private static func number(_ text: Substring, _ range: ClosedRange<Int>) -> Int? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text) else { return nil }
        return range.contains(number) ? number : nil
    }

    /// The days from 1970 to a date.
    ///
    /// Source: H. Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = (shifted / 400, shifted % 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
