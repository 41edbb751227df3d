/// A handshake message as it stands on the wire: four bytes of header, then the body.
///
/// Source: RFC 8446 section 4.
public struct HandshakeMessage: Hashable, Sendable {
    public static let headerLength = 4

    public let type: HandshakeType
    /// Header and body: what the transcript hash covers.
    public let bytes: [UInt8]

    init(type: HandshakeType, bytes: [UInt8]) {
        self.type = type
        self.bytes = bytes
    }

    /// Wraps what `body` writes.
    public init(type: HandshakeType, body: (inout WireWriter) -> Void) {
        var writer = WireWriter()
        writer.write(type.rawValue)
        writer.writeVector(prefix: 3, body)
        self.init(type: type, bytes: writer.bytes)
    }

    /// Reads one whole message; nothing may follow it.
    public init(_ bytes: [UInt8]) throws(WireError) {
        var reader = WireReader(bytes)
        type = HandshakeType(rawValue: try reader.readUInt8("msg_type"))
        let body = try reader.readVector(prefix: 3, 0...0xFF_FFFF, "handshake message")
        try reader.finish(type.description)
        _ = body
        self.bytes = bytes
    }

    public var body: ArraySlice<UInt8> { bytes.dropFirst(Self.headerLength) }

    /// Reads the body as a `Body`, which must fill the message.
    public func decode<Body: HandshakeBody>(_: Body.Type = Body.self) throws(WireError) -> Body {
        var reader = WireReader(body, at: Self.headerLength)
        let content = try Body(reading: &reader)
        try reader.finish(type.description)
        return content
    }
}

/// The body of one kind of handshake message.
public protocol HandshakeBody: Hashable, Sendable {
    static var type: HandshakeType { get }
    init(reading reader: inout WireReader) throws(WireError)
    func write(to writer: inout WireWriter)
}

extension HandshakeBody {
    /// The body with its header.
    public var message: HandshakeMessage {
        HandshakeMessage(type: Self.type) { write(to: &$0) }
    }
}
