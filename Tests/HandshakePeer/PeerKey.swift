internal import Crypto
internal import TLSHandshake

/// The server's half of a key exchange, with the same private key every time.
struct PeerKey {
    /// The client sent no key for the group.
    struct NoShare: Error {}

    let share: KeyShareEntry
    let secret: [UInt8]

    init(group: NamedGroup, peer: KeyShareEntry?) throws {
        guard let peer else { throw NoShare() }
        let seed = [UInt8](repeating: 0x42, count: 32)
        let shared: SharedSecret
        if group == .secp256r1 {
            let key = try P256.KeyAgreement.PrivateKey(rawRepresentation: seed)
            share = KeyShareEntry(group: group, keyExchange: Array(key.publicKey.x963Representation))
            shared = try key.sharedSecretFromKeyAgreement(
                with: P256.KeyAgreement.PublicKey(x963Representation: peer.keyExchange))
        } else {
            let key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: seed)
            share = KeyShareEntry(group: group, keyExchange: Array(key.publicKey.rawRepresentation))
            shared = try key.sharedSecretFromKeyAgreement(
                with: Curve25519.KeyAgreement.PublicKey(rawRepresentation: peer.keyExchange))
        }
        secret = unsafe shared.withUnsafeBytes { unsafe Array($0) }
    }
}
