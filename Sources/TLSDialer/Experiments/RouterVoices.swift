import NIOCore
import NIOPosix
import Synchronization

/// Listens to what routers say of this host's segments, where the system lets one: usually only as root.
final class RouterVoices: ChannelInboundHandler, Sendable {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    /// One message.
    struct Voice: Sendable {
        let kind: ICMPError.Kind
        /// The address of the router.
        let router: String
        let at: ContinuousClock.Instant
    }

    /// The most ports that are remembered; a host under attack hears of many more.
    private static let limit = 4_096

    private let isV6: Bool
    private let destinationPort: Int
    private let voices = Mutex<[Int: Voice]>([:])

    private init(isV6: Bool, destinationPort: Int) {
        self.isV6 = isV6
        self.destinationPort = destinationPort
    }

    /// Runs a body with the voices about connections to an address, or with none where that is not permitted.
    static func withVoices<Result>(
        about address: SocketAddress, on group: any EventLoopGroup,
        _ body: (RouterVoices?) async -> Result
    ) async -> Result {
        let isV6 = address.protocol == .inet6
        let voices = RouterVoices(isV6: isV6, destinationPort: address.port ?? 0)
        let channel = try? await NIORawSocketBootstrap(group: group)
            .channelInitializer { $0.pipeline.addHandler(voices) }
            .bind(host: isV6 ? "::" : "0.0.0.0", ipProtocol: isV6 ? .ipv6Icmp : .icmp).get()
        guard let channel else { return await body(nil) }
        let result = await body(voices)
        try? await channel.close().get()
        return result
    }

    /// What was said first of the connection from this local port.
    func voice(about localPort: Int) -> Voice? { voices.withLock { $0[localPort] } }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        let bytes = Array(envelope.data.readableBytesView)
        guard let error = isV6 ? ICMPError(ipv6: bytes) : ICMPError(ipv4: bytes),
            error.destinationPort == destinationPort, let router = envelope.remoteAddress.ipAddress
        else { return }
        let voice = Voice(kind: error.kind, router: router, at: .now)
        voices.withLock { voices in
            guard voices[error.sourcePort] == nil, voices.count < Self.limit else { return }
            voices[error.sourcePort] = voice
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A raw socket has no peer that could fail; the next message is read all the same.
    }
}
