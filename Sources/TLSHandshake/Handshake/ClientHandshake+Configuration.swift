extension ClientHandshake {
    /// What to offer.
    public struct Configuration: Sendable {
        /// The name for the server_name extension; `nil` sends none.
        public var serverName: String?
        /// Application protocols, best first; none sends no extension.
        public var alpn: [String]
        public var template: ClientHelloTemplate
        /// If given, offered in place of the template's.
        public var suites: [CipherSuite]?
        /// If given, offered in place of the template's.
        public var groups: [NamedGroup]?
        /// If given, the groups for which a key is sent at once.
        public var keyShares: [NamedGroup]?
        /// The longest fragment of the ClientHello's records, to see whether a box on the way can join them.
        public var clientHelloFragmentLimit: Int
        /// Whether messages are reported as they were on the wire.
        public var reportsRawMessages: Bool

        public init(
            serverName: String?, alpn: [String] = [], template: ClientHelloTemplate = .modern,
            suites: [CipherSuite]? = nil, groups: [NamedGroup]? = nil, keyShares: [NamedGroup]? = nil,
            clientHelloFragmentLimit: Int = RecordLimits.plaintext, reportsRawMessages: Bool = false
        ) {
            self.serverName = serverName
            self.alpn = alpn
            self.template = template
            self.suites = suites
            self.groups = groups
            self.keyShares = keyShares
            self.clientHelloFragmentLimit = clientHelloFragmentLimit
            self.reportsRawMessages = reportsRawMessages
        }

        /// The template with the lists that replace its own.
        var effectiveTemplate: ClientHelloTemplate {
            var template = template
            template.cipherSuites = suites ?? template.cipherSuites
            template.groups = groups ?? template.groups
            let shares = keyShares ?? template.keyShares
            template.keyShares = shares.filter { template.groups.contains($0) }
            return template
        }
    }
}
