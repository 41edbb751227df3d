import NIOCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Asks the system on a socket of its own, which is closed at once, what it permits.
enum LocalSocket {
    /// `SO_BINDTODEVICE` of Linux, from include/uapi/asm-generic/socket.h.
    static let bindToDevice: CInt = 25

    #if canImport(Glibc)
    static let streamType = CInt(SOCK_STREAM.rawValue)
    #else
    static let streamType = SOCK_STREAM
    #endif

    /// Why no socket can have this local address, absent if one can.
    static func refusal(ofBinding address: SocketAddress) -> String? {
        let family = address.protocol == .inet6 ? AF_INET6 : AF_INET
        return refusal(family) { descriptor in
            unsafe address.withSockAddr { unsafe bind(descriptor, $0, socklen_t($1)) }
        }
    }

    /// Why no socket can be tied to this interface, absent if one can.
    static func refusal(ofBinding name: InterfaceName) -> String? {
        #if os(Linux)
        return refusal(AF_INET) { descriptor in
            var value = name.padded
            let size = socklen_t(MemoryLayout.size(ofValue: value))
            return unsafe setsockopt(descriptor, SOL_SOCKET, bindToDevice, &value, size)
        }
        #else
        return nil
        #endif
    }

    private static func refusal(_ family: CInt, _ attempt: (CInt) -> CInt) -> String? {
        let descriptor = socket(family, streamType, 0)
        guard descriptor >= 0 else { return words(errno) }
        defer { close(descriptor) }
        return attempt(descriptor) == 0 ? nil : words(errno)
    }

    private static func words(_ code: CInt) -> String { unsafe String(cString: strerror(code)) }
}
