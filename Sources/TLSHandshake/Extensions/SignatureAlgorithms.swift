/// The signature schemes that the sender accepts, best first.
///
/// Source: RFC 8446 section 4.2.3.
public struct SignatureAlgorithms: HelloExtension {
    public static let type = ExtensionType.signatureAlgorithms

    public let schemes: [SignatureScheme]

    public init(_ schemes: [SignatureScheme]) { self.schemes = schemes }

    public init(reading reader: inout WireReader) throws(WireError) {
        schemes = try reader.readCodePoints(prefix: 2, 2...0xFFFE, "supported_signature_algorithms")
    }

    public func write(to writer: inout WireWriter) {
        writer.writeCodePoints(prefix: 2, schemes)
    }
}
