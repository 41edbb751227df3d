import TLSHandshake
import Testing

@testable import TLSDialer

/// CONNECT without a socket.
@Suite struct ConnectDialogueTests {
    private static let target = Endpoint(host: "mdm.example.test", port: 443)

    private func step(_ text: String, user: ProxyCredentials? = nil) -> ProxyStep {
        var dialogue = ConnectDialogue(to: Self.target, as: user)
        _ = dialogue.begin()
        return dialogue.receive(Array(text.utf8))
    }

    /// The answer, after all that still came of it.
    private func answer(_ text: String, user: ProxyCredentials? = nil) -> ProxyAnswer? {
        var dialogue = ConnectDialogue(to: Self.target, as: user)
        _ = dialogue.begin()
        guard case .answered(let answer, _) = dialogue.receive(Array(text.utf8)) else {
            return dialogue.conclude()
        }
        return answer
    }

    @Test func theRequestIsAsItIsOnTheWire() {
        var dialogue = ConnectDialogue(to: Endpoint(host: "2001:db8::1", port: 443), as: nil)
        #expect(
            String(decoding: dialogue.begin(), as: UTF8.self)
                == "CONNECT [2001:db8::1]:443 HTTP/1.1\r\nHost: [2001:db8::1]:443\r\n"
                + "User-Agent: abm-forensics\r\n\r\n")
    }

    @Test func credentialsAreSentAtOnce() throws {
        // The example of RFC 7617 section 2.
        let user = try ProxyCredentials(user: "Aladdin", password: "open sesame")
        var dialogue = ConnectDialogue(to: Self.target, as: user)
        let request = String(decoding: dialogue.begin(), as: UTF8.self)
        #expect(request.contains("\r\nProxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"))
    }

    @Test(arguments: [
        "HTTP/1.1 200 Connection established\r\n\r\n", "HTTP/1.0 200\r\n\r\n", "HTTP/1.1 204 \n\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nVia: 1.1 x\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    ])
    func anyTwoHundredOpensTheTunnelAndTheRestBelongsToIt(_ head: String) {
        guard case .answered(let answer, let rest) = step(head + "\u{16}rest") else {
            Issue.record("no answer")
            return
        }
        #expect(answer.outcome == nil)
        #expect(rest == Array("\u{16}rest".utf8))
    }

    @Test func theCutDoesNotMatter() {
        var dialogue = ConnectDialogue(to: Self.target, as: nil)
        let bytes = Array("HTTP/1.1 200 Connection established\r\nVia: 1.1 x\r\n\r\n".utf8)
        for byte in bytes.dropLast() { #expect(dialogue.receive([byte]) == .waiting(send: [])) }
        #expect(
            dialogue.receive([10, 7])
                == .answered(.open(status: 200, reason: "Connection established"), rest: [7]))
    }

    @Test func aRefusalHoldsTheStartOfItsPage() {
        let page = "<html>blocked</html>"
        let answer = answer("HTTP/1.1 403 Filtered\r\nContent-Length: \(page.utf8.count)\r\n\r\n\(page)")
        #expect(answer?.outcome == .proxyRefused)
        #expect(answer?.status == 403)
        #expect(answer?.reason == "Filtered")
        #expect(answer?.error == "it refused CONNECT mdm.example.test:443: 403 Filtered")
        #expect(answer?.firstBytes == Array(page.utf8))
    }

    @Test func noReasonCommandsATerminal() {
        #expect(answer("HTTP/1.1 403 a\u{9B}31mb\r\n\r\n")?.reason == "a\u{FFFD}31mb")
    }

    @Test func onlyTheStartOfAPageIsKept() {
        let answer = answer("HTTP/1.1 503 No\r\n\r\n" + String(repeating: "x", count: 100_000))
        #expect(answer?.firstBytes.count == 256)
    }

    @Test(arguments: [101, 302, 400, 401, 407, 500, 599])
    func everythingElseIsARefusal(_ status: Int) {
        let expected = [401, 407].contains(status) ? "proxy-auth" : "proxy-refused"
        #expect(answer("HTTP/1.1 \(status)\r\n\r\n")?.outcome?.rawValue == expected)
    }

    @Test func theSchemesOfA407AreNamed() {
        let head =
            "HTTP/1.1 407 Auth\r\nProxy-Authenticate: Negotiate\r\n"
            + "proxy-authenticate: Basic realm=\"a, Digest b\"\r\n\r\n"
        #expect(answer(head)?.authentication == ["Negotiate", "Basic"])
        #expect(answer(head)?.error == "it asks for authentication by Negotiate, Basic: 407 Auth")
    }

    @Test func a407AfterCredentialsSaysThatTheyFailed() throws {
        let user = try ProxyCredentials(user: "ana", password: "hunter2")
        let answer = answer("HTTP/1.1 407 Auth\r\n\r\n", user: user)
        #expect(answer?.authentication == [])
        #expect(
            answer?.error == "it does not accept the user name and password "
                + "(it asks for authentication without saying how): 407 Auth")
    }

    @Test(arguments: [
        ("SSH-2.0-OpenSSH_9\r\n", "it does not answer in HTTP/1.x, but with SSH-2.0-OpenSSH_9"),
        ("\r\n", "it does not answer in HTTP/1.x, but with 2 bytes that are no text"),
        ("HTTP/2 200\r\n", "it does not answer in HTTP/1.x, but with HTTP/2 200"),
        (
            "HTTP/1.1 20 OK\r\n",
            "its status line is \"HTTP/1.1 20 OK\"; expected HTTP/1.x, three digits, a reason"
        ),
        (
            "HTTP/1.1  200\r\n",
            "its status line is \"HTTP/1.1  200\"; expected HTTP/1.x, three digits, a reason"
        ),
        (
            "HTTP/1.1 999\r\n",
            "its status line is \"HTTP/1.1 999\"; expected HTTP/1.x, three digits, a reason"
        ),
        ("HTTP/1.1 200 OK\r\nno field\r\n", "line 2 of its answer is no header field"),
        ("HTTP/1.1 200 OK\r\n: x\r\n", "line 2 of its answer is no header field"),
        ("HTTP/1.1 200 OK\r\nA : x\r\n", "line 2 of its answer is no header field"),
        ("HTTP/1.1 200 OK\r\n folded\r\n", "line 2 of its answer is no header field"),
        ("HTTP/1.1 200 OK\r\nA: \u{1}\r\n", "line 2 of its answer has a control character in it"),
        ("HTTP/1.1 200 O\rK\r\n", "line 1 of its answer has a control character in it"),
    ])
    func whatIsNoAnswerIsNamed(_ text: String, _ error: String) {
        #expect(answer(text)?.outcome == .protocolError)
        #expect(answer(text)?.error == error)
        #expect(answer(text)?.firstBytes == Array(text.utf8))
    }

    @Test func aTLSAlertGivesTheHint() {
        var dialogue = ConnectDialogue(to: Self.target, as: nil)
        _ = dialogue.receive([0x15, 3, 3, 0, 2, 2, 40])
        #expect(dialogue.conclude()?.error == "it answers CONNECT with a TLS alert: it is an https:// proxy")
    }

    @Test func theHeadHasLimits() {
        let line = "X: " + String(repeating: "y", count: 97)
        let many = "HTTP/1.1 200 OK\r\n" + String(repeating: "X: y\r\n", count: 101)
        #expect(answer(many)?.error == "the head of its answer has more than 100 lines")
        let long = "HTTP/1.1 200 OK\r\n" + String(repeating: line, count: 200)
        #expect(answer(long)?.error == "the head of its answer has more than 16384 bytes")
        let interim = String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 200)
        #expect(answer(interim)?.error == "the head of its answer has more than 100 lines")
    }

    @Test func beforeTheAnswerThereIsNoConclusion() {
        var dialogue = ConnectDialogue(to: Self.target, as: nil)
        _ = dialogue.receive(Array("HTTP/1.1 200 OK\r\nVia: x\r\n".utf8))
        #expect(dialogue.conclude() == nil)
    }

    @Test(arguments: [
        (["Basic realm=\"x\""], ["Basic"]), (["Basic realm = \"x\", charset=\"UTF-8\""], ["Basic"]),
        (["Digest realm=\"a, b\", qop=\"auth,auth-int\", Basic realm=\"\\\", NTLM\""], ["Digest", "Basic"]),
        (["Negotiate YII=, NTLM"], ["Negotiate", "NTLM"]), (["basic", "Basic realm=x"], ["basic"]),
        (["", ",,", " , \"", "=", "\u{FC}ber x"], []),
    ])
    func schemesAreToldFromParameters(_ values: [String], _ names: [String]) {
        #expect(AuthenticationSchemes.names(in: values) == names)
    }

    @Test func theSchemesHaveALimit() {
        let many = (0..<100).map { "S\($0)" }
        #expect(AuthenticationSchemes.names(in: many).count == 16)
        #expect(AuthenticationSchemes.names(in: [String(repeating: "x", count: 33)]) == [])
    }
}
