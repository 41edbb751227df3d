import NIOCore
import TLSHandshake

/// Holds a dialogue with a proxy on a connected channel, then steps aside.
///
/// It belongs to one event loop. Nothing passes it until ``handOver()``: what comes too early, or behind the
/// answer in the same segment, waits here for whoever speaks next.
final class ProxyDialogueHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What it is doing.
    private enum State {
        /// Nothing was asked yet.
        case idle
        case talking(any ProxyDialogue, EventLoopPromise<ProxyAnswer>)
        /// There was an answer.
        case answered
        /// Somebody else speaks.
        case aside
    }

    private let clock: StageClock
    private var state = State.idle
    private var context: ChannelHandlerContext?
    private var held: [UInt8] = []
    private var end: Conversation.End?
    private var timers = Timers()
    private var limit: Duration = .zero
    private var received = 0
    private var lastByte: Duration = .zero
    private var answeredMs: Double?
    private var tcp: HandshakeTranscript.TCP?

    init(clock: StageClock) { self.clock = clock }

    // MARK: - From its owner

    /// Asks; the promise is fulfilled within the limit.
    func begin(
        _ dialogue: any ProxyDialogue, within limit: Duration, _ promise: EventLoopPromise<ProxyAnswer>
    ) {
        guard let context, end == nil else {
            return promise.succeed(.ended(end ?? .closed, before: "it was asked"))
        }
        var dialogue = dialogue
        let request = dialogue.begin()
        state = .talking(dialogue, promise)
        self.limit = limit
        lastByte = clock.elapsed
        timers.after(limit, context) { self.giveUp() }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: request)), promise: nil)
        context.channel.setOption(.autoRead, value: true).whenFailure { _ in }
        let early = held
        held = []
        if !early.isEmpty { take(early) }
    }

    /// Lets everything through, what waited first.
    func handOver() {
        state = .aside
        guard let context, !held.isEmpty else { return }
        let bytes = held
        held = []
        context.fireChannelRead(wrapInboundOut(ByteBuffer(bytes: bytes)))
    }

    // MARK: - From the channel

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        leave(.closed)
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .aside = state { return context.fireChannelRead(data) }
        take(Array(unwrapInboundIn(data).readableBytesView))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        leave(Reachability.end(of: error))
        context.fireErrorCaught(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave(.closed)
        // Words of the far end that nobody took over are still heard by who listens behind.
        handOver()
        context.fireChannelInactive()
    }

    // MARK: - The dialogue

    private func take(_ bytes: [UInt8]) {
        guard case .talking(var dialogue, let promise) = state else {
            return held += bytes
        }
        received += bytes.count
        noteTCP()
        lastByte = clock.elapsed
        let step = dialogue.receive(bytes)
        state = .talking(dialogue, promise)
        switch step {
        case .waiting(let send):
            guard !send.isEmpty, let context else { return }
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: send)), promise: nil)
        case .settling:
            guard answeredMs == nil, let context else { return }
            answeredMs = StageClock.milliseconds(lastByte)
            timers.after(DialOptions.firstBytesWait, context) { self.settle() }
        case .answered(let answer, let rest):
            held += rest
            finish(answer)
        }
    }

    /// Ends with what is known, or with how the connection ended.
    private func leave(_ end: Conversation.End) {
        self.end = self.end ?? end
        guard case .talking(let dialogue, _) = state else { return }
        finish(dialogue.conclude() ?? .ended(end, before: dialogue.awaited + heard))
    }

    /// Ends with an answer of which nothing more is awaited.
    private func settle() {
        guard case .talking(let dialogue, _) = state, let answer = dialogue.conclude() else { return }
        finish(answer)
    }

    private func giveUp() {
        guard case .talking(let dialogue, _) = state else { return }
        let span = NameResolution.seconds(limit)
        let text =
            received == 0
            ? "it was silent for \(span) before \(dialogue.awaited)"
            : "\(dialogue.awaited) was not whole after \(span)\(heard)"
        var answer = dialogue.conclude() ?? .failed(.stalled, text)
        if answer.outcome == .stalled { answer.silence = clock.elapsed - lastByte }
        finish(answer)
    }

    /// Whether a part of the answer had come.
    private var heard: String { received == 0 ? "" : " (\(received) bytes came)" }

    private func finish(_ answer: ProxyAnswer) {
        guard case .talking(_, let promise) = state else { return }
        state = .answered
        timers.cancel()
        // The next speaker turns it on again; until then the system holds what comes.
        context?.channel.setOption(.autoRead, value: false).whenFailure { _ in }
        noteTCP()
        var answer = answer
        answer.tcp = tcp
        answer.atMs = answeredMs ?? (received == 0 ? nil : StageClock.milliseconds(lastByte))
        promise.succeed(answer)
    }

    /// Asks while there is a socket to ask; the last answer counts.
    private func noteTCP() {
        guard let context else { return }
        TCPFacts.read(context.channel).assumeIsolated().whenSuccess { self.tcp = $0 }
    }
}
