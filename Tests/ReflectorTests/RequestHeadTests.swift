import Testing

@testable import Reflector

/// The question behind the handshake.
struct RequestHeadTests {
    private static let nonce = "00112233445566778899aabbccddeeff"

    private static func read(_ text: String) throws(RequestHead.Failure) -> RequestHead {
        try RequestHead(Array(text.utf8))
    }

    @Test func theNonceIsRead() throws {
        let query = "a=b&nonce=\(Self.nonce.uppercased())&find=0123456789abcdef"
        let head = try Self.read("GET /any/path?\(query) HTTP/1.1\r\n\r\n")
        #expect(head.nonce == Self.nonce && head.wanted == ["0123456789abcdef"] && !head.isHead)
        let other = try Self.read("HEAD / HTTP/1.0\n\n")
        #expect(other.isHead && other.nonce == nil && other.wanted.isEmpty)
    }

    @Test(
        arguments: [
            ("", .malformed), ("GET\r\n", .malformed), ("GET  HTTP/1.1 x\r\n", .malformed),
            ("GET /\u{1}  HTTP/1.1\r\n", .malformed), ("POST / HTTP/1.1\r\n", .method),
            ("PRI * HTTP/2.0\r\n", .version), ("GET / HTTP/1.2\r\n", .version), ("GET / FTP\r\n", .malformed),
            ("GET /?nonce= HTTP/1.1\r\n", .nonce), ("GET /?nonce=0123 HTTP/1.1\r\n", .nonce),
            ("GET /?nonce=zz112233445566778899aabbccddeeff HTTP/1.1\r\n", .nonce),
            ("GET /?\(String(repeating: "find=0123456789abcdef&", count: 5)) HTTP/1.1\r\n", .nonce),
        ] as [(String, RequestHead.Failure)])
    func whatIsNoQuestionHasAStatus(_ text: String, _ failure: RequestHead.Failure) {
        #expect(throws: failure) { _ = try Self.read(text) }
        #expect(failure.status.first?.isNumber == true && !failure.text.isEmpty)
    }

    @Test func theHeadEndsAtTheFirstEmptyLine() {
        #expect(RequestHead.end(in: Array("GET / HTTP/1.1\r\nA: b\r\n\r\nrest".utf8)) == 24)
        #expect(RequestHead.end(in: Array("GET / HTTP/1.1\n\nrest".utf8)) == 16)
        #expect(RequestHead.end(in: Array("GET / HTTP/1.1\r\nA: b\r\n".utf8)) == nil)
        #expect(RequestHead.end(in: [UInt8]()) == nil)
    }
}
