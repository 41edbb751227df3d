/// The ways of compression that the sender can undo in a chain of certificates.
///
/// Source: RFC 8879 section 3.
public struct CompressCertificate: HelloExtension {
    public static let type = ExtensionType.compressCertificate

    public let algorithms: [CertificateCompressionAlgorithm]

    public init(_ algorithms: [CertificateCompressionAlgorithm]) { self.algorithms = algorithms }

    public init(reading reader: inout WireReader) throws(WireError) {
        algorithms = try reader.readCodePoints(prefix: 1, 2...254, "algorithms")
    }

    public func write(to writer: inout WireWriter) {
        writer.writeCodePoints(prefix: 1, algorithms)
    }
}
