import NIOCore

/// Asks the system whether everything that was sent has been acknowledged.
enum Acknowledgement {
    /// The start of Linux's `struct tcp_info`: eight bytes of flags, then 32-bit counters.
    ///
    /// Source: include/uapi/linux/tcp.h; the layout is part of the kernel's interface and only ever grows.
    private struct LinuxTCPInfo: Sendable {
        var flags: UInt64 = 0
        var retransmissionTimeout: UInt32 = 0
        var delayedAcknowledgementTimeout: UInt32 = 0
        var sendSegmentSize: UInt32 = 0
        var receiveSegmentSize: UInt32 = 0
        /// Segments that are on their way.
        var unacknowledged: UInt32 = 0
    }

    /// Whether nothing is on its way any more; fails where the system does not tell.
    static func isComplete(_ channel: any Channel) -> EventLoopFuture<Bool> {
        #if os(Linux)
        guard let options = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        }
        let tcpInfo = NIOBSDSocket.Option(rawValue: 11)
        let answer: EventLoopFuture<LinuxTCPInfo> = options.unsafeGetSocketOption(level: .tcp, name: tcpInfo)
        return answer.map { $0.unacknowledged == 0 }
        #else
        return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        #endif
    }
}
