import CertificateChains
import NIOCore
import TLSHandshake

extension Dialer {
    /// Asks a proxy for a tunnel over the line to it.
    ///
    /// Gives the line inside the tunnel, absent if there is none; then the transcript says why and the
    /// connection is closed. It takes no longer than ``DialOptions/proxyTimeout``.
    func pass(
        _ proxy: Proxy, to destination: Endpoint, on line: Line, clock: StageClock, options: DialOptions,
        at time: WallTime, _ writer: inout TranscriptWriter
    ) async -> Line? {
        let start = clock.elapsed
        let allowed = min(options.proxyTimeout, clock.remaining(of: options.timeout))
        let leg = Leg(channel: line.channel, inner: EarlyWords(), clock: clock)
        var withCredentials = true
        if proxy.scheme == .https {
            let greeting = await leg.greet(proxy, within: allowed)
            withCredentials = await judge(greeting, of: proxy, options, at: time, since: start, &writer)
            if let failure = greeting.failure {
                writer.fail(proxy, failure, since: start)
                return await leg.abandon(&writer)
            }
        }
        let left = max(.zero, allowed - (clock.elapsed - start))
        let dialogue = proxy.dialogue(to: destination, withCredentials: withCredentials)
        let answer = await leg.ask(dialogue, within: left, heard: line.early.heard.end)
        if answer.outcome != nil {
            writer.fail(proxy, answer, since: start)
            return await leg.abandon(&writer)
        }
        writer.open(answer, since: start)
        return Line(channel: line.channel, early: leg.inner)
    }

    /// Judges the proxy's own certificate, which decides on nothing but the credentials.
    ///
    /// A path through an untrusted proxy is still a path worth knowing; a password is not given to it.
    private func judge(
        _ greeting: TunnelTLS.Greeting, of proxy: Proxy, _ options: DialOptions, at time: WallTime,
        since start: Duration, _ writer: inout TranscriptWriter
    ) async -> Bool {
        writer.note(greeting, since: start)
        guard !greeting.chain.isEmpty else { return false }
        let verdict = await ChainTrust(anchors: options.anchors, publicRoots: publicRoots)
            .judge(presented: greeting.chain, for: HostIdentity(proxy.endpoint.host), at: time.toTheSecond)
        let problem = Self.problem(verdict, isProven: greeting.isProven, host: proxy.endpoint.host)
        let withholds = problem != nil && proxy.credentials != nil
        writer.note(verdict, ofProxy: problem.map { withholds ? "\($0); the password was withheld" : $0 })
        return problem == nil
    }

    private static func problem(_ verdict: TrustVerdict, isProven: Bool, host: String) -> String? {
        guard isProven else { return "the proxy has not proven that its certificate is its own" }
        switch verdict.status {
        case .expected, .public: break
        default: return "the proxy's certificate is not trusted: \(verdict.reason)"
        }
        guard verdict.namesHost else { return "the proxy's certificate does not name \(host)" }
        switch verdict.leafValidity {
        case .valid: return nil
        case .expired: return "the proxy's certificate has expired"
        case .notYetValid, nil: return "the proxy's certificate is not valid yet"
        }
    }
}

/// The handlers that speak to a proxy on one channel.
private struct Leg: Sendable {
    let channel: any Channel
    /// Listens inside the tunnel from its first byte on.
    let inner: EarlyWords
    let clock: StageClock

    /// Makes the TLS handshake with the proxy itself.
    func greet(_ proxy: Proxy, within limit: Duration) async -> TunnelTLS.Greeting {
        let promise = channel.eventLoop.makePromise(of: TunnelTLS.Greeting.self)
        let name: String? =
            if case .name(let name) = HostIdentity(proxy.endpoint.host) { name } else { nil }
        let machine = ClientHandshake(
            ClientHandshake.Configuration(serverName: name, alpn: ["http/1.1"]), entropy: .fresh())
        let started = channel.eventLoop.submit {
            guard channel.isActive else { throw ChannelError.ioOnClosedChannel }
            let pipeline = channel.pipeline.syncOperations
            // Behind it first, so that nothing said inside is missed.
            try pipeline.addHandlers(ProxyDialogueHandler(clock: clock), inner)
            let tunnel = TunnelTLS(machine, clock: clock, within: limit, promise: promise)
            let dialogue = try pipeline.handler(type: ProxyDialogueHandler.self)
            try pipeline.addHandler(tunnel, position: .before(dialogue))
        }
        started.cascadeFailure(to: promise)
        if let greeting = await value(of: promise), !Task.isCancelled { return greeting }
        return TunnelTLS.Greeting(
            failure: .ended(Task.isCancelled ? .cancelled : .closed, before: "its TLS handshake"),
            atMs: clock.elapsedMs)
    }

    /// Asks for the tunnel.
    func ask(
        _ dialogue: any ProxyDialogue, within limit: Duration, heard: Conversation.End?
    ) async -> ProxyAnswer {
        let promise = channel.eventLoop.makePromise(of: ProxyAnswer.self)
        let started = channel.eventLoop.submit {
            guard channel.isActive else { throw ChannelError.ioOnClosedChannel }
            let pipeline = channel.pipeline.syncOperations
            let handler: ProxyDialogueHandler
            if let present = try? pipeline.handler(type: ProxyDialogueHandler.self) {
                handler = present
            } else {
                handler = ProxyDialogueHandler(clock: clock)
                try pipeline.addHandlers(handler, inner)
            }
            handler.begin(dialogue, within: limit, promise)
        }
        started.cascadeFailure(to: promise)
        let answer = await value(of: promise)
        if Task.isCancelled { return .ended(.cancelled, before: dialogue.awaited) }
        return answer ?? .ended(heard ?? .closed, before: "it was asked")
    }

    /// Closes the connection after it was asked what TCP knows of it.
    func abandon(_ writer: inout TranscriptWriter) async -> Dialer.Line? {
        writer.note(try? await TCPFacts.read(channel).get())
        try? await channel.close().get()
        return nil
    }

    private func value<Value: Sendable>(of promise: EventLoopPromise<Value>) async -> Value? {
        await withTaskCancellationHandler {
            try? await promise.futureResult.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }
}
