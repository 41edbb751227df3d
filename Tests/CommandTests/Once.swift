import Synchronization

/// Work that is done when somebody first asks for it, and never twice.
final class Once<Value: Sendable>: Sendable {
    private let work: @Sendable () async throws -> Value
    private let task = Mutex<Task<Value, any Error>?>(nil)

    init(_ work: @escaping @Sendable () async throws -> Value) { self.work = work }

    var value: Value {
        get async throws {
            let shared = task.withLock { task in
                let running = task ?? Task { [work] in try await work() }
                task = running
                return running
            }
            return try await shared.value
        }
    }
}
