/// A moment in a certificate, to the second, in UTC.
///
/// Units: seconds since 1970-01-01T00:00:00Z, without leap seconds.
package struct CertificateTime: Sendable, Hashable, Comparable {
    package let secondsSince1970: Int64

    package init(secondsSince1970: Int64) {
        self.secondsSince1970 = secondsSince1970
    }

    /// Makes a moment from calendar fields, absent if one of them is out of its range.
    init?(year: Int, month: Int, day: Int, hours: Int, minutes: Int, seconds: Int) {
        guard (0...9999).contains(year), (1...12).contains(month), (1...31).contains(day),
            (0...23).contains(hours), (0...59).contains(minutes), (0...60).contains(seconds)
        else { return nil }
        let days = CertificateTime.daysSince1970(year: year, month: month, day: day)
        self.secondsSince1970 = Int64(days * 86_400 + hours * 3_600 + minutes * 60 + seconds)
    }

    package static func < (lhs: CertificateTime, rhs: CertificateTime) -> Bool {
        lhs.secondsSince1970 < rhs.secondsSince1970
    }

    /// The moment as RFC 3339 text with `Z`, such as `2026-04-17T12:00:00Z`.
    ///
    /// Outside the years 0 to 9999, which RFC 3339 cannot write, the seconds stand instead.
    package var rfc3339: String {
        let earliest: Int64 = -62_167_219_200
        let latest: Int64 = 253_402_300_799
        guard (earliest...latest).contains(secondsSince1970) else { return "@\(secondsSince1970)" }
        let day = (secondsSince1970 - earliest) / 86_400
        let second = (secondsSince1970 - earliest) % 86_400
        let date = CertificateTime.civilDate(daysSinceYearZero: Int(day))
        let clock = [second / 3_600, second / 60 % 60, second % 60].map { CertificateTime.padded(Int($0), 2) }
        let calendar = [
            CertificateTime.padded(date.year, 4), CertificateTime.padded(date.month, 2),
            CertificateTime.padded(date.day, 2),
        ]
        return calendar.joined(separator: "-") + "T" + clock.joined(separator: ":") + "Z"
    }

    /// Counts days in the proleptic Gregorian calendar; March starts the computational year.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func civilDate(daysSinceYearZero days: Int) -> (year: Int, month: Int, day: Int) {
        // The era starts on 0000-03-01, 60 days after 0000-01-01.
        let z = days - 60
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
