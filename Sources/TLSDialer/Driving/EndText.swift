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
        case .cancelled: .cancelled
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
        let cut = options.usualStall.map { ", cut short from \(NameResolution.seconds($0))" } ?? ""
        let threshold = NameResolution.seconds(options.stall) + cut
        let whole = NameResolution.seconds(options.timeout)
        return switch conversation.end {
        case .completed: nil
        case .silent: "no byte for \(silence) after \(stage) (threshold \(threshold))"
        case .timedOut:
            "no byte for \(silence) after \(stage); the \(whole) for the whole attempt were over "
                + "before the threshold of \(threshold)"
        case .reset(let reason): "reset after \(stage): \(reason)"
        case .closed: "closed by the peer after \(stage)\(Self.patience(conversation.silence))"
        case .unreachable(let reason): "lost after \(stage): \(reason)"
        case .cancelled: "given up by this side after \(stage)"
        case .tooMuch: "more than \(DialOptions.receiveLimit) bytes came after \(stage)"
        case .machine(let ending): text(of: ending)
        }
    }

    /// Words on the silence before an end; empty where it was no longer than a round trip may be.
    private static func patience(_ silence: Duration) -> String {
        silence < .seconds(1) ? "" : " and \(NameResolution.seconds(silence)) of silence"
    }

    private func text(of ending: Ending) -> String? {
        switch ending {
        case .closedByPeer: "the peer said close_notify after \(stage)"
        case .closedLocally, .deviation: nil
        case .truncated(let within): "the stream ended after \(stage), within \(within ?? "nothing")"
        case .alertReceived(let alert): "the peer sent the alert \(alert.alertDescription)"
        case .legacyVersion(let version):
            "\(version) answer: recorded up to ServerHelloDone, handshake not continued"
        case .notTLS: "the peer speaks no TLS: \(FirstLine(conversation.firstBytes))"
        }
    }
}
