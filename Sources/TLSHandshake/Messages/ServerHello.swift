/// The first message of a server: its choice, or its wish for another ClientHello.
///
/// The form is the same in every version from SSL 3 on. Source: RFC 8446 sections 4.1.3 and 4.1.4.
public struct ServerHello: HandshakeBody {
    public static let type = HandshakeType.serverHello

    /// The random of every HelloRetryRequest: the SHA-256 hash of "HelloRetryRequest".
    public static let helloRetryRequestRandom: [UInt8] = [
        0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
        0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
    ]

    public let legacyVersion: ProtocolVersion
    /// 32 bytes.
    public let random: [UInt8]
    /// 0 to 32 bytes.
    public let sessionID: [UInt8]
    public let cipherSuite: CipherSuite
    public let compressionMethod: UInt8
    /// In wire order; an empty list is written as no list.
    public let extensions: [RawExtension]

    public init(
        legacyVersion: ProtocolVersion = .tls12, random: [UInt8], sessionID: [UInt8],
        cipherSuite: CipherSuite, compressionMethod: UInt8 = 0, extensions: [RawExtension]
    ) {
        self.legacyVersion = legacyVersion
        self.random = random
        self.sessionID = sessionID
        self.cipherSuite = cipherSuite
        self.compressionMethod = compressionMethod
        self.extensions = extensions
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        legacyVersion = ProtocolVersion(rawValue: try reader.readUInt16("legacy_version"))
        random = Array(try reader.read(32, "random"))
        var session = try reader.readVector(prefix: 1, 0...32, "legacy_session_id_echo")
        sessionID = session.readRest()
        cipherSuite = CipherSuite(rawValue: try reader.readUInt16("cipher_suite"))
        compressionMethod = try reader.readUInt8("legacy_compression_method")
        extensions = reader.isEmpty ? [] : try reader.readExtensions("extensions")
    }

    public func write(to writer: inout WireWriter) {
        writer.write(legacyVersion)
        writer.write(random)
        writer.writeVector(prefix: 1, sessionID)
        writer.write(cipherSuite)
        writer.write(compressionMethod)
        if !extensions.isEmpty { writer.writeExtensions(extensions) }
    }
}

extension ServerHello {
    public var isHelloRetryRequest: Bool { random == Self.helloRetryRequestRandom }

    /// The version that the server speaks: `supported_versions` if it is there, else the old field.
    public var version: ProtocolVersion {
        (try? extensions.decode(SelectedVersion.self))?.version ?? legacyVersion
    }

    /// What the last eight bytes of the random say about a version the server could have spoken.
    public var downgradeSentinel: DowngradeSentinel? { DowngradeSentinel(random: random) }
}

/// The mark that a newer server leaves when it answers an older offer.
///
/// A client that offered TLS 1.3 and sees one knows that something on the way cut its offer.
/// Source: RFC 8446 section 4.1.3.
public enum DowngradeSentinel: String, Hashable, Sendable, Codable {
    case toTLS12 = "DOWNGRD 01"
    case toTLS11OrLower = "DOWNGRD 00"

    init?(random: [UInt8]) {
        switch Array(random.suffix(8)) {
        case Array("DOWNGRD".utf8) + [1]: self = .toTLS12
        case Array("DOWNGRD".utf8) + [0]: self = .toTLS11OrLower
        case _: return nil
        }
    }
}
