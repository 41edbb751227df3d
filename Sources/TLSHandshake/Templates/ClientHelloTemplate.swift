/// A ClientHello without what changes from one connection to the next.
///
/// A GREASE value anywhere in a template stands for the connection's own (see ``GREASE``).
public struct ClientHelloTemplate: Hashable, Sendable {
    /// A place in the list of extensions; those that need data the connection lacks are left out.
    public enum Slot: Hashable, Sendable {
        case serverName
        case supportedGroups
        case signatureAlgorithms
        case applicationProtocols
        case supportedVersions
        case keyShare
        /// An extension that is the same in every connection.
        case fixed(RawExtension)
    }

    public var name: String
    public var cipherSuites: [CipherSuite]
    public var groups: [NamedGroup]
    /// The groups for which a key is sent at once.
    public var keyShares: [NamedGroup]
    public var signatureSchemes: [SignatureScheme]
    public var versions: [ProtocolVersion]
    /// In wire order.
    public var slots: [Slot]

    public init(
        name: String, cipherSuites: [CipherSuite], groups: [NamedGroup], keyShares: [NamedGroup],
        signatureSchemes: [SignatureScheme], versions: [ProtocolVersion], slots: [Slot]
    ) {
        self.name = name
        self.cipherSuites = cipherSuites
        self.groups = groups
        self.keyShares = keyShares
        self.signatureSchemes = signatureSchemes
        self.versions = versions
        self.slots = slots
    }
}

// MARK: - The templates

extension ClientHelloTemplate {
    /// What a careful client sends: TLS 1.3 first, and enough of TLS 1.2 for an old server to answer.
    public static let modern = ClientHelloTemplate(
        name: "modern",
        cipherSuites: CipherSuite.tls13
            + [0xC02C, 0xC02B, 0xC030, 0xC02F, 0xCCA9, 0xCCA8, 0xC00A, 0xC009, 0xC014, 0xC013]
            .map(CipherSuite.init(rawValue:)),
        groups: [.x25519, .secp256r1],
        keyShares: [.x25519, .secp256r1],
        signatureSchemes: [
            .ecdsaP256SHA256, .rsaPSSRSAESHA256, .rsaPKCS1SHA256, .ecdsaP384SHA384, .rsaPSSRSAESHA384,
            .rsaPKCS1SHA384, .ecdsaP521SHA512, .rsaPSSRSAESHA512, .rsaPKCS1SHA512, .ed25519,
            .rsaPSSPSSSHA256, .rsaPSSPSSSHA384, .rsaPSSPSSSHA512,
        ],
        versions: [.tls13, .tls12],
        slots: [
            .serverName, .fixed(RawExtension(type: .extendedMasterSecret, data: [])),
            .fixed(RawExtension(type: .renegotiationInfo, data: [0])), .supportedGroups,
            .fixed(ECPointFormats([ECPointFormats.uncompressed]).raw), .applicationProtocols,
            .fixed(CertificateStatusRequest().raw), .signatureAlgorithms,
            .fixed(RawExtension(type: .signedCertificateTimestamp, data: [])), .keyShare,
            .fixed(PSKKeyExchangeModes([PSKKeyExchangeModes.pskWithECDHE]).raw), .supportedVersions,
        ])

    /// The least that TLS 1.3 allows: three suites, no way back to TLS 1.2.
    public static let minimal = ClientHelloTemplate(
        name: "minimal",
        cipherSuites: CipherSuite.tls13,
        groups: [.x25519, .secp256r1],
        keyShares: [.x25519],
        signatureSchemes: [
            .ecdsaP256SHA256, .rsaPSSRSAESHA256, .ecdsaP384SHA384, .rsaPSSRSAESHA384, .ed25519,
            .rsaPSSRSAESHA512, .rsaPKCS1SHA256,
        ],
        versions: [.tls13],
        slots: [
            .serverName, .supportedGroups, .signatureAlgorithms, .applicationProtocols, .supportedVersions,
            .keyShare,
        ])

    public static let all: [ClientHelloTemplate] = [.modern, .minimal]
}
