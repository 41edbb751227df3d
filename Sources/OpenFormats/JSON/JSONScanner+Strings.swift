extension JSONScanner {
    /// Reads a string and returns the bytes between its quotation marks, checked but not decoded.
    @inlinable
    public mutating func string(in bytes: Span<UInt8>) throws(JSONError) -> JSONText {
        guard offset < bytes.count, bytes[offset] == 0x22 else {
            throw JSONError(.expectedString, at: offset, in: bytes)
        }
        let start = offset &+ 1
        let raw = unsafe bytes.bytes
        var cursor = start
        while cursor &+ 8 <= bytes.count {
            let marks = ByteWords.stringStops(ByteWords.load(raw, at: cursor))
            guard marks != 0 else {
                cursor &+= 8
                continue
            }
            cursor &+= marks.trailingZeroBitCount >> 3
            guard bytes[cursor] == 0x22, cursor &- start <= limits.stringBytes else { break }
            offset = cursor &+ 1
            return JSONText(range: start..<cursor, isPlain: true)
        }
        return try longString(from: start, at: cursor, in: bytes)
    }

    /// Finishes a string that has an escape, a non-ASCII character, or ends near the end of the input.
    @usableFromInline
    mutating func longString(
        from start: Int, at first: Int, in bytes: Span<UInt8>
    ) throws(JSONError) -> JSONText {
        var cursor = first
        var isPlain = true
        let raw = unsafe bytes.bytes
        while cursor < bytes.count {
            if cursor &+ 8 <= bytes.count {
                let marks = ByteWords.stringStops(ByteWords.load(raw, at: cursor))
                guard marks != 0 else {
                    cursor &+= 8
                    continue
                }
                cursor &+= marks.trailingZeroBitCount >> 3
            }
            switch bytes[cursor] {
            case 0x22:
                guard cursor &- start <= limits.stringBytes else {
                    throw JSONError(.stringTooLong, at: start, in: bytes)
                }
                offset = cursor &+ 1
                return JSONText(range: start..<cursor, isPlain: isPlain)
            case 0x5C:
                isPlain = false
                cursor = try Self.escape(at: cursor, in: bytes).end
            case 0..<0x20: throw JSONError(.controlCharacter, at: cursor, in: bytes)
            case 0x80...: cursor = try Self.multibyte(at: cursor, in: bytes)
            default: cursor &+= 1
            }
        }
        throw JSONError(.unexpectedEnd, at: bytes.count)
    }

    /// Checks one non-ASCII character and returns where it ends.
    ///
    /// Source: RFC 3629 section 4: no overlong form, no surrogate, nothing above U+10FFFF.
    @usableFromInline
    static func multibyte(at start: Int, in bytes: Span<UInt8>) throws(JSONError) -> Int {
        let lead = bytes[start]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default: throw JSONError(.invalidUTF8, at: start, in: bytes)
        }
        guard start &+ length <= bytes.count else { throw JSONError(.invalidUTF8, at: start, in: bytes) }
        guard second.contains(bytes[start &+ 1]) else {
            throw JSONError(.invalidUTF8, at: start &+ 1, in: bytes)
        }
        for index in (start &+ 2)..<max(start &+ 2, start &+ length) where bytes[index] & 0xC0 != 0x80 {
            throw JSONError(.invalidUTF8, at: index, in: bytes)
        }
        return start &+ length
    }

    /// Reads one escape and returns the character that it stands for and where it ends.
    static func escape(
        at start: Int, in bytes: Span<UInt8>
    ) throws(JSONError) -> (scalar: UInt32, end: Int) {
        guard start &+ 1 < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        let simple: UInt32
        switch bytes[start &+ 1] {
        case 0x22: simple = 0x22
        case 0x5C: simple = 0x5C
        case 0x2F: simple = 0x2F
        case 0x62: simple = 0x08
        case 0x66: simple = 0x0C
        case 0x6E: simple = 0x0A
        case 0x72: simple = 0x0D
        case 0x74: simple = 0x09
        case 0x75:
            let unit = try codeUnit(at: start &+ 2, in: bytes)
            guard 0xD800...0xDFFF ~= unit else { return (unit, start &+ 6) }
            guard unit < 0xDC00, start &+ 7 < bytes.count, bytes[start &+ 6] == 0x5C,
                bytes[start &+ 7] == 0x75
            else { throw JSONError(.loneSurrogate, at: start, in: bytes) }
            let low = try codeUnit(at: start &+ 8, in: bytes)
            guard 0xDC00...0xDFFF ~= low else { throw JSONError(.loneSurrogate, at: start, in: bytes) }
            return (0x10000 &+ (unit &- 0xD800) << 10 &+ (low &- 0xDC00), start &+ 12)
        default: throw JSONError(.invalidEscape, at: start, in: bytes)
        }
        return (simple, start &+ 2)
    }

    private static func codeUnit(at start: Int, in bytes: Span<UInt8>) throws(JSONError) -> UInt32 {
        guard start &+ 4 <= bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        var unit: UInt32 = 0
        for index in start..<(start &+ 4) {
            guard let digit = Hex.digit(bytes[index]) else {
                throw JSONError(.invalidEscape, at: index, in: bytes)
            }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }

    // MARK: What a checked string says

    /// The text of a string that this scanner has read.
    public static func text(_ text: JSONText, in bytes: Span<UInt8>) -> String {
        guard !text.isPlain else { return bytes.text(text.range) }
        var decoded: [UInt8] = []
        append(text, in: bytes, to: &decoded)
        return String(decoding: decoded, as: UTF8.self)
    }

    /// Appends the decoded bytes of a string that this scanner has read.
    public static func append(_ text: JSONText, in bytes: Span<UInt8>, to decoded: inout [UInt8]) {
        var cursor = text.range.lowerBound
        let end = min(text.range.upperBound, bytes.count)
        while cursor < end {
            if bytes[cursor] == 0x5C, let escape = try? escape(at: cursor, in: bytes),
                let scalar = Unicode.Scalar(escape.scalar)
            {
                decoded.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                cursor = max(escape.end, cursor &+ 1)
            } else {
                decoded.append(bytes[cursor])
                cursor &+= 1
            }
        }
    }

    /// Whether a key that this scanner has read is the given name.
    public static func isKey(_ key: JSONText, _ name: String, in bytes: Span<UInt8>) -> Bool {
        guard key.isPlain else { return text(key, in: bytes) == name }
        guard key.range.count == name.utf8.count, key.range.upperBound <= bytes.count else { return false }
        var index = key.range.lowerBound
        for byte in name.utf8 {
            guard bytes[index] == byte else { return false }
            index &+= 1
        }
        return true
    }
}

extension Span<UInt8> {
    /// The bytes of a range as text; ill-formed UTF-8 is repaired, a range outside is cut.
    public func text(_ range: Range<Int>) -> String {
        let part = extracting(range.clamped(to: 0..<count))
        return unsafe part.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of a range as an array; a range outside is cut.
    public func array(_ range: Range<Int>) -> [UInt8] {
        let part = extracting(range.clamped(to: 0..<count))
        return unsafe part.withUnsafeBufferPointer { unsafe Array($0) }
    }
}
