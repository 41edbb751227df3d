/// A Certificate message in compressed form.
///
/// Source: RFC 8879 section 4.
public struct CompressedCertificate: HandshakeBody {
    public static let type = HandshakeType.compressedCertificate

    public let algorithm: CertificateCompressionAlgorithm
    /// Bytes of the body of the Certificate message, as its sender says.
    public let uncompressedLength: Int
    public let compressed: [UInt8]

    public init(algorithm: CertificateCompressionAlgorithm, uncompressedLength: Int, compressed: [UInt8]) {
        self.algorithm = algorithm
        self.uncompressedLength = uncompressedLength
        self.compressed = compressed
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        algorithm = CertificateCompressionAlgorithm(rawValue: try reader.readUInt16("algorithm"))
        uncompressedLength = try reader.readUInt24("uncompressed_length")
        var data = try reader.readVector(prefix: 3, 1...0xFF_FFFF, "compressed_certificate_message")
        compressed = data.readRest()
    }

    public func write(to writer: inout WireWriter) {
        writer.write(algorithm)
        writer.write(UInt8(truncatingIfNeeded: uncompressedLength >> 16))
        writer.write(UInt16(truncatingIfNeeded: uncompressedLength))
        writer.writeVector(prefix: 3, compressed)
    }
}

extension CompressedCertificate {
    private static let lengthOffset = HandshakeMessage.headerLength + 2
    private static let dataOffset = lengthOffset + 6

    /// The Certificate message; offsets of errors in it count in the uncompressed form.
    ///
    /// No more than the length that was said is ever written, and no more than a plain message may have.
    ///
    /// Throws: `illegal_parameter` for another way than zlib, else `bad_certificate`, as RFC 8879 asks.
    public func uncompressed() throws(WireError) -> HandshakeMessage {
        guard algorithm == .zlib else {
            throw WireError(
                reading: "algorithm", offset: HandshakeMessage.headerLength, expected: "zlib",
                found: algorithm.description, alert: .illegalParameter)
        }
        guard (1...RecordLimits.certificateMessage).contains(uncompressedLength) else {
            throw WireError(
                reading: "uncompressed_length", offset: Self.lengthOffset,
                expected: "1 to \(RecordLimits.certificateMessage)", found: "\(uncompressedLength)",
                alert: .badCertificate)
        }
        do throws(Inflation.Failure) {
            let body = try Inflation.inflate(compressed, to: uncompressedLength)
            return HandshakeMessage(type: .certificate) { $0.write(body) }
        } catch {
            throw WireError(
                reading: "compressed_certificate_message", offset: Self.dataOffset,
                expected: "a zlib stream of \(uncompressedLength) bytes", found: error.description,
                alert: .badCertificate)
        }
    }
}
