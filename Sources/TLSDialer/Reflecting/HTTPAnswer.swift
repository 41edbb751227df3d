/// An answer over HTTP/1, as far as it is needed here.
///
/// Source: RFC 9112 sections 4 and 7.1.
struct HTTPAnswer: Sendable, Hashable {
    let status: Int
    let body: [UInt8]

    /// Reads a status line, fields and as much of the body as came; absent if the head is none or not whole.
    init?(_ bytes: [UInt8]) {
        guard let length = Self.headLength(bytes, from: 0) else { return nil }
        let line = String(decoding: bytes.prefix { $0 != 0x0D && $0 != 0x0A }, as: UTF8.self)
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]),
            (100...999).contains(status)
        else { return nil }
        self.status = status
        let fields = Self.fields(of: bytes.prefix(length))
        let rest = bytes.dropFirst(length)
        if fields["transfer-encoding"]?.lowercased().contains("chunked") == true {
            body = Self.joined(rest)
        } else if let count = fields["content-length"].flatMap({ Int($0) }), count >= 0 {
            body = Array(rest.prefix(count))
        } else {
            body = Array(rest)
        }
    }

    /// Where the head ends; only what stands from `start` on is looked at.
    static func headLength(_ bytes: [UInt8], from start: Int) -> Int? {
        var newlines = 0
        for (offset, byte) in bytes.dropFirst(start).enumerated() {
            switch byte {
            case 0x0A: newlines += 1
            case 0x0D: continue
            default: newlines = 0
            }
            if newlines == 2 { return min(start, bytes.count) + offset + 1 }
        }
        return nil
    }

    /// The fields by their names in lower case; of several with one name the first counts.
    static func fields(of head: ArraySlice<UInt8>) -> [String: String] {
        var fields: [String: String] = [:]
        for line in String(decoding: head, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].trimming { $0 == " " || $0 == "\t" }
            fields[line[..<colon].lowercased()] = fields[line[..<colon].lowercased()] ?? String(value)
        }
        return fields
    }

    /// The data of all chunks up to the first that is not whole.
    private static func joined(_ chunks: ArraySlice<UInt8>) -> [UInt8] {
        var rest = chunks
        var body: [UInt8] = []
        while let newline = rest.firstIndex(of: 0x0A) {
            let digits = String(decoding: rest[..<newline], as: UTF8.self).prefix(while: \.isHexDigit)
            guard let count = Int(digits, radix: 16), count > 0 else { break }
            rest = rest[rest.index(after: newline)...]
            body += rest.prefix(count)
            rest = rest.dropFirst(count)
            rest = rest.drop { $0 == 0x0D || $0 == 0x0A }
        }
        return body
    }
}

extension Substring {
    fileprivate func trimming(_ isSpace: (Character) -> Bool) -> Substring {
        var text = drop(while: isSpace)
        while let last = text.last, isSpace(last) { text.removeLast() }
        return text
    }
}
