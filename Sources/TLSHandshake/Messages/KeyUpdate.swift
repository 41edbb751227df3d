/// The notice that the sender's next record is under new keys.
///
/// Source: RFC 8446 section 4.6.3.
public struct KeyUpdate: HandshakeBody {
    public static let type = HandshakeType.keyUpdate

    /// Whether the receiver must answer with a KeyUpdate of its own.
    public let isRequested: Bool

    public init(isRequested: Bool) { self.isRequested = isRequested }

    public init(reading reader: inout WireReader) throws(WireError) {
        let start = reader.offset
        let value = try reader.readUInt8("request_update")
        guard value <= 1 else {
            throw WireError(
                reading: "request_update", offset: start, expected: "0 or 1", found: "\(value)",
                alert: .illegalParameter)
        }
        isRequested = value == 1
    }

    public func write(to writer: inout WireWriter) {
        writer.write(UInt8(isRequested ? 1 : 0))
    }
}
