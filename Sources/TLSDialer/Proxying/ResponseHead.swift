/// The head of an HTTP/1.x response.
///
/// Source: RFC 9112 sections 4 and 5.
struct ResponseHead: Hashable, Sendable {
    /// One field line, its name in lower case.
    struct Field: Hashable, Sendable {
        let name: String
        var value: String
    }

    var status: Int
    /// Without control characters, at most 200 characters.
    var reason: String
    var fields: [Field] = []

    /// All values of one field, in order.
    func values(of name: String) -> [String] {
        fields.filter { $0.name == name }.map(\.value)
    }

    /// The length of the body if it is said once and in digits.
    var contentLength: Int? {
        let values = values(of: "content-length")
        guard values.count == 1, let text = values.first, text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(text)
    }
}

/// Why bytes are no head of a response.
enum ResponseHeadError: Error, Hashable, CustomStringConvertible {
    /// They do not even begin like one.
    case notHTTP
    case statusLine(String)
    case field(line: Int)
    case controlByte(line: Int)
    case tooManyBytes
    case tooManyLines

    var description: String {
        switch self {
        case .notHTTP: "it does not answer in HTTP/1.x"
        case .statusLine(let line):
            "its status line is \"\(line)\"; expected HTTP/1.x, three digits, a reason"
        case .field(let line): "line \(line) of its answer is no header field"
        case .controlByte(let line): "line \(line) of its answer has a control character in it"
        case .tooManyBytes: "the head of its answer has more than \(ResponseHeadReader.byteLimit) bytes"
        case .tooManyLines: "the head of its answer has more than \(ResponseHeadReader.lineLimit) lines"
        }
    }
}

/// Reads the head of a response byte by byte, however it is cut.
///
/// Lines end with CRLF or a bare LF (RFC 9112 section 2.2); a folded line continues the one before it.
struct ResponseHeadReader: Sendable {
    /// What Apache and squid give requests in either direction is 8 to 64 KB; a proxy's answer is short.
    static let byteLimit = 16 << 10
    /// Apache's default for the fields of a request.
    static let lineLimit = 100
    private static let start = Array("HTTP/1.".utf8)

    private var line: [UInt8] = []
    private var lines = 0
    /// Bytes so far, interim responses included.
    private(set) var count = 0
    private var head: ResponseHead?

    /// Gives the head once its empty line is there.
    ///
    /// Throws: ``ResponseHeadError``; nothing can be read after it.
    mutating func read(_ byte: UInt8) throws(ResponseHeadError) -> ResponseHead? {
        count += 1
        guard count <= Self.byteLimit else { throw .tooManyBytes }
        guard byte == UInt8(ascii: "\n") else {
            line.append(byte)
            if head == nil, line.count <= Self.start.count, byte != Self.start[line.count - 1] {
                throw .notHTTP
            }
            return nil
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        defer { line = [] }
        return try takeLine()
    }

    /// Goes on behind an interim response, with what is left of the limits.
    mutating func startNext() { head = nil }

    private mutating func takeLine() throws(ResponseHeadError) -> ResponseHead? {
        guard head != nil || line.count >= Self.start.count else { throw .notHTTP }
        if line.isEmpty { return head }
        lines += 1
        guard lines <= Self.lineLimit else { throw .tooManyLines }
        let isClean = line.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == UInt8(ascii: "\t") }
        guard isClean else { throw .controlByte(line: lines) }
        guard head != nil else {
            head = try statusLine()
            return nil
        }
        try takeField()
        return nil
    }

    private func statusLine() throws(ResponseHeadError) -> ResponseHead {
        let text = String(decoding: line, as: UTF8.self)
        let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
        let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
        guard parts.count >= 2, parts[0].count == Self.start.count + 1, parts[0].last.map(isDigit) == true,
            parts[1].count == 3, parts[1].allSatisfy(isDigit),
            let status = Int(String(decoding: parts[1], as: UTF8.self)), (100...599).contains(status)
        else { throw .statusLine(String(text.prefix(80))) }
        let reason = parts.count > 2 ? Self.shown(parts[2]) : ""
        return ResponseHead(status: status, reason: String(reason.prefix(200)))
    }

    /// The control characters above ASCII would still command a terminal.
    private static func shown(_ bytes: ArraySlice<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            text.append((0x80..<0xA0).contains(scalar.value) ? "\u{FFFD}" : scalar)
        }
        return String(text)
    }

    private mutating func takeField() throws(ResponseHeadError) {
        let isFolded = line.first == UInt8(ascii: " ") || line.first == UInt8(ascii: "\t")
        if isFolded {
            guard let last = head?.fields.indices.last else { throw .field(line: lines) }
            head?.fields[last].value += " " + Self.trimmed(line[...])
            return
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            line[..<colon].allSatisfy(Self.isOfToken)
        else { throw .field(line: lines) }
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        let value = Self.trimmed(line[(colon + 1)...])
        head?.fields.append(ResponseHead.Field(name: name, value: value))
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let start = bytes.drop(while: isSpace)
        let end = start.lastIndex { !isSpace($0) } ?? start.startIndex - 1
        return String(decoding: start[start.startIndex..<(end + 1)], as: UTF8.self)
    }

    /// RFC 9110 section 5.6.2.
    private static func isOfToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
