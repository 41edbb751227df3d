internal import OpenFormats

/// A date as exports for people write it, where it can be read one way only.
///
/// Rules: 1. `17.04.2026`: with points the day comes first.  2. `2026/04/17`: the year tells the order.
/// 3. `04/17/2026` and `17/04/2026`: only where one of the two numbers is no month, or both are the same.
/// A clock may follow, with AM or PM. The zone is not said and taken for UTC.
enum TableDate {
    /// The longest form, `12/31/2026 at 12:59:59 PM`, and some room.
    private static let maximumBytes = 40

    /// The time in microseconds since 1970 UTC; nil for every other text, and for one that reads two ways.
    static func microseconds(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
        guard range.count <= maximumBytes else { return nil }
        let words = bytes.text(range).uppercased().split { $0 == " " || $0 == "," }
        guard let date = words.first.flatMap(date) else { return nil }
        var rest = words.dropFirst().filter { $0 != "AT" && $0 != "UM" && $0 != "À" }
        guard !rest.isEmpty else { return Timestamps.microseconds(of: date) }
        let isAfternoon: Bool? =
            switch rest.last {
            case "AM": false
            case "PM": true
            default: nil
            }
        if isAfternoon != nil { rest.removeLast() }
        guard rest.count == 1, let clock = clock(rest[0], isAfternoon) else { return nil }
        return Timestamps.microseconds(of: "\(date)T\(clock)Z")
    }

    private static func date(_ word: Substring) -> String? {
        for mark: Character in [".", "/"] {
            let parts = word.split(separator: mark, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let numbers = parts.compactMap(number)
            guard numbers.count == 3 else { return nil }
            if parts[0].count == 4 { return text(numbers[0], numbers[1], numbers[2]) }
            guard parts[2].count == 4 else { return nil }
            if mark == "." || numbers[0] > 12 || numbers[0] == numbers[1] {
                return text(numbers[2], numbers[1], numbers[0])
            }
            return numbers[1] > 12 ? text(numbers[2], numbers[0], numbers[1]) : nil
        }
        return nil
    }

    /// `H:MM` or `H:MM:SS`, on the clock of twelve hours where the half of the day is named.
    private static func clock(_ word: Substring, _ isAfternoon: Bool?) -> String? {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.compactMap(number)
        guard (2...3).contains(parts.count), numbers.count == parts.count else { return nil }
        var hour = numbers[0]
        if let isAfternoon {
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + (isAfternoon ? 12 : 0)
        }
        return "\(padded(hour)):\(padded(numbers[1])):\(padded(parts.count == 3 ? numbers[2] : 0))"
    }

    private static func number(_ text: Substring) -> Int? {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    private static func text(_ year: Int, _ month: Int, _ day: Int) -> String? {
        year > 999 ? "\(year)-\(padded(month))-\(padded(day))" : nil
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
