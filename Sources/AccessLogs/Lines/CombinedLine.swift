internal import OpenFormats

/// Reads a line of the common or combined format, with a virtual host before it and fields after it or not.
///
/// `ADDRESS IDENT USER [TIME] "METHOD PATH PROTOCOL" STATUS BYTES "REFERER" "AGENT" …`
/// Source: Apache mod_log_config (common, combined, vhost_combined); nginx ngx_http_log_module (combined) and its
/// packaged `main` format, which adds `"$http_x_forwarded_for"`.
struct CombinedLine {
    /// The longest method: `UPDATEREDIRECTREF` is the longest one registered.
    private static let methodBytes = 20

    private var clock = LineClock()
    let zoneSeconds: Int

    init(zoneSeconds: Int) { self.zoneSeconds = zoneSeconds }

    /// Reads a line; nil where it is whole.
    mutating func read(_ line: Span<UInt8>, into fields: inout RequestFields) -> AccessTally.Damage? {
        var bracket = ByteWords.first(0x5B, in: line, from: 0)
        var time = clock.read(line, at: bracket, zoneless: zoneSeconds)
        while time == nil {
            // A user name or an address in brackets.
            guard bracket < line.count else { return .noTime }
            bracket = ByteWords.first(0x5B, in: line, from: bracket + 1)
            time = clock.read(line, at: bracket, zoneless: zoneSeconds)
        }
        guard let time else { return .noTime }
        fields.second = time.second
        fields.connection = Self.source(line, before: bracket)
        var start = time.end
        while start < line.count, line[start] == 0x20 { start &+= 1 }
        guard start < line.count, line[start] == 0x22 else { return .noRequest }
        let end = Self.request(line, from: start &+ 1, into: &fields)
        guard end < line.count else { return .noRequest }
        return Self.answer(line, after: end, into: &fields)
    }

    // MARK: Before the time

    /// The client: the first word, or the second where the first names a virtual host.
    @inline(__always)
    private static func source(_ line: Span<UInt8>, before bracket: Int) -> Range<Int> {
        let first = word(line, from: 0, to: bracket)
        let next = first.upperBound &+ 1
        // Nothing but an identity that nobody asked for: the usual line.
        if next &+ 1 < bracket, line[next] == 0x2D, line[next &+ 1] == 0x20 { return first }
        return otherSource(line, first, bracket)
    }

    private static func otherSource(_ line: Span<UInt8>, _ first: Range<Int>, _ bracket: Int) -> Range<Int> {
        if first.upperBound > first.lowerBound, line[first.upperBound - 1] == 0x2C {
            // A list of addresses, as Apache writes a header in place of the address.
            var end = first.upperBound
            while end < bracket, line[end - 1] == 0x2C {
                end = word(line, from: end + 1, to: bracket).upperBound
            }
            return first.lowerBound..<min(end, bracket)
        }
        let second = word(line, from: first.upperBound + 1, to: bracket)
        return looksLikeAddress(line, second) ? second : first
    }

    private static func word(_ line: Span<UInt8>, from start: Int, to limit: Int) -> Range<Int> {
        let start = min(start, limit)
        var end = start
        while end < limit, line[end] != 0x20 { end &+= 1 }
        return start..<end
    }

    /// Digits of any base and the marks between them, one of them at least.
    static func looksLikeAddress(_ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var marks = 0
        for index in range {
            let byte = line[index]
            if byte == 0x2E || byte == 0x3A {
                marks += 1
            } else if Hex.digit(byte) == nil {
                return false
            }
        }
        return marks >= 2
    }

    // MARK: The request

