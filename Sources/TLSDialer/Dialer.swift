package import CertificateChains
import NIOCore
import NIOPosix
package import TLSHandshake

/// Makes TLS handshakes over real sockets and reports each as a transcript.
///
/// No TLS library touches the socket: ``ClientHandshake`` makes and reads every byte. Whatever the network
/// does is an outcome of the transcript; nothing here throws for it.
///
/// The way of an attempt: resolve, connect (address after address), the legs of the route, the handshake, a
/// short wait for a ticket, close_notify. All times come from one monotonic clock that starts with the attempt.
package final class Dialer: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let publicRoots: PublicRoots
    private let now: @Sendable () -> WallTime

    /// Takes the roots to compare with and the wall clock; ``shutDown()`` must be called in the end.
    package init(publicRoots: PublicRoots, now: @escaping @Sendable () -> WallTime) {
        self.group = MultiThreadedEventLoopGroup(numberOfThreads: min(4, System.coreCount))
        self.publicRoots = publicRoots
        self.now = now
    }

    /// Runs a body with a dialer that is shut down afterwards.
    package static func withDialer<Result>(
        publicRoots: PublicRoots, now: @escaping @Sendable () -> WallTime,
        _ body: (Dialer) async throws -> Result
    ) async throws -> Result {
        let dialer = Dialer(publicRoots: publicRoots, now: now)
        do {
            let result = try await body(dialer)
            await dialer.shutDown()
            return result
        } catch {
            await dialer.shutDown()
            throw error
        }
    }

    /// Ends the threads; attempts that still run are cut off.
    package func shutDown() async {
        try? await group.shutdownGracefully()
    }

    /// Makes one attempt.
    package func dial(
        _ target: DialTarget, route: Route = .direct, options: DialOptions = DialOptions()
    ) async -> HandshakeTranscript {
        await attempt(target, route: route, options: options).transcript
    }

    /// Makes one attempt and keeps the whole judgement of the chain, whose reasons the transcript cannot hold.
    package func attempt(
        _ target: DialTarget, route: Route = .direct, options: DialOptions = DialOptions()
    ) async -> Attempt {
        let clock = StageClock()
        let configuration = Dialer.configuration(target, options)
        let time = now()
        var writer = TranscriptWriter(target, route: route, configuration: configuration, options: options)
        writer.start(at: time.rfc3339)
        let endpoint = route.endpoint(for: target)
        let addresses = await resolve(endpoint, clock: clock, options: options, &writer)
        guard !addresses.isEmpty,
            let line = await connect(addresses, clock: clock, options: options, &writer)
        else { return Attempt(transcript: writer.transcript) }
        // The legs of a route (CONNECT, SOCKS) speak here, on the connected channel; the direct one has none.
        let handshake = ClientHandshake(configuration, entropy: .fresh())
        let conversation = await converse(handshake, on: line, clock: clock, options: options)
        writer.note(conversation)
        var attempt = Attempt(transcript: writer.transcript)
        attempt.keyLog = conversation.keyLog
        if options.recordsWire {
            attempt.recording = WireRecording(conversation, of: writer.transcript, from: time)
        }
        guard !writer.presented.isEmpty else { return attempt }
        let verdict = await ChainTrust(anchors: options.anchors, publicRoots: publicRoots)
            .judge(presented: writer.presented, for: HostIdentity(target.host), at: time.toTheSecond)
        writer.note(verdict)
        attempt.transcript = writer.transcript
        attempt.verdict = verdict
        return attempt
    }

    private static func configuration(
        _ target: DialTarget, _ options: DialOptions
    ) -> ClientHandshake.Configuration {
        let name: String? =
            switch target.serverName {
            case .host:
                if case .name(let name) = HostIdentity(target.host) { name } else { nil }
            case .name(let name): name
            case .none: nil
            }
        return ClientHandshake.Configuration(
            serverName: name, alpn: options.alpn, template: options.template, suites: options.suites,
            reportsRawMessages: options.keepsRaw)
    }

    // MARK: - Stages

    /// An open socket and what came over it before the ClientHello.
    private typealias Line = (channel: any Channel, early: EarlyWords)

    private func resolve(
        _ endpoint: Endpoint, clock: StageClock, options: DialOptions, _ writer: inout TranscriptWriter
    ) async -> [SocketAddress] {
        if let literal = try? SocketAddress(ipAddress: endpoint.host, port: endpoint.port) {
            return [literal]
        }
        let resolution = await NameResolution.resolve(
            endpoint.host, port: endpoint.port, within: clock.remaining(of: options.timeout))
        writer.note(resolution, of: endpoint.host)
        if let failure = resolution.failure {
            writer.fail(.unresolved, "\(endpoint.host): \(failure)")
        } else {
            writer.reach(.resolve, atMs: clock.elapsedMs)
        }
        return resolution.addresses
    }

    private func connect(
        _ addresses: [SocketAddress], clock: StageClock, options: DialOptions,
        _ writer: inout TranscriptWriter
    ) async -> Line? {
        switch await Connection.open(addresses, on: group, clock: clock, within: options.timeout) {
        case .open(let channel, let early, let address, let attempt):
            writer.reach(.connect, atMs: clock.elapsedMs)
            writer.note(
                address: address.endpointText, attempt: attempt, local: channel.localAddress?.endpointText)
            return (channel, early)
        case .failed(let outcome, let error, let attempts, let last):
            writer.note(address: last?.endpointText, attempt: attempts, local: nil)
            writer.fail(outcome, error)
            return nil
        }
    }

    private func converse(
        _ handshake: ClientHandshake, on line: Line, clock: StageClock, options: DialOptions
    ) async -> Conversation {
        let channel = line.channel
        let promise = channel.eventLoop.makePromise(of: Conversation.self)
        let started = channel.eventLoop.submit {
            guard channel.isActive else { throw ChannelError.ioOnClosedChannel }
            let handler = ConversationHandler(handshake, clock: clock, options: options, promise: promise)
            try channel.pipeline.syncOperations.addHandler(handler)
        }
        started.cascadeFailure(to: promise)
        let conversation = await withTaskCancellationHandler {
            try? await promise.futureResult.get()
        } onCancel: {
            channel.close(promise: nil)
        }
        try? await channel.closeFuture.get()
        return conversation ?? .neverBegan(handshake, line.early.heard, atMs: clock.elapsedMs)
    }
}
