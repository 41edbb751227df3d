/// A proxy, how to speak to it, and as whom.
package struct Proxy: Sendable, Hashable, CustomStringConvertible {
    /// The protocol in which a tunnel is asked for.
    package enum Scheme: String, Sendable, Hashable, CaseIterable {
        /// HTTP/1.1 CONNECT (RFC 9110 section 9.3.6).
        case http
        /// The same inside TLS with the proxy itself.
        case https
        /// SOCKS version 5 (RFC 1928); names are resolved by the proxy.
        case socks5

        /// What a proxy of this kind usually listens on, for the advice of an error.
        var usualPort: Int {
            switch self {
            case .http: 3128
            case .https: 443
            case .socks5: 1080
            }
        }
    }

    package let scheme: Scheme
    package let endpoint: Endpoint
    /// Given to the proxy at once, if there are any.
    package let credentials: ProxyCredentials?

    /// Throws: ``RouteError`` for credentials that the scheme cannot carry.
    package init(
        _ scheme: Scheme, _ endpoint: Endpoint, credentials: ProxyCredentials? = nil
    ) throws(RouteError) {
        if scheme == .socks5, let credentials {
            for (what, text) in [("user name", credentials.user), ("password", credentials.password)]
            where text.utf8.count > SocksDialogue.fieldLimit {
                throw .credentialTooLong(what, bytes: text.utf8.count, limit: SocksDialogue.fieldLimit)
            }
        }
        self.scheme = scheme
        self.endpoint = endpoint
        self.credentials = credentials
    }

    /// The URL without a user.
    package var description: String { "\(scheme.rawValue)://\(endpoint)" }
}

/// A user and a password for a proxy; no description of it shows the password.
package struct ProxyCredentials: Sendable, Hashable {
    /// A token may be long, and its Base64 must fit into one line of a request.
    package static let byteLimit = 4_096

    package let user: String
    let password: String

    /// Takes both as they are; the password may be empty.
    ///
    /// Throws: ``RouteError`` for what HTTP's Basic cannot say: a colon in the user, or control characters.
    /// Source: RFC 7617 section 2.
    package init(user: String, password: String) throws(RouteError) {
        for (what, text) in [("user name", user), ("password", password)] {
            guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
                throw .controlCharacter(in: what)
            }
            guard text.utf8.count <= Self.byteLimit else {
                throw .credentialTooLong(what, bytes: text.utf8.count, limit: Self.byteLimit)
            }
        }
        guard !user.contains(":") else { throw .colonInUser }
        self.user = user
        self.password = password
    }
}

extension ProxyCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "\(user):***" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}
