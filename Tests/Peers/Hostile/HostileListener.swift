import HandshakePeer
import NIOCore
import NIOPosix
import TLSHandshake

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A listener on loopback that begins real handshakes and then turns against its client.
struct HostileListener: Sendable {
    struct Manner: Sendable {
        /// When it turns.
        enum Turn: Sendable {
            /// Instead of any answer to the ClientHello.
            case atOnce
            /// After its ServerHello, with the keys of the handshake.
            case afterHello
            /// After so many bytes of its flight.
            case after(Int)
            /// After the client's Finished, with the keys of the connection.
            case afterFinished
            /// Never: the script itself is bad enough.
            case never
        }

        /// What it does then.
        enum Deed: Sendable {
            case silence
            case reset
            /// Asks for more of these records as long as the client takes them.
            case endless(@Sendable (inout PeerServer) -> [UInt8])
        }

        var script = PeerServer.Script()
        var turn = Turn.never
        var deed = Deed.silence
        /// The time between the bytes of its flight, if it sends them one by one.
        var pause: TimeAmount?
    }

    let port: Int
    private let channel: any Channel

    static func start(_ manner: Manner) async throws -> HostileListener {
        let identity = PeerIdentity.p256()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(HostileHandler(manner, identity))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return HostileListener(port: channel.localAddress?.port ?? 0, channel: channel)
    }

    func stop() async { try? await channel.close().get() }
}

private final class HostileHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let manner: HostileListener.Manner
    private var server: PeerServer
    private var hasTurned = false

    init(_ manner: HostileListener.Manner, _ identity: PeerIdentity) {
        self.manner = manner
        self.server = PeerServer(manner.script, identity: identity)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasTurned else { return }
        if case .atOnce = manner.turn { return turn(context) }
        guard let answer = try? server.receive(Array(unwrapInboundIn(data).readableBytesView)) else {
            return context.close(promise: nil)
        }
        switch manner.turn {
        case .atOnce, .never: break
        case .afterHello:
            server = server.rewoundToHandshakeKeys()
            // One record holds the ServerHello, and its length stands in its header.
            let length = answer.count > 5 ? 5 + Int(answer[3]) << 8 + Int(answer[4]) : 0
            return send(answer.prefix(length), context) { self.turn($0) }
        case .after(let count):
            return send(answer.prefix(count), context) { self.turn($0) }
        case .afterFinished:
            if server.isClientFinishedValid == true { return turn(context) }
        }
        if let pause = manner.pause { return drip(answer[...], pause, context) }
        send(answer[...], context) { _ in }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func turn(_ context: ChannelHandlerContext) {
        hasTurned = true
        switch manner.deed {
        case .silence: break
        case .reset: reset(context)
        case .endless(let record): flood(record, context)
        }
    }

    private func send(
        _ bytes: ArraySlice<UInt8>, _ context: ChannelHandlerContext,
        then next: @escaping (ChannelHandlerContext) -> Void
    ) {
        context.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes))).assumeIsolated().whenSuccess { next(context) }
    }

    private func drip(_ bytes: ArraySlice<UInt8>, _ pause: TimeAmount, _ context: ChannelHandlerContext) {
        guard !bytes.isEmpty, context.channel.isActive else { return }
        send(bytes.prefix(1), context) { context in
            context.eventLoop.assumeIsolated().scheduleTask(in: pause) {
                self.drip(bytes.dropFirst(), pause, context)
            }
        }
    }

    private func flood(
        _ record: @escaping @Sendable (inout PeerServer) -> [UInt8], _ context: ChannelHandlerContext
    ) {
        guard context.channel.isActive else { return }
        send(record(&server)[...], context) { self.flood(record, $0) }
    }

    /// Lingering for no time makes the system send RST instead of FIN.
    private func reset(_ context: ChannelHandlerContext) {
        guard let options = context.channel as? any SocketOptionProvider else { return }
        let channel = context.channel
        options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
    }
}
