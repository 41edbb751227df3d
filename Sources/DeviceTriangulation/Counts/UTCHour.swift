/// An hour or a day of UTC, as `2026-04-16 09Z` or `2026-04-16`.
struct UTCHour {
    let text: String

    init(_ number: Int64, span: Int64) {
        let hours = span == 3_600_000_000
        let days = hours ? FleetLedger.floor(number, 24) : number
        let date = Self.date(days)
        text = hours ? "\(date) \(Self.digits(number - days * 24, 2))Z" : date
    }

    /// The date of a day since 1970.
    ///
    /// Source: H. Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
    private static func date(_ days: Int64) -> String {
        let shifted = days + 719_468
        let era = FleetLedger.floor(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let civil = month < 10 ? month + 3 : month - 9
        let year = yearOfEra + era * 400 + (civil <= 2 ? 1 : 0)
        return "\(digits(year, 4))-\(digits(civil, 2))-\(digits(day, 2))"
    }

    private static func digits(_ number: Int64, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
