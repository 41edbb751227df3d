/// A cursor over bytes that came from a peer: every step is checked against what is left.
///
/// Offsets in errors count from the start of the message the bytes belong to.
public struct WireReader: Sendable {
    private var rest: ArraySlice<UInt8>
    /// What to add to an index of `rest` to get an offset in the message.
    private let shift: Int

    /// Reads `bytes`, the first of which stands at `offset` of its message.
    public init(_ bytes: ArraySlice<UInt8>, at offset: Int = 0) {
        rest = bytes
        shift = offset - bytes.startIndex
    }

    public init(_ bytes: [UInt8], at offset: Int = 0) {
        self.init(bytes[...], at: offset)
    }

    /// Where the next byte stands in its message.
    public var offset: Int { rest.startIndex + shift }
    public var count: Int { rest.count }
    public var isEmpty: Bool { rest.isEmpty }

    /// Takes everything that is left.
    public mutating func readRest() -> [UInt8] {
        defer { rest = rest[rest.endIndex...] }
        return Array(rest)
    }

    public mutating func read(_ count: Int, _ reading: String) throws(WireError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= rest.count else {
            throw WireError(
                reading: reading, offset: offset, expected: "\(count) bytes", found: "\(rest.count) bytes")
        }
        let taken = rest.prefix(count)
        rest = rest.dropFirst(count)
        return taken
    }

    public mutating func readUInt8(_ reading: String) throws(WireError) -> UInt8 {
        UInt8(truncatingIfNeeded: try readInteger(bytes: 1, reading))
    }

    public mutating func readUInt16(_ reading: String) throws(WireError) -> UInt16 {
        UInt16(truncatingIfNeeded: try readInteger(bytes: 2, reading))
    }

    public mutating func readUInt24(_ reading: String) throws(WireError) -> Int {
        Int(try readInteger(bytes: 3, reading))
    }

    public mutating func readUInt32(_ reading: String) throws(WireError) -> UInt32 {
        try readInteger(bytes: 4, reading)
    }

    /// Reads a big-endian number of one to four bytes.
    private mutating func readInteger(bytes: Int, _ reading: String) throws(WireError) -> UInt32 {
        try read(bytes, reading).reduce(0) { $0 << 8 | UInt32($1) }
    }
}

// MARK: - Vectors (RFC 8446 section 3.4)

extension WireReader {
    /// Reads a vector whose length stands before it in `prefix` bytes (1, 2 or 3) and must be in `allowed`.
    public mutating func readVector(
        prefix: Int, _ allowed: ClosedRange<Int>, _ reading: String
    ) throws(WireError) -> WireReader {
        let start = offset
        let length = Int(try readInteger(bytes: prefix, reading))
        guard allowed.contains(length) else {
            throw WireError(
                reading: reading + " length", offset: start,
                expected: "\(allowed.lowerBound) to \(allowed.upperBound)", found: "\(length)")
        }
        let first = offset
        return WireReader(try read(length, reading), at: first)
    }

    /// Reads a vector of two-byte numbers.
    public mutating func readCodePoints<Value: CodePoint>(
        prefix: Int, _ allowed: ClosedRange<Int>, _ reading: String
    ) throws(WireError) -> [Value] where Value.RawValue == UInt16 {
        var vector = try readVector(prefix: prefix, allowed, reading)
        var values: [Value] = []
        while !vector.isEmpty { values.append(Value(rawValue: try vector.readUInt16(reading))) }
        return values
    }

    /// Checks that nothing is left.
    public func finish(_ reading: String) throws(WireError) {
        guard rest.isEmpty else {
            throw WireError(
                reading: reading, offset: offset, expected: "the end", found: "\(rest.count) more bytes")
        }
    }
}
