import Casework

/// A date as HTTP headers write it: `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// Source: RFC 9110 section 5.6.7, the preferred form alone: services that deprecate or throttle write no other.
enum HTTPDate {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    static func instant(_ text: String) -> Instant? {
        let parts = text.split { $0 == " " || $0 == "," }
        guard parts.count == 6, parts[5].uppercased() == "GMT", let day = Int(parts[1]),
            (1...31).contains(day),
            let month = months.firstIndex(of: parts[2].lowercased()), let year = Int(parts[3]),
            (1970...9999).contains(year)
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]),
            (0...60).contains(clock[2])
        else { return nil }
        return Instant(microseconds: 0) + .days(days(year, month + 1, day)) + .hours(clock[0])
            + .minutes(clock[1]) + .seconds(clock[2])
    }

    /// Days since 1970-01-01 in the Gregorian calendar; the year starts in March, so that the leap day comes last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
