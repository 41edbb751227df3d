import TLSHandshake

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Asks an HTTP proxy for a tunnel with CONNECT.
///
/// Credentials are sent at once in the scheme Basic, the only one that needs no second question.
/// Source: RFC 9110 section 9.3.6, RFC 9112 section 3.2.3, RFC 7617.
struct ConnectDialogue: ProxyDialogue {
    private let destination: Endpoint
    private let credentials: ProxyCredentials?
    private var reader = ResponseHeadReader()
    private var head: ResponseHead?
    private var failure: ResponseHeadError?
    /// The start of everything that came, then of the body.
    private var kept: [UInt8] = []

    init(to destination: Endpoint, as credentials: ProxyCredentials?) {
        self.destination = destination
        self.credentials = credentials
    }

    var awaited: String { "its answer to CONNECT \(destination)" }

    mutating func begin() -> [UInt8] {
        var request = "CONNECT \(destination) HTTP/1.1\r\nHost: \(destination)\r\n"
        request += "User-Agent: abm-forensics\r\n"
        if let credentials {
            let pair = Data("\(credentials.user):\(credentials.password)".utf8)
            request += "Proxy-Authorization: Basic \(pair.base64EncodedString())\r\n"
        }
        return Array((request + "\r\n").utf8)
    }

    mutating func receive(_ bytes: [UInt8]) -> ProxyStep {
        guard head == nil, failure == nil else { return keep(bytes[...]) }
        for (index, byte) in bytes.enumerated() {
            do throws(ResponseHeadError) {
                guard let read = try reader.read(byte) else { continue }
                // Interim answers announce the real one; 101 would be a change to another protocol.
                if (100..<200).contains(read.status), read.status != 101 {
                    reader.startNext()
                    continue
                }
                return take(read, rest: bytes[(index + 1)...])
            } catch {
                failure = error
                return keep(bytes[...])
            }
        }
        _ = keep(bytes[...])
        return .waiting(send: [])
    }

    func conclude() -> ProxyAnswer? {
        let kept = credentials?.masked(kept) ?? kept
        if let failure { return .failed(.protocolError, text(of: failure), firstBytes: kept) }
        guard let head else { return nil }
        var answer = ProxyAnswer(status: head.status, reason: head.reason, firstBytes: kept)
        let words = head.reason.isEmpty ? "\(head.status)" : "\(head.status) \(head.reason)"
        // Some proxies, tinyproxy for one, answer a wrong password as if they were the target.
        guard head.status == 407 || head.status == 401 else {
            answer.outcome = .proxyRefused
            answer.error = "it refused CONNECT \(destination): \(words)"
            return answer
        }
        let fields = head.values(of: "proxy-authenticate") + head.values(of: "www-authenticate")
        let schemes = AuthenticationSchemes.names(in: fields)
        answer.outcome = .proxyAuth
        answer.authentication = schemes
        let offer = schemes.isEmpty ? "without saying how" : "by \(schemes.joined(separator: ", "))"
        answer.error =
            credentials == nil
            ? "it asks for authentication \(offer): \(words)"
            : "it does not accept the user name and password (it asks for authentication \(offer)): \(words)"
        return answer
    }

    private mutating func take(_ head: ResponseHead, rest: ArraySlice<UInt8>) -> ProxyStep {
        var head = head
        head.reason = credentials?.masked(head.reason) ?? head.reason
        // Lengths mean nothing in a 2xx answer to CONNECT: what follows belongs to the tunnel.
        if (200..<300).contains(head.status) {
            return .answered(.open(status: head.status, reason: head.reason), rest: Array(rest))
        }
        self.head = head
        kept = []
        return keep(rest)
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) -> ProxyStep {
        kept += bytes.prefix(max(0, ClientHandshake.maximumFirstBytes - kept.count))
        let isWhole = head?.contentLength.map { kept.count >= $0 } ?? false
        let isOver = isWhole || kept.count >= ClientHandshake.maximumFirstBytes
        guard isOver, let answer = conclude() else { return .settling }
        return .answered(answer, rest: [])
    }

    private func text(of failure: ResponseHeadError) -> String {
        guard failure == .notHTTP else {
            return credentials?.masked(failure.description) ?? failure.description
        }
        if kept.first == 0x15, kept.dropFirst().first == 3 {
            return "it answers CONNECT with a TLS alert: it is an https:// proxy"
        }
        return "\(failure), but with \(FirstLine(credentials?.masked(kept) ?? kept))"
    }
}
