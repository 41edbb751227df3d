/// A server's wish for a certificate of the client.
///
/// Source: RFC 8446 section 4.3.2.
public struct CertificateRequest: HandshakeBody {
    public static let type = HandshakeType.certificateRequest

    public let context: [UInt8]
    public let extensions: [RawExtension]

    public init(context: [UInt8] = [], extensions: [RawExtension]) {
        self.context = context
        self.extensions = extensions
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        var vector = try reader.readVector(prefix: 1, 0...255, "certificate_request_context")
        context = vector.readRest()
        extensions = try reader.readExtensions("extensions")
    }

    public func write(to writer: inout WireWriter) {
        writer.writeVector(prefix: 1, context)
        writer.writeExtensions(extensions)
    }
}
