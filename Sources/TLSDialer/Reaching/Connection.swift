import NIOCore
import NIOPosix
import TLSHandshake

/// An open socket, or why there is none.
enum Connection: Sendable {
    /// Connected to `address` at the n-th attempt; nobody reads yet, but what comes all the same is kept.
    case open(any Channel, EarlyWords, address: SocketAddress, attempt: Int)
    case failed(HandshakeTranscript.Outcome, error: String, attempts: Int, last: SocketAddress?)

    /// Tries the addresses in their order until one accepts.
    ///
    /// Complexity: at most ``DialOptions/attemptLimit`` attempts, one after the other.
    static func open(
        _ addresses: [SocketAddress], on group: any EventLoopGroup, clock: StageClock,
        within timeout: Duration, from binding: LocalBinding = .free
    ) async -> Connection {
        let tried = Array(addresses.prefix(DialOptions.attemptLimit))
        var failures: [(outcome: HandshakeTranscript.Outcome, text: String)] = []
        for (index, address) in tried.enumerated() {
            let left = clock.remaining(of: timeout)
            guard left > .zero, !Task.isCancelled else { break }
            let limit = index == tried.count - 1 ? left : min(left, DialOptions.addressTimeout)
            let early = EarlyWords()
            do {
                let channel = try await unlessCancelled(
                    bootstrap(to: address, from: binding, on: group, limit: limit, early)
                        .connect(to: address))
                return .open(channel, early, address: address, attempt: index + 1)
            } catch {
                let text = Reachability.text(ofConnecting: error, to: address.endpointText, after: limit)
                failures.append((Reachability.outcome(ofConnecting: error), text))
            }
        }
        // A refusal says most: something answered.
        let outcome = failures.contains { $0.outcome == .refused } ? .refused : failures.last?.outcome
        let error = failures.map(\.text).joined(separator: "; ")
        let last = failures.isEmpty ? nil : tried[failures.count - 1]
        return .failed(
            outcome ?? .unreachable, error: error.isEmpty ? "no time was left to connect" : error,
            attempts: failures.count, last: last)
    }

    /// Waits for a connection, and no longer once the task is cancelled.
    private static func unlessCancelled(_ connecting: EventLoopFuture<any Channel>) async throws
        -> any Channel
    {
        let promise = connecting.eventLoop.makePromise(of: (any Channel).self)
        connecting.cascade(to: promise)
        return try await withTaskCancellationHandler {
            try await promise.futureResult.get()
        } onCancel: {
            // Whichever comes second counts for nothing; a channel that nobody took is closed.
            promise.fail(CancellationError())
            connecting.whenSuccess { $0.close(promise: nil) }
        }
    }

    private static func bootstrap(
        to address: SocketAddress, from binding: LocalBinding, on group: any EventLoopGroup, limit: Duration,
        _ early: EarlyWords
    ) throws -> ClientBootstrap {
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(TimeAmount(limit))
            .channelOption(.autoRead, value: false)
            .channelInitializer { channel in
                binding.prepare(channel, for: address).flatMap { channel.pipeline.addHandler(early) }
            }
        guard let local = try binding.address(for: address) else { return bootstrap }
        return bootstrap.bind(to: local)
    }
}

extension SocketAddress {
    /// `address:port`, with brackets around IPv6.
    var endpointText: String {
        Endpoint(host: ipAddress ?? "?", port: port ?? 0).description
    }
}
