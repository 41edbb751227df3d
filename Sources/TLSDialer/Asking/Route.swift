/// The way from here to the target.
///
/// A route decides which endpoint the socket connects to and which legs come between the connected socket
/// and the ClientHello; see ``Dialer``.
package enum Route: Sendable, Hashable {
    /// Straight to the target.
    case direct

    /// What the transcript calls this way, absent for the direct one.
    package var via: String? {
        switch self {
        case .direct: nil
        }
    }

    /// Where the socket goes.
    func endpoint(for target: DialTarget) -> Endpoint {
        switch self {
        case .direct: target.connect ?? Endpoint(host: target.host, port: target.port)
        }
    }
}
