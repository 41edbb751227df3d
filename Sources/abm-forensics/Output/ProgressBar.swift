import Synchronization

/// A bar on standard error for what takes more than a second; only a terminal sees it.
final class ProgressBar: Sendable {
    private struct State {
        var done = 0
        var isShown = false
        var isOver = false
    }

    private let label: String
    private let total: Int
    private let isEnabled: Bool
    private let start = ContinuousClock.now
    private let state = Mutex(State())

    private static let patience: Duration = .seconds(1)
    private static let width = 24

    init(_ label: String, total: Int, isQuiet: Bool = false) {
        self.label = label
        self.total = max(1, total)
        isEnabled = !isQuiet && Terminal.isConversationTerminal
    }

    /// Counts one piece of work as done and says what it was.
    func advance(_ what: String) {
        guard isEnabled else { return }
        state.withLock { state in
            state.done += 1
            guard !state.isOver, start.duration(to: .now) > Self.patience else { return }
            state.isShown = true
            draw(state.done, what)
        }
    }

    /// Takes the bar away.
    func finish() {
        state.withLock { state in
            guard state.isShown, !state.isOver else { return }
            state.isOver = true
            Terminal.whisper("\r\u{1B}[K")
        }
    }

    private func draw(_ done: Int, _ what: String) {
        let filled = min(Self.width, done * Self.width / total)
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: Self.width - filled)
        let room = max(0, Terminal.width - label.count - Self.width - 20)
        Terminal.whisper("\r\u{1B}[K\(label) [\(bar)] \(done)/\(total) \(what.prefix(room))")
    }
}
