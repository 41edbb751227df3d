/// Why a text is no way to go; never shows a user or a password.
package enum RouteError: Error, Hashable, CustomStringConvertible {
    case tooLong(bytes: Int)
    case noScheme
    case unknownScheme(String)
    case passwordInURL
    case badUser
    case colonInUser
    case passwordWithoutUser
    case controlCharacter(in: String)
    case credentialTooLong(String, bytes: Int, limit: Int)
    case noPort(Proxy.Scheme)
    case noHost
    case badAddress(String)
    case path

    package var description: String {
        switch self {
        case .tooLong(let bytes):
            "the URL of the proxy has \(bytes) bytes; at most \(Route.urlLimit) are read"
        case .noScheme:
            "the way does not say how to speak to the proxy: expected direct, http://HOST:PORT, "
                + "https://HOST:PORT or socks5://HOST:PORT"
        case .unknownScheme(let scheme):
            "a proxy cannot be spoken to in \"\(scheme)\": expected http, https or socks5"
        case .passwordInURL:
            "the URL of the proxy holds a password, which other users of this machine could read: "
                + "leave the user in it and give the password as a secret reference"
        case .badUser: "the user in the proxy's URL is not percent-encoded UTF-8"
        case .colonInUser:
            "the user for the proxy has a colon in it, which no proxy could tell from the password"
        case .passwordWithoutUser:
            "there is a password for the proxy and no user: write the user before the host, USER@HOST:PORT"
        case .controlCharacter(let what): "the \(what) for the proxy has a control character in it"
        case .credentialTooLong(let what, let bytes, let limit):
            "the \(what) for the proxy has \(bytes) bytes; at most \(limit) can be said"
        case .noPort(let scheme):
            "the URL of the proxy needs HOST:PORT with a port from 1 to 65535, as in "
                + "\(scheme.rawValue)://proxy.example.com:\(scheme.usualPort) or "
                + "\(scheme.rawValue)://[2001:db8::1]:\(scheme.usualPort)"
        case .noHost: "the URL of the proxy has no host"
        case .badAddress(let text): "\"\(text)\" in the proxy's URL is no IPv6 address"
        case .path: "the URL of the proxy ends with its port: no path, query or fragment"
        }
    }
}
