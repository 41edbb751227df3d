import TLSHandshake
import Testing

@testable import TLSDialer

/// Peers that send back what they were sent.
@Suite struct ProxyMaskingTests {
    private static let target = Endpoint(host: "mdm.example.test", port: 443)
    private static let password = "open sesame"
    private static let token = "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="

    private func user() throws -> ProxyCredentials {
        try ProxyCredentials(user: "Aladdin", password: Self.password)
    }

    private func texts(_ answer: ProxyAnswer) -> [String] {
        [answer.error ?? "", answer.reason ?? "", String(decoding: answer.firstBytes, as: UTF8.self)]
    }

    private func expectNoSecret(_ answer: ProxyAnswer?) throws {
        for text in texts(try #require(answer)) {
            #expect(
                !text.contains(Self.token.prefix(8)) && !text.contains(Self.password.prefix(6)), "\(text)")
        }
    }

    @Test(arguments: [
        "", "HTTP/1.1 400 Bad \(token)\r\nContent-Length: 9999\r\n\r\n", "HTTP/1.1 4OO \(token)\r\n",
        "HTTP/1.1 403 No\r\nContent-Length: 3000\r\n\r\n<pre>",
        "HTTP/1.1 403 No\r\n\r\n" + String(repeating: "x", count: 120),
    ])
    func anEchoOfConnectBringsNoCredentials(start: String) throws {
        var dialogue = ConnectDialogue(to: Self.target, as: try user())
        let echo = dialogue.begin()
        #expect(String(decoding: echo, as: UTF8.self).contains(Self.token))
        guard case .answered(let answer, _) = dialogue.receive(Array(start.utf8) + echo) else {
            return try expectNoSecret(dialogue.conclude())
        }
        try expectNoSecret(answer)
    }

    @Test func anEchoOfSOCKSBringsNoPassword() throws {
        var dialogue = SocksDialogue(to: Self.target, as: try user())
        let greeting = dialogue.begin()
        let words = [1, 7] + Array("Aladdin".utf8) + [11] + Array(Self.password.utf8)
        guard case .answered(let answer, _) = dialogue.receive(greeting + words) else {
            Issue.record("no answer")
            return
        }
        try expectNoSecret(answer)
    }
}
