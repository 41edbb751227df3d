import Dispatch
import NIOCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The answer of the system's resolver for one name.
struct NameResolution: Sendable {
    /// In the resolver's order, each address once.
    var addresses: [SocketAddress] = []
    /// The name at the end of the aliases, absent if it is the one that was asked for.
    var canonicalName: String?
    /// Why there is no address.
    var failure: String?

    /// The most addresses that are kept; content networks give up to sixteen.
    static let addressLimit = 64

    /// Asks the resolver on a thread of its own, because `getaddrinfo` blocks and cannot be cancelled.
    ///
    /// After the deadline the answer is a failure, and the thread ends whenever the resolver returns.
    static func resolve(_ host: String, port: Int, within deadline: Duration) async -> NameResolution {
        let answer = FirstAnswer<NameResolution>()
        DispatchQueue.global().async { answer.give(ask(host, port: port)) }
        let timer = Task {
            try? await Task.sleep(for: deadline)
            answer.give(NameResolution(failure: "the resolver did not answer in \(seconds(deadline))"))
        }
        let resolution = await answer.value(ifCancelled: NameResolution(failure: "given up by this side"))
        timer.cancel()
        return resolution
    }

    /// Asks now, on this thread.
    private static func ask(_ host: String, port: Int) -> NameResolution {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_socktype = LocalSocket.streamType
        unsafe hints.ai_flags = AI_CANONNAME
        var list: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, nil, &hints, &list)
        guard code == 0, let first = unsafe list else {
            return NameResolution(failure: unsafe String(cString: gai_strerror(code)))
        }
        defer { unsafe freeaddrinfo(first) }
        var resolution = NameResolution()
        if let name = unsafe first.pointee.ai_canonname {
            let canonical = unsafe String(cString: name)
            if canonical.lowercased() != host.lowercased() { resolution.canonicalName = canonical }
        }
        var next = unsafe Optional(first)
        while let entry = unsafe next, resolution.addresses.count < addressLimit {
            if let address = unsafe address(entry.pointee, host: host, port: port),
                !resolution.addresses.contains(address)
            {
                resolution.addresses.append(address)
            }
            unsafe next = entry.pointee.ai_next
        }
        if resolution.addresses.isEmpty { resolution.failure = "the name has no address" }
        return resolution
    }

    private static func address(_ entry: addrinfo, host: String, port: Int) -> SocketAddress? {
        guard let raw = unsafe entry.ai_addr else { return nil }
        var address: SocketAddress
        switch unsafe entry.ai_family {
        case AF_INET:
            address = SocketAddress(
                unsafe UnsafeRawPointer(raw).loadUnaligned(as: sockaddr_in.self), host: host)
        case AF_INET6:
            address = SocketAddress(
                unsafe UnsafeRawPointer(raw).loadUnaligned(as: sockaddr_in6.self), host: host)
        default:
            return nil
        }
        address.port = port
        return address
    }

    /// A span as a person says it: `3.0 s`.
    static func seconds(_ duration: Duration) -> String {
        let tenths = (StageClock.milliseconds(duration) / 100).rounded() / 10
        return "\(tenths) s"
    }
}
