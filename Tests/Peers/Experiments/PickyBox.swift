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

/// A box on loopback that reads a ClientHello and carries the connection to a real server, or kills it.
struct PickyBox: Sendable {
    /// What it decides of, and when.
    enum Taste: Sendable {
        /// Puts the ClientHello together and kills it if this holds.
        case dislikes(@Sendable (ClientHello) -> Bool)
        /// Looks for this name in the first bytes that come, and waits forever if it is not there.
        case readsOnce(name: String)
    }

    let port: Int
    private let channel: any Channel

    static func start(before server: Int, _ taste: Taste) async throws -> PickyBox {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(PickyHandler(server, taste))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return PickyBox(port: channel.localAddress?.port ?? 0, channel: channel)
    }

    func stop() async { try? await channel.close().get() }
}

private final class PickyHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private enum State {
        case reading
        case waiting
        case connecting
        case carrying(any Channel)
    }

    /// The most that is read of a ClientHello.
    private static let limit = 16_384

    private let server: Int
    private let taste: PickyBox.Taste
    private var state = State.reading
    private var bytes: [UInt8] = []

    init(_ server: Int, _ taste: PickyBox.Taste) {
        self.server = server
        self.taste = taste
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        if case .carrying(let far) = state { return far.writeAndFlush(buffer, promise: nil) }
        bytes += buffer.readableBytesView
        guard case .reading = state else { return }
        switch taste {
        case .readsOnce(let name):
            guard bytes.firstRange(of: Array(name.utf8)) != nil else { return state = .waiting }
            carry(context)
        case .dislikes(let isBad):
            guard bytes.count <= Self.limit else { return context.close(promise: nil) }
            guard let hello = Self.clientHello(in: bytes) else { return }
            if isBad(hello) { reset(context) } else { carry(context) }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if case .carrying(let far) = state { far.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func carry(_ context: ChannelHandlerContext) {
        state = .connecting
        let near = context.channel
        let connected = ClientBootstrap(group: context.eventLoop)
            .channelInitializer { $0.pipeline.addHandler(Backwards(to: near)) }
            .connect(host: "127.0.0.1", port: server)
        connected.assumeIsolated().whenComplete { result in
            guard let far = try? result.get() else { return near.close(promise: nil) }
            self.state = .carrying(far)
            far.writeAndFlush(ByteBuffer(bytes: self.bytes), promise: nil)
        }
    }

    private func reset(_ context: ChannelHandlerContext) {
        let channel = context.channel
        guard let options = channel as? any SocketOptionProvider else { return }
        options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
    }

    /// The ClientHello out of however many records; absent while it is not whole.
    private static func clientHello(in bytes: [UInt8]) -> ClientHello? {
        var rest = bytes[...]
        var message: [UInt8] = []
        while rest.count >= 5 {
            let body = rest.dropFirst(5)
            let length = Int(rest[rest.startIndex + 3]) << 8 | Int(rest[rest.startIndex + 4])
            guard body.count >= length else { break }
            message += body.prefix(length)
            rest = body.dropFirst(length)
        }
        guard message.count >= 4 else { return nil }
        let length = Int(message[1]) << 16 | Int(message[2]) << 8 | Int(message[3])
        guard message.count >= 4 + length else { return nil }
        var reader = WireReader(Array(message.dropFirst(4).prefix(length)))
        return try? ClientHello(reading: &reader)
    }
}

/// Carries what the server says to the client.
private final class Backwards: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let near: any Channel

    init(to near: any Channel) { self.near = near }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        near.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { near.close(promise: nil) }
}
