internal import Crypto

/// The client's private key for one group.
enum KeyExchange: Sendable {
    case x25519(Curve25519.KeyAgreement.PrivateKey)
    case secp256r1(P256.KeyAgreement.PrivateKey)

    var group: NamedGroup {
        switch self {
        case .x25519: .x25519
        case .secp256r1: .secp256r1
        }
    }

    /// The public key in the form of RFC 8446 section 4.2.8.2.
    var share: KeyShareEntry {
        switch self {
        case .x25519(let key):
            KeyShareEntry(group: group, keyExchange: Array(key.publicKey.rawRepresentation))
        case .secp256r1(let key):
            KeyShareEntry(group: group, keyExchange: Array(key.publicKey.x963Representation))
        }
    }

    /// The shared secret, or `nil` when the peer's bytes are no key of the group.
    func sharedSecret(with peer: [UInt8]) -> [UInt8]? {
        let secret: SharedSecret?
        switch self {
        case .x25519(let key):
            secret = (try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: peer))
                .flatMap { try? key.sharedSecretFromKeyAgreement(with: $0) }
        case .secp256r1(let key):
            secret = (try? P256.KeyAgreement.PublicKey(x963Representation: peer))
                .flatMap { try? key.sharedSecretFromKeyAgreement(with: $0) }
        }
        let bytes = secret.map { secret in unsafe secret.withUnsafeBytes { unsafe Array($0) } }
        // RFC 7748 section 6.1: a secret of zeros means that the peer chose a point of small order.
        return bytes?.allSatisfy { $0 == 0 } == true ? nil : bytes
    }
}
