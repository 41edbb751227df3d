/// What a TLS 1.3 suite is made of.
///
/// Source: RFC 8446 appendix B.4.
public struct SuiteParameters: Hashable, Sendable {
    public let suite: CipherSuite
    public let hash: HashAlgorithm
    public let aead: AEADAlgorithm

    /// Fails for a suite that this client cannot speak.
    public init?(_ suite: CipherSuite) {
        self.suite = suite
        switch suite {
        case .aes128GCMSHA256: (hash, aead) = (.sha256, .aes128GCM)
        case .aes256GCMSHA384: (hash, aead) = (.sha384, .aes256GCM)
        case .chacha20Poly1305SHA256: (hash, aead) = (.sha256, .chaCha20Poly1305)
        case _: return nil
        }
    }
}
