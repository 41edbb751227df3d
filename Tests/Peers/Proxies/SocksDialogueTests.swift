import TLSHandshake
import Testing

@testable import TLSDialer

/// SOCKS5 without a socket.
@Suite struct SocksDialogueTests {
    private static let target = Endpoint(host: "mdm.example.test", port: 443)
    private static let granted: [UInt8] = [5, 0, 0, 1, 127, 0, 0, 1, 0x1F, 0x90]

    private func dialogue(_ user: ProxyCredentials? = nil) -> SocksDialogue {
        var dialogue = SocksDialogue(to: Self.target, as: user)
        _ = dialogue.begin()
        return dialogue
    }

    private func answer(_ bytes: [UInt8], user: ProxyCredentials? = nil) -> ProxyAnswer? {
        var dialogue = dialogue(user)
        guard case .answered(let answer, _) = dialogue.receive(bytes) else { return nil }
        return answer
    }

    @Test func aNameIsLeftToTheProxy() {
        var dialogue = SocksDialogue(to: Self.target, as: nil)
        #expect(dialogue.begin() == [5, 1, 0])
        let request = [5, 1, 0, 3, 16] + Array("mdm.example.test".utf8) + [1, 0xBB]
        #expect(dialogue.receive([5, 0]) == .waiting(send: request))
    }

    @Test func addressesAreSentAsAddresses() {
        var v4 = SocksDialogue(to: Endpoint(host: "192.0.2.1", port: 8_443), as: nil)
        #expect(v4.receive([5, 0]) == .waiting(send: [5, 1, 0, 1, 192, 0, 2, 1, 0x20, 0xFB]))
        var v6 = SocksDialogue(to: Endpoint(host: "2001:db8::1", port: 443), as: nil)
        let octets: [UInt8] = [0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
        #expect(v6.receive([5, 0]) == .waiting(send: [5, 1, 0, 4] + octets + [1, 0xBB]))
    }

    @Test func theUserIsSaidWhenAskedFor() throws {
        let user = try ProxyCredentials(user: "ana", password: "pw")
        var dialogue = SocksDialogue(to: Self.target, as: user)
        #expect(dialogue.begin() == [5, 2, 0, 2])
        #expect(
            dialogue.receive([5, 2]) == .waiting(send: [1, 3] + Array("ana".utf8) + [2] + Array("pw".utf8)))
        guard case .waiting(let request) = dialogue.receive([1, 0]) else {
            Issue.record("no request")
            return
        }
        #expect(request.starts(with: [5, 1, 0, 3]))
    }

    @Test(arguments: [
        granted, [5, 0, 0, 3, 3] + Array("abc".utf8) + [0, 80],
        [5, 0, 0, 4] + [UInt8](repeating: 0, count: 18), [5, 0, 0, 3, 0, 0, 0],
    ])
    func theAnswerIsReadHoweverItIsCut(_ reply: [UInt8]) {
        var dialogue = dialogue()
        for byte in ([5, 0] + reply).dropLast() {
            guard case .waiting = dialogue.receive([byte]) else {
                Issue.record("too early")
                return
            }
        }
        let last = reply.suffix(1) + [0x16]
        #expect(
            dialogue.receive(Array(last)) == .answered(.open(status: 0, reason: "succeeded"), rest: [0x16]))
    }

    @Test func bytesBehindTheReplyBelongToTheTunnel() {
        var dialogue = dialogue()
        let step = dialogue.receive([5, 0] + Self.granted + [9, 9])
        #expect(step == .answered(.open(status: 0, reason: "succeeded"), rest: [9, 9]))
    }

    @Test(
        arguments: [
            (1, "general SOCKS server failure"), (2, "connection not allowed by ruleset"),
            (3, "network unreachable"), (4, "host unreachable"), (5, "connection refused"),
            (6, "TTL expired"),
            (7, "command not supported"), (8, "address type not supported"), (9, "unassigned"),
        ] as [(UInt8, String)])
    func repliesHaveTheirMeaning(_ code: UInt8, _ meaning: String) {
        let answer = answer([5, 0, 5, code])
        #expect(answer?.outcome == .proxyRefused)
        #expect(answer?.status == Int(code))
        #expect(answer?.reason == meaning)
        #expect(
            answer?.error == "it refused the connection to mdm.example.test:443: \(meaning) (reply \(code))")
    }

    @Test func withoutAnAcceptableMethodItAsksForAuthentication() throws {
        #expect(answer([5, 0xFF])?.outcome == .proxyAuth)
        #expect(answer([5, 0xFF])?.error == "it asks for authentication: no acceptable method (0xff)")
        let user = try ProxyCredentials(user: "ana", password: "hunter2")
        let refused = answer([5, 2, 1, 1], user: user)
        #expect(refused?.outcome == .proxyAuth)
        #expect(refused?.authentication == ["username/password"])
        #expect(refused?.error == "it does not accept the user name and password")
    }

    @Test(
        arguments: [
            (
                Array("HTTP/1.1 400 Bad\r\n".utf8),
                "it does not answer in SOCKS5 but with HTTP/1.1 400 Bad: "
                    + "it is an http:// proxy"
            ),
            (
                [4, 90],
                "it does not answer in SOCKS5 but with 2 bytes that are no text: expected the version 5"
            ),
            ([5, 2], "it chose the authentication method 2, which was not offered"),
            ([5, 1], "it chose the authentication method 1, which was not offered"),
            ([5, 0, 5, 0, 0, 9, 0], "its reply has an address of the unknown type 9"),
            (
                [5, 0, 1],
                "it does not answer in SOCKS5 but with 1 bytes that are no text: expected the version 5"
            ),
        ] as [([UInt8], String)])
    func whatIsNoAnswerIsNamed(_ bytes: [UInt8], _ error: String) {
        #expect(answer(bytes)?.outcome == .protocolError)
        #expect(answer(bytes)?.error == error)
    }

    @Test func noBytesTrap() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            var socks = dialogue()
            var connect = ConnectDialogue(to: Self.target, as: nil)
            for _ in 0..<4 {
                let count = Int.random(in: 0...300, using: &generator)
                var bytes = (0..<count).map { _ in UInt8.random(in: 0...9, using: &generator) }
                if Bool.random(using: &generator) { bytes = [5, 0] + bytes }
                _ = socks.receive(bytes)
                _ = connect.receive(Array("HTTP/1.".utf8) + bytes)
                _ = connect.conclude()
            }
        }
    }
}
