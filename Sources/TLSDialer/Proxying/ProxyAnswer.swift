import TLSHandshake

/// What a proxy made of the request for a tunnel.
struct ProxyAnswer: Hashable, Sendable {
    /// Absent if the tunnel is open.
    var outcome: HandshakeTranscript.Outcome?
    /// What went wrong, as the second half of a sentence about the proxy.
    var error: String?
    /// The HTTP status, or the reply code of SOCKS.
    var status: Int?
    var reason: String?
    var authentication: [String]?
    /// The start of what it said to people, or of what is no answer at all.
    var firstBytes: [UInt8] = []
    /// The time since its last byte, for one that fell silent.
    var silence: Duration?
    /// When the answer was there, from the start of the attempt.
    var atMs: Double?
    /// What TCP said while there was a connection to the proxy.
    var tcp: HandshakeTranscript.TCP?

    /// A tunnel.
    static func open(status: Int, reason: String?) -> ProxyAnswer {
        ProxyAnswer(status: status, reason: reason)
    }

    static func failed(
        _ outcome: HandshakeTranscript.Outcome, _ error: String, firstBytes: [UInt8] = []
    ) -> ProxyAnswer {
        ProxyAnswer(outcome: outcome, error: error, firstBytes: firstBytes)
    }

    /// For a connection that ended before the answer.
    static func ended(_ end: Conversation.End, before awaited: String) -> ProxyAnswer {
        switch end {
        case .reset(let reason): failed(.reset, "it reset the connection before \(awaited): \(reason)")
        case .unreachable(let reason): failed(.unreachable, "it was lost before \(awaited): \(reason)")
        case .cancelled: failed(.cancelled, "it was given up by this side before \(awaited)")
        default: failed(.closed, "it closed the connection before \(awaited)")
        }
    }
}
