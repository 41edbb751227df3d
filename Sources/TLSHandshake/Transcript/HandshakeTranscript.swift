/// One handshake as it is reported, stored and compared.
///
/// Only `outcome` must be there when it is read; unknown names of outcomes and stages survive.
public struct HandshakeTranscript: Codable, Hashable, Sendable {
    /// RFC 3339, UTC.
    public var startedAt: String?
    public var serverName: String?
    /// What was spoken: absent for TLS, else `http` (port 80) or `ntp`; such a record has no ClientHello.
    public var application: String?
    /// What it tries out, if it is one of a series.
    public var trial: Trial?
    /// `host:port` that was connected to or, with a proxy, that the proxy was asked for.
    public var address: String?
    /// The way there: `direct`, or the address of a proxy.
    public var via: String?
    /// The name of the ClientHello template.
    public var template: String?
    public var outcome: Outcome
    /// What went wrong: what was expected, what came, and at which byte.
    public var error: String?
    public var resolver: String?
    public var answers: [Answer]?
    public var localAddress: String?
    /// The network interface that was asked for.
    public var interface: String?
    /// `device` if the system sends through it whatever its routes say, `address` if only its address is
    /// bound.
    public var interfaceBinding: String?
    public var proxy: ProxyLeg?
    public var tcp: TCP?
    /// 1 for the first try.
    public var attempt: Int?
    /// Whether the system saw the ClientHello acknowledged.
    public var acked: Bool?
    /// Up to 256 bytes of an answer that is no TLS, as hex.
    public var firstBytes: String?
    public var hostRole: String?
    public var vantage: String?
    /// In the order in which they were reached.
    public var stages: [Stage]?
    /// Milliseconds between the last byte either way and the end of a handshake that stalled or was cut off.
    public var silenceMs: Double?
    public var sent: Sent?
    public var version: String?
    /// The IANA name.
    public var cipherSuite: String?
    public var group: String?
    public var alpn: String?
    public var sniAcknowledged: Bool?
    public var psk: PSK?
    public var clientCertificateRequested: Bool?
    public var acceptedAuthorities: [String]?
    /// Whether this client gave a certificate of its own when asked.
    public var clientCertificateSent: Bool?
    /// The algorithm by which the certificates came compressed: `zlib`.
    public var certificateCompression: String?
    /// How many tickets for a resumption came.
    public var tickets: Int?
    /// In the order of the message, the server's own first.
    public var certificates: [CertificateSummary]?
    public var ocsp: OCSP?
    /// Timestamps that came in the TLS extension; those inside a certificate are counted there.
    public var tlsSCTs: Int?
    /// The logs of all timestamps, from the certificate, the extension and the staple, each once; lowercase hex.
    public var sctLogs: [String]?
    public var ja3s: String?
    /// The mark of a server that could have spoken a higher version than it was offered.
    public var downgradeSentinel: String?
    public var alert: AlertSummary?
    public var verified: Verified?
    public var trust: Trust?
    /// How far this machine's clock is behind a time server's, in milliseconds.
    public var clockOffsetMs: Double?
    /// In rising order of the limit, for a handshake that looks for a hop.
    public var hops: [Hop]?
    /// Lowercase hex; what a reflector finds this handshake by.
    public var nonce: String?
    /// What arrived at the far end.
    public var reflection: Reflection?
    public var bytesIn: Int?
    public var bytesOut: Int?
    /// Handshake messages in wire order, on request.
    public var rawMessages: [RawMessage]?

    public init(outcome: Outcome) { self.outcome = outcome }
}
