import NIOCore

/// What a handler on one event loop does later, unless it is over before.
///
/// It keeps the handler alive until every timer has fired or was cancelled.
struct Timers {
    private var scheduled: [Scheduled<Void>] = []

    /// Does something on the loop of the context.
    mutating func after(_ delay: Duration, _ context: ChannelHandlerContext, _ action: @escaping () -> Void) {
        scheduled.append(context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay), action))
    }

    mutating func cancel() {
        for timer in scheduled { timer.cancel() }
        scheduled = []
    }
}
