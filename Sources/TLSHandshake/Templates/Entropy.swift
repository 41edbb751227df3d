internal import Crypto

/// Everything random in one handshake, given from outside so that a test can repeat it.
///
/// The keys that are not given are made when a share of their group is first sent.
public struct Entropy: Sendable {
    /// Bytes of a nonce that a far end finds a handshake by.
    public static let nonceLength = 16

    /// 32 bytes.
    public let random: [UInt8]
    /// 0 to 32 bytes.
    public let sessionID: [UInt8]
    public let grease: GREASE
    private var keys: [KeyExchange]

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
    ///
    /// The first 16 bytes of a nonce, if there is one, begin both the random and the session id, so that a
    /// far end finds the handshake by either of them; the bytes behind it are random.
    public static func fresh(nonce: [UInt8]? = nil) -> Entropy {
        var generator = SystemRandomNumberGenerator()
        let nonce = (nonce ?? []).prefix(nonceLength)
        return Entropy(
            random: nonce + bytes(32 - nonce.count, &generator),
            sessionID: nonce + bytes(32 - nonce.count, &generator), grease: GREASE(bytes(5, &generator)),
            keys: [])
    }

    /// Eight bytes at a time: each number costs a call of the system.
    private static func bytes(_ count: Int, _ generator: inout SystemRandomNumberGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            var number = generator.next()
            for _ in 0..<8 {
                bytes.append(UInt8(truncatingIfNeeded: number))
                number >>= 8
            }
        }
        return Array(bytes.prefix(count))
    }
}

// MARK: - Keys

extension Entropy {
    /// The private key for `group`, or `nil` as long as none was made.
    func key(for group: NamedGroup) -> KeyExchange? { keys.first { $0.group == group } }

    /// Makes the keys that are not there yet; groups that this client does not know stay without.
    mutating func makeKeys(for groups: [NamedGroup]) {
        for group in groups where key(for: group) == nil {
            if let key = KeyExchange(newFor: group) { keys.append(key) }
        }
    }
}
