internal import Crypto

/// The client's private key for one group.
///
/// Source: RFC 8446 section 4.2.8.2 and section 7.4.2; draft-ietf-tls-ecdhe-mlkem for the hybrid.
enum KeyExchange: Sendable {
    case x25519(Curve25519.KeyAgreement.PrivateKey)
    case secp256r1(P256.KeyAgreement.PrivateKey)
    case secp384r1(P384.KeyAgreement.PrivateKey)
    case secp521r1(P521.KeyAgreement.PrivateKey)
    /// The X25519 key is the hybrid's own, not that of a stand-alone share.
    case x25519MLKEM768(any DecapsulationKey, Curve25519.KeyAgreement.PrivateKey)

    /// A new key; fails for a group of which no key can be made on this system.
    init?(newFor group: NamedGroup) {
        switch group {
        case .x25519: self = .x25519(Curve25519.KeyAgreement.PrivateKey())
        case .secp256r1: self = .secp256r1(P256.KeyAgreement.PrivateKey())
        case .secp384r1: self = .secp384r1(P384.KeyAgreement.PrivateKey())
        case .secp521r1: self = .secp521r1(P521.KeyAgreement.PrivateKey())
        case .x25519MLKEM768:
            guard #available(macOS 26, *), let encapsulation = MLKEM768Key() else { return nil }
            self = .x25519MLKEM768(encapsulation, Curve25519.KeyAgreement.PrivateKey())
        case _: return nil
        }
    }

    /// Whether the system has ML-KEM; CryptoKit has it from macOS 26 on.
    static var hasMLKEM: Bool {
        if #available(macOS 26, *) { true } else { false }
    }

    var group: NamedGroup {
        switch self {
        case .x25519: .x25519
        case .secp256r1: .secp256r1
        case .secp384r1: .secp384r1
        case .secp521r1: .secp521r1
        case .x25519MLKEM768: .x25519MLKEM768
        }
    }

    /// The public key as it is sent; the hybrid's begins with ML-KEM.
    var share: KeyShareEntry {
        let bytes: [UInt8] =
            switch self {
            case .x25519(let key): Array(key.publicKey.rawRepresentation)
            case .secp256r1(let key): Array(key.publicKey.x963Representation)
            case .secp384r1(let key): Array(key.publicKey.x963Representation)
            case .secp521r1(let key): Array(key.publicKey.x963Representation)
            case .x25519MLKEM768(let encapsulation, let key):
                encapsulation.publicKey + key.publicKey.rawRepresentation
            }
        return KeyShareEntry(group: group, keyExchange: bytes)
    }

    /// The shared secret, or `nil` when the peer's bytes are no answer for the group.
    func sharedSecret(with peer: [UInt8]) -> [UInt8]? {
        switch self {
        case .x25519(let key): key.sharedSecret(with: peer)
        case .secp256r1(let key):
            point(peer, coordinate: 32) { try P256.KeyAgreement.PublicKey(x963Representation: $0) }
                .flatMap { try? key.sharedSecretFromKeyAgreement(with: $0).bytes }
        case .secp384r1(let key):
            point(peer, coordinate: 48) { try P384.KeyAgreement.PublicKey(x963Representation: $0) }
                .flatMap { try? key.sharedSecretFromKeyAgreement(with: $0).bytes }
        case .secp521r1(let key):
            point(peer, coordinate: 66) { try P521.KeyAgreement.PublicKey(x963Representation: $0) }
                .flatMap { try? key.sharedSecretFromKeyAgreement(with: $0).bytes }
        case .x25519MLKEM768(let encapsulation, let key):
            hybridSecret(encapsulation, key, peer)
        }
    }

    /// Reads an uncompressed point, the only form that TLS 1.3 knows: the byte 4 and two coordinates.
    private func point<Key>(
        _ bytes: [UInt8], coordinate: Int, _ read: ([UInt8]) throws -> Key
    ) -> Key? {
        guard bytes.count == 1 + 2 * coordinate, bytes.first == 4 else { return nil }
        return try? read(bytes)
    }

    /// ML-KEM's secret first; either half that cannot be read makes the whole unreadable.
    private func hybridSecret(
        _ encapsulation: any DecapsulationKey, _ key: Curve25519.KeyAgreement.PrivateKey, _ peer: [UInt8]
    ) -> [UInt8]? {
        guard peer.count >= MLKEM768Sizes.ciphertext,
            let first = encapsulation.sharedSecret(in: Array(peer.prefix(MLKEM768Sizes.ciphertext))),
            let second = key.sharedSecret(with: Array(peer.dropFirst(MLKEM768Sizes.ciphertext)))
        else { return nil }
        return first + second
    }
}

extension Curve25519.KeyAgreement.PrivateKey {
    fileprivate func sharedSecret(with peer: [UInt8]) -> [UInt8]? {
        guard let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: peer),
            let secret = try? sharedSecretFromKeyAgreement(with: key).bytes
        else { return nil }
        // RFC 7748 section 6.1: a secret of zeros means that the peer chose a point of small order.
        return secret.allSatisfy { $0 == 0 } ? nil : secret
    }
}

extension SharedSecret {
    fileprivate var bytes: [UInt8] { unsafe withUnsafeBytes { unsafe Array($0) } }
}
