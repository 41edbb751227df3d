import NIOCore
import NIOPosix

/// A listener on UDP of loopback that answers each datagram as a script says, or not at all.
struct DatagramListener: Sendable {
    typealias Script = @Sendable ([UInt8]) -> [UInt8]?

    let port: Int
    private let channel: any Channel

    static func start(_ script: @escaping Script) async throws -> DatagramListener {
        let channel = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(DatagramHandler(script))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return DatagramListener(port: channel.localAddress?.port ?? 0, channel: channel)
    }

    func stop() async { try? await channel.close().get() }
}

private final class DatagramHandler: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private let script: DatagramListener.Script

    init(_ script: @escaping DatagramListener.Script) { self.script = script }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let question = unwrapInboundIn(data)
        guard let answer = script(Array(question.data.readableBytesView)) else { return }
        let envelope = AddressedEnvelope(
            remoteAddress: question.remoteAddress, data: ByteBuffer(bytes: answer))
        context.writeAndFlush(wrapOutboundOut(envelope), promise: nil)
    }
}
