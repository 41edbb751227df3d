/// The kind of a JSON value, told from its first byte.
public enum JSONKind: UInt8, Sendable, Hashable {
    case null, bool, number, string, array, object
}

/// A string as it stands in a document: the bytes between the quotation marks.
public struct JSONText: Sendable, Hashable {
    /// The bytes between the quotation marks.
    public let range: Range<Int>
    /// Whether the bytes are the text: nothing is escaped.
    public let isPlain: Bool

    @inlinable
    public init(range: Range<Int>, isPlain: Bool) {
        self.range = range
        self.isPlain = isPlain
    }
}

/// A pull reader of JSON for hot loops: positions and ranges, no allocation for a value.
///
/// The scanner holds a cursor; the bytes are handed to every call and must be the same ones. It accepts what
/// RFC 8259 accepts and nothing else, also in values that are skipped. Call order for an object:
/// ```
/// var scanner = JSONScanner()
/// try scanner.beginObject(in: bytes)
/// while let key = try scanner.nextKey(in: bytes) {
///     if JSONScanner.isKey(key, "serialNumber", in: bytes) { … } else { try scanner.skip(in: bytes) }
/// }
/// try scanner.finish(in: bytes)
/// ```
/// Complexity: one pass; eight bytes a step inside strings.   Source: RFC 8259.
public struct JSONScanner: Sendable {
    /// The next byte to read.
    public var offset: Int
    /// How many arrays and objects are open.
    public var depth: Int { openContainers }
    /// The bounds of the document.
    public let limits: JSONLimits
    @usableFromInline var openContainers: Int
    @usableFromInline var isFresh: Bool

    /// A scanner before its first byte.
    @inlinable
    public init(at offset: Int = 0, limits: JSONLimits = .record) {
        self.offset = offset
        self.limits = limits
        openContainers = 0
        isFresh = false
    }

    /// Skips a UTF-8 byte order mark, if the document begins with one.
    public mutating func skipByteOrderMark(in bytes: Span<UInt8>) {
        guard offset == 0, bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF else {
            return
        }
        offset = 3
    }

    /// Skips white space.
    @inlinable
    public mutating func skipSpace(in bytes: Span<UInt8>) {
        while offset < bytes.count {
            let byte = bytes[offset]
            guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            offset &+= 1
        }
    }

    /// The kind of the next value; the cursor stays before it.
    @inlinable
    public mutating func kind(in bytes: Span<UInt8>) throws(JSONError) -> JSONKind {
        skipSpace(in: bytes)
        guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        switch bytes[offset] {
        case 0x22: return .string
        case 0x7B: return .object
        case 0x5B: return .array
        case 0x2D, 0x30...0x39: return .number
        case 0x74, 0x66: return .bool
        case 0x6E: return .null
        default: throw JSONError(.expectedValue, at: offset, in: bytes)
        }
    }

    // MARK: Objects and arrays

    /// Opens an object.
    @inlinable
    public mutating func beginObject(in bytes: Span<UInt8>) throws(JSONError) {
        try open(0x7B, .expectedObject, in: bytes)
    }

    /// Opens an array.
    @inlinable
    public mutating func beginArray(in bytes: Span<UInt8>) throws(JSONError) {
        try open(0x5B, .expectedArray, in: bytes)
    }

    @usableFromInline
    mutating func open(
        _ byte: UInt8, _ reason: JSONError.Reason, in bytes: Span<UInt8>
    ) throws(JSONError) {
        skipSpace(in: bytes)
        guard offset < bytes.count, bytes[offset] == byte else {
            throw JSONError(reason, at: offset, in: bytes)
        }
        guard openContainers < limits.depth else { throw JSONError(.tooDeep, at: offset, found: byte) }
        openContainers &+= 1
        offset &+= 1
        isFresh = true
    }

    /// The key of the next member, the cursor before its value; nil once the object is closed.
    @inlinable
    public mutating func nextKey(in bytes: Span<UInt8>) throws(JSONError) -> JSONText? {
        skipSpace(in: bytes)
        guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        if bytes[offset] == 0x7D {
            close()
            return nil
        }
        if isFresh {
            isFresh = false
        } else {
            guard bytes[offset] == 0x2C else { throw JSONError(.expectedCommaOrBrace, at: offset, in: bytes) }
            offset &+= 1
            skipSpace(in: bytes)
        }
        guard offset < bytes.count, bytes[offset] == 0x22 else {
            throw JSONError(.expectedKey, at: offset, in: bytes)
        }
        let key = try string(in: bytes)
        skipSpace(in: bytes)
        guard offset < bytes.count, bytes[offset] == 0x3A else {
            throw JSONError(.expectedColon, at: offset, in: bytes)
        }
        offset &+= 1
        return key
    }

    /// Whether another element follows, the cursor before it; false once the array is closed.
    @inlinable
    public mutating func nextElement(in bytes: Span<UInt8>) throws(JSONError) -> Bool {
        skipSpace(in: bytes)
        guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        if bytes[offset] == 0x5D {
            close()
            return false
        }
        if isFresh {
            isFresh = false
            return true
        }
        guard bytes[offset] == 0x2C else { throw JSONError(.expectedCommaOrBracket, at: offset, in: bytes) }
        offset &+= 1
        skipSpace(in: bytes)
        guard offset < bytes.count, bytes[offset] != 0x5D else {
            throw JSONError(.expectedValue, at: offset, in: bytes)
        }
        return true
    }

    @inlinable @inline(__always)
    mutating func close() {
        openContainers &-= 1
        offset &+= 1
        isFresh = false
    }

    /// Checks that nothing but white space follows the document.
    @inlinable
    public mutating func finish(in bytes: Span<UInt8>) throws(JSONError) {
        skipSpace(in: bytes)
        guard offset >= bytes.count else { throw JSONError(.trailingBytes, at: offset, in: bytes) }
    }

    /// Skips one value of any kind, checking it, and returns where it stands.
    @discardableResult
    public mutating func skip(in bytes: Span<UInt8>) throws(JSONError) -> Range<Int> {
        let kind = try kind(in: bytes)
        let start = offset
        switch kind {
        case .null: try null(in: bytes)
        case .bool: _ = try bool(in: bytes)
        case .number: _ = try number(in: bytes)
        case .string: _ = try string(in: bytes)
        case .array:
            try beginArray(in: bytes)
            var count = 0
            while try nextElement(in: bytes) {
                count &+= 1
                guard count <= limits.members else { throw JSONError(.tooManyMembers, at: offset) }
                try skip(in: bytes)
            }
        case .object:
            try beginObject(in: bytes)
            var count = 0
            while try nextKey(in: bytes) != nil {
                count &+= 1
                guard count <= limits.members else { throw JSONError(.tooManyMembers, at: offset) }
                try skip(in: bytes)
            }
        }
        return start..<max(start, offset)
    }
}
