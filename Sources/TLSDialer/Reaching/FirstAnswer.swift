import Synchronization

/// A value that several parties race to give; the first one counts.
///
/// The losers may answer at any later time, which suits work that cannot be cancelled.
final class FirstAnswer<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Value, Never>)
        case given(Value)
        case delivered
    }

    private let state = Mutex(State.open)

    /// Gives the value, unless somebody already did.
    func give(_ value: Value) {
        let waiting = state.withLock { state -> CheckedContinuation<Value, Never>? in
            switch state {
            case .open:
                state = .given(value)
                return nil
            case .awaited(let continuation):
                state = .delivered
                return continuation
            case .given, .delivered:
                return nil
            }
        }
        waiting?.resume(returning: value)
    }

    /// Waits for the value; to be called once.
    func value() async -> Value {
        await withCheckedContinuation { continuation in
            let given = state.withLock { state -> Value? in
                guard case .given(let value) = state else {
                    state = .awaited(continuation)
                    return nil
                }
                state = .delivered
                return value
            }
            if let given { continuation.resume(returning: given) }
        }
    }

    /// As ``value()``, but gives this itself if the task is cancelled.
    func value(ifCancelled fallback: Value) async -> Value {
        await withTaskCancellationHandler {
            await value()
        } onCancel: {
            give(fallback)
        }
    }
}
