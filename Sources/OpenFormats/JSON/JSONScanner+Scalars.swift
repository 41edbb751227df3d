/// A number as it stands in a document.
public struct JSONNumberText: Sendable, Hashable {
    /// The bytes of the number.
    public let range: Range<Int>
    /// The exact value, if the number is written without fraction and exponent and fits.
    public let integer: Int64?

    @inlinable
    public init(range: Range<Int>, integer: Int64?) {
        self.range = range
        self.integer = integer
    }
}

extension JSONScanner {
    /// Reads `null`.
    @inlinable
    public mutating func null(in bytes: Span<UInt8>) throws(JSONError) {
        try literal(0x6C6C_756E, in: bytes)
    }

    /// Reads `true` or `false`.
    @inlinable
    public mutating func bool(in bytes: Span<UInt8>) throws(JSONError) -> Bool {
        if offset < bytes.count, bytes[offset] == 0x74 {
            try literal(0x6575_7274, in: bytes)
            return true
        }
        guard offset &+ 5 <= bytes.count, bytes[offset] == 0x66 else {
            throw JSONError(.invalidLiteral, at: offset, in: bytes)
        }
        offset &+= 1
        try literal(0x6573_6C61, in: bytes)
        return false
    }

    @usableFromInline
    mutating func literal(_ word: UInt32, in bytes: Span<UInt8>) throws(JSONError) {
        guard offset &+ 4 <= bytes.count else { throw JSONError(.invalidLiteral, at: offset, in: bytes) }
        var found: UInt32 = 0
        for index in 0..<4 { found |= UInt32(bytes[offset &+ index]) << UInt32(index &* 8) }
        guard found == word else { throw JSONError(.invalidLiteral, at: offset, in: bytes) }
        offset &+= 4
    }

    /// Reads a number.
    public mutating func number(in bytes: Span<UInt8>) throws(JSONError) -> JSONNumberText {
        let start = offset
        let end = bytes.count
        var cursor = offset
        let negative = cursor < end && bytes[cursor] == 0x2D
        if negative { cursor &+= 1 }
        guard cursor < end, (0x30...0x39).contains(bytes[cursor]) else {
            throw JSONError(.invalidNumber, at: cursor, in: bytes)
        }
        var value: Int64? = 0
        if bytes[cursor] == 0x30 {
            cursor &+= 1
        } else {
            while cursor < end, case let digit = bytes[cursor] &- 0x30, digit < 10 {
                value = Self.shift(value, Int64(digit))
                cursor &+= 1
            }
        }
        if cursor < end, bytes[cursor] == 0x2E {
            value = nil
            cursor = try Self.digits(after: cursor &+ 1, in: bytes)
        }
        if cursor < end, bytes[cursor] | 0x20 == 0x65 {
            value = nil
            cursor &+= 1
            if cursor < end, bytes[cursor] == 0x2B || bytes[cursor] == 0x2D { cursor &+= 1 }
            cursor = try Self.digits(after: cursor, in: bytes)
        }
        if cursor < end, (0x30...0x39).contains(bytes[cursor]) {  // a leading zero
            throw JSONError(.invalidNumber, at: cursor, in: bytes)
        }
        offset = cursor
        // Accumulated as a negative number, so that Int64.min is reached.
        let integer: Int64? = value.flatMap { negative ? $0 : ($0 == .min ? nil : -$0) }
        return JSONNumberText(range: start..<cursor, integer: integer)
    }

    @inline(__always)
    private static func shift(_ value: Int64?, _ digit: Int64) -> Int64? {
        guard let value else { return nil }
        let (product, over) = value.multipliedReportingOverflow(by: 10)
        let (difference, under) = product.subtractingReportingOverflow(digit)
        return over || under ? nil : difference
    }

    private static func digits(after start: Int, in bytes: Span<UInt8>) throws(JSONError) -> Int {
        var cursor = start
        while cursor < bytes.count, (0x30...0x39).contains(bytes[cursor]) { cursor &+= 1 }
        guard cursor > start else { throw JSONError(.invalidNumber, at: cursor, in: bytes) }
        return cursor
    }
}
