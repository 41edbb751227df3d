/// The proof that the sender holds the key of its certificate.
///
/// Source: RFC 8446 section 4.4.3.
public struct CertificateVerify: HandshakeBody {
    public static let type = HandshakeType.certificateVerify

    public let scheme: SignatureScheme
    public let signature: [UInt8]

    public init(scheme: SignatureScheme, signature: [UInt8]) {
        self.scheme = scheme
        self.signature = signature
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        scheme = SignatureScheme(rawValue: try reader.readUInt16("algorithm"))
        var vector = try reader.readVector(prefix: 2, 0...0xFFFF, "signature")
        signature = vector.readRest()
    }

    public func write(to writer: inout WireWriter) {
        writer.write(scheme)
        writer.writeVector(prefix: 2, signature)
    }
}
