import NIOCore

/// Asks the system how many segments with data have come over a connection.
enum ArrivedSegments {
    #if os(Linux)
    /// Where `tcpi_data_segs_in` stands in `struct tcp_info`, counted in 32-bit words.
    ///
    /// Eight bytes of flags, 24 counters, four 64-bit numbers, `segs_out`, `segs_in`, `notsent_bytes`,
    /// `min_rtt`. Source: include/uapi/linux/tcp.h; the layout only ever grows (this word since Linux 4.6).
    private static let word = 38

    /// The start of the structure; an older system leaves zeros behind what it knows.
    private typealias TCPInfo = InlineArray<40, UInt32>
    #endif

    /// The number, or a failure where the system does not tell.
    static func count(on channel: any Channel) -> EventLoopFuture<Int?> {
        #if os(Linux)
        guard let options = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeSucceededFuture(nil)
        }
        let tcpInfo = NIOBSDSocket.Option(rawValue: 11)
        let answer: EventLoopFuture<TCPInfo> = options.unsafeGetSocketOption(level: .tcp, name: tcpInfo)
        return answer.map { info in info[word] > 0 ? Int(info[word]) : nil }
        #else
        return channel.eventLoop.makeSucceededFuture(nil)
        #endif
    }
}
