import Dispatch
import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The address of the router at a distance, as the system tells it without privileges: on Linux alone.
///
/// A connection attempt with a limited number of hops makes the router say where it ended, and Linux keeps such
/// words in a queue of the socket (`IP_RECVERR`). For an established connection it keeps only the error, so the
/// router of a ClientHello is asked for by a SYN of its own.
enum RouterAddress {
    /// Longer than any router takes to answer; the call blocks for no longer.
    static let wait: Duration = .milliseconds(500)
    /// Space for one message of the queue: two headers, the error and an address.
    static let messageLimit = 512

    /// Asks on a thread of its own; absent where nobody answered or the system does not tell.
    static func find(atDistance limit: Int, towards address: SocketAddress) async -> String? {
        #if os(Linux)
        let answer = FirstAnswer<String?>()
        DispatchQueue.global().async { answer.give(ask(limit, address)) }
        return await answer.value()
        #else
        return nil
        #endif
    }

    #if os(Linux)
    private static func ask(_ limit: Int, _ address: SocketAddress) -> String? {
        let isV6 = address.protocol == .inet6
        let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_NONBLOCK.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(isV6 ? AF_INET6 : AF_INET, kind, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let level = CInt(isV6 ? IPPROTO_IPV6 : IPPROTO_IP)
        guard set(descriptor, level, isV6 ? IPV6_UNICAST_HOPS : IP_TTL, CInt(min(max(limit, 1), 255))),
            set(descriptor, level, isV6 ? IPV6_RECVERR : IP_RECVERR, 1)
        else { return nil }
        let started = unsafe address.withSockAddr { unsafe connect(descriptor, $0, socklen_t($1)) }
        guard started == 0 || errno == EINPROGRESS || errno == EHOSTUNREACH else { return nil }
        var waiting = pollfd(fd: descriptor, events: 0, revents: 0)
        let milliseconds = CInt(StageClock.milliseconds(wait))
        guard unsafe poll(&waiting, 1, milliseconds) > 0 else { return nil }
        return router(isV6: isV6, in: errorMessage(descriptor))
    }

    private static func set(_ descriptor: CInt, _ level: CInt, _ name: CInt, _ value: CInt) -> Bool {
        var value = value
        return unsafe setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<CInt>.size)) == 0
    }

    /// The control data of the first message in the queue, empty if there is none.
    private static func errorMessage(_ descriptor: CInt) -> [UInt8] {
        var control = [UInt8](repeating: 0, count: messageLimit)
        let length = unsafe control.withUnsafeMutableBytes { buffer -> Int in
            var message = unsafe msghdr()
            unsafe message.msg_control = buffer.baseAddress
            unsafe message.msg_controllen = .init(buffer.count)
            let flags = CInt(MSG_ERRQUEUE) | CInt(MSG_DONTWAIT)
            guard unsafe recvmsg(descriptor, &message, flags) >= 0 else { return 0 }
            return unsafe Int(message.msg_controllen)
        }
        return Array(control.prefix(max(0, length)))
    }
    #endif

    /// Reads the router's address from control data: a `cmsghdr`, a `sock_extended_err`, a socket address.
    ///
    /// Absent unless the message is of ICMP and says that the hops were used up. Source: include/uapi/linux/errqueue.h;
    /// the header has a length as wide as a pointer, then level and type.
    static func router(isV6: Bool, in control: [UInt8]) -> String? {
        let error = control.dropFirst(MemoryLayout<Int>.size + 8)
        let (origin, type) = (error.dropFirst(4).first, error.dropFirst(5).first)
        guard isV6 ? (origin == 3 && type == 3) : (origin == 2 && type == 11) else { return nil }
        // After the port; with IPv6 after the flow label too.
        let bytes = error.dropFirst(16).dropFirst(isV6 ? 8 : 4).prefix(isV6 ? 16 : 4)
        guard bytes.count == (isV6 ? 16 : 4) else { return nil }
        return try? SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: 0).ipAddress
    }
}
