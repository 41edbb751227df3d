/// A row that could not be read.
public struct CSVProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong with the row.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        case fieldTooLong = "field longer than the limit"
        case rowTooLong = "row longer than the limit"
        case tooManyFields = "more fields than the limit"
        case textAfterQuote = "text after a closing quotation mark"
        case unclosedQuote = "quotation mark never closed"
    }

    public let reason: Reason
    /// The line on which the row begins, from 1.
    public let line: Int

    public init(reason: Reason, line: Int) {
        self.reason = reason
        self.line = line
    }

    public var description: String { "line \(line): \(reason.rawValue)" }
}

/// Reads CSV row by row from a stream of chunks.
///
/// Quoted fields may hold delimiters, doubled quotation marks and line breaks. The delimiter (comma,
/// semicolon or tab) is the most frequent one of the first line unless named. A byte order mark is dropped;
/// UTF-16 with one is read. Rows without a character are skipped. A broken row costs the line on which it
/// begins: what an unclosed quotation mark took is read again.
/// Memory: one row, and the first line while the delimiter is looked for.   Source: RFC 4180.
public struct CSVReader: Sendable {
    /// The longest field: larger than any cell of a spreadsheet (32,767 characters).
    public static let maximumFieldBytes = 1 << 20
    /// The most fields of a row: the columns of a spreadsheet.
    public static let maximumFields = 16_384
    /// The longest row: as long as the longest JSON record.
    public static let maximumRowBytes = 16 << 20
    /// The most line breaks of a row: a mark that is never closed must not take every row after it.
    public static let maximumRowLines = 100
    /// How much of the first line is looked at for the delimiter.
    static let sniffedBytes = 1 << 16

    private enum Place: Sendable { case fieldStart, plain, quoted, quoteInQuoted, brokenRow }

    /// The delimiter; nil until the first line has told.
    public private(set) var delimiter: UInt8?
    /// How the bytes are encoded.
    public var encoding: TextDecoding.Encoding? { decoding.encoding }
    private var decoding = TextDecoding()
    private var head: [UInt8] = []
    private var hasBegun = false
    private var place = Place.fieldStart
    private var row = CSVRow()
    private var line = 1
    private var fieldStart = 0
    /// How many line breaks the row holds in quotation marks.
    private var rowLines = 0
    /// The bytes of the row after its first line, as they came.
    private var rest: [UInt8] = []

    public init(delimiter: UInt8? = nil) { self.delimiter = delimiter }

    /// Takes the next chunk and delivers the rows that it completes.
    public mutating func read(
        _ chunk: [UInt8], row deliver: (CSVRow) -> Void, problem: (CSVProblem) -> Void
    ) {
        let text = decoding.decode(chunk)
        guard hasBegun else {
            head.append(contentsOf: text)
            let end = head.firstIndex { $0 == 0x0A || $0 == 0x0D }
            guard end != nil || head.count > Self.sniffedBytes else { return }
            begin(row: deliver, problem: problem)
            return
        }
        parse(text, row: deliver, problem: problem)
    }

    /// Delivers a last row that has no end.
    public mutating func finish(row deliver: (CSVRow) -> Void, problem: (CSVProblem) -> Void) {
        head.append(contentsOf: decoding.finish())
        if !head.isEmpty { begin(row: deliver, problem: problem) }
        // Each turn gives up one line at least.
        while case .quoted = place { fail(.unclosedQuote, deliver, problem) }
        if place != .brokenRow { endRow(deliver, problem) }
        clear()
    }

    private mutating func begin(row deliver: (CSVRow) -> Void, problem: (CSVProblem) -> Void) {
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { head.removeFirst(3) }
        if delimiter == nil { delimiter = Self.delimiter(of: head) }
        hasBegun = true
        let text = head
        head = []
        parse(text, row: deliver, problem: problem)
    }

