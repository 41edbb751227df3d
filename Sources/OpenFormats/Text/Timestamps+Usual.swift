extension Timestamps {
    private static let digits: UInt64 = 0x7676_7676_7676_7676

    /// Reads the form that nearly every source writes: `2026-04-17T12:00:00Z`, with or without a fraction.
    ///
    /// Returns nil for any other text; `microseconds(of:)` reads those.
    /// Complexity: two words are looked at, eight bytes each.
    @inline(__always)
    public static func usual(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
        let count = range.count
        guard count >= 20, count <= 27, range.upperBound <= bytes.count else { return nil }
        return twoWords(bytes, range)
    }

    @usableFromInline
    static func twoWords(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
        let raw = unsafe bytes.bytes
        let start = range.lowerBound
        // Against "0000-00-" and "00T00:00" a digit becomes its value and everything else that fits zero.
        let date = ByteWords.load(raw, at: start) ^ 0x2D30_302D_3030_3030
        let clock = ByteWords.load(raw, at: start &+ 8) ^ 0x3030_3A30_3054_3030
        let high = (date | (date &+ digits) | clock | (clock &+ digits)) & ByteWords.tops
        guard high == 0, date & 0xFF00_00FF_0000_0000 == 0, clock & 0x0000_FF00_00FF_0000 == 0,
            bytes[start &+ 16] == 0x3A
        else { return nil }
        let tens = bytes[start &+ 17] &- 0x30
        let ones = bytes[start &+ 18] &- 0x30
        let year = digit(date, 0) * 1_000 + digit(date, 1) * 100 + digit(date, 2) * 10 + digit(date, 3)
        let month = digit(date, 5) * 10 + digit(date, 6)
        let day = digit(clock, 0) * 10 + digit(clock, 1)
        let hour = digit(clock, 3) * 10 + digit(clock, 4)
        let minute = digit(clock, 6) * 10 + digit(clock, 7)
        guard tens < 6, ones < 10, hour < 24, minute < 60, year > 0 else { return nil }
        let civil = CivilDate(year: year, month: month, day: day)
        guard month >= 1, month <= 12, day >= 1, day <= 28 || civil.exists else { return nil }
        let second = hour * 3_600 + minute * 60 + Int64(tens) * 10 + Int64(ones)
        guard let fraction = fraction(bytes, (start &+ 19)..<range.upperBound) else { return nil }
        return instant(civil.dayNumber * 86_400 + second, fraction)
    }

    @inline(__always)
    private static func digit(_ word: UInt64, _ place: UInt64) -> Int64 {
        Int64(truncatingIfNeeded: word >> (place &* 8) & 0xFF)
    }

    /// The microseconds of `Z`, or of `.` with up to six digits before it.
    @inline(__always)
    private static func fraction(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
        guard bytes[range.upperBound &- 1] == 0x5A else { return nil }
        guard range.count > 1 else { return 0 }
        guard range.count > 2, bytes[range.lowerBound] == 0x2E else { return nil }
        var value: Int64 = 0
        var scale: Int64 = 100_000
        var index = range.lowerBound &+ 1
        while index < range.upperBound &- 1 {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { return nil }
            value &+= Int64(digit) &* scale
            scale /= 10
            index &+= 1
        }
        return value
    }
}
