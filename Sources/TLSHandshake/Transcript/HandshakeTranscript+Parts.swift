extension HandshakeTranscript {
    /// One record of a name server's answer.
    public struct Answer: Codable, Hashable, Sendable {
        public var name: String?
        /// `A`, `AAAA` or `CNAME`.
        public var type: String?
        public var value: String?
        /// Seconds.
        public var ttl: Int?

        public init(name: String?, type: String?, value: String?, ttl: Int? = nil) {
            self.name = name
            self.type = type
            self.value = value
            self.ttl = ttl
        }
    }

    /// What the ClientHello offered.
    public struct Sent: Codable, Hashable, Sendable {
        public var sni: String?
        /// On the wire, record headers included.
        public var bytes: Int?
        public var ja3: String?
        public var ja4: String?
        public var cipherSuites: [String]?
        public var groups: [String]?
        /// The groups for which a key was sent at once.
        public var keyShares: [String]?
        public var versions: [String]?
        public var signatureSchemes: [String]?
        /// In wire order.
        public var extensions: [String]?
        public var alpn: [String]?
        public var psk: Bool?
        /// TLS records that the ClientHello was cut into.
        public var records: Int?
        /// Pieces in which it was given to TCP, each sent before the next.
        public var segments: Int?

        public init() {}
    }

    /// Whether a pre-shared key was offered, and what became of it.
    public struct PSK: Codable, Hashable, Sendable {
        public var offered: Bool?
        public var accepted: Bool?
        public var mode: String?
        /// `external` or `resumption`.
        public var kind: String?
        /// The way over which the ticket was given: a ticket of another way is a weaker test.
        public var ticketFrom: String?

        public init() {}
    }

    /// One certificate of the presented chain.
    public struct CertificateSummary: Codable, Hashable, Sendable {
        public var subject: String?
        public var issuer: String?
        /// Lowercase hex.
        public var serial: String?
        /// RFC 3339, UTC.
        public var notBefore: String?
        /// RFC 3339, UTC.
        public var notAfter: String?
        /// The subject's alternative names: DNS names, addresses, URIs.
        public var names: [String]?
        /// `RSA 2048`, `P-256`, `Ed25519`, or the identifier of another kind.
        public var key: String?
        /// The algorithm of the signature, or its identifier.
        public var signature: String?
        /// Lowercase hex, over the whole certificate.
        public var sha256: String?
        /// Lowercase hex, over the subject's public key info.
        public var spkiSHA256: String?
        /// Timestamps inside the certificate.
        public var scts: Int?
        public var isCA: Bool?
        /// Base64, on request.
        public var der: String?

        public init() {}
    }

    /// A stapled OCSP response; what it says is filled in by whoever reads it.
    public struct OCSP: Codable, Hashable, Sendable {
        public var stapled: Bool?
        public var bytes: Int?
        /// `good`, `revoked` or `unknown`; or the word of a response that is no answer, as `tryLater`.
        public var status: String?
        /// What came of the check against the issuer: `valid`, or what is wrong with it.
        public var verified: String?
        /// RFC 3339, UTC.
        public var revokedAt: String?
        /// Certificate timestamps inside the response.
        public var scts: Int?
        /// RFC 3339, UTC.
        public var thisUpdate: String?
        /// RFC 3339, UTC.
        public var nextUpdate: String?
        /// Base64, on request.
        public var der: String?

        public init() {}
    }

    /// The alert that decided the handshake.
    public struct AlertSummary: Codable, Hashable, Sendable {
        /// `warning` or `fatal`.
        public var level: String?
        /// The IANA name.
        public var name: String?
        public var code: Int?
        /// `sent` or `received`.
        public var direction: String?
        /// False for an alert in the clear.
        public var isProtected: Bool?

        public init() {}
    }

    /// What came of the checks of the server's proofs: `valid`, `invalid`, `unsupported key`.
    public struct Verified: Codable, Hashable, Sendable {
        public var certificateVerify: String?
        public var finished: String?
        /// The scheme of CertificateVerify, by its IANA name.
        public var scheme: String?

        public init() {}
    }

    /// Whose chain was presented, as judged by whoever knows the anchors.
    public struct Trust: Codable, Hashable, Sendable {
        /// `expected`, `public`, `intercepted`, `untrusted` or `incomplete`.
        public var status: String?
        public var anchor: String?
        /// `given`, `apple` or `public`: whose anchor the path ends in.
        public var anchorKind: String?
        /// The inspection product that the issuers' names belong to.
        public var product: String?
        /// `high`, `medium` or `low`: how surely they do.
        public var productConfidence: String?
        /// Absent for a host that Apple does not pin.
        public var pin: Pin?

        public init() {}
    }

    /// What the chain is worth under Apple's pin rules.
    public struct Pin: Codable, Hashable, Sendable {
        /// Apple's name for the policy.
        public var policy: String?
        /// The version of Apple's list.
        public var version: Int?
        /// `kept`, `broken` or `undecided`.
        public var verdict: String?
        /// Which certificate does not meet which requirement, or what cannot be seen.
        public var reason: String?

        public init() {}
    }

    /// One handshake message as it was on the wire.
    public struct RawMessage: Codable, Hashable, Sendable {
        /// `sent` or `received`.
        public var direction: String?
        public var type: String?
        /// Header and body, as hex.
        public var hex: String?

        public init() {}
    }
}
