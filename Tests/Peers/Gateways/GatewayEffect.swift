/// What a gateway does to a handshake, on both of its sides.
struct GatewayEffect: Sendable, Hashable {
    /// What becomes of the server name on the way.
    enum ServerName: Sendable, Hashable {
        case kept
        case dropped
        case replaced(String)
    }

    /// Whose certificate the client sees: part of the issuer's common name, absent for the far end's own.
    var issuer: String?
    /// What the client agrees on when it offers TLS 1.3, h2 and http/1.1 and asks for a staple.
    var version = "TLSv1.3"
    var alpn: String? = "h2"
    var hasStaple = true
    /// What the far end sees when the client offers TLS 1.3 and http/1.1 alone.
    var farVersion = "TLSv1.3"
    var farALPN: String? = "http/1.1"
    var serverName = ServerName.kept
    /// The silence before the first answer.
    var delay: Duration = .zero
    /// Whether the connection is closed instead of answered.
    var isRefusal = false

    /// Every byte passes.
    static let none = GatewayEffect()

    /// Whether client and far end talk with each other and not with the gateway.
    var passesThrough: Bool { issuer == nil && !isRefusal }
}
