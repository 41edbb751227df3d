internal import Crypto
internal import CryptoExtras
internal import SwiftASN1

/// The public key of a server's certificate.
enum LeafKey {
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)
    /// RSA keys may be bound to PSS by their identifier.
    case rsa(_RSA.Signing.PublicKey, isPSSOnly: Bool)

    /// Fails for a certificate that cannot be read and for kinds of keys that are not known here.
    init?(certificate der: [UInt8]) {
        guard let info = CertificateFields(der: der)?.subjectPublicKeyInfo, info.children.count == 2,
            let identifier = info.children[0].children.first?.objectIdentifier,
            let bits = info.children[1].wholeBits
        else { return nil }
        let parameters = info.children[0].children.dropFirst().first?.objectIdentifier
        switch "\(identifier)" {
        case "1.2.840.10045.2.1": self.init(curve: parameters.map { "\($0)" } ?? "", point: bits)
        case "1.3.101.112": self.init(ed25519: bits)
        case "1.2.840.113549.1.1.1": self.init(rsa: info.encodedBytes, isPSSOnly: false)
        case "1.2.840.113549.1.1.10": self.init(rsa: info.encodedBytes, isPSSOnly: true)
        case _: return nil
        }
    }

    private init?(curve: String, point: ArraySlice<UInt8>) {
        let point = Array(point)
        switch curve {
        case "1.2.840.10045.3.1.7":
            guard let key = try? P256.Signing.PublicKey(x963Representation: point) else { return nil }
            self = .p256(key)
        case "1.3.132.0.34":
            guard let key = try? P384.Signing.PublicKey(x963Representation: point) else { return nil }
            self = .p384(key)
        case "1.3.132.0.35":
            guard let key = try? P521.Signing.PublicKey(x963Representation: point) else { return nil }
            self = .p521(key)
        case _: return nil
        }
    }

    private init?(ed25519 bytes: ArraySlice<UInt8>) {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: Array(bytes)) else { return nil }
        self = .ed25519(key)
    }

    private init?(rsa der: ArraySlice<UInt8>, isPSSOnly: Bool) {
        // "Unsafe" allows keys from 1024 bits on: whether such a key is acceptable is not for us to judge.
        guard let key = try? _RSA.Signing.PublicKey(unsafeDERRepresentation: Array(der)) else { return nil }
        self = .rsa(key, isPSSOnly: isPSSOnly)
    }
}

// MARK: - Verification

extension LeafKey {
    /// Whether `signature` is this key's over `content`; a scheme of another kind of key makes it invalid.
    func isValid(_ signature: [UInt8], scheme: SignatureScheme, over content: [UInt8]) -> Bool {
        switch (self, scheme) {
        case (.p256(let key), .ecdsaP256SHA256):
            (try? P256.Signing.ECDSASignature(derRepresentation: signature))
                .map { key.isValidSignature($0, for: SHA256.hash(data: content)) } ?? false
        case (.p384(let key), .ecdsaP384SHA384):
            (try? P384.Signing.ECDSASignature(derRepresentation: signature))
                .map { key.isValidSignature($0, for: SHA384.hash(data: content)) } ?? false
        case (.p521(let key), .ecdsaP521SHA512):
            (try? P521.Signing.ECDSASignature(derRepresentation: signature))
                .map { key.isValidSignature($0, for: SHA512.hash(data: content)) } ?? false
        case (.ed25519(let key), .ed25519):
            key.isValidSignature(signature, for: content)
        case (.rsa(let key, false), .rsaPSSRSAESHA256), (.rsa(let key, true), .rsaPSSPSSSHA256):
            key.isValidPSS(signature, SHA256.hash(data: content))
        case (.rsa(let key, false), .rsaPSSRSAESHA384), (.rsa(let key, true), .rsaPSSPSSSHA384):
            key.isValidPSS(signature, SHA384.hash(data: content))
        case (.rsa(let key, false), .rsaPSSRSAESHA512), (.rsa(let key, true), .rsaPSSPSSSHA512):
            key.isValidPSS(signature, SHA512.hash(data: content))
        case _: false
        }
    }
}

extension _RSA.Signing.PublicKey {
    fileprivate func isValidPSS(_ signature: [UInt8], _ digest: some Digest) -> Bool {
        isValidSignature(_RSA.Signing.RSASignature(rawRepresentation: signature), for: digest, padding: .PSS)
    }
}
