/// A group for key exchange.
///
/// Source: IANA TLS Supported Groups; RFC 8446 section 4.2.7.
public struct NamedGroup: CodePoint {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let secp256r1 = NamedGroup(rawValue: 0x0017)
    public static let secp384r1 = NamedGroup(rawValue: 0x0018)
    public static let secp521r1 = NamedGroup(rawValue: 0x0019)
    public static let x25519 = NamedGroup(rawValue: 0x001D)
    public static let x25519MLKEM768 = NamedGroup(rawValue: 0x11EC)

    /// Whether a key of ML-KEM, or of its draft Kyber, is part of the group's.
    public var isPostQuantum: Bool { Self.postQuantum.contains(rawValue) }

    private static let postQuantum: Set<UInt16> = [
        0x0200, 0x0201, 0x0202, 0x11EB, 0x11EC, 0x11ED, 0x6399, 0x639A,
    ]

    public static let names: [UInt16: String] = [
        0x0013: "secp192r1", 0x0015: "secp224r1", 0x0016: "secp256k1",
        0x0017: "secp256r1", 0x0018: "secp384r1", 0x0019: "secp521r1",
        0x001A: "brainpoolP256r1", 0x001B: "brainpoolP384r1", 0x001C: "brainpoolP512r1",
        0x001D: "x25519", 0x001E: "x448",
        0x001F: "brainpoolP256r1tls13", 0x0020: "brainpoolP384r1tls13", 0x0021: "brainpoolP512r1tls13",
        0x0029: "curveSM2", 0x0100: "ffdhe2048", 0x0101: "ffdhe3072", 0x0102: "ffdhe4096",
        0x0103: "ffdhe6144", 0x0104: "ffdhe8192", 0x0200: "MLKEM512", 0x0201: "MLKEM768",
        0x0202: "MLKEM1024", 0x11EB: "SecP256r1MLKEM768", 0x11EC: "X25519MLKEM768",
        0x11ED: "SecP384r1MLKEM1024", 0x6399: "X25519Kyber768Draft00",
        0x639A: "SecP256r1Kyber768Draft00",
    ]
}
