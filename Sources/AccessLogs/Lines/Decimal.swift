internal import OpenFormats

/// Reads the numbers of log lines without making a text of them.
enum Decimal {
    /// A number without sign; nil for anything else, and for more than eighteen digits.
    @inline(__always)
    static func whole(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard !range.isEmpty, range.count <= 18, range.upperBound <= bytes.count else { return nil }
        var value = 0
        for index in range {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value &* 10 &+ Int(digit)
        }
        return value
    }

    /// Millionths of a number with or without a fraction; nil for anything else.
    static func millionths(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
        guard !range.isEmpty, range.upperBound <= bytes.count else { return nil }
        var point = range.lowerBound
        while point < range.upperBound, bytes[point] != 0x2E { point &+= 1 }
        guard let whole = whole(bytes, range.lowerBound..<point), whole < 1_000_000_000_000 else {
            return nil
        }
        guard point < range.upperBound else { return Int64(whole) * 1_000_000 }
        guard point + 1 < range.upperBound else { return nil }
        var fraction: Int64 = 0
        var unit: Int64 = 100_000
        for index in (point + 1)..<range.upperBound {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { return nil }
            fraction += Int64(digit) * unit
            unit /= 10
        }
        return Int64(whole) * 1_000_000 + fraction
    }

    /// Whether a number is written with a fraction of three digits, as nginx writes seconds.
    static func isSeconds(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        range.count >= 5 && range.upperBound <= bytes.count && bytes[range.upperBound - 4] == 0x2E
    }
}
