internal import OpenFormats

/// Many records at once, as the parallel reader hands them over.
extension SourceLedger {
    /// Appends the records of whole lines, one a line, and returns how many lines there were.
    ///
    /// Lines end with LF or CRLF; blank ones are passed over. The records bear the numbers of their lines,
    /// counted from 1 in this stretch.
    package mutating func append(
        lines bytes: Span<UInt8>, file: UInt16, refuse: (RecordError, Int) -> Void
    ) -> Int {
        var start = 0
        var line = 0
        while start < bytes.count {
            line &+= 1
            let number = UInt32(truncatingIfNeeded: line)
            if let end = appendUsual(bytes, from: start, number: number, file: file, isLine: true) {
                start = end
                continue
            }
            let end = ByteWords.first(0x0A, in: bytes, from: start)
            let last = end > start && bytes[end &- 1] == 0x0D && end < bytes.count ? end &- 1 : end
            if !Self.isBlank(bytes, start..<last) {
                do throws(RecordError) {
                    try append(record: bytes.extracting(start..<last), file: file, number: number)
                } catch {
                    refuse(error, line)
                }
            }
            start = end &+ 1
        }
        return line
    }

    /// Appends records that were cut out before, each with its number.
    package mutating func append(
        records bytes: Span<UInt8>, at ranges: [Range<Int>], numbers: [UInt32], file: UInt16,
        refuse: (RecordError, Int) -> Void
    ) {
        for (range, number) in zip(ranges, numbers) {
            let record = bytes.extracting(range.clamped(to: 0..<bytes.count))
            if appendUsual(record, from: 0, number: number, file: file, isLine: false) != nil { continue }
            do throws(RecordError) { try append(record: record, file: file, number: number) } catch {
                refuse(error, Int(number))
            }
        }
    }

    /// Appends a record that is like those before and returns where the next one begins; nil for any other.
    @inline(__always)
    private mutating func appendUsual(
        _ bytes: Span<UInt8>, from start: Int, number: UInt32, file: UInt16, isLine: Bool
    ) -> Int? {
        let mark = udids.count
        reading = number
        draft.reset()
        entriesMet.removeAll(keepingCapacity: true)
        var end = readUsual(bytes, from: start, isLine: isLine)
        if end >= 0 {
            if isLine {
                end = Self.endOfLine(bytes, at: end)
            } else if end != bytes.count {
                end = -1
            }
        }
        guard end >= 0, (try? commit(file: file, number: number)) != nil else {
            udids.removeLast(udids.count &- mark)
            return nil
        }
        for entry in entriesMet { tree.count(entry) }
        return end
    }

    /// Where the next line begins; -1 where the line goes on.
    @inline(__always)
    private static func endOfLine(_ bytes: Span<UInt8>, at end: Int) -> Int {
        guard end < bytes.count else { return end }
        if bytes[end] == 0x0A { return end &+ 1 }
        guard bytes[end] == 0x0D, end &+ 1 < bytes.count, bytes[end &+ 1] == 0x0A else { return -1 }
        return end &+ 2
    }

    private static func isBlank(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range where bytes[index] != 0x20 && bytes[index] != 0x09 { return false }
        return true
    }
}
