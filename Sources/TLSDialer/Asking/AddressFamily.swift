import NIOCore

/// Which addresses of a name are dialled.
package enum AddressFamily: String, Sendable, Hashable, CaseIterable {
    case any, v4, v6

    func admits(_ address: SocketAddress) -> Bool {
        switch self {
        case .any: true
        case .v4: address.protocol == .inet
        case .v6: address.protocol == .inet6
        }
    }

    /// As a person says it.
    package var text: String {
        switch self {
        case .any: "IP"
        case .v4: "IPv4"
        case .v6: "IPv6"
        }
    }

    /// The family of an address.
    init(of address: SocketAddress) { self = address.protocol == .inet6 ? .v6 : .v4 }
}
