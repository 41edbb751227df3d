import TLSHandshake

/// The outcome of a conversation and the sentence that explains it.
struct EndText {
    private let conversation: Conversation
    private let stage: String
    private let options: DialOptions

    /// `stage` is the last one that was reached.
    init(_ conversation: Conversation, after stage: String, options: DialOptions) {
        self.conversation = conversation
        self.stage = stage
        self.options = options
    }

    var outcome: HandshakeTranscript.Outcome {
        switch conversation.end {
        case .completed: .completed
        case .silent, .timedOut: .stalled
        case .reset: .reset
        case .closed: .closed
        case .unreachable: .unreachable
        case .tooMuch: .protocolError
        case .machine(let ending): outcome(of: ending)
        }
    }

    private func outcome(of ending: Ending) -> HandshakeTranscript.Outcome {
        switch ending {
        case .closedByPeer, .closedLocally, .truncated: .closed
        case .alertReceived: .alert
        case .deviation, .notTLS: .protocolError
        case .legacyVersion: .completed
        }
    }

    /// Absent where nothing went wrong or the events already say it.
    var text: String? {
        let silence = NameResolution.seconds(conversation.silence)
        let threshold = NameResolution.seconds(options.stall)
        let whole = NameResolution.seconds(options.timeout)
        return switch conversation.end {
        case .completed: nil
        case .silent: "no byte for \(silence) after \(stage) (threshold \(threshold))"
        case .timedOut:
            "no byte for \(silence) after \(stage); the \(whole) for the whole attempt were over "
                + "before the threshold of \(threshold)"
        case .reset(let reason): "reset after \(stage): \(reason)"
        case .closed: "closed by the peer after \(stage)"
        case .unreachable(let reason): "lost after \(stage): \(reason)"
        case .tooMuch: "more than \(DialOptions.receiveLimit) bytes came after \(stage)"
        case .machine(let ending): text(of: ending)
        }
    }

    private func text(of ending: Ending) -> String? {
        switch ending {
        case .closedByPeer: "the peer said close_notify after \(stage)"
        case .closedLocally, .deviation: nil
        case .truncated(let within): "the stream ended after \(stage), within \(within ?? "nothing")"
        case .alertReceived(let alert): "the peer sent the alert \(alert.alertDescription)"
        case .legacyVersion(let version):
            "\(version) answer: recorded up to ServerHelloDone, handshake not continued"
        case .notTLS: "the peer speaks no TLS: \(firstLine)"
        }
    }

    /// The printable start of what came instead of TLS.
    private var firstLine: String {
        let bytes = conversation.firstBytes
        let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }.prefix(80)
        guard !line.isEmpty, line.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            return "\(bytes.count) bytes that are no text"
        }
        return String(decoding: line, as: UTF8.self)
    }
}
