internal import Crypto

/// Everything random in one handshake, given from outside so that a test can repeat it.
public struct Entropy: Sendable {
    public let random: [UInt8]
    public let sessionID: [UInt8]
    public let grease: GREASE
    private let keys: [KeyExchange]

    /// Fails when a private key is none of its group, or when `random` has not 32 bytes.
    public init?(
        random: [UInt8], sessionID: [UInt8], x25519PrivateKey: [UInt8], p256PrivateKey: [UInt8],
        grease: GREASE = GREASE([])
    ) {
        guard random.count == 32, sessionID.count <= 32,
            let x25519 = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: x25519PrivateKey),
            let p256 = try? P256.KeyAgreement.PrivateKey(rawRepresentation: p256PrivateKey)
        else { return nil }
        self.init(
            random: random, sessionID: sessionID, grease: grease, keys: [.x25519(x25519), .secp256r1(p256)])
    }

    private init(random: [UInt8], sessionID: [UInt8], grease: GREASE, keys: [KeyExchange]) {
        self.random = random
        self.sessionID = sessionID
        self.grease = grease
        self.keys = keys
    }

    /// New values from the system's generator.
    public static func fresh() -> Entropy {
        var generator = SystemRandomNumberGenerator()
        func bytes(_ count: Int) -> [UInt8] {
            (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        }
        return Entropy(
            random: bytes(32), sessionID: bytes(32), grease: GREASE(bytes(5)),
            keys: [.x25519(Curve25519.KeyAgreement.PrivateKey()), .secp256r1(P256.KeyAgreement.PrivateKey())])
    }

    /// The private key for `group`, or `nil` for a group that this client does not know.
    func key(for group: NamedGroup) -> KeyExchange? { keys.first { $0.group == group } }
}
