extension HandshakeTranscript {
    /// What a handshake of a series tries out; absent for one that stands for itself.
    public struct Trial: Codable, Hashable, Sendable {
        /// `ladder`, `psk`, `locate` or `reflection`.
        public var purpose: String?
        /// The name of the variant: `control`, `no-pq`, `two-segments`, `control-sni`, `resume`, ...
        public var variant: String?
        /// 1 for the first time that the variant was tried.
        public var round: Int?

        public init(purpose: String? = nil, variant: String? = nil, round: Int? = nil) {
            self.purpose = purpose
            self.variant = variant
            self.round = round
        }
    }

    /// What became of the leg to a proxy, timed apart from the handshake behind it.
    public struct ProxyLeg: Codable, Hashable, Sendable {
        /// `http`, `https` or `socks5`.
        public var scheme: String?
        /// `host:port` of the proxy.
        public var address: String?
        /// Milliseconds from the connection to the proxy's answer, its own TLS included.
        public var answerMs: Double?
        /// Milliseconds of the TLS handshake with the proxy itself.
        public var tlsMs: Double?
        /// The version of TLS that the proxy itself speaks.
        public var tlsVersion: String?
        /// What the proxy's own certificate is worth.
        public var trust: Trust?
        /// What is wrong with the proxy's own certificate, and what was done about it.
        public var certificateProblem: String?
        /// The HTTP status, or the reply code of SOCKS.
        public var status: Int?
        /// The words of the answer: the reason phrase, or the meaning of the code.
        public var reason: String?
        /// What it asks for: `Basic`, `Negotiate`, `username/password`.
        public var authentication: [String]?

        public init() {}
    }

    /// What the system's TCP says of the connection at its end.
    public struct TCP: Codable, Hashable, Sendable {
        /// Bytes of one segment that the sender may fill.
        public var sendMSS: Int?
        public var receiveMSS: Int?
        /// Milliseconds.
        public var rttMs: Double?
        public var retransmits: Int?
        /// Segments on their way at the end.
        public var unacknowledged: Int?

        public init() {}
    }

    /// What one ClientHello with a limited number of hops met.
    public struct Hop: Codable, Hashable, Sendable {
        /// How many routers it could pass.
        public var limit: Int?
        /// `silence`, `time-exceeded`, `server-hello`, `reset`, `closed`, `alert` or `bytes`; `unreachable` if a
        /// router refused it, `unconnected` if no connection came about.
        public var answer: String?
        /// The router that said so, where the system tells.
        public var from: String?
        /// Milliseconds from the ClientHello to the answer.
        public var atMs: Double?

        public init(limit: Int? = nil, answer: String? = nil, from: String? = nil, atMs: Double? = nil) {
            self.limit = limit
            self.answer = answer
            self.from = from
            self.atMs = atMs
        }
    }

    /// The ClientHello that arrived at the far end, as a reflector wrote it down.
    public struct Reflection: Codable, Hashable, Sendable {
        /// RFC 3339, UTC, by the reflector's clock.
        public var receivedAt: String?
        /// `host:port` from which it came.
        public var peer: String?
        /// `host:port` of the far end that it came to.
        public var local: String?
        /// How the connection ended: `completed` (the far end's side of the handshake), or why it did not get
        /// there: `closed`, `timed-out`, `not-tls`, `malformed`, `too-long`, `handshake-failed`.
        public var outcome: String?
        /// What went wrong, in the far end's words.
        public var error: String?
        public var sni: String?
        public var ja3: String?
        public var ja4: String?
        public var legacyVersion: String?
        public var versions: [String]?
        public var cipherSuites: [String]?
        public var groups: [String]?
        public var keyShares: [String]?
        public var signatureSchemes: [String]?
        public var extensions: [String]?
        public var alpn: [String]?
        public var psk: Bool?
        /// Bytes of the ClientHello's records.
        public var bytes: Int?
        public var records: Int?
        /// How many reads it took.
        public var reads: Int?
        /// Segments that the system had taken in by then, where it tells.
        public var segments: Int?
        /// Lowercase hex, 32 bytes.
        public var random: String?
        /// Lowercase hex.
        public var sessionID: String?
        /// The nonce of the HTTP request behind the handshake.
        public var nonce: String?
        /// What the far end negotiated with whoever came.
        public var negotiatedVersion: String?
        public var negotiatedSuite: String?
        public var negotiatedALPN: String?
        public var negotiatedGroup: String?
        /// Whether the far end asked for another ClientHello and got one; all fields describe the first.
        public var retried: Bool?
        /// Base64 of the ClientHello's records.
        public var raw: String?
        /// Base64 of the records of the ClientHello that answered a HelloRetryRequest.
        public var secondRaw: String?
        /// How it was found: `random`, `session-id`, `request` or `time-and-address`.
        public var matchedBy: [String]?
        /// `valid`, `invalid`, `unsigned`, `missing` (unsigned where a key was expected) or `other key`.
        public var signature: String?
        /// SHA-256 of the key that signed it, as lowercase hex.
        public var signedBy: String?
        /// What the far end signed.
        public var receipt: Receipt?

        public init() {}
    }
}
