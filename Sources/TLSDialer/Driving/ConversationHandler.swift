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

    /// When it is first asked whether the ClientHello was acknowledged; each further look waits twice as long.
    private static let firstLook: Duration = .milliseconds(10)
    /// The longest wait from look to look.
    private static let longestLook: Duration = .seconds(1)

    private var machine: ClientHandshake
    private let clock: StageClock
    private let options: DialOptions
    private let promise: EventLoopPromise<Conversation>

    private var conversation = Conversation()
    /// A request behind the handshake, if there is one to make.
    private var exchange: Exchange?
    private var isOver = false
    private var lastByte: Duration = .zero
    private var helloSent: Duration = .zero
    /// From the ClientHello to the first byte that came.
    private var firstWait: Duration?
    private var timers = Timers()
    /// What of the ClientHello is still to be sent.
    private var pieces: [[UInt8]] = []

    init(
        _ machine: ClientHandshake, clock: StageClock, options: DialOptions,
        promise: EventLoopPromise<Conversation>
    ) {
        self.machine = machine
        self.clock = clock
        self.options = options
        self.promise = promise
        exchange = options.request.map(Exchange.init)
    }

    // MARK: - From the channel

    func handlerAdded(context: ChannelHandlerContext) {
        after(clock.remaining(of: options.timeout), context) { $0.finish(.timedOut, $1) }
        guard let limit = options.hopLimit else { return begin(context) }
        HopLimit.set(limit, on: context.channel).assumeIsolated().whenComplete { result in
            switch result {
            case .success: self.begin(context)
            case .failure(let error): self.finish(Reachability.end(of: error), context)
            }
        }
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard !isOver else { return }
        let step = machine.start()
        let hello = HelloPieces(
            step.send, serverName: machine.configuration.serverName, segments: options.helloSegments)
        conversation.helloSegments = hello.pieces.count
        pieces = hello.pieces
        record(step)
        sendNextPiece(context)
        watchSilence(context)
        watchAcknowledgement(after: Self.firstLook, context)
        context.channel.setOption(.autoRead, value: true).whenFailure { _ in }
    }

    /// Ends the conversation for want of anybody who waits for it.
    static func cancel(on channel: any Channel) {
        channel.eventLoop.execute {
            let pipeline = channel.pipeline.syncOperations
            if let handler = try? pipeline.handler(type: ConversationHandler.self),
                let context = try? pipeline.context(handler: handler)
            {
                handler.finish(.cancelled, context)
            }
            channel.close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        finish(.closed, context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        let bytes = unwrapInboundIn(data).readableBytesView
        lastByte = clock.elapsed
        if options.recordsWire { conversation.wire.append(.received(Array(bytes), at: lastByte)) }
        if firstWait == nil { noteTCP(context) }
        firstWait = firstWait ?? lastByte - helloSent
        let before = machine.isConnected
        guard machine.bytesReceived + bytes.count <= DialOptions.receiveLimit else {
            return finish(.tooMuch, context)
        }
        apply(machine.receive(bytes), context)
        if machine.isConnected, !before {
            if exchange == nil { waitForTicket(context) } else { ask(context) }
        }
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
            if exchange.map(\.isComplete) ?? hasTickets { finish(.completed, context) }
            return
        }
        guard ending == .notTLS, !hasFirstBytes else { return finish(.machine(ending), context) }
        // What a box says instead of TLS may come in several pieces, and all of it is evidence.
        after(DialOptions.firstBytesWait, context) { $0.finish(.machine(.notTLS), $1) }
    }

    /// Sends what is next of the ClientHello; the silence is counted from the last piece until something comes.
    private func sendNextPiece(_ context: ChannelHandlerContext) {
        guard !isOver, !pieces.isEmpty else { return }
        write(pieces.removeFirst(), context)
        helloSent = clock.elapsed
        lastByte = helloSent
        if !pieces.isEmpty { after(DialOptions.pieceGap, context) { $0.sendNextPiece($1) } }
    }

    /// Notes events: what came at the time of its bytes, before any cryptography; what is sent now.
    private func record(_ step: Step) {
        let now = clock.elapsedMs
        let arrival = StageClock.milliseconds(lastByte)
        for event in step.events {
            if case .applicationData(let bytes) = event {
                exchange?.take(bytes)
                continue
            }
            let time = max(event.isSent ? now : arrival, conversation.moments.last?.atMs ?? 0)
            conversation.moments.append(Conversation.Moment(event: event, atMs: time))
        }
    }

    private var hasTickets: Bool {
        let tickets = conversation.ticketCount
        return tickets > 0 && tickets >= options.ticketGoal
    }

    /// As many bytes of an answer that is no TLS as are kept.
    private var hasFirstBytes: Bool { machine.firstBytes.count >= ClientHandshake.maximumFirstBytes }

    /// What the server says to the client's Finished takes as long as what it said to the ClientHello.
    private func waitForTicket(_ context: ChannelHandlerContext) {
        guard !isOver else { return }
        let roundTrips = (firstWait ?? .zero) * 2
        let wait = min(
            max(roundTrips, options.ticketPatience), max(options.ticketPatience, DialOptions.ticketWaitLimit))
        after(wait, context) { $0.finish(.completed, $1) }
    }

    /// Makes the request and waits for the answer.
    private func ask(_ context: ChannelHandlerContext) {
        guard !isOver, let exchange else { return }
        after(DialOptions.responseWait, context) { $0.finish(.completed, $1) }
        apply(machine.sendApplicationData(exchange.request), context)
    }

    /// Looks again whenever the threshold would be reached if nothing more came.
    private func watchSilence(_ context: ChannelHandlerContext) {
        let silence = clock.elapsed - lastByte
        guard silence < options.stall else { return finish(.silent, context) }
        after(options.stall - silence, context) { $0.watchSilence($1) }
    }

    /// Looks until the ClientHello is acknowledged or answered: after a reset the system no longer knows.
    private func watchAcknowledgement(after delay: Duration, _ context: ChannelHandlerContext) {
        after(delay, context) { handler, context in
            guard handler.machine.bytesReceived == 0, context.channel.isActive else { return }
            TCPFacts.isAllAcknowledged(context.channel).assumeIsolated().whenSuccess { isComplete in
                guard !handler.isOver else { return }
                guard !isComplete || !handler.pieces.isEmpty else { return handler.conversation.acked = true }
                let next = min(delay * 2, Self.longestLook)
                handler.watchAcknowledgement(after: next, context)
            }
        }
    }

    private func after(
        _ delay: Duration, _ context: ChannelHandlerContext,
        _ action: @escaping (ConversationHandler, ChannelHandlerContext) -> Void
    ) {
        timers.after(delay, context) { action(self, context) }
    }

    private func finish(_ end: Conversation.End, _ context: ChannelHandlerContext) {
        guard !isOver else { return }
        isOver = true
        timers.cancel()
        conversation.end = conversation.settled(end, isNotTLS: machine.ending == .notTLS)
        conversation.endMs = clock.elapsedMs
        conversation.silence = clock.elapsed - lastByte
        conversation.phase = machine.phase
        noteTCP(context)
        sayGoodbye(context)
        conversation.firstBytes = machine.firstBytes
        conversation.response = exchange?.response ?? []
        conversation.bytesIn = machine.bytesReceived
        conversation.bytesOut = machine.bytesSent - pieces.reduce(0) { $0 + $1.count }
        conversation.keyLog = machine.keyLog
        close(context)
    }

    private func sayGoodbye(_ context: ChannelHandlerContext) {
        guard conversation.end == .completed, context.channel.isActive else { return }
        let step = machine.close()
        record(step)
        write(step.send, context)
    }

    private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        guard !bytes.isEmpty else { return }
        if options.recordsWire { conversation.wire.append(.sent(bytes, at: clock.elapsed)) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }

    /// Asks while there is a socket to ask; the last answer counts.
    private func noteTCP(_ context: ChannelHandlerContext) {
        TCPFacts.read(context.channel).assumeIsolated().whenSuccess { self.conversation.tcp = $0 }
    }

    /// Asks whether the peer's system had received everything if nothing came back, then closes.
    private func close(_ context: ChannelHandlerContext) {
        let channel = context.channel
        let promise = promise
        let conversation = conversation
        let isAbandoned = options.hopLimit != nil && conversation.bytesIn == 0
        @Sendable func leave(_ conversation: Conversation) {
            promise.succeed(conversation)
            if isAbandoned { HopLimit.abandon(channel) } else { channel.close(promise: nil) }
        }
        guard conversation.bytesIn == 0, conversation.acked != true, channel.isActive else {
            return leave(conversation)
        }
        TCPFacts.isAllAcknowledged(channel).whenComplete { result in
            var conversation = conversation
            conversation.acked = try? result.get()
            leave(conversation)
        }
    }
}
