internal import Crypto

/// The JA4 fingerprint of a ClientHello.
///
/// Source: FoxIO, technical_details/JA4.md.
public struct JA4: Hashable, Sendable {
    /// What carried the ClientHello.
    public enum Transport: String, Hashable, Sendable {
        case tcp = "t"
        case quic = "q"
        case dtls = "d"
    }

    /// Version, server name, counts, application protocol: `t13d2013h2`.
    public let a: String
    private let suites: [String]
    private let extensions: [String]
    private let schemes: [String]

    public init(_ hello: ClientHello, transport: Transport = .tcp) {
        let types = hello.extensions.map(\.type).filter { !$0.isGREASE }
        suites = hello.cipherSuites.filter { !$0.isGREASE }.map(\.rawValue).map(Self.fourDigits).sorted()
        extensions = types.filter { $0 != .serverName && $0 != .alpn }.map(\.rawValue).map(Self.fourDigits)
            .sorted()
        schemes = hello.signatureSchemes.filter { !$0.isGREASE }.map(\.rawValue).map(Self.fourDigits)
        let counts = [suites.count, types.count].map { $0 < 10 ? "0\($0)" : "\(min($0, 99))" }.joined()
        a =
            transport.rawValue + Self.version(of: hello) + (types.contains(.serverName) ? "d" : "i") + counts
            + Self.applicationProtocol(of: hello)
    }

    /// `a_b_c`, where b and c are hashes of twelve digits.
    public var description: String {
        let list = extensions.joined(separator: ",")
        let tail = schemes.isEmpty ? list : list + "_" + schemes.joined(separator: ",")
        return [
            a, Self.hash(suites.joined(separator: ",")), extensions.isEmpty ? Self.nothing : Self.hash(tail),
        ]
        .joined(separator: "_")
    }

    private static let nothing = "000000000000"

    private static func hash(_ text: String) -> String {
        guard !text.isEmpty else { return nothing }
        return String(Hex.encode(Array(SHA256.hash(data: Array(text.utf8)))).prefix(12))
    }

    private static func fourDigits(_ value: UInt16) -> String {
        Hex.encode([UInt8(value >> 8), UInt8(value & 0xFF)])
    }

    private static func version(of hello: ClientHello) -> String {
        let offered = hello.versions.filter { !$0.isGREASE }.max() ?? hello.legacyVersion
        let names: [UInt16: String] = [
            0x0304: "13", 0x0303: "12", 0x0302: "11", 0x0301: "10", 0x0300: "s3", 0x0002: "s2",
            0xFEFF: "d1", 0xFEFD: "d2", 0xFEFC: "d3",
        ]
        return names[offered.rawValue] ?? "00"
    }

    /// The first and last character of the first name; of its hex digits when either is not alphanumeric.
    private static func applicationProtocol(of hello: ClientHello) -> String {
        let names = (try? hello.extensions.decode(ApplicationProtocols.self))?.names ?? []
        guard let name = names.first, let first = name.first, let last = name.last else { return "00" }
        let isText = [first, last].allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        }
        let characters = isText ? String(decoding: [first, last], as: UTF8.self) : Hex.encode(name)
        return String(characters.prefix(1) + characters.suffix(1))
    }
}

extension JA4: CustomStringConvertible {}
