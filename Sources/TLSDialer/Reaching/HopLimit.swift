import NIOCore
import NIOPosix

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// How many routers the packets of a connection may pass.
enum HopLimit {
    /// What operating systems start with; enough for every path there is.
    static let usual = 64
    static let range = 1...255

    /// Limits everything that is sent from now on, the acknowledgements too.
    ///
    /// On Linux the news that a router dropped a packet also ends the connection with "no route to host"; without
    /// that, the system would keep it to itself and send the packet again.
    static func set(_ limit: Int, on channel: any Channel) -> EventLoopFuture<Void> {
        guard let options = channel as? any SocketOptionProvider, let address = channel.remoteAddress else {
            return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        }
        let value = CInt(min(max(limit, range.lowerBound), range.upperBound))
        let isV6 = address.protocol == .inet6
        let level: NIOBSDSocket.OptionLevel = isV6 ? .ipv6 : .ip
        let name = NIOBSDSocket.Option(rawValue: isV6 ? IPV6_UNICAST_HOPS : IP_TTL)
        let limited = options.unsafeSetSocketOption(level: level, name: name, value: value)
        #if os(Linux)
        let errors = NIOBSDSocket.Option(rawValue: isV6 ? IPV6_RECVERR : IP_RECVERR)
        let reported = options.unsafeSetSocketOption(level: level, name: errors, value: CInt(1))
        return limited.and(reported).map { _ in }
        #else
        return limited
        #endif
    }

    /// Gives a connection up so that the far end learns of it, however short its packets' way was.
    ///
    /// An orderly end would leave the system sending the ClientHello again, now with a limit that reaches.
    static func abandon(_ channel: any Channel) {
        guard channel.isActive, let options = channel as? any SocketOptionProvider else {
            return channel.close(promise: nil)
        }
        set(usual, on: channel)
            .flatMap { options.setSoLinger(linger(l_onoff: 1, l_linger: 0)) }
            .whenComplete { _ in channel.close(promise: nil) }
    }
}
