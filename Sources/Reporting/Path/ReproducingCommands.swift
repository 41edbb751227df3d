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
        let dialled = handshake["address"]?.string.map { Endpoint($0, port: host.port) } ?? host
        guard let via else {
            let openssl = Self.openssl(["-connect", dialled.text], host, handshake)
            commands = [openssl, "nscurl --tls-diagnostics \(url.shellQuoted)"]
            return
        }
        let proxy = Endpoint.proxy(via)
        if via.hasPrefix("http://") {
            commands = [Self.openssl(["-proxy", proxy.text, "-connect", dialled.text], host, handshake)]
        } else {
            let scheme = via.hasPrefix("socks5") ? "socks5h" : "https"
            var words = ["curl", "-v", "-o", "/dev/null", "--proxy", "\(scheme)://\(proxy.text)"]
            if dialled.text != host.text { words += ["--connect-to", "\(host.text):\(dialled.text)"] }
            commands = [(words + [url]).map(\.shellQuoted).joined(separator: " ")]
        }
    }

    private static func openssl(_ way: [String], _ host: Endpoint, _ handshake: JSONTree) -> String {
        var words = ["openssl", "s_client"] + way
        if let sent = handshake["sent"], sent != .null {
            words += sent["sni"]?.string.map { ["-servername", $0] } ?? ["-noservername"]
        } else {
            words += ["-servername", handshake["serverName"]?.string ?? host.name]
        }
        words += versions(handshake)
        let alpn = (handshake["sent"]?["alpn"]?.elements ?? []).compactMap(\.string)
        if !alpn.isEmpty { words += ["-alpn", alpn.joined(separator: ",")] }
        if handshake["clientCertificateSent"]?.boolean == true {
            words += ["-cert", "CERT.pem", "-key", "KEY.pem"]
        }
        if handshake["psk"]?["kind"]?.string == "external" {
            words += ["-psk_identity", "IDENTITY", "-psk", "HEX"]
        }
        words += ["-showcerts", "-msg"]
        return words.map(\.shellQuoted).joined(separator: " ") + " </dev/null"
    }

    /// The one version that was offered; both where the server chose the older of two.
    private static func versions(_ handshake: JSONTree) -> [String] {
        let offered = (handshake["sent"]?["versions"]?.elements ?? []).compactMap(\.string)
        if offered == ["TLSv1.2"] { return ["-tls1_2"] }
        let settled = handshake["version"]?.string
        return settled == nil || settled == "TLSv1.3" ? ["-tls1_3"] : []
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
