import HandshakePeer
import NIOCore
import NIOPosix
import TLSHandshake

/// A listener on loopback that does whole handshakes, late and with a last word if asked to.
struct ScriptedListener: Sendable {
    /// How it behaves beyond the script of its server.
    struct Manner: Sendable {
        var script = PeerServer.Script()
        /// The time before each answer, as if the server were far away.
        var delay: TimeAmount = .zero
        /// What it says to the client's Finished.
        var lastWord: Alert?
    }

    let port: Int
    private let channel: any Channel

    static func start(_ manner: Manner) async throws -> ScriptedListener {
        let identity = PeerIdentity.p256()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(ScriptedHandler(manner, identity))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return ScriptedListener(port: channel.localAddress?.port ?? 0, channel: channel)
    }

    func stop() async { try? await channel.close().get() }
}

private final class ScriptedHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let manner: ScriptedListener.Manner
    private var server: PeerServer
    private var hasSpokenLast = false

    init(_ manner: ScriptedListener.Manner, _ identity: PeerIdentity) {
        self.manner = manner
        self.server = PeerServer(manner.script, identity: identity)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard var answer = try? server.receive(Array(unwrapInboundIn(data).readableBytesView)) else {
            return context.close(promise: nil)
        }
        if let alert = manner.lastWord, server.isClientFinishedValid == true, !hasSpokenLast {
            hasSpokenLast = true
            answer += server.seal(alert.bytes, as: .alert)
        }
        guard !answer.isEmpty else { return }
        let (channel, bytes) = (context.channel, ByteBuffer(bytes: answer))
        context.eventLoop.scheduleTask(in: manner.delay) { channel.writeAndFlush(bytes, promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
