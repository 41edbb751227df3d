/// A version of SSL or TLS as it stands on the wire.
///
/// Names are those of OpenSSL and of the report (`TLSv1.3`). Source: RFC 8446 section 4.2.1.
public struct ProtocolVersion: CodePoint, Comparable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let ssl3 = ProtocolVersion(rawValue: 0x0300)
    public static let tls10 = ProtocolVersion(rawValue: 0x0301)
    public static let tls11 = ProtocolVersion(rawValue: 0x0302)
    public static let tls12 = ProtocolVersion(rawValue: 0x0303)
    public static let tls13 = ProtocolVersion(rawValue: 0x0304)

    public static let names: [UInt16: String] = [
        0x0002: "SSLv2", 0x0300: "SSLv3", 0x0301: "TLSv1", 0x0302: "TLSv1.1", 0x0303: "TLSv1.2",
        0x0304: "TLSv1.3", 0xFEFF: "DTLSv1", 0xFEFD: "DTLSv1.2", 0xFEFC: "DTLSv1.3",
    ]

    public static func < (left: ProtocolVersion, right: ProtocolVersion) -> Bool {
        left.rawValue < right.rawValue
    }
}
