/// The place of a line in a stream.
///
/// Units: line number from 1, offset in bytes from 0.
public struct LineLocator: Sendable, Hashable {
    public let number: Int
    public let offset: Int

    public init(number: Int, offset: Int) {
        self.number = number
        self.offset = offset
    }
}

/// Cuts a stream of chunks into lines.
///
/// Lines end with LF or CRLF; the end is not part of the line. A byte order mark is dropped. A line beyond
/// the limit is reported once with its number and skipped to its end without being kept.
/// Complexity: one pass; a line inside one chunk is not copied. Memory: one line.
public struct LineSplitter: Sendable {
    /// Sixteen mebibytes: a thousand times the longest device record, and what a HAR entry with a body needs.
    public static let defaultMaximumLength = 16 << 20

    /// The longest line that is delivered.
    public let maximumLength: Int
    /// Lines seen so far, the long ones included.
    public private(set) var lineCount = 0
    private var kept: [UInt8] = []
    private var isSkipping = false
    private var lineStart = 0
    private var consumed = 0

    public init(maximumLength: Int = LineSplitter.defaultMaximumLength) {
        self.maximumLength = max(0, maximumLength)
    }

    /// Takes the next chunk and delivers the lines that it completes.
    public mutating func read(
        _ chunk: Span<UInt8>,
        line: (Span<UInt8>, LineLocator) -> Void,
        tooLong: (LineLocator) -> Void
    ) {
        var start = 0
        while start < chunk.count {
            let end = ByteWords.first(0x0A, in: chunk, from: start)
            guard end < chunk.count else {
                keep(chunk, from: start, tooLong: tooLong)
                break
            }
            if isSkipping {
                isSkipping = false
                lineCount += 1
            } else if kept.isEmpty {
                deliver(chunk.extracting(start..<end), line: line, tooLong: tooLong)
            } else {
                keep(chunk.extracting(..<end), from: start, tooLong: tooLong)
                flush(line: line, tooLong: tooLong)
            }
            start = end + 1
            lineStart = consumed + start
        }
        consumed += chunk.count
    }

    /// Delivers a last line that has no end.
    public mutating func finish(
        line: (Span<UInt8>, LineLocator) -> Void,
        tooLong: (LineLocator) -> Void = { _ in }
    ) {
        if isSkipping || !kept.isEmpty { flush(line: line, tooLong: tooLong) }
        lineStart = consumed
    }

    /// Keeps the head of a line until its end arrives, unless it is too long.
    private mutating func keep(_ chunk: Span<UInt8>, from start: Int, tooLong: (LineLocator) -> Void) {
        guard !isSkipping, start < chunk.count else { return }
        guard kept.count + (chunk.count - start) <= maximumLength + 1 else {  // one more for a CR
            kept = []
            isSkipping = true
            tooLong(LineLocator(number: lineCount + 1, offset: lineStart))
            return
        }
        kept.append(contentsOf: chunk.array(start..<chunk.count))
    }

    private mutating func flush(
        line: (Span<UInt8>, LineLocator) -> Void, tooLong: (LineLocator) -> Void
    ) {
        guard !isSkipping else {
            isSkipping = false
            lineCount += 1
            return
        }
        var whole: [UInt8] = []
        swap(&whole, &kept)
        deliver(whole.span, line: line, tooLong: tooLong)
        whole.removeAll(keepingCapacity: whole.count <= 1 << 16)
        swap(&whole, &kept)
    }

    private mutating func deliver(
        _ bytes: Span<UInt8>, line: (Span<UInt8>, LineLocator) -> Void, tooLong: (LineLocator) -> Void
    ) {
        let locator = LineLocator(number: lineCount + 1, offset: lineStart)
        lineCount += 1
        var end = bytes.count
        if end > 0, bytes[end - 1] == 0x0D { end -= 1 }
        let isMarked =
            locator.number == 1 && end >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
        let begin = isMarked ? 3 : 0
        guard end - begin <= maximumLength else {
            tooLong(locator)
            return
        }
        line(bytes.extracting(begin..<end), locator)
    }
}
