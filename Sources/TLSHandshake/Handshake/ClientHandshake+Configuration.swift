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
        /// With 2, the first ClientHello is cut into two records in the middle of its server name.
        public var clientHelloRecords = 1
        /// Whether messages are reported as they were on the wire.
        public var reportsRawMessages: Bool
        /// Offered in the ClientHello, if one is given and TLS 1.3 is offered.
        public var preSharedKey: PreSharedKey?
        /// Given to a server that asks for a certificate; without one the answer is an empty list.
        public var clientIdentity: ClientIdentity?

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

        /// The template with the lists that replace its own, and without what this system cannot do.
        var effectiveTemplate: ClientHelloTemplate {
            var template = template
            template.cipherSuites = suites ?? template.cipherSuites
            template.groups = groups ?? template.groups
            let shares = keyShares ?? template.keyShares
            template.keyShares = shares.filter { template.groups.contains($0) }
            return KeyExchange.hasMLKEM ? template : template.withoutPostQuantum
        }
    }
}
