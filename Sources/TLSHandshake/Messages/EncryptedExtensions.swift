/// The server's answers to those extensions that need not be in the clear.
///
/// Source: RFC 8446 section 4.3.1.
public struct EncryptedExtensions: HandshakeBody {
    public static let type = HandshakeType.encryptedExtensions

    public let extensions: [RawExtension]

    public init(extensions: [RawExtension]) { self.extensions = extensions }

    public init(reading reader: inout WireReader) throws(WireError) {
        extensions = try reader.readExtensions("extensions")
    }

    public func write(to writer: inout WireWriter) {
        writer.writeExtensions(extensions)
    }
}
