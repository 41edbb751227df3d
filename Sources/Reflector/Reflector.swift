import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
package import TLSHandshake

/// The far end of a path: a TLS server that writes down the ClientHello that arrived and tells it.
///
/// A connection goes through three handlers: one that listens and changes nothing, the TLS library, and one
/// that answers a request over HTTP/1.1 with the record. Every connection is bounded in bytes and time.
package final class Reflector: Sendable {
    /// What a reflector is made of.
    package struct Configuration: Sendable {
        /// An address of this machine; `::` and `0.0.0.0` for all.
        package var host: String
        /// 0 for any free port.
        package var port: Int
        package var identity: ReflectorIdentity
        package var signer: ReceiptSigner?
        package var limits = ReflectorLimits()
        package var now: @Sendable () -> RFC3339Time
        /// Takes one line, with its newline; called from one task at a time.
        package var write: @Sendable ([UInt8]) throws -> Void
        /// Takes a sentence for whoever runs the reflector.
        package var report: @Sendable (String) -> Void

        package init(
            host: String, port: Int, identity: ReflectorIdentity, now: @escaping @Sendable () -> RFC3339Time,
            write: @escaping @Sendable ([UInt8]) throws -> Void,
            report: @escaping @Sendable (String) -> Void = { _ in }
        ) {
            self.host = host
            self.port = port
            self.identity = identity
            self.now = now
            self.write = write
            self.report = report
        }
    }

    private let group: MultiThreadedEventLoopGroup
    private let channel: any Channel
    private let desk: RecordDesk
    private let gate: ConnectionGate
    /// Where it listens, as `host:port`.
    package let address: String
    package let port: Int

    private init(
        group: MultiThreadedEventLoopGroup, channel: any Channel, desk: RecordDesk, gate: ConnectionGate
    ) {
        self.group = group
        self.channel = channel
        self.desk = desk
        self.gate = gate
        address = channel.localAddress.map(EndpointText.endpoint) ?? "?"
        port = channel.localAddress?.port ?? 0
    }

    /// Opens the port.
    ///
    /// Throws: ``ListeningError`` if the port cannot be opened; what is wrong with the identity.
    package static func start(_ configuration: Configuration) async throws -> Reflector {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: min(4, System.coreCount))
        do {
            let context = try configuration.identity.serverContext()
            let desk = RecordDesk(configuration)
            let gate = ConnectionGate(configuration.limits)
            let reception = Reception(desk: desk, gate: gate, context: context)
            let bootstrap = ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 1_024)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(
                    .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: readSize)
                )
                .childChannelInitializer { reception.receive($0) }
            let (host, port) = (configuration.host, configuration.port)
            let channel: any Channel
            do { channel = try await bootstrap.bind(host: host, port: port).get() } catch {
                throw ListeningError(host, port, error)
            }
            return Reflector(group: group, channel: channel, desk: desk, gate: gate)
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    /// Larger than any ClientHello, so that one read takes what has arrived and `reads` means something.
    private static let readSize = 16 << 10

    package var counters: ReflectorMetrics.Counters { desk.metrics.current }

    /// Takes no more connections, lets those that are open finish for a moment, and writes what waits.
    @discardableResult
    package func stop() async -> ReflectorMetrics.Counters {
        try? await channel.close().get()
        let deadline = ContinuousClock.now + desk.limits.farewell
        while gate.inside > 0, ContinuousClock.now < deadline {
            try? await Task.sleep(for: .milliseconds(20))
        }
        try? await group.shutdownGracefully()
        await desk.journal.finish()
        return counters
    }
}

extension RecordDesk {
    fileprivate init(_ configuration: Reflector.Configuration) {
        let metrics = ReflectorMetrics()
        self.init(
            limits: configuration.limits, signer: configuration.signer,
            book: RecordBook(configuration.limits),
            journal: RecordJournal(
                limit: configuration.limits.waitingBytes, metrics: metrics, write: configuration.write,
                report: configuration.report),
            metrics: metrics, now: configuration.now)
    }
}
