/// Whom to reach, where to dial, and which name to say.
package struct DialTarget: Sendable, Hashable {
    /// What stands in the server name extension.
    package enum ServerName: Sendable, Hashable {
        /// The host, if it is a name; addresses never stand in the extension (RFC 6066 section 3).
        case host
        /// Another name, as it is.
        case name(String)
        /// No extension at all.
        case none
    }

    /// The host that is meant: it is resolved, said in the server name and compared with the certificate.
    package var host: String
    package var port: Int
    /// Dial here instead and resolve nothing.
    package var connect: Endpoint?
    package var serverName: ServerName

    package init(
        host: String, port: Int = 443, connect: Endpoint? = nil, serverName: ServerName = .host
    ) {
        self.host = host
        self.port = port
        self.connect = connect
        self.serverName = serverName
    }
}

/// An address or a name, and a port.
package struct Endpoint: Sendable, Hashable, CustomStringConvertible {
    package var host: String
    package var port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST`, `HOST:PORT`, `[V6]`, `[V6]:PORT` or a bare IPv6 address.
    ///
    /// Absent without a host, with a port that is not 1 to 65535, or with characters that no name or address
    /// has: a name of another script goes over the wire as its A-label (RFC 5890).
    package init?(_ text: String, defaultPort: Int? = nil) {
        var host = Substring(text)
        var port: Substring?
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<close]
            let rest = text[text.index(after: close)...]
            guard rest.isEmpty || rest.first == ":" else { return nil }
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = text.firstIndex(of: ":"), colon == text.lastIndex(of: ":") {
            host = text[..<colon]
            port = text[text.index(after: colon)...]
        }
        let digits = port.map { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } } ?? true
        guard digits, let number = port.map({ Int($0) }) ?? defaultPort, (1...65_535).contains(number),
            !host.isEmpty, host.utf8.count <= 255, host.utf8.allSatisfy(Self.isOfHost)
        else { return nil }
        self.host = String(host)
        self.port = number
    }

    private static func isOfHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._:%".utf8.contains(byte)
        }
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
