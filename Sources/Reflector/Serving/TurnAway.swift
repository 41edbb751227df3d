import NIOCore
import TLSHandshake

/// Says in TLS that there is no room, reads what the client has to say, and closes.
///
/// To close with bytes unread would reset the connection and take the alert with it.
final class TurnAway: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How long a client may take to say something.
    private static let patience: TimeAmount = .milliseconds(500)

    func channelActive(context: ChannelHandlerContext) {
        let alert = Record(type: .alert, fragment: Alert(.internalError).bytes).bytes
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: alert)), promise: nil)
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
