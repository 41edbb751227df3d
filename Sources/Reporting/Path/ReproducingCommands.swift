/// The commands of other people's tools that make the same connection, ready to be pasted.
///
/// Source: openssl-s_client(1) of OpenSSL 3, nscurl(1) of macOS 15, curl(1).
package struct ReproducingCommands: Sendable, Hashable {
    /// One command a tool that can go this way, the most telling first.
    ///
    /// openssl speaks to HTTP proxies alone; nscurl takes the system's proxy, not one that it is told.
    package let commands: [String]

    /// - Parameters:
    ///   - target: `HOST:PORT`; without a port 443 is meant.
    ///   - handshake: the transcript, for the address that was dialled, the SNI and the ALPN that were sent.
    package init(target: String, via: String?, handshake: JSONTree) {
        let host = Endpoint(target)
        let url = "https://\(host.port == "443" ? host.bracketedName : host.text)/"
        guard let via else {
            let dialled = handshake["address"]?.string.map { Endpoint($0, port: host.port) } ?? host
            let openssl = Self.openssl(["-connect", dialled.text], host, handshake)
            commands = [openssl, "nscurl --tls-diagnostics \(url.shellQuoted)"]
            return
        }
        let proxy = Endpoint.proxy(via)
        if via.hasPrefix("http://") {
            commands = [Self.openssl(["-proxy", proxy.text, "-connect", host.text], host, handshake)]
        } else {
            let scheme = via.hasPrefix("socks5") ? "socks5h" : "https"
            commands = [
                "curl -v -o /dev/null --proxy \("\(scheme)://\(proxy.text)".shellQuoted) \(url.shellQuoted)"
            ]
        }
    }

    private static func openssl(_ way: [String], _ host: Endpoint, _ handshake: JSONTree) -> String {
        var words = ["openssl", "s_client"] + way
        if let sent = handshake["sent"], sent != .null {
            words += sent["sni"]?.string.map { ["-servername", $0] } ?? ["-noservername"]
        } else {
            words += ["-servername", handshake["serverName"]?.string ?? host.name]
        }
        if handshake["version"]?.string.map({ $0 == "TLSv1.3" }) ?? true { words.append("-tls1_3") }
        let alpn = (handshake["sent"]?["alpn"]?.elements ?? []).compactMap(\.string)
        if !alpn.isEmpty { words += ["-alpn", alpn.joined(separator: ",")] }
        words += ["-showcerts", "-msg"]
        return words.map(\.shellQuoted).joined(separator: " ") + " </dev/null"
    }
}

/// A host and a port as text; IPv6 addresses in brackets.
private struct Endpoint {
    let name: String
    let port: String

    init(_ text: String, port defaultPort: String = "443") {
        let isBracketed = text.hasPrefix("[")
        if isBracketed, let end = text.firstIndex(of: "]") {
            name = String(text[text.index(after: text.startIndex)..<end])
            let rest = text[text.index(after: end)...]
            port = rest.hasPrefix(":") && rest.count > 1 ? String(rest.dropFirst()) : defaultPort
        } else if text.count(where: { $0 == ":" }) == 1, let colon = text.firstIndex(of: ":") {
            name = String(text[..<colon])
            port = String(text[text.index(after: colon)...])
        } else {
            name = text
            port = defaultPort
        }
    }

    /// The endpoint of a proxy's URL, without the user and password that must not reach a report.
    static func proxy(_ url: String) -> Self {
        let bare = url.withoutUserInfo
        let start = bare.firstRange(of: "://")?.upperBound ?? bare.startIndex
        let address = String(bare[start...].prefix { $0 != "/" })
        return Self(address, port: url.hasPrefix("socks") ? "1080" : "3128")
    }

    var bracketedName: String { name.contains(":") ? "[\(name)]" : name }
    var text: String { "\(bracketedName):\(port)" }
}

extension String {
    /// The text as one word of a POSIX shell.
    var shellQuoted: String {
        let isPlain =
            !isEmpty
            && unicodeScalars.allSatisfy { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic
                        || "0123456789._:/@%+=,-".unicodeScalars.contains(scalar))
            }
        guard !isPlain else { return self }
        return "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
