import CertificateChains
import TLSHandshake

/// Asks a SOCKS5 proxy for a connection.
///
/// Source: RFC 1928; RFC 1929 for the user name and password.
struct SocksDialogue: ProxyDialogue {
    /// Names, users and passwords have one byte for their length.
    static let fieldLimit = 255

    private static let version: UInt8 = 5
    private static let passwordVersion: UInt8 = 1

    /// What has to come next.
    private enum State: Sendable {
        case method, verdict, reply
    }

    /// The ways to say who one is.
    private enum Method {
        static let none: UInt8 = 0
        static let password: UInt8 = 2
        static let noneAcceptable: UInt8 = 0xFF
    }

    private let destination: Endpoint
    private let credentials: ProxyCredentials?
    private var state = State.method
    private var buffer: [UInt8] = []

    init(to destination: Endpoint, as credentials: ProxyCredentials?) {
        self.destination = destination
        self.credentials = credentials
    }

    var awaited: String {
        switch state {
        case .method: "its choice of an authentication method"
        case .verdict: "its verdict on the user name and password"
        case .reply: "its reply to the request for \(destination)"
        }
    }

    mutating func begin() -> [UInt8] {
        credentials == nil
            ? [Self.version, 1, Method.none] : [Self.version, 2, Method.none, Method.password]
    }

    mutating func receive(_ bytes: [UInt8]) -> ProxyStep {
        buffer += bytes
        var send: [UInt8] = []
        while let step = next() {
            guard case .waiting(let more) = step else { return step }
            send += more
        }
        return .waiting(send: send)
    }

    func conclude() -> ProxyAnswer? { nil }

    /// Takes the next message, absent while it is not whole.
    private mutating func next() -> ProxyStep? {
        let expected = state == .verdict ? Self.passwordVersion : Self.version
        if let first = buffer.first, first != expected { return garbage(expected) }
        guard buffer.count >= 2 else { return nil }
        let code = buffer[1]
        switch state {
        case .method: return take(method: code)
        case .verdict: return take(verdict: code)
        case .reply: return take(reply: code)
        }
    }

    private mutating func take(method: UInt8) -> ProxyStep {
        buffer.removeFirst(2)
        switch method {
        case Method.none:
            state = .reply
            return .waiting(send: request)
        case Method.password:
            guard let credentials else { break }
            state = .verdict
            let user = Array(credentials.user.utf8.prefix(Self.fieldLimit))
            let password = Array(credentials.password.utf8.prefix(Self.fieldLimit))
            return .waiting(
                send: [Self.passwordVersion, UInt8(user.count)] + user + [UInt8(password.count)] + password)
        case Method.noneAcceptable:
            let what =
                credentials == nil ? "it asks for authentication" : "it takes no user name and password"
            var answer = ProxyAnswer.failed(.proxyAuth, "\(what): no acceptable method (0xff)")
            answer.status = Int(method)
            answer.reason = "no acceptable method"
            answer.authentication = []
            return .answered(answer, rest: [])
        default:
            break
        }
        return .answered(
            .failed(.protocolError, "it chose the authentication method \(method), which was not offered"),
            rest: [])
    }

    private mutating func take(verdict: UInt8) -> ProxyStep {
        buffer.removeFirst(2)
        guard verdict != 0 else {
            state = .reply
            return .waiting(send: request)
        }
        var answer = ProxyAnswer.failed(.proxyAuth, "it does not accept the user name and password")
        answer.status = Int(verdict)
        answer.authentication = ["username/password"]
        return .answered(answer, rest: [])
    }

    /// A refusal is believed as soon as its code is there: some proxies close without the address behind it.
    private mutating func take(reply code: UInt8) -> ProxyStep? {
        let meaning = Self.meaning(code)
        guard code == 0 else {
            var answer = ProxyAnswer.failed(
                .proxyRefused, "it refused the connection to \(destination): \(meaning) (reply \(code))")
            answer.status = Int(code)
            answer.reason = meaning
            return .answered(answer, rest: [])
        }
        guard buffer.count >= 5 else { return nil }
        let length: Int
        switch buffer[3] {
        case 1: length = 4 + 4 + 2
        case 3: length = 4 + 1 + Int(buffer[4]) + 2
        case 4: length = 4 + 16 + 2
        default:
            return .answered(
                .failed(.protocolError, "its reply has an address of the unknown type \(buffer[3])"), rest: []
            )
        }
        guard buffer.count >= length else { return nil }
        return .answered(.open(status: 0, reason: meaning), rest: Array(buffer.dropFirst(length)))
    }

    /// CONNECT, and the destination as an address or, for the proxy to resolve, as a name.
    private var request: [UInt8] {
        let port = [
            UInt8(truncatingIfNeeded: destination.port >> 8), UInt8(truncatingIfNeeded: destination.port),
        ]
        let start: [UInt8] = [Self.version, 1, 0]
        if let octets = IPAddress(destination.host)?.octets {
            return start + [octets.count == 4 ? 1 : 4] + octets + port
        }
        let name = Array(destination.host.utf8.prefix(Self.fieldLimit))
        return start + [3, UInt8(name.count)] + name + port
    }

    private func garbage(_ expected: UInt8) -> ProxyStep {
        let answer = credentials?.masked(buffer) ?? buffer
        let start = Array(answer.prefix(ClientHandshake.maximumFirstBytes))
        let what =
            buffer.starts(with: "HTTP".utf8) ? "it is an http:// proxy" : "expected the version \(expected)"
        return .answered(
            .failed(
                .protocolError, "it does not answer in SOCKS5 but with \(FirstLine(start)): \(what)",
                firstBytes: start),
            rest: [])
    }

    /// RFC 1928 section 6.
    private static func meaning(_ code: UInt8) -> String {
        switch code {
        case 0: "succeeded"
        case 1: "general SOCKS server failure"
        case 2: "connection not allowed by ruleset"
        case 3: "network unreachable"
        case 4: "host unreachable"
        case 5: "connection refused"
        case 6: "TTL expired"
        case 7: "command not supported"
        case 8: "address type not supported"
        default: "unassigned"
        }
    }
}
