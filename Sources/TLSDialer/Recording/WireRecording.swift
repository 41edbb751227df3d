import TLSHandshake

/// The bytes of one conversation as they went over the wire, with their times and the secrets that open them.
///
/// Behind a proxy it is the conversation inside the tunnel: what was said to the proxy itself, a password
/// among it, is not part of it.
package struct WireRecording: Sendable, Hashable {
    package enum Direction: Sendable, Hashable {
        case sent, received
    }

    /// Bytes that were given to the system, or came from it, in one go.
    package struct Piece: Sendable, Hashable {
        package var direction: Direction
        /// Microseconds since 1970.
        package var at: Int64
        package var bytes: [UInt8]

        package init(_ direction: Direction, at: Int64, _ bytes: [UInt8]) {
            self.direction = direction
            self.at = at
            self.bytes = bytes
        }
    }

    /// `address:port` of this side and of the peer; absent where the system did not tell.
    package var local: String?
    package var remote: String?
    package var pieces: [Piece] = []
    /// One line a secret (SSLKEYLOGFILE).
    package var keyLog: [String] = []

    package init(local: String?, remote: String?, pieces: [Piece] = [], keyLog: [String] = []) {
        self.local = local
        self.remote = remote
        self.pieces = pieces
        self.keyLog = keyLog
    }
}

extension WireRecording {
    /// What a conversation said, on the wall clock; its attempt began at `start`.
    init(_ conversation: Conversation, of transcript: HandshakeTranscript, from start: WallTime) {
        func time(_ elapsed: Duration) -> Int64 {
            start.millisecondsSince1970 * 1_000 + Int64(StageClock.milliseconds(elapsed) * 1_000)
        }
        let pieces = conversation.wire.map { piece in
            switch piece {
            case .sent(let bytes, let at): Piece(.sent, at: time(at), bytes)
            case .received(let bytes, let at): Piece(.received, at: time(at), bytes)
            }
        }
        self.init(
            local: transcript.localAddress, remote: transcript.address, pieces: pieces,
            keyLog: conversation.keyLog)
    }
}
