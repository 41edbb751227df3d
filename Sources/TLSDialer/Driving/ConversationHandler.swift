import NIOCore
import NIOPosix
import TLSHandshake

/// Carries bytes between a connected channel and the state machine, and watches the clock.
///
/// It belongs to one event loop. It reads only once it is added, sends what the machine says at once, and
/// fulfils its promise exactly once, when the conversation is over; then it closes the channel.
final class ConversationHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var machine: ClientHandshake
    private let clock: StageClock
    private let timeout: Duration
    private let stall: Duration
    private let recordsWire: Bool
    private let promise: EventLoopPromise<Conversation>

    private var conversation = Conversation()
    private var isOver = false
    private var lastByte: Duration = .zero
    private var helloSent: Duration = .zero
    /// From the ClientHello to the first byte that came.
    private var firstWait: Duration?
    private var timers: [Scheduled<Void>] = []
    private var silenceTimer: Scheduled<Void>?

    init(
        _ machine: ClientHandshake, clock: StageClock, options: DialOptions,
        promise: EventLoopPromise<Conversation>
    ) {
        self.machine = machine
        self.clock = clock
        self.timeout = options.timeout
        self.stall = options.stall
        self.recordsWire = options.recordsWire
        self.promise = promise
    }

    // MARK: - From the channel

    func handlerAdded(context: ChannelHandlerContext) {
        after(clock.remaining(of: timeout), context) { $0.finish(.timedOut, $1) }
        apply(machine.start(), context)
        // The silence is counted from here until something comes.
        helloSent = clock.elapsed
        lastByte = helloSent
        watchSilence(context)
        context.channel.setOption(.autoRead, value: true).whenFailure { _ in }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        finish(.closed, context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        let bytes = unwrapInboundIn(data).readableBytesView
        lastByte = clock.elapsed
        if recordsWire { conversation.wire.append(.received(Array(bytes), at: lastByte)) }
        firstWait = firstWait ?? lastByte - helloSent
        let before = machine.isConnected
        guard machine.bytesReceived + bytes.count <= DialOptions.receiveLimit else {
            return finish(.tooMuch, context)
        }
        apply(machine.receive(bytes), context)
        if machine.isConnected, !before { waitForTicket(context) }
        if hasFirstBytes { finish(.machine(.notTLS), context) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !isOver {
            record(machine.receiveEndOfStream())
            finish(.closed, context)
        }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(Reachability.end(of: error), context)
    }

    // MARK: - To the channel

    /// Sends what a step asks for and notices what it tells.
    private func apply(_ step: Step, _ context: ChannelHandlerContext) {
        record(step)
        write(step.send, context)
        guard let ending = step.ended else {
            if hasTicket { finish(.completed, context) }
            return
        }
        guard ending == .notTLS, !hasFirstBytes else { return finish(.machine(ending), context) }
        // What a box says instead of TLS may come in several pieces, and all of it is evidence.
        after(DialOptions.firstBytesWait, context) { $0.finish(.machine(.notTLS), $1) }
    }

    /// Notes events: what came at the time of its bytes, before any cryptography; what is sent now.
    private func record(_ step: Step) {
        let now = clock.elapsedMs
        let arrival = StageClock.milliseconds(lastByte)
        for event in step.events {
            if case .applicationData = event { continue }
            let time = max(event.isSent ? now : arrival, conversation.moments.last?.atMs ?? 0)
            conversation.moments.append(Conversation.Moment(event: event, atMs: time))
        }
    }

    /// Whether both Finished messages were exchanged, whatever came after.
    private var wasCompleted: Bool {
        conversation.moments.contains { moment in
            if case .clientFinishedSent = moment.event { true } else { false }
        }
    }

    /// Whether the server asked for a certificate that this client does not have.
    private var answeredRequest: Bool {
        conversation.moments.contains { $0.event == .clientFinishedSent(answersCertificateRequest: true) }
    }

    private var hasTicket: Bool {
        conversation.moments.contains { moment in
            if case .ticket = moment.event { true } else { false }
        }
    }

    /// As many bytes of an answer that is no TLS as are kept.
    private var hasFirstBytes: Bool { machine.firstBytes.count >= ClientHandshake.maximumFirstBytes }

    /// What the server says to the client's Finished takes as long as what it said to the ClientHello.
    private func waitForTicket(_ context: ChannelHandlerContext) {
        guard !isOver else { return }
        let roundTrips = (firstWait ?? .zero) * 2
        let wait = min(max(roundTrips, DialOptions.ticketWait), DialOptions.ticketWaitLimit)
        after(wait, context) { $0.finish(.completed, $1) }
    }

    /// Looks again whenever the threshold would be reached if nothing more came.
    private func watchSilence(_ context: ChannelHandlerContext) {
        let silence = clock.elapsed - lastByte
        guard silence < stall else { return finish(.silent, context) }
        silenceTimer = schedule(stall - silence, context) { $0.watchSilence($1) }
    }

    private func after(
        _ delay: Duration, _ context: ChannelHandlerContext,
        _ action: @escaping (ConversationHandler, ChannelHandlerContext) -> Void
    ) {
        timers.append(schedule(delay, context, action))
    }

    private func schedule(
        _ delay: Duration, _ context: ChannelHandlerContext,
        _ action: @escaping (ConversationHandler, ChannelHandlerContext) -> Void
    ) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { action(self, context) }
    }

    private func finish(_ end: Conversation.End, _ context: ChannelHandlerContext) {
        guard !isOver else { return }
        isOver = true
        for timer in timers { timer.cancel() }
        silenceTimer?.cancel()
        timers = []
        silenceTimer = nil
        conversation.end = settled(end)
        conversation.endMs = clock.elapsedMs
        conversation.silence = clock.elapsed - lastByte
        conversation.phase = machine.phase
        sayGoodbye(context)
        conversation.firstBytes = machine.firstBytes
        conversation.bytesIn = machine.bytesReceived
        conversation.bytesOut = machine.bytesSent
        conversation.keyLog = machine.keyLog
        close(context)
    }

    /// What an end amounts to after all that was said before it.
    ///
    /// A handshake that both sides finished stays finished, unless the server refuses it after all. To have no
    /// certificate where one was requested is this client's doing, and no refusal of the path.
    private func settled(_ end: Conversation.End) -> Conversation.End {
        if machine.ending == .notTLS { return .machine(.notTLS) }
        guard wasCompleted else { return end }
        if case .machine(.alertReceived) = end, !answeredRequest { return end }
        return .completed
    }

    private func sayGoodbye(_ context: ChannelHandlerContext) {
        guard conversation.end == .completed, context.channel.isActive else { return }
        let step = machine.close()
        record(step)
        write(step.send, context)
    }

    private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        guard !bytes.isEmpty else { return }
        if recordsWire { conversation.wire.append(.sent(bytes, at: clock.elapsed)) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }

    /// Asks whether the peer's system had received everything if nothing came back, then closes.
    private func close(_ context: ChannelHandlerContext) {
        let channel = context.channel
        let promise = promise
        let conversation = conversation
        guard conversation.bytesIn == 0, channel.isActive else {
            promise.succeed(conversation)
            return channel.close(promise: nil)
        }
        Acknowledgement.isComplete(channel).whenComplete { result in
            var conversation = conversation
            conversation.acked = try? result.get()
            promise.succeed(conversation)
            channel.close(promise: nil)
        }
    }
}
