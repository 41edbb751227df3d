import TLSHandshake

/// What was said over one connection, with the time of everything, and how it ended.
struct Conversation: Sendable {
    /// One event and when it was noticed.
    struct Moment: Sendable {
        let event: HandshakeEvent
        let atMs: Double
    }

    /// Bytes in one direction, at a time since the start of the attempt.
    enum WirePiece: Sendable {
        case sent([UInt8], at: Duration)
        case received([UInt8], at: Duration)
    }

    /// Why it is over.
    enum End: Hashable, Sendable {
        /// The handshake was finished on both sides, and the client said goodbye.
        case completed
        /// The state machine ended it: an alert, a deviation, an older version, no TLS.
        case machine(Ending)
        /// Nothing came for the stall threshold.
        case silent
        /// The time for the whole attempt was over.
        case timedOut
        case reset(String)
        case closed
        /// The network said that the peer cannot be reached any more.
        case unreachable(String)
        /// Whoever asked for the attempt no longer wants it.
        case cancelled
        /// More came than ``DialOptions/receiveLimit``.
        case tooMuch
    }

    var moments: [Moment] = []
    var end: End = .closed
    /// When it ended.
    var endMs = 0.0
    /// The time since the last byte, or since the ClientHello if none came.
    var silence: Duration = .zero
    /// What the state machine was waiting for at the end.
    var phase: Phase = .notStarted
    /// The start of an answer that is no TLS.
    var firstBytes: [UInt8] = []
    /// What came back for a request behind the handshake.
    var response: [UInt8] = []
    var bytesIn = 0
    var bytesOut = 0
    /// Pieces in which the ClientHello was given to TCP.
    var helloSegments = 1
    /// What went over the wire, if that was asked for.
    var wire: [WirePiece] = []
    /// The secrets, one line each (SSLKEYLOGFILE).
    var keyLog: [String] = []
    /// Whether everything sent was acknowledged, where the system tells.
    var acked: Bool?
    /// What TCP said last, where the system tells.
    var tcp: HandshakeTranscript.TCP?

    /// For a peer that was gone before a byte could be sent; what it said all the same is read.
    static func neverBegan(
        _ machine: ClientHandshake, _ heard: EarlyWords.Heard, atMs: Double
    ) -> Conversation {
        var machine = machine
        let step = machine.receive(heard.bytes)
        var conversation = Conversation()
        conversation.moments = step.events.filter { !$0.isSent }.map { Moment(event: $0, atMs: atMs) }
        conversation.end = step.ended.map(End.machine) ?? heard.end ?? .closed
        conversation.endMs = atMs
        conversation.phase = machine.phase
        conversation.firstBytes = machine.firstBytes
        conversation.bytesIn = machine.bytesReceived
        return conversation
    }
}

extension HandshakeEvent {
    /// Whether this side did it.
    var isSent: Bool {
        switch self {
        case .clientHelloSent, .clientCertificateSent, .clientFinishedSent, .alertSent,
            .rawMessage(_, isSent: true):
            true
        default: false
        }
    }
}
