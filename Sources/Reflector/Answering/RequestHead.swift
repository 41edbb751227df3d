/// The head of an HTTP/1 request, as far as a reflector cares.
///
/// Source: RFC 9112 section 3.
struct RequestHead: Equatable {
    /// Why a request is not answered, by its status.
    enum Failure: Error, Equatable {
        case malformed
        case method
        case tooLong
        case version
        case nonce

        var status: String {
            switch self {
            case .malformed, .nonce: "400 Bad Request"
            case .method: "405 Method Not Allowed"
            case .tooLong: "431 Request Header Fields Too Large"
            case .version: "505 HTTP Version Not Supported"
            }
        }

        var text: String {
            switch self {
            case .malformed: "This is no request of HTTP/1.1."
            case .method: "Only GET and HEAD."
            case .tooLong: "The request is too long."
            case .version: "Only HTTP/1.1 and HTTP/1.0."
            case .nonce: "A nonce has 16 to 64 hex digits; at most 4 can be asked for."
            }
        }
    }

    /// Whether the answer is sent without its body.
    var isHead: Bool
    /// The nonce of the handshake over which it came, in lower case.
    var nonce: String?
    /// Nonces of other handshakes, in lower case.
    var wanted: [String] = []

    /// How many hex digits a nonce may have: 8 to 32 bytes.
    static let nonceLengths = 16...64
    static let wantedLimit = 4

    /// Reads what stands before the first empty line.
    init(_ head: some Collection<UInt8>) throws(Failure) {
        let line = head.prefix { $0 != 0x0A && $0 != 0x0D }
        let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard words.count == 3, line.allSatisfy({ (0x20...0x7E).contains($0) }) else { throw .malformed }
        let texts = words.map { String(decoding: $0, as: UTF8.self) }
        guard texts[2].hasPrefix("HTTP/") else { throw .malformed }
        guard texts[2] == "HTTP/1.1" || texts[2] == "HTTP/1.0" else { throw .version }
        guard texts[0] == "GET" || texts[0] == "HEAD" else { throw .method }
        isHead = texts[0] == "HEAD"
        for pair in Self.query(of: texts[1]) {
            switch pair.name {
            case "nonce": nonce = try Self.nonce(pair.value)
            case "find": wanted.append(try Self.nonce(pair.value))
            default: break
            }
        }
        guard wanted.count <= Self.wantedLimit else { throw .nonce }
    }

    private static func query(of target: String) -> [(name: Substring, value: Substring)] {
        guard let mark = target.firstIndex(of: "?") else { return [] }
        return target[target.index(after: mark)...].split(separator: "&").prefix(16).map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (parts[0], parts.count > 1 ? parts[1] : "")
        }
    }

    private static func nonce(_ text: Substring) throws(Failure) -> String {
        guard nonceLengths.contains(text.utf8.count), text.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
            throw .nonce
        }
        return text.lowercased()
    }
}

extension RequestHead {
    /// Where the head ends: behind the first empty line, or `nil` while there is none.
    static func end(in bytes: some RandomAccessCollection<UInt8>) -> Int? {
        var newlines = 0
        for (offset, byte) in bytes.enumerated() {
            switch byte {
            case 0x0A: newlines += 1
            case 0x0D: continue
            default: newlines = 0
            }
            if newlines == 2 { return offset + 1 }
        }
        return nil
    }
}
