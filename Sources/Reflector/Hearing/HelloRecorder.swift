import NIOCore
import TLSHandshake

/// Listens on the wire before the TLS library and hands every byte on unchanged, in both directions.
///
/// It also keeps the connection's time: nobody stays longer than the limits say.
final class HelloRecorder: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let visit: Visit
    private let limits: ReflectorLimits
    private var collector: HelloCollector
    private var answer = AnswerReader()
    private var lastRead: NIODeadline
    private var lifetimeTimer: Scheduled<Void>?
    private var silenceTimer: Scheduled<Void>?

    init(_ visit: Visit, limits: ReflectorLimits) {
        self.visit = visit
        self.limits = limits
        collector = HelloCollector(limit: limits.helloBytes)
        lastRead = .now()
    }

    func handlerAdded(context: ChannelHandlerContext) {
        lifetimeTimer = schedule(TimeAmount(limits.lifetime), context) { recorder, context in
            recorder.giveUp("the connection lasted longer than \(recorder.limits.lifetime)", context)
        }
        watchSilence(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastRead = .now()
        listen(to: unwrapInboundIn(data), context)
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if answer.isReading {
            for hello in answer.take(unwrapOutboundIn(data).readableBytesView) { visit.answered(hello) }
            if !answer.isReading { collector.stop() }
        }
        context.write(data, promise: promise)
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancelTimers()
        visit.end(hasBegun: collector.hasBegun)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        cancelTimers()
        visit.end(hasBegun: collector.hasBegun)
    }

    // MARK: - The ClientHello

    private func listen(to bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        guard collector.isListening else { return }
        do throws(HelloCollector.Failure) {
            guard let arrival = try collector.take(bytes.readableBytesView) else { return }
            visit.heard(arrival)
            let visit = NIOLoopBound(visit, eventLoop: context.eventLoop)
            // On this event loop the answer is there at once, before the TLS library sees the bytes.
            ArrivedSegments.count(on: context.channel).whenSuccess { visit.value.note(segments: $0) }
        } catch {
            visit.fail(error.outcome, error.text)
            if case .tooLong = error { context.close(promise: nil) }
        }
    }

    // MARK: - Time

    private func watchSilence(_ context: ChannelHandlerContext) {
        let limit = TimeAmount(limits.silence)
        let silence = NIODeadline.now() - lastRead
        guard silence < limit else {
            return giveUp("nothing came for \(limits.silence)", context)
        }
        silenceTimer = schedule(limit - silence, context) { $0.watchSilence($1) }
    }

    private func giveUp(_ reason: String, _ context: ChannelHandlerContext) {
        visit.fail("timed-out", reason)
        context.close(promise: nil)
    }

    private func schedule(
        _ delay: TimeAmount, _ context: ChannelHandlerContext,
        _ action: @escaping (HelloRecorder, ChannelHandlerContext) -> Void
    ) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(in: delay) { action(self, context) }
    }

    private func cancelTimers() {
        lifetimeTimer?.cancel()
        silenceTimer?.cancel()
        lifetimeTimer = nil
        silenceTimer = nil
    }
}
