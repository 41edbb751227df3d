/// What came of one event: bytes for the peer, things to record, and whether it is over.
public struct Step: Sendable {
    /// To be sent before anything else is received.
    public internal(set) var send: [UInt8] = []
    public internal(set) var events: [HandshakeEvent] = []
    /// Set once, by the step that ends the conversation.
    public internal(set) var ended: Ending?

    public init() {}

    /// Adds a later step, for callers that take several before they act.
    public mutating func append(_ later: Step) {
        send += later.send
        events += later.events
        ended = later.ended ?? ended
    }
}

/// Why a conversation is over.
public enum Ending: Hashable, Sendable {
    /// The peer sent close_notify.
    case closedByPeer
    /// ``ClientHandshake/close()`` was called.
    case closedLocally
    /// The peer sent an alert.
    case alertReceived(Alert)
    /// The peer broke a rule and was told so.
    case deviation(Deviation)
    /// The peer speaks this older version, and its clear-text flight was read to the end.
    case legacyVersion(ProtocolVersion)
    /// The peer speaks no TLS.
    case notTLS
    /// The stream ended without close_notify; `within` names what is unfinished.
    case truncated(within: String?)
}

/// What the machine waits for: the place where a stall happened.
public enum Phase: String, Hashable, Sendable, Codable {
    case notStarted = "not-started"
    case serverHello = "server-hello"
    case secondServerHello = "second-server-hello"
    case encryptedExtensions = "encrypted-extensions"
    case certificateOrRequest = "certificate-or-request"
    case certificate
    case certificateVerify = "certificate-verify"
    case serverFinished = "server-finished"
    case connected
    /// The clear-text flight of a server that speaks an older version.
    case legacyFlight = "legacy-flight"
    case ended
}
