import NIOCore
import TLSHandshake

/// Speaks TLS with the proxy itself and carries everything behind it inside.
///
/// The same ``ClientHandshake`` that probes does the work, so only TLS 1.3 can carry data. It belongs to one
/// event loop and fulfils its promise exactly once, when the proxy's handshake is finished or has failed.
final class TunnelTLS: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What came of the handshake with the proxy.
    struct Greeting: Sendable {
        /// Absent if the way into the proxy is open.
        var failure: ProxyAnswer?
        var version: String?
        /// As presented, leaf first, in DER.
        var chain: [[UInt8]] = []
        /// Whether the proxy has proven that the leaf is its own.
        var isProven = false
        var atMs = 0.0
    }

    /// Why data no longer passes.
    struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    private var machine: ClientHandshake
    private let clock: StageClock
    private let limit: Duration
    private let promise: EventLoopPromise<Greeting>
    private var greeting = Greeting()
    private var isSettled = false
    private var timer: Scheduled<Void>?

    init(
        _ machine: ClientHandshake, clock: StageClock, within limit: Duration,
        promise: EventLoopPromise<Greeting>
    ) {
        self.machine = machine
        self.clock = clock
        self.limit = limit
        self.promise = promise
    }

    private var isOpen: Bool { isSettled && greeting.failure == nil }

    // MARK: - Inbound

    func handlerAdded(context: ChannelHandlerContext) {
        let span = NameResolution.seconds(limit)
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limit)) {
            let heard = self.machine.bytesReceived
            let text = "its own TLS handshake was not finished after \(span) (\(heard) bytes came)"
            self.settle(.failed(.stalled, text), context)
        }
        apply(machine.start(), context)
        context.channel.setOption(.autoRead, value: true).whenFailure { _ in }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        settle(.ended(.closed, before: "its TLS handshake was finished"), context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data).readableBytesView
        guard isSettled || machine.bytesReceived + bytes.count <= DialOptions.receiveLimit else {
            let text =
                "more than \(DialOptions.receiveLimit) bytes came before its TLS handshake was finished"
            return settle(.failed(.protocolError, text), context)
        }
        apply(machine.receive(bytes), context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        settle(.ended(.closed, before: "its TLS handshake was finished"), context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        settle(.ended(Reachability.end(of: error), before: "its TLS handshake was finished"), context)
        context.fireErrorCaught(error)
    }

    // MARK: - Outbound

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let step = machine.sendApplicationData(Array(unwrapOutboundIn(data).readableBytesView))
        guard !step.send.isEmpty else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        context.write(wrapOutboundOut(ByteBuffer(bytes: step.send)), promise: promise)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        let step = machine.close()
        if isOpen, !step.send.isEmpty {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: step.send)), promise: nil)
        }
        context.close(mode: mode, promise: promise)
    }

    // MARK: - The machine

    private func apply(_ step: Step, _ context: ChannelHandlerContext) {
        if !step.send.isEmpty {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: step.send)), promise: nil)
        }
        for event in step.events { note(event, context) }
        if machine.isConnected, !isSettled {
            // Who speaks inside turns it on again.
            context.channel.setOption(.autoRead, value: false).whenFailure { _ in }
            settle(nil, context)
        }
        if let ending = step.ended { end(ending, context) }
    }

    private func note(_ event: HandshakeEvent, _ context: ChannelHandlerContext) {
        switch event {
        case .serverHello(let hello), .legacyServerHello(let hello):
            greeting.version = hello.version.description
        case .certificate(let certificate): greeting.chain = certificate.chain
        case .certificateVerify(_, let verdict): greeting.isProven = verdict == .valid
        case .applicationData(let bytes):
            context.fireChannelRead(wrapInboundOut(ByteBuffer(bytes: bytes)))
        default: break
        }
    }

    private func end(_ ending: Ending, _ context: ChannelHandlerContext) {
        guard isOpen else { return settle(failure(ending), context) }
        switch ending {
        case .closedByPeer, .closedLocally, .truncated: break
        default: context.fireErrorCaught(Broken(description: "TLS with the proxy broke: \(text(ending))"))
        }
        context.close(promise: nil)
    }

    private func failure(_ ending: Ending) -> ProxyAnswer {
        switch ending {
        case .alertReceived(let alert):
            .failed(
                .proxyRefused, "it refused its own TLS handshake with the alert \(alert.alertDescription)")
        case .notTLS:
            .failed(.protocolError, text(ending), firstBytes: machine.firstBytes)
        case .closedByPeer, .closedLocally, .truncated:
            .ended(.closed, before: "its TLS handshake was finished")
        case .deviation, .legacyVersion:
            .failed(.protocolError, text(ending))
        }
    }

    private func text(_ ending: Ending) -> String {
        switch ending {
        case .alertReceived(let alert): "the alert \(alert.alertDescription)"
        case .deviation(let deviation): deviation.description
        case .legacyVersion(let version):
            "it speaks \(version) to its clients; only TLSv1.3 can be gone on with"
        case .notTLS: "it speaks no TLS itself: \(FirstLine(machine.firstBytes))"
        case .closedByPeer, .closedLocally, .truncated: "closed"
        }
    }

    private func settle(_ failure: ProxyAnswer?, _ context: ChannelHandlerContext) {
        guard !isSettled else { return }
        isSettled = true
        timer?.cancel()
        timer = nil
        greeting.failure = failure
        greeting.atMs = clock.elapsedMs
        promise.succeed(greeting)
    }
}
