import Casework
import OpenFormats

extension JSONScanner {
    /// Reads a text; `null` says nothing.
    ///
    /// Throws: `RecordFault` for another type.
    mutating func text(_ key: String, in bytes: Span<UInt8>) throws -> String? {
        switch try kind(in: bytes) {
        case .string: return Self.text(try string(in: bytes), in: bytes)
        case .null:
            try null(in: bytes)
            return nil
        case .number, .bool, .array, .object: throw RecordFault("\(key): expected a text")
        }
    }

    /// Reads a time as RFC 3339 or as an epoch number.
    mutating func instant(_ key: String, in bytes: Span<UInt8>) throws -> Instant? {
        let range: Range<Int>
        switch try kind(in: bytes) {
        case .string: range = try string(in: bytes).range
        case .number: range = try number(in: bytes).range
        case .null:
            try null(in: bytes)
            return nil
        case .bool, .array, .object: throw RecordFault("\(key): expected a time")
        }
        guard let time = Timestamps.microseconds(of: bytes.extracting(range)) else {
            throw RecordFault("\(key): expected a time, found another text")
        }
        return Instant(microseconds: time)
    }

    /// Reads a number, also one that is written as a text.
    mutating func number(_ key: String, in bytes: Span<UInt8>) throws -> Double? {
        let text: String
        switch try kind(in: bytes) {
        case .number: text = bytes.text(try number(in: bytes).range)
        case .string: text = bytes.text(try string(in: bytes).range)
        case .null:
            try null(in: bytes)
            return nil
        case .bool, .array, .object: throw RecordFault("\(key): expected a number")
        }
        guard let value = Double(text), value.isFinite else { throw RecordFault("\(key): expected a number") }
        return value
    }
}
