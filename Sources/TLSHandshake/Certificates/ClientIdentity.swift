/// A certificate of the client, what leads from it to its authority, and its private key.
public struct ClientIdentity: Sendable {
    /// Why a chain and a key are no identity.
    public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case noCertificate
        /// More than ``Certificate/maximumEntries``.
        case tooManyCertificates
        /// The first certificate cannot be read, or its key is of a kind that TLS 1.3 does not sign with.
        case unusableCertificate
        /// The private key is another one than the certificate's; its kind is told.
        case otherKey(String)

        public var description: String {
            switch self {
            case .noCertificate: "there is no certificate"
            case .tooManyCertificates: "there are more than \(Certificate.maximumEntries) certificates"
            case .unusableCertificate:
                "the first certificate cannot be read, or its key is neither EC (P-256, P-384, P-521), "
                    + "Ed25519 nor RSA"
            case .otherKey(let kind): "the \(kind) key is not that of the first certificate"
            }
        }
    }

    /// The client's own certificate first; DER.
    public let chain: [[UInt8]]
    /// The schemes in which the key signs so that its certificate proves it.
    public let schemes: [SignatureScheme]
    public let key: SigningKey

    /// Throws: ``Problem`` unless the key is that of the first certificate; a trial signature tells.
    public init(chain: [[UInt8]], key: SigningKey) throws(Problem) {
        guard let leaf = chain.first else { throw .noCertificate }
        guard chain.count <= Certificate.maximumEntries else { throw .tooManyCertificates }
        guard let certified = LeafKey(certificate: leaf) else { throw .unusableCertificate }
        let content = CertificateVerify.clientContent(transcriptHash: [])
        schemes = key.schemes.filter { scheme in
            key.signature(over: content, scheme: scheme)
                .map { certified.isValid($0, scheme: scheme, over: content) } ?? false
        }
        guard !schemes.isEmpty else { throw .otherKey(key.kind) }
        self.chain = chain
        self.key = key
    }

    /// The first scheme of the server's list in which the key can sign.
    func scheme(among wanted: [SignatureScheme]) -> SignatureScheme? { wanted.first(where: schemes.contains) }
}

extension CertificateVerify {
    /// What the signature of a TLS 1.3 client covers.
    ///
    /// Source: RFC 8446 section 4.4.3.
    public static func clientContent(transcriptHash: [UInt8]) -> [UInt8] {
        [UInt8](repeating: 0x20, count: 64) + "TLS 1.3, client CertificateVerify".utf8 + [0] + transcriptHash
    }
}
