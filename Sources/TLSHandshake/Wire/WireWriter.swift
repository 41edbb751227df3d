/// Collects bytes for the wire.
public struct WireWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public mutating func write(_ value: UInt8) { bytes.append(value) }

    public mutating func write(_ value: UInt16) {
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    public mutating func write(_ value: UInt32) {
        write(UInt16(truncatingIfNeeded: value >> 16))
        write(UInt16(truncatingIfNeeded: value))
    }

    public mutating func write(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

    public mutating func write<Value: CodePoint>(_ value: Value) where Value.RawValue == UInt16 {
        write(value.rawValue)
    }

    /// Writes what `body` writes, with its length before it in `prefix` bytes (1, 2 or 3).
    ///
    /// A body too long for its prefix is cut, so that the length on the wire is always true.
    public mutating func writeVector(prefix: Int, _ body: (inout WireWriter) -> Void) {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: prefix))
        body(&self)
        let longest = (1 << (8 * prefix)) - 1
        if bytes.count - start - prefix > longest { bytes.removeLast(bytes.count - start - prefix - longest) }
        var length = bytes.count - start - prefix
        for index in (start..<start + prefix).reversed() {
            bytes[index] = UInt8(truncatingIfNeeded: length)
            length >>= 8
        }
    }

    public mutating func writeVector(prefix: Int, _ content: some Collection<UInt8>) {
        writeVector(prefix: prefix) { $0.write(content) }
    }

    public mutating func writeCodePoints<Value: CodePoint>(prefix: Int, _ values: [Value])
    where Value.RawValue == UInt16 {
        writeVector(prefix: prefix) { writer in
            for value in values { writer.write(value.rawValue) }
        }
    }
}
