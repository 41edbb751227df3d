/// A moment in UTC as transcripts and reflections write it: `2026-04-17T12:00:00.250Z`.
public struct RFC3339Time: Hashable, Sendable, Comparable {
    public let millisecondsSince1970: Int64

    /// The years that four digits can say.
    private static let range: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999
    private static let millisecondsOfDay: Int64 = 86_400_000

    /// A moment outside the years 0 to 9999 becomes the nearest inside.
    public init(millisecondsSince1970: Int64) {
        self.millisecondsSince1970 = min(
            max(millisecondsSince1970, Self.range.lowerBound), Self.range.upperBound)
    }

    /// Reads a date, `T`, a time with any fraction, and `Z`; digits beyond the millisecond are cut off.
    ///
    /// Absent for anything else, other offsets among it: what is compared here was written in UTC.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 40, bytes.last == UInt8(ascii: "Z"),
            [4, 7].allSatisfy({ bytes[$0] == UInt8(ascii: "-") }), bytes[10] == UInt8(ascii: "T"),
            [13, 16].allSatisfy({ bytes[$0] == UInt8(ascii: ":") })
        else { return nil }
        let fields = [0..<4, 5..<7, 8..<10, 11..<13, 14..<16, 17..<19].map { Self.number(bytes[$0]) }
        guard let year = fields[0], let month = fields[1], (1...12).contains(month), let day = fields[2],
            (1...31).contains(day), let hour = fields[3], hour < 24, let minute = fields[4], minute < 60,
            let second = fields[5], second <= 60, let fraction = Self.fraction(bytes[19..<bytes.count - 1])
        else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        self.init(
            millisecondsSince1970: days * Self.millisecondsOfDay
                + ((hour * 60 + minute) * 60 + second) * 1_000 + fraction)
    }

    public static func < (left: RFC3339Time, right: RFC3339Time) -> Bool {
        left.millisecondsSince1970 < right.millisecondsSince1970
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    /// Milliseconds of `.25` and the like; 0 for no fraction.
    private static func fraction(_ text: ArraySlice<UInt8>) -> Int64? {
        guard let point = text.first else { return 0 }
        let digits = text.dropFirst()
        guard point == UInt8(ascii: "."), !digits.isEmpty,
            digits.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        let padded = Array(digits.prefix(3)) + Array(repeating: 0x30, count: max(0, 3 - digits.count))
        return number(padded[...])
    }

    /// Days since 1970 in the Gregorian calendar, counted in years that begin in March.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension RFC3339Time: CustomStringConvertible {
    /// With three decimals and `Z`.
    public var description: String {
        let day = Self.floorDivide(millisecondsSince1970, Self.millisecondsOfDay)
        let time = millisecondsSince1970 - day * Self.millisecondsOfDay
        let (year, month, date) = Self.date(day)
        func padded(_ value: Int64, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(date, 2))T\(padded(time / 3_600_000, 2))"
            + ":\(padded(time / 60_000 % 60, 2)):\(padded(time / 1_000 % 60, 2)).\(padded(time % 1_000, 3))Z"
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    private static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
