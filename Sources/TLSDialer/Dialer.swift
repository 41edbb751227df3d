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
    /// The threads that carry every connection.
    let group: MultiThreadedEventLoopGroup
    let publicRoots: PublicRoots
    /// The wall clock.
    let now: @Sendable () -> WallTime

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
        let attempt = await unseenAttempt(target, route, options)
        options.witness?(attempt)
        return attempt
    }

    private func unseenAttempt(
        _ target: DialTarget, _ route: Route, _ options: DialOptions
    ) async -> Attempt {
        let clock = StageClock()
        let configuration = Dialer.configuration(target, options)
        let time = now()
        var writer = TranscriptWriter(target, route: route, configuration: configuration, options: options)
        writer.start(at: time.rfc3339)
        guard let line = await reach(target, by: route, clock: clock, options: options, at: time, &writer)
        else {
            if Task.isCancelled { writer.fail(.cancelled, "given up by this side") }
            return Attempt(transcript: writer.transcript)
        }
        let handshake = ClientHandshake(configuration, entropy: .fresh(nonce: options.nonce))
        let conversation = await converse(handshake, on: line, clock: clock, options: options)
        writer.note(conversation)
        var attempt = Attempt(transcript: writer.transcript)
        attempt.tickets = conversation.tickets(over: route, clock: clock)
        attempt.keyLog = conversation.keyLog
        attempt.response = conversation.response
        if options.recordsWire {
            attempt.recording = WireRecording(conversation, of: writer.transcript, from: time)
        }
        guard !writer.presented.isEmpty else { return attempt }
        let verdict = await ChainTrust(anchors: options.anchors, publicRoots: publicRoots)
            .judge(presented: writer.presented, for: HostIdentity(target.host), at: time.toTheSecond)
        writer.note(verdict, at: time.toTheSecond)
        attempt.transcript = writer.transcript
        attempt.verdict = verdict
        return attempt
    }

    static func configuration(
        _ target: DialTarget, _ options: DialOptions
    ) -> ClientHandshake.Configuration {
        let name: String? =
            switch target.serverName {
            case .host:
                if case .name(let name) = HostIdentity(target.host) { name } else { nil }
            case .name(let name): name
            case .none: nil
            }
        var configuration = ClientHandshake.Configuration(
            serverName: name, alpn: options.alpn, template: options.template, suites: options.suites,
            reportsRawMessages: options.keepsRaw)
        configuration.preSharedKey = options.preSharedKey
        configuration.clientIdentity = options.clientIdentity
        configuration.clientHelloRecords = options.helloRecords
        return configuration
    }

    // MARK: - Stages

    /// An open way to the target and what came over it before the ClientHello.
    typealias Line = (channel: any Channel, early: EarlyWords)

    /// Goes the way up to the point where the ClientHello can be said.
    func reach(
        _ target: DialTarget, by route: Route, clock: StageClock, options: DialOptions, at time: WallTime,
        _ writer: inout TranscriptWriter
    ) async -> Line? {
        guard let binding = bind(target, route, options, &writer) else { return nil }
        let endpoint = route.endpoint(for: target)
        let addresses = await resolve(endpoint, clock: clock, options: options, &writer)
        var line: Line?
        if !addresses.isEmpty {
            line = await connect(addresses, from: binding, clock: clock, options: options, &writer)
        }
        guard let proxy = route.proxy else { return line }
        guard let line else {
            writer.blame(proxy)
            return nil
        }
        return await pass(
            proxy, to: Route.destination(of: target), on: line, clock: clock, options: options, at: time,
            &writer)
    }

    /// Looks at what was asked for before anything is sent; absent if it cannot be done from here.
    private func bind(
        _ target: DialTarget, _ route: Route, _ options: DialOptions, _ writer: inout TranscriptWriter
    ) -> LocalBinding? {
        let destination = Route.destination(of: target)
        // Asked again, because what stands in a request must not end a line of it.
        guard route == .direct || Endpoint(destination.description) == destination else {
            writer.fail(
                .unresolved, "a proxy cannot be asked for this host: it is neither a name nor an address")
            return nil
        }
        do throws(LocalEndError) {
            let binding = try LocalBinding(options.source)
            writer.note(binding)
            return binding
        } catch {
            writer.fail(.unreachable, error.description)
            return nil
        }
    }

    func resolve(
        _ endpoint: Endpoint, clock: StageClock, options: DialOptions, _ writer: inout TranscriptWriter
    ) async -> [SocketAddress] {
        let family = options.family
        if let literal = try? SocketAddress(ipAddress: endpoint.host, port: endpoint.port) {
            if family.admits(literal) { return [literal] }
            writer.fail(.unresolved, "\(endpoint.host) is no \(family.text) address, which was asked for")
            return []
        }
        let resolution = await NameResolution.resolve(
            endpoint.host, port: endpoint.port, within: clock.remaining(of: options.timeout))
        writer.note(resolution, of: endpoint.host)
        if let failure = resolution.failure {
            writer.fail(.unresolved, "\(endpoint.host): \(failure)")
            return []
        }
        writer.reach(.resolve, atMs: clock.elapsedMs)
        let addresses = resolution.addresses.filter(family.admits)
        if addresses.isEmpty {
            let count = resolution.addresses.count
            writer.fail(
                .unresolved, "\(endpoint.host) has no \(family.text) address, but \(count) of the other kind")
        }
        return addresses
    }

    private func connect(
        _ addresses: [SocketAddress], from binding: LocalBinding, clock: StageClock, options: DialOptions,
        _ writer: inout TranscriptWriter
    ) async -> Line? {
        let connection = await Connection.open(
            addresses, on: group, clock: clock, within: options.timeout, from: binding)
        switch connection {
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
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(handler)
            // What came behind a proxy's answer belongs to the handshake.
            try? pipeline.handler(type: ProxyDialogueHandler.self).handOver()
        }
        started.cascadeFailure(to: promise)
        let conversation = await withTaskCancellationHandler {
            try? await promise.futureResult.get()
        } onCancel: {
            ConversationHandler.cancel(on: channel)
        }
        try? await channel.closeFuture.get()
        return conversation ?? .neverBegan(handshake, line.early.heard, atMs: clock.elapsedMs)
    }
}
