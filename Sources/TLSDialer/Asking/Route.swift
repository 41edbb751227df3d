/// The way from here to the target.
///
/// A route decides which endpoint the socket connects to and which legs come between the connected socket
/// and the ClientHello; see ``Dialer``.
package enum Route: Sendable, Hashable {
    /// Straight to the target.
    case direct
    /// Through a proxy that is asked for a tunnel to the target.
    case proxy(Proxy)

    /// What the transcript calls this way, without a user; absent for the direct one.
    package var via: String? { proxy?.description }

    package var proxy: Proxy? {
        switch self {
        case .direct: nil
        case .proxy(let proxy): proxy
        }
    }

    /// Where the socket goes.
    func endpoint(for target: DialTarget) -> Endpoint { proxy?.endpoint ?? Route.destination(of: target) }

    /// The far end of the way: what a proxy is asked for.
    ///
    /// A name is left to the proxy's own resolver, as a device does it; an address that was given instead
    /// goes to the proxy as it is.
    static func destination(of target: DialTarget) -> Endpoint {
        target.connect ?? Endpoint(host: target.host, port: target.port)
    }
}
