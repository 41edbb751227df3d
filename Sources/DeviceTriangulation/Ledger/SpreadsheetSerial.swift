internal import OpenFormats

/// What a spreadsheet made of a serial number.
///
/// Rules: 1. an apostrophe before it, or `="…"` around it, kept it from being read as a number: taken away.
/// 2. `1.23E+11` is what is left of one that was read as a number: its characters are lost.
enum SpreadsheetSerial: Equatable {
    case untouched
    case repaired(Range<Int>)
    case lost

    init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        self = .untouched
        guard let first = range.first, let last = range.last else { return }
        if bytes[first] == 0x27 || bytes[first] == 0x60 {
            let inner = (first + 1)..<range.upperBound
            if !inner.isEmpty { self = .repaired(inner) }
        } else if range.count > 3, bytes[first] == 0x3D, bytes[first + 1] == 0x22, bytes[last] == 0x22 {
            self = .repaired((first + 2)..<last)
        } else if Self.isNumber(bytes, range) {
            self = .lost
        }
    }

    /// Whether the text is a number with an exponent: digits, perhaps a fraction, `E+` and digits.
    private static func isNumber(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        func digits() -> Int {
            let start = index
            while index < range.upperBound, (0x30...0x39).contains(bytes[index]) { index += 1 }
            return index - start
        }
        guard digits() > 0 else { return false }
        if index < range.upperBound, bytes[index] == 0x2E || bytes[index] == 0x2C {
            index += 1
            guard digits() > 0 else { return false }
        }
        guard index + 1 < range.upperBound, bytes[index] | 0x20 == 0x65, bytes[index + 1] == 0x2B else {
            return false
        }
        index += 2
        return digits() > 0 && index == range.upperBound
    }
}
