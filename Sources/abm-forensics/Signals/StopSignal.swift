import Dispatch

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A signal by which somebody stops the program.
struct StopSignal: Hashable, Sendable {
    let name: String
    let number: Int32

    static let all = [
        StopSignal(name: "SIGINT", number: SIGINT), StopSignal(name: "SIGTERM", number: SIGTERM),
    ]

    /// What a shell shows for a program that the signal ended.
    var exitCode: Int32 { 128 + number }

    /// Gives the first that comes, or nothing if the task is cancelled before; the second ends the program at once.
    static func first() async -> StopSignal? {
        let (signals, continuation) = AsyncStream.makeStream(of: StopSignal.self)
        let sources = all.map { stop in
            _ = signal(stop.number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: stop.number, queue: .global())
            source.setEventHandler { continuation.yield(stop) }
            source.resume()
            return source
        }
        var received: StopSignal?
        for await stop in signals {
            received = stop
            break
        }
        for stop in all { _ = signal(stop.number, SIG_DFL) }
        for source in sources { source.cancel() }
        return received
    }

    /// Does work that the first signal cancels.
    ///
    /// Shape: what the work made of it, and the signal if one came.
    static func cancelling<Result: Sendable>(
        _ work: @escaping @Sendable () async -> Result
    ) async -> (result: Result, signal: StopSignal?) {
        let task = Task { await work() }
        let watch = Task {
            let signal = await first()
            if signal != nil { task.cancel() }
            return signal
        }
        let result = await task.value
        watch.cancel()
        return (result, await watch.value)
    }
}