    /// The most frequent of comma, semicolon and tab outside of quotation marks in the first line.
    static func delimiter(of bytes: [UInt8]) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in bytes {
            if byte == 0x22 { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 0x0A || byte == 0x0D, !counts.isEmpty { break }
            if byte == 0x2C || byte == 0x3B || byte == 0x09 { counts[byte, default: 0] += 1 }
        }
        let candidates: [UInt8] = [0x2C, 0x3B, 0x09]
        return candidates.max { counts[$0, default: 0] < counts[$1, default: 0] } ?? 0x2C
    }

    private mutating func parse(
        _ text: [UInt8], row deliver: (CSVRow) -> Void, problem: (CSVProblem) -> Void
    ) {
        for byte in text { take(byte, deliver, problem) }
    }

    private mutating func take(_ byte: UInt8, _ deliver: (CSVRow) -> Void, _ problem: (CSVProblem) -> Void) {
        if rowLines > 0 { rest.append(byte) }
        if byte == 0x0A { line += 1 }
        switch (place, byte) {
        case (.brokenRow, _): if byte == 0x0A { clear() }
        case (.quoted, 0x22): place = .quoteInQuoted
        case (.quoted, 0x0A) where rowLines == Self.maximumRowLines: fail(.unclosedQuote, deliver, problem)
        case (.quoted, _):
            if byte == 0x0A { rowLines += 1 }
            add(byte, deliver, problem)
        case (.quoteInQuoted, 0x22):
            place = .quoted
            add(byte, deliver, problem)
        case (.fieldStart, 0x22): place = .quoted
        case (_, delimiter ?? 0x2C): endField(deliver, problem)
        case (_, 0x0A): endRow(deliver, problem)
        case (_, 0x0D): break
        case (.quoteInQuoted, _): fail(.textAfterQuote, deliver, problem)
        case (.fieldStart, _), (.plain, _):
            place = .plain
            add(byte, deliver, problem)
        }
    }

    private mutating func add(_ byte: UInt8, _ deliver: (CSVRow) -> Void, _ problem: (CSVProblem) -> Void) {
        guard row.bytes.count - fieldStart < Self.maximumFieldBytes else {
            fail(.fieldTooLong, deliver, problem)
            return
        }
        guard row.bytes.count < Self.maximumRowBytes else {
            fail(.rowTooLong, deliver, problem)
            return
        }
        row.bytes.append(byte)
    }

    private mutating func endField(_ deliver: (CSVRow) -> Void, _ problem: (CSVProblem) -> Void) {
        guard row.ends.count < Self.maximumFields else {
            fail(.tooManyFields, deliver, problem)
            return
        }
        row.ends.append(row.bytes.count)
        fieldStart = row.bytes.count
        place = .fieldStart
    }

    private mutating func endRow(_ deliver: (CSVRow) -> Void, _ problem: (CSVProblem) -> Void) {
        guard !row.ends.isEmpty || !row.bytes.isEmpty || place == .quoteInQuoted else {
            clear()
            return
        }
        guard row.ends.count < Self.maximumFields else {
            problem(CSVProblem(reason: .tooManyFields, line: row.line))
            clear()
            return
        }
        row.ends.append(row.bytes.count)
        deliver(row)
        clear()
    }

    private mutating func clear() {
        row.bytes.removeAll(keepingCapacity: row.bytes.count <= 1 << 16)
        row.ends.removeAll(keepingCapacity: true)
        rest = []
        rowLines = 0
        row.line = line
        fieldStart = 0
        place = .fieldStart
    }

    /// Gives up the line on which the row began; the lines that its quotation mark took are read again.
    ///
    /// Complexity: at most `maximumRowLines` readings of a line, and as many calls deep.
    private mutating func fail(
        _ reason: CSVProblem.Reason, _ deliver: (CSVRow) -> Void, _ problem: (CSVProblem) -> Void
    ) {
        problem(CSVProblem(reason: reason, line: row.line))
        guard rowLines > 0 else {
            clear()
            place = .brokenRow
            return
        }
        let again = rest
        line = row.line + 1
        clear()
        for byte in again { take(byte, deliver, problem) }
    }
}
