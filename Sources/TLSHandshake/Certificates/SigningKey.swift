internal import Crypto
internal import CryptoExtras
internal import SwiftASN1

/// A private key that signs for a client: ECDSA on the NIST curves, Ed25519, or RSA.
///
/// Nothing prints the key.
public struct SigningKey: Sendable {
    /// The forms in which files hold a key, by the words of their PEM labels.
    public enum Format: String, Hashable, Sendable, CaseIterable {
        /// RFC 5958, any kind of key.
        case pkcs8 = "PRIVATE KEY"
        /// RFC 5915, a curve's key alone.
        case sec1 = "EC PRIVATE KEY"
        /// RFC 8017 appendix A.1.2, an RSA key alone.
        case pkcs1 = "RSA PRIVATE KEY"
    }

    fileprivate enum Key: Sendable {
        case p256(P256.Signing.PrivateKey)
        case p384(P384.Signing.PrivateKey)
        case p521(P521.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
        case rsa(_RSA.Signing.PrivateKey)
    }

    /// The longest encoding that is taken apart; an RSA key of 16,384 bits has 9 KB.
    public static let maximumLength = 32 << 10

    private let key: Key

    /// Fails for bytes that are no unencrypted key of that form, and for a kind that is not known here.
    public init?(der: [UInt8], format: Format) {
        guard der.count <= Self.maximumLength else { return nil }
        let key: Key? =
            switch format {
            case .pkcs8: Key(pkcs8: der)
            case .sec1: Key(curve: der)
            case .pkcs1: Key(rsa: der)
            }
        guard let key else { return nil }
        self.key = key
    }
}

// MARK: - Encodings

extension SigningKey.Key {
    fileprivate init?(pkcs8 der: [UInt8]) {
        guard let root = try? DER.parse(der), root.children.count >= 3,
            let identifier = root.children[1].children.first?.objectIdentifier,
            root.children[2].identifier == .octetString
        else { return nil }
        let content = Array(root.children[2].primitive)
        switch "\(identifier)" {
        case "1.2.840.10045.2.1": self.init(curve: der)
        case "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10": self.init(rsa: content)
        case "1.3.101.112": self.init(ed25519: content)
        case _: return nil
        }
    }

    /// Takes both the bare form and the one inside PKCS #8; the length of the key tells the curve.
    fileprivate init?(curve der: [UInt8]) {
        if let key = try? P256.Signing.PrivateKey(derRepresentation: der) {
            self = .p256(key)
        } else if let key = try? P384.Signing.PrivateKey(derRepresentation: der) {
            self = .p384(key)
        } else if let key = try? P521.Signing.PrivateKey(derRepresentation: der) {
            self = .p521(key)
        } else {
            return nil
        }
    }

    /// The seed is an OCTET STRING of its own (RFC 8410 section 7).
    fileprivate init?(ed25519 content: [UInt8]) {
        guard let seed = try? DER.parse(content), seed.identifier == .octetString,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: Array(seed.primitive))
        else { return nil }
        self = .ed25519(key)
    }

    fileprivate init?(rsa der: [UInt8]) {
        // "Unsafe" allows keys from 1024 bits on: whether such a key is acceptable is for the server to judge.
        guard let key = try? _RSA.Signing.PrivateKey(unsafeDERRepresentation: der) else { return nil }
        self = .rsa(key)
    }
}

// MARK: - Signatures

extension SigningKey {
    /// `EC P-256`, `Ed25519`, `RSA 2048`.
    public var kind: String {
        switch key {
        case .p256: "EC P-256"
        case .p384: "EC P-384"
        case .p521: "EC P-521"
        case .ed25519: "Ed25519"
        case .rsa(let key): "RSA \(key.keySizeInBits)"
        }
    }

    /// The schemes that this kind of key can make in TLS 1.3; which of those for RSA, the certificate decides.
    var schemes: [SignatureScheme] {
        switch key {
        case .p256: [.ecdsaP256SHA256]
        case .p384: [.ecdsaP384SHA384]
        case .p521: [.ecdsaP521SHA512]
        case .ed25519: [.ed25519]
        case .rsa:
            [
                .rsaPSSRSAESHA256, .rsaPSSRSAESHA384, .rsaPSSRSAESHA512, .rsaPSSPSSSHA256,
                .rsaPSSPSSSHA384, .rsaPSSPSSSHA512,
            ]
        }
    }

    /// The signature over `content`; `nil` for a scheme of another kind and for a key too short for it.
    func signature(over content: [UInt8], scheme: SignatureScheme) -> [UInt8]? {
        switch (key, scheme) {
        case (.p256(let key), .ecdsaP256SHA256):
            (try? key.signature(for: SHA256.hash(data: content))).map { Array($0.derRepresentation) }
        case (.p384(let key), .ecdsaP384SHA384):
            (try? key.signature(for: SHA384.hash(data: content))).map { Array($0.derRepresentation) }
        case (.p521(let key), .ecdsaP521SHA512):
            (try? key.signature(for: SHA512.hash(data: content))).map { Array($0.derRepresentation) }
        case (.ed25519(let key), .ed25519): (try? key.signature(for: content)).map { Array($0) }
        case (.rsa(let key), .rsaPSSRSAESHA256), (.rsa(let key), .rsaPSSPSSSHA256):
            key.pssSignature(SHA256.hash(data: content))
        case (.rsa(let key), .rsaPSSRSAESHA384), (.rsa(let key), .rsaPSSPSSSHA384):
            key.pssSignature(SHA384.hash(data: content))
        case (.rsa(let key), .rsaPSSRSAESHA512), (.rsa(let key), .rsaPSSPSSSHA512):
            key.pssSignature(SHA512.hash(data: content))
        case _: nil
        }
    }
}

extension _RSA.Signing.PrivateKey {
    fileprivate func pssSignature(_ digest: some Digest) -> [UInt8]? {
        (try? signature(for: digest, padding: .PSS)).map { Array($0.rawRepresentation) }
    }
}

// MARK: - Silence

extension SigningKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "\(kind) key, not shown" }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, children: [("kind", kind)]) }
}
