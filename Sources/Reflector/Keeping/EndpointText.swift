import NIOCore

/// How addresses are written down.
enum EndpointText {
    /// The address; one of IPv4 that came over a socket of IPv6 is written as IPv4.
    static func address(_ socket: SocketAddress) -> String {
        let text = socket.ipAddress ?? "?"
        let mapped = "::ffff:"
        guard text.lowercased().hasPrefix(mapped), text.contains(".") else { return text }
        return String(text.dropFirst(mapped.count))
    }

    /// `host:port`, with brackets around IPv6.
    static func endpoint(_ socket: SocketAddress) -> String {
        let host = address(socket)
        let port = socket.port ?? 0
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
