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
    private let promise: EventLoopPromise<Conversation>

    private var conversation = Conversation()
    private var isOver = false
    private var lastByte: Duration = .zero
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
        self.promise = promise
    }

    // MARK: - From the channel

    func handlerAdded(context: ChannelHandlerContext) {
        guard context.channel.isActive else {
            return finish(.reset("the connection was gone before the ClientHello"), context)
        }
        after(clock.remaining(of: timeout), context) { $0.finish(.timedOut, $1) }
        apply(machine.start(), context)
        // The silence is counted from here until something comes.
        lastByte = clock.elapsed
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
        let before = machine.isConnected
        guard machine.bytesReceived + bytes.count <= DialOptions.receiveLimit else {
            return finish(.tooMuch, context)
        }
        apply(machine.receive(bytes), context)
        if machine.isConnected, !before { waitForTicket(context) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !isOver {
            record(machine.receiveEndOfStream())
            finish(machine.isConnected || wasCompleted ? .completed : .closed, context)
        }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(wasCompleted ? .completed : Reachability.end(of: error), context)
    }

    // MARK: - To the channel

    /// Sends what a step asks for and notices what it tells.
    private func apply(_ step: Step, _ context: ChannelHandlerContext) {
        record(step)
        if !step.send.isEmpty {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: step.send)), promise: nil)
        }
        guard let ending = step.ended else {
            if hasTicket { finish(.completed, context) }
            return
        }
        finish(wasCompleted ? .completed : .machine(ending), context)
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

    private var hasTicket: Bool {
        conversation.moments.contains { moment in
            if case .ticket = moment.event { true } else { false }
        }
    }

    private func waitForTicket(_ context: ChannelHandlerContext) {
        guard !isOver else { return }
        after(DialOptions.ticketWait, context) { $0.finish(.completed, $1) }
    }

    /// Looks again whenever the threshold would be reached if nothing more came.
    private func watchSilence(_ context: ChannelHandlerContext) {
        let silence = clock.elapsed - lastByte
        guard silence < stall else { return finish(wasCompleted ? .completed : .silent, context) }
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
        conversation.end = end
        conversation.endMs = clock.elapsedMs
        conversation.silence = clock.elapsed - lastByte
        conversation.phase = machine.phase
        sayGoodbye(context)
        conversation.bytesIn = machine.bytesReceived
        conversation.bytesOut = machine.bytesSent
        close(context)
    }

    private func sayGoodbye(_ context: ChannelHandlerContext) {
        guard conversation.end == .completed, context.channel.isActive else { return }
        let step = machine.close()
        record(step)
        guard !step.send.isEmpty else { return }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: step.send)), promise: nil)
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

extension HandshakeEvent {
    /// Whether this side did it.
    fileprivate var isSent: Bool {
        switch self {
        case .clientHelloSent, .clientFinishedSent, .alertSent, .rawMessage(_, isSent: true): true
        default: false
        }
    }
}
