import Synchronization
import TLSDialer

/// What the handshakes of a run said and by which secrets, in the order in which they ended.
final class WireMemory: Sendable {
    private struct State {
        var keyLog: [String] = []
        var recordings: [WireRecording] = []
    }

    private let state = Mutex(State())

    var keyLog: [String] { state.withLock { $0.keyLog } }
    var recordings: [WireRecording] { state.withLock { $0.recordings } }

    func take(_ attempt: Attempt) {
        state.withLock { state in
            state.keyLog += attempt.keyLog
            if let recording = attempt.recording { state.recordings.append(recording) }
        }
    }
}
