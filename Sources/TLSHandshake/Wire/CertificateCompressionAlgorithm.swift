/// A way to compress a chain of certificates.
///
/// Source: IANA TLS Certificate Compression Algorithm IDs; RFC 8879 section 7.3.
public struct CertificateCompressionAlgorithm: CodePoint {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let zlib = CertificateCompressionAlgorithm(rawValue: 1)
    public static let brotli = CertificateCompressionAlgorithm(rawValue: 2)
    public static let zstd = CertificateCompressionAlgorithm(rawValue: 3)

    public static let names: [UInt16: String] = [1: "zlib", 2: "brotli", 3: "zstd"]
}