    /// Reads the request and returns the offset of its closing quotation mark, or the count.
    @inline(__always)
    private static func request(
        _ line: Span<UInt8>, from start: Int, into fields: inout RequestFields
    ) -> Int {
        var cursor = start
        while cursor < line.count, line[cursor] &- 0x41 < 26, cursor &- start < methodBytes { cursor &+= 1 }
        guard cursor > start, cursor &+ 1 < line.count, line[cursor] == 0x20, line[cursor &+ 1] != 0x20,
            line[cursor &+ 1] != 0x22
        else {
            return otherRequest(line, from: start, into: &fields)
        }
        let path = cursor &+ 1
        cursor = pathEnd(line, from: path)
        while cursor < line.count, line[cursor] == 0x22, isEscaped(line, cursor, from: path) {
            cursor = pathEnd(line, from: cursor &+ 1)
        }
        fields.request = .endpoint
        fields.endpoint = start..<cursor
        return closingQuote(line, from: cursor)
    }

    private static func otherRequest(
        _ line: Span<UInt8>, from start: Int, into fields: inout RequestFields
    ) -> Int {
        let end = closingQuote(line, from: start)
        let isDash = end == start + 1 && line[start] == 0x2D
        fields.request = end == start || isDash ? .absent : .notHTTP
        return end
    }

    /// The first space, question mark or quotation mark.
    @inline(__always)
    private static func pathEnd(_ line: Span<UInt8>, from start: Int) -> Int {
        let raw = unsafe line.bytes
        var cursor = start
        while cursor &+ 8 <= line.count {
            let word = ByteWords.load(raw, at: cursor)
            let marks =
                ByteWords.equal(word, 0x20) | ByteWords.equal(word, 0x3F) | ByteWords.equal(word, 0x22)
            if marks != 0 { return cursor &+ marks.trailingZeroBitCount >> 3 }
            cursor &+= 8
        }
        while cursor < line.count, line[cursor] != 0x20, line[cursor] != 0x3F, line[cursor] != 0x22 {
            cursor &+= 1
        }
        return cursor
    }

    /// The next quotation mark that no backslash escapes, or the count.
    @inline(__always)
    static func closingQuote(_ line: Span<UInt8>, from start: Int) -> Int {
        var cursor = ByteWords.first(0x22, in: line, from: start)
        while cursor < line.count, isEscaped(line, cursor, from: start) {
            cursor = ByteWords.first(0x22, in: line, from: cursor &+ 1)
        }
        return cursor
    }

    /// Whether an odd number of backslashes stands before a byte.
    @inline(__always)
    private static func isEscaped(_ line: Span<UInt8>, _ place: Int, from start: Int) -> Bool {
        var count = 0
        var index = place &- 1
        while index >= start, line[index] == 0x5C {
            count &+= 1
            index &-= 1
        }
        return count & 1 == 1
    }

    // MARK: After the request

    @inline(__always)
    private static func answer(
        _ line: Span<UInt8>, after quote: Int, into fields: inout RequestFields
    ) -> AccessTally.Damage? {
        let start = quote &+ 2
        guard start < line.count, line[quote &+ 1] == 0x20 else { return .noStatus }
        var cursor = start
        while cursor < line.count, line[cursor] != 0x20 { cursor &+= 1 }
        if cursor &- start == 1, line[start] == 0x2D {
            fields.status = 0
        } else {
            guard cursor &- start == 3, let status = Decimal.whole(line, start..<cursor) else {
                return .noStatus
            }
            fields.status = status
        }
        cursor &+= 1
        let size = cursor
        while cursor < line.count, line[cursor] != 0x20 { cursor &+= 1 }
        fields.bytes = size < cursor ? Decimal.whole(line, size..<cursor) ?? 0 : 0
        guard cursor &+ 1 < line.count else { return nil }
        cursor &+= 1
        // Referer and agent say nothing that is counted.
        for _ in 0..<2 where cursor < line.count && line[cursor] == 0x22 {
            cursor = closingQuote(line, from: cursor &+ 1) &+ 2
        }
        if cursor < line.count { TrailingFields.read(line, from: cursor, into: &fields) }
        return nil
    }
}
