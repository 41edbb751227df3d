import NIOCore
import NIOPosix

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A network interface of this machine.
struct InterfaceName: Sendable, Hashable {
    /// `IFNAMSIZ` of both systems, with the terminating zero.
    static let capacity = 16

    let text: String
    let index: CInt

    /// Absent if there is no such interface.
    init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count < Self.capacity, !text.utf8.contains(0) else { return nil }
        let index = unsafe if_nametoindex(text)
        guard index != 0, let index = CInt(exactly: index) else { return nil }
        self.text = text
        self.index = index
    }

    /// The names of the interfaces that have an address, sorted.
    static var known: [String] {
        Set(((try? System.enumerateDevices()) ?? []).map(\.name)).sorted()
    }

    /// Its addresses; those that are only valid on the link come last.
    var addresses: [SocketAddress] {
        let own = ((try? System.enumerateDevices()) ?? []).filter { $0.name == text }.compactMap(\.address)
            .filter { $0.protocol == .inet || $0.protocol == .inet6 }
        let isLocal = { (address: SocketAddress) in address.ipAddress?.hasPrefix("fe80:") == true }
        return own.filter { !isLocal($0) } + own.filter(isLocal)
    }

    /// Makes a channel that is not connected yet send through this interface.
    func bind(_ channel: any Channel, _ family: AddressFamily) -> EventLoopFuture<Void> {
        guard let options = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        }
        #if canImport(Darwin)
        // IP_BOUND_IF and IPV6_BOUND_IF of netinet/in.h and netinet6/in6.h.
        let option = NIOBSDSocket.Option(rawValue: family == .v6 ? 125 : 25)
        return options.unsafeSetSocketOption(level: family == .v6 ? .ipv6 : .ip, name: option, value: index)
        #else
        return options.unsafeSetSocketOption(
            level: .socket, name: NIOBSDSocket.Option(rawValue: LocalSocket.bindToDevice), value: padded)
        #endif
    }

    /// The name as the kernel copies it, padded with zeros.
    struct Padded: Sendable {
        var low: UInt64 = 0
        var high: UInt64 = 0
    }

    var padded: Padded {
        var bytes = Array(text.utf8.prefix(Self.capacity))
        bytes += Array(repeating: 0, count: Self.capacity - bytes.count)
        // Little-endian on purpose, then put into memory order: the bytes stand as in the text.
        let words = [bytes[..<8], bytes[8...]].map { half in
            UInt64(littleEndian: half.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        }
        return Padded(low: words[0], high: words[1])
    }
}
