/// One record as it came.
///
/// Source: RFC 8446 section 5.1.
public struct Record: Hashable, Sendable {
    public let type: ContentType
    public let version: ProtocolVersion
    public let fragment: [UInt8]
    /// Where the record begins: bytes from the start of the stream.
    public let offset: Int

    /// The five bytes before the fragment, which a protected record authenticates.
    var header: [UInt8] {
        var writer = WireWriter()
        writer.write(type.rawValue)
        writer.write(version)
        writer.write(UInt16(truncatingIfNeeded: fragment.count))
        return writer.bytes
    }

    public init(type: ContentType, version: ProtocolVersion = .tls12, fragment: [UInt8], offset: Int = 0) {
        self.type = type
        self.version = version
        self.fragment = fragment
        self.offset = offset
    }

    public var bytes: [UInt8] { header + fragment }
}
