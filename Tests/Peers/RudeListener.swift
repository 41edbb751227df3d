import NIOCore
import NIOPosix

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A listener on loopback that answers a ClientHello in one bad way.
struct RudeListener: Sendable {
    enum Manner: Sendable {
        /// Takes the connection and says nothing.
        case silent
        /// Resets the connection when the first bytes came.
        case resets
        /// Closes the connection when the first bytes came.
        case closes
        /// Sends these bytes when the first bytes came, and nothing more.
        case says([UInt8])
        /// Sends these pieces, some milliseconds apart, and nothing more.
        case saysInPieces([[UInt8]])
        /// Sends these bytes and closes as soon as the connection is there.
        case partsAtOnce([UInt8])
        /// Sends these bytes and closes.
        case saysAndCloses([UInt8])
        /// Sends these bytes and resets the connection.
        case saysAndResets([UInt8])
        /// Sends these bytes again and again, forever.
        case repeats([UInt8])
        /// Answers with a ServerHello and a record that no key opens.
        case garbles
        /// Sends a record header and then its body forever.
        case floods
    }

    let port: Int
    private let channel: any Channel

    static func start(_ manner: Manner) async throws -> RudeListener {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(RudeHandler(manner))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return RudeListener(port: channel.localAddress?.port ?? 0, channel: channel)
    }

    func stop() async { try? await channel.close().get() }
}

private final class RudeHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let manner: RudeListener.Manner
    private var hasAnswered = false

    init(_ manner: RudeListener.Manner) { self.manner = manner }

    func channelActive(context: ChannelHandlerContext) {
        guard case .partsAtOnce(let bytes) = manner else { return }
        hasAnswered = true
        send(bytes, context)
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasAnswered else { return }
        hasAnswered = true
        switch manner {
        case .silent, .partsAtOnce:
            break
        case .resets:
            Self.reset(context.channel)
        case .closes:
            context.close(promise: nil)
        case .says(let bytes):
            send(bytes, context)
        case .saysInPieces(let pieces):
            let channel = context.channel
            for (number, piece) in pieces.enumerated() {
                context.eventLoop.scheduleTask(in: .milliseconds(20 * Int64(number))) {
                    channel.writeAndFlush(ByteBuffer(bytes: piece), promise: nil)
                }
            }
        case .saysAndCloses(let bytes):
            send(bytes, context)
            context.close(promise: nil)
        case .saysAndResets(let bytes):
            send(bytes, context)
            let channel = context.channel
            context.eventLoop.scheduleTask(in: .milliseconds(50)) { Self.reset(channel) }
        case .repeats(let bytes):
            Self.repeat(ByteBuffer(bytes: bytes), on: context.channel)
        case .garbles:
            send(Self.garbledAnswer(to: Array(unwrapInboundIn(data).readableBytesView)), context)
        case .floods:
            flood(context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func send(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }

    /// Lingering for no time makes the system send RST instead of FIN.
    private static func reset(_ channel: any Channel) {
        guard let options = channel as? any SocketOptionProvider else { return }
        options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
    }

    /// Handshake records without end, each full of a message that announces 16 MB.
    private func flood(_ context: ChannelHandlerContext) {
        let body: [UInt8] = [0x16, 3, 3, 0x40, 0] + Array(repeating: 0, count: 16_384)
        Self.repeat(ByteBuffer(bytes: body), on: context.channel)
    }

    private static func `repeat`(_ bytes: ByteBuffer, on channel: any Channel) {
        @Sendable func next() {
            channel.writeAndFlush(bytes).whenSuccess { next() }
        }
        next()
    }

    /// A ServerHello that suits the ClientHello, then an application data record of noise.
    ///
    /// The session identifier of the ClientHello stands 43 bytes behind the start of its record.
    private static func garbledAnswer(to hello: [UInt8]) -> [UInt8] {
        let length = hello.count > 43 ? Int(hello[43]) : 0
        let session = hello.dropFirst(44).prefix(length)
        var point = [UInt8](repeating: 0, count: 32)
        point[0] = 9
        let extensions: [UInt8] = [0, 43, 0, 2, 3, 4, 0, 51, 0, 36, 0, 29, 0, 32] + point
        var body: [UInt8] = [3, 3] + [UInt8](repeating: 7, count: 32)
        body += [UInt8(session.count)] + session + [0x13, 0x01, 0, 0, UInt8(extensions.count)] + extensions
        let message: [UInt8] = [2, 0, 0, UInt8(body.count)] + body
        let noise = [UInt8](repeating: 0xA5, count: 64)
        return [0x16, 3, 3, 0, UInt8(message.count)] + message + [0x17, 3, 3, 0, UInt8(noise.count)] + noise
    }
}
