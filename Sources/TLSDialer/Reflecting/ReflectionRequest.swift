import TLSHandshake

/// What is asked of a reflector behind the handshake.
struct ReflectionRequest {
    /// Whose name the request goes to.
    var host: String
    /// The reflector's port: a gateway that ends TLS goes by the request and not by the connection.
    var port = 443
    /// The nonce of the handshake that carries the request.
    var nonce: [UInt8]?
    /// Nonces of other handshakes, as hex.
    var wanted: [String] = []

    /// How many nonces a reflector looks for in one request.
    static let wantedLimit = 4

    /// HTTP/1.1, whatever protocol was chosen: the far end speaks nothing else.
    var bytes: [UInt8] {
        var query = nonce.map { ["nonce=" + Hex.encode($0)] } ?? []
        query += wanted.prefix(Self.wantedLimit).map { "find=" + $0 }
        let target = "/reflection" + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
        let name = host.filter { $0.isASCII && !$0.isWhitespace && !$0.isNewline }
        let authority = (name.contains(":") ? "[\(name)]" : name) + (port == 443 ? "" : ":\(port)")
        return Array(
            ("GET \(target) HTTP/1.1\r\nHost: \(authority)\r\nAccept: application/json\r\n"
                + "User-Agent: abm-forensics\r\nConnection: close\r\n\r\n").utf8)
    }

    /// Sixteen bytes that nobody else has.
    static func newNonce() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// What a reflector answered; absent if somebody else did, or nobody.
    static func answer(in response: [UInt8]) -> ReflectionAnswer? {
        guard let answer = HTTPAnswer(response), answer.status == 200 else { return nil }
        return ReflectionAnswer(json: answer.body)
    }
}
