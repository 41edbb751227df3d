internal import Crypto
internal import TLSHandshake

/// The server's half of a key exchange, with the same private key every time.
struct PeerKey {
    /// The client sent no key for the group.
    struct NoShare: Error {}
    /// The group is none that this server has, or not on this system.
    struct NoSuchGroup: Error {}

    /// Bytes of a public key of ML-KEM-768 (FIPS 203 table 3).
    private static let encapsulationKeyLength = 1184

    let share: KeyShareEntry
    let secret: [UInt8]

    init(group: NamedGroup, peer: KeyShareEntry?) throws {
        guard let peer else { throw NoShare() }
        let key: [UInt8]
        (key, secret) = try Self.answer(group, peer.keyExchange)
        share = KeyShareEntry(group: group, keyExchange: key)
    }

    private static func seed(_ count: Int) -> [UInt8] { [UInt8](repeating: 0x42, count: count) }

    /// The server's share and the secret.
    private static func answer(_ group: NamedGroup, _ peer: [UInt8]) throws -> ([UInt8], [UInt8]) {
        switch group {
        case .x25519:
            let key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: seed(32))
            let secret = try key.sharedSecretFromKeyAgreement(with: .init(rawRepresentation: peer))
            return (Array(key.publicKey.rawRepresentation), secret.bytes)
        case .secp256r1:
            let key = try P256.KeyAgreement.PrivateKey(rawRepresentation: seed(32))
            let secret = try key.sharedSecretFromKeyAgreement(with: .init(x963Representation: peer))
            return (Array(key.publicKey.x963Representation), secret.bytes)
        case .secp384r1:
            let key = try P384.KeyAgreement.PrivateKey(rawRepresentation: seed(48))
            let secret = try key.sharedSecretFromKeyAgreement(with: .init(x963Representation: peer))
            return (Array(key.publicKey.x963Representation), secret.bytes)
        case .secp521r1:
            let key = try P521.KeyAgreement.PrivateKey(rawRepresentation: [0] + seed(65))
            let secret = try key.sharedSecretFromKeyAgreement(with: .init(x963Representation: peer))
            return (Array(key.publicKey.x963Representation), secret.bytes)
        case .x25519MLKEM768:
            guard #available(macOS 26, *) else { throw NoSuchGroup() }
            let (encapsulated, first) = try encapsulate(to: Array(peer.prefix(encapsulationKeyLength)))
            let (key, second) = try answer(.x25519, Array(peer.dropFirst(encapsulationKeyLength)))
            return (encapsulated + key, first + second)
        case _: throw NoSuchGroup()
        }
    }

    @available(macOS 26, *)
    private static func encapsulate(to key: [UInt8]) throws -> ([UInt8], [UInt8]) {
        let result = try MLKEM768.PublicKey(rawRepresentation: key).encapsulate()
        let secret = unsafe result.sharedSecret.withUnsafeBytes { unsafe Array($0) }
        return (Array(result.encapsulated), secret)
    }
}

extension SharedSecret {
    fileprivate var bytes: [UInt8] { unsafe withUnsafeBytes { unsafe Array($0) } }
}
