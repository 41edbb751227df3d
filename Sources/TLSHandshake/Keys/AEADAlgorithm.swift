internal import Crypto

/// The cipher that protects records.
///
/// Source: RFC 8446 section 5.2.
public enum AEADAlgorithm: Hashable, Sendable {
    case aes128GCM
    case aes256GCM
    case chaCha20Poly1305

    /// Bytes of the tag that ends each record.
    static let tagLength = 16
    static let nonceLength = 12

    public var keyLength: Int {
        switch self {
        case .aes128GCM: 16
        case .aes256GCM, .chaCha20Poly1305: 32
        }
    }

    /// The ciphertext and its tag; `nil` if the key or nonce has the wrong length.
    func seal(_ plaintext: [UInt8], key: [UInt8], nonce: [UInt8], header: [UInt8]) -> [UInt8]? {
        let key = SymmetricKey(data: key)
        switch self {
        case .aes128GCM, .aes256GCM:
            guard let nonce = try? AES.GCM.Nonce(data: nonce),
                let box = try? AES.GCM.seal(plaintext, using: key, nonce: nonce, authenticating: header)
            else { return nil }
            return Array(box.ciphertext) + Array(box.tag)
        case .chaCha20Poly1305:
            guard let nonce = try? ChaChaPoly.Nonce(data: nonce),
                let box = try? ChaChaPoly.seal(plaintext, using: key, nonce: nonce, authenticating: header)
            else { return nil }
            return Array(box.ciphertext) + Array(box.tag)
        }
    }

    /// The plaintext; `nil` if the tag does not fit.
    func open(_ sealed: ArraySlice<UInt8>, key: [UInt8], nonce: [UInt8], header: [UInt8]) -> [UInt8]? {
        guard sealed.count >= Self.tagLength else { return nil }
        let key = SymmetricKey(data: key)
        let (body, tag) = (sealed.dropLast(Self.tagLength), sealed.suffix(Self.tagLength))
        switch self {
        case .aes128GCM, .aes256GCM:
            guard let nonce = try? AES.GCM.Nonce(data: nonce),
                let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: body, tag: tag),
                let plaintext = try? AES.GCM.open(box, using: key, authenticating: header)
            else { return nil }
            return Array(plaintext)
        case .chaCha20Poly1305:
            guard let nonce = try? ChaChaPoly.Nonce(data: nonce),
                let box = try? ChaChaPoly.SealedBox(nonce: nonce, ciphertext: body, tag: tag),
                let plaintext = try? ChaChaPoly.open(box, using: key, authenticating: header)
            else { return nil }
            return Array(plaintext)
        }
    }
}
