import Synchronization

/// Writes lines in order, from one task, while the connections go on.
///
/// Lines wait in memory up to a limit; what comes beyond it is dropped and counted. The first failure of the
/// disk is told, and every line after it is still tried.
final class RecordJournal: Sendable {
    private let lines: AsyncStream<[UInt8]>.Continuation
    private let writing: Task<Void, Never>
    private let waiting: Waiting
    private let limit: Int
    private let metrics: ReflectorMetrics

    /// Bytes that are not written yet.
    private final class Waiting: Sendable {
        private let bytes = Mutex(0)

        func add(_ count: Int, upTo limit: Int) -> Bool {
            bytes.withLock { bytes in
                guard bytes <= limit - count else { return false }
                bytes += count
                return true
            }
        }

        func remove(_ count: Int) { bytes.withLock { $0 -= count } }
    }

    init(
        limit: Int, metrics: ReflectorMetrics, write: @escaping @Sendable ([UInt8]) throws -> Void,
        report: @escaping @Sendable (String) -> Void
    ) {
        let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        let waiting = Waiting()
        self.lines = continuation
        self.waiting = waiting
        self.limit = limit
        self.metrics = metrics
        writing = Task {
            var hasFailed = false
            for await line in stream {
                do { try write(line) } catch {
                    metrics.count(\.lostLines)
                    if !hasFailed { report("a record could not be written: \(error)") }
                    hasFailed = true
                }
                waiting.remove(line.count)
            }
        }
    }

    func write(_ line: [UInt8]) {
        guard waiting.add(line.count, upTo: limit) else { return metrics.count(\.lostLines) }
        lines.yield(line)
    }

    /// Writes what still waits.
    func finish() async {
        lines.finish()
        await writing.value
    }
}
