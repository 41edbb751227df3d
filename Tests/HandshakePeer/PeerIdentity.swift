internal import Crypto
internal import CryptoExtras
public import TLSHandshake

/// A server's key and the certificate around it; the certificate's own signature is not a real one.
public struct PeerIdentity: Sendable {
    private enum Key {
        case p256(P256.Signing.PrivateKey)
        case p384(P384.Signing.PrivateKey)
        case p521(P521.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
        case rsa(_RSA.Signing.PrivateKey)
    }

    private let key: Key
    public let scheme: SignatureScheme
    /// The certificate in DER.
    public let certificate: [UInt8]

    private init(_ key: Key, _ scheme: SignatureScheme, spki: [UInt8]) {
        self.key = key
        self.scheme = scheme
        certificate = TestCertificate.der(spki: spki)
    }

    /// The signature over `content`, or nothing when the key refuses.
    public func sign(_ content: [UInt8]) -> [UInt8] {
        switch key {
        case .p256(let key):
            (try? key.signature(for: SHA256.hash(data: content))).map { Array($0.derRepresentation) } ?? []
        case .p384(let key):
            (try? key.signature(for: SHA384.hash(data: content))).map { Array($0.derRepresentation) } ?? []
        case .p521(let key):
            (try? key.signature(for: SHA512.hash(data: content))).map { Array($0.derRepresentation) } ?? []
        case .ed25519(let key):
            (try? key.signature(for: content)).map { Array($0) } ?? []
        case .rsa(let key):
            (try? signRSA(key, content)).map { Array($0.rawRepresentation) } ?? []
        }
    }

    private func signRSA(
        _ key: _RSA.Signing.PrivateKey, _ content: [UInt8]
    ) throws -> _RSA.Signing.RSASignature {
        switch scheme {
        case .rsaPSSRSAESHA384: try key.signature(for: SHA384.hash(data: content), padding: .PSS)
        case .rsaPSSRSAESHA512: try key.signature(for: SHA512.hash(data: content), padding: .PSS)
        case _: try key.signature(for: SHA256.hash(data: content), padding: .PSS)
        }
    }
}

extension PeerIdentity {
    /// The same key every time.
    public static func ed25519() throws -> PeerIdentity {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 7, count: 32))
        let spki = TestCertificate.spki(["1.3.101.112"], Array(key.publicKey.rawRepresentation))
        return PeerIdentity(.ed25519(key), .ed25519, spki: spki)
    }

    public static func p256() -> PeerIdentity {
        let key = P256.Signing.PrivateKey()
        return PeerIdentity(.p256(key), .ecdsaP256SHA256, spki: Array(key.publicKey.derRepresentation))
    }

    public static func p384() -> PeerIdentity {
        let key = P384.Signing.PrivateKey()
        return PeerIdentity(.p384(key), .ecdsaP384SHA384, spki: Array(key.publicKey.derRepresentation))
    }

    public static func p521() -> PeerIdentity {
        let key = P521.Signing.PrivateKey()
        return PeerIdentity(.p521(key), .ecdsaP521SHA512, spki: Array(key.publicKey.derRepresentation))
    }

    public static func rsa(_ scheme: SignatureScheme = .rsaPSSRSAESHA256) throws -> PeerIdentity {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let bits = Array(key.publicKey.pkcs1DERRepresentation)
        let spki = TestCertificate.spki(["1.2.840.113549.1.1.1", nil], bits)
        return PeerIdentity(.rsa(key), scheme, spki: spki)
    }

    /// A key of a kind that no TLS 1.3 client accepts, around an Ed25519 signer.
    public static func strange() throws -> PeerIdentity {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 7, count: 32))
        let spki = TestCertificate.spki(["1.2.3.4.5"], [1, 2, 3])
        return PeerIdentity(.ed25519(key), .ed25519, spki: spki)
    }
}
