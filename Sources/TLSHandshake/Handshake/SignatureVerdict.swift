/// What the check of a proof came to.
public enum SignatureVerdict: String, Hashable, Sendable, Codable {
    case valid
    case invalid
    /// The certificate's key is of a kind that cannot be used here, or the certificate cannot be read.
    case unsupportedKey = "unsupported key"
}

extension CertificateVerify {
    /// What the signature of a TLS 1.3 server covers.
    ///
    /// Source: RFC 8446 section 4.4.3.
    public static func serverContent(transcriptHash: [UInt8]) -> [UInt8] {
        [UInt8](repeating: 0x20, count: 64) + "TLS 1.3, server CertificateVerify".utf8 + [0] + transcriptHash
    }

    /// Checks the signature against the key of the server's certificate.
    func verdict(certificate der: [UInt8], transcriptHash: [UInt8]) -> SignatureVerdict {
        guard let key = LeafKey(certificate: der) else { return .unsupportedKey }
        let content = Self.serverContent(transcriptHash: transcriptHash)
        return key.isValid(signature, scheme: scheme, over: content) ? .valid : .invalid
    }
}
