/// The first message of a client.
///
/// Source: RFC 8446 section 4.1.2.
public struct ClientHello: HandshakeBody {
    public static let type = HandshakeType.clientHello

    public let legacyVersion: ProtocolVersion
    /// 32 bytes.
    public let random: [UInt8]
    /// 0 to 32 bytes.
    public let sessionID: [UInt8]
    public let cipherSuites: [CipherSuite]
    public let compressionMethods: [UInt8]
    /// In wire order; an empty list is written as no list.
    public let extensions: [RawExtension]

    public init(
        legacyVersion: ProtocolVersion = .tls12, random: [UInt8], sessionID: [UInt8],
        cipherSuites: [CipherSuite], compressionMethods: [UInt8] = [0], extensions: [RawExtension]
    ) {
        self.legacyVersion = legacyVersion
        self.random = random
        self.sessionID = sessionID
        self.cipherSuites = cipherSuites
        self.compressionMethods = compressionMethods
        self.extensions = extensions
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        legacyVersion = ProtocolVersion(rawValue: try reader.readUInt16("legacy_version"))
        random = Array(try reader.read(32, "random"))
        var session = try reader.readVector(prefix: 1, 0...32, "legacy_session_id")
        sessionID = session.readRest()
        cipherSuites = try reader.readCodePoints(prefix: 2, 2...0xFFFE, "cipher_suites")
        var compression = try reader.readVector(prefix: 1, 1...255, "legacy_compression_methods")
        compressionMethods = compression.readRest()
        extensions = reader.isEmpty ? [] : try reader.readExtensions("extensions")
    }

    public func write(to writer: inout WireWriter) {
        writer.write(legacyVersion)
        writer.write(random)
        writer.writeVector(prefix: 1, sessionID)
        writer.writeCodePoints(prefix: 2, cipherSuites)
        writer.writeVector(prefix: 1, compressionMethods)
        if !extensions.isEmpty { writer.writeExtensions(extensions) }
    }
}

// MARK: - What the extensions say

extension ClientHello {
    /// The server name, or `nil` when it is absent or cannot be read.
    public var serverName: String? { (try? extensions.decode(ServerName.self))?.hostName }
    public var groups: [NamedGroup] { (try? extensions.decode(SupportedGroups.self))?.groups ?? [] }
    public var alpn: [String] { (try? extensions.decode(ApplicationProtocols.self))?.texts ?? [] }
    public var versions: [ProtocolVersion] { (try? extensions.decode(OfferedVersions.self))?.versions ?? [] }
    public var keyShares: [KeyShareEntry] { (try? extensions.decode(OfferedKeyShares.self))?.entries ?? [] }
    public var signatureSchemes: [SignatureScheme] {
        (try? extensions.decode(SignatureAlgorithms.self))?.schemes ?? []
    }
    /// Whether a pre-shared key is offered.
    public var offersPSK: Bool { extensions[.preSharedKey] != nil }
}
