import NIOCore
import NIOPosix
import Synchronization

/// A client that sends what it is told and keeps what comes.
struct RawClient: Sendable {
    let channel: any Channel
    private let kept: Kept

    private final class Kept: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer

        let bytes = Mutex<[UInt8]>([])

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let view = unwrapInboundIn(data).readableBytesView
            bytes.withLock { $0 += view }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }

    static func connect(_ port: Int) async throws -> RawClient {
        let kept = Kept()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { $0.pipeline.addHandler(kept) }
            .connect(host: "127.0.0.1", port: port).get()
        return RawClient(channel: channel, kept: kept)
    }

    /// Sends bytes; a peer that is gone is no error here.
    func send(_ bytes: [UInt8]) async {
        try? await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    /// Waits until the peer closes and gives what it said; absent if it did not close in time.
    func answer(within limit: Duration = .seconds(10)) async -> [UInt8]? {
        let deadline = ContinuousClock.now + limit
        while channel.isActive, ContinuousClock.now < deadline {
            try? await Task.sleep(for: .milliseconds(10))
        }
        return channel.isActive ? nil : kept.bytes.withLock { $0 }
    }

    func close() async { try? await channel.close().get() }
}
