import NIOCore
import TLSHandshake

/// Asks the system what its TCP knows of a connection.
///
/// With a proxy it is the connection to the proxy. It can only be asked while the socket is open: after a
/// reset there is nobody left to ask.
enum TCPFacts {
    /// Figures for the transcript; fails where the system does not tell, or no longer.
    static func read(_ channel: any Channel) -> EventLoopFuture<HandshakeTranscript.TCP> {
        ask(channel).map(\.facts)
    }

    /// Whether everything that was given to TCP was sent and acknowledged.
    ///
    /// Fails where the system does not tell, or no longer: a reset empties the queue and leaves nothing to
    /// acknowledge.
    static func isAllAcknowledged(_ channel: any Channel) -> EventLoopFuture<Bool> {
        ask(channel).flatMapThrowing { info in
            guard !info.isClosed else { throw ChannelError.ioOnClosedChannel }
            return info.isAllAcknowledged
        }
    }

    #if os(Linux)
    private typealias Info = LinuxTCPInfo
    #else
    private typealias Info = DarwinTCPInfo
    #endif

    private static func ask(_ channel: any Channel) -> EventLoopFuture<Info> {
        guard channel.isActive, let options = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        }
        return options.unsafeGetSocketOption(
            level: .tcp, name: NIOBSDSocket.Option(rawValue: Info.option))
    }
}
