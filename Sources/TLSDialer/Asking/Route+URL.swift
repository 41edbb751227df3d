import CertificateChains

extension Route {
    /// The longest URL that is read; a host has 255 bytes and a user is short.
    package static let urlLimit = 2_048

    /// Reads `direct` or `SCHEME://[USER@]HOST:PORT`, with the password apart.
    ///
    /// Schemes are `http`, `https` and `socks5`; `socks5h` is another name for the last, because names are
    /// always resolved by the proxy. A user without a password is sent with an empty one, as curl does.
    ///
    /// Throws: ``RouteError``, whose text holds neither user nor password.
    package init(url: String, password: String? = nil) throws(RouteError) {
        if url == "direct", password == nil {
            self = .direct
            return
        }
        guard url.utf8.count <= Self.urlLimit else { throw .tooLong(bytes: url.utf8.count) }
        guard let mark = url.firstRange(of: "://") else { throw .noScheme }
        var rest = url[mark.upperBound...]
        // Looked at before anything is said about the rest, so that no message repeats a secret.
        let user = try Self.user(cutFrom: &rest)
        let scheme = try Self.scheme(url[..<mark.lowerBound])
        if rest.last == "/" { rest.removeLast() }
        let endpoint = try Self.endpoint(rest, scheme)
        var credentials: ProxyCredentials?
        if let user {
            credentials = try ProxyCredentials(user: user, password: password ?? "")
        } else if password != nil {
            throw .passwordWithoutUser
        }
        self = .proxy(try Proxy(scheme, endpoint, credentials: credentials))
    }

    /// Cuts `USER@` off; the last `@` counts, so that no piece of a careless password passes for a host.
    private static func user(cutFrom rest: inout Substring) throws(RouteError) -> String? {
        guard let at = rest.lastIndex(of: "@") else { return nil }
        let encoded = rest[..<at]
        rest = rest[rest.index(after: at)...]
        guard !encoded.contains(":") else { throw .passwordInURL }
        guard !encoded.isEmpty, let user = percentDecoded(encoded) else { throw .badUser }
        return user
    }

    private static func scheme(_ text: Substring) throws(RouteError) -> Proxy.Scheme {
        let name = text.lowercased()
        guard let scheme = Proxy.Scheme(rawValue: name == "socks5h" ? "socks5" : name) else {
            let isName = name.utf8.count <= 20 && name.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            throw isName && !name.isEmpty && !name.contains("@") ? .unknownScheme(name) : .noScheme
        }
        return scheme
    }

    private static func endpoint(_ text: Substring, _ scheme: Proxy.Scheme) throws(RouteError) -> Endpoint {
        guard !text.contains(where: { "/?#".contains($0) }) else { throw .path }
        guard !text.isEmpty, text.first != ":" else { throw .noHost }
        guard let endpoint = Endpoint(String(text)) else { throw .noPort(scheme) }
        if text.first == "[", IPAddress(String(endpoint.host.prefix { $0 != "%" }))?.octets.count != 16 {
            throw .badAddress(endpoint.host)
        }
        return endpoint
    }

    private static func percentDecoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
