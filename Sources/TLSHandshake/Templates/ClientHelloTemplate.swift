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
        /// Zeros that make the ClientHello 512 bytes long, if it would have 256 to 511.
        case padding
        /// An encrypted_client_hello that only looks like one; see ``GREASEEncryptedClientHello``.
        case greaseECH
        /// An extension that is the same in every connection.
        case fixed(RawExtension)
    }

    public var name: String
    public var cipherSuites: [CipherSuite]
    public var groups: [NamedGroup]
    /// The groups for which a key is sent at once.
    public var keyShares: [NamedGroup]
    public var signatureSchemes: [SignatureScheme]
    /// Empty for a client that knows nothing newer than TLS 1.2.
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

extension ClientHelloTemplate {
    /// The templates that can be asked for by name; Apple's newest first.
    public static let all: [ClientHelloTemplate] = [.apple26, .apple26NoPQ, .apple18, .modern, .minimal]

    /// The template of this name, or `nil` when there is none.
    public static func named(_ name: String) -> ClientHelloTemplate? { all.first { $0.name == name } }
}
