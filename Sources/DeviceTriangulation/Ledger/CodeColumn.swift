/// A column of codes that need one byte until there are more than 255 of them.
struct CodeColumn: Sendable {
    private var low = Column<UInt8>()
    private var high = Column<UInt8>()

    var bytesPerRow: Int { low.bytesPerRow + high.bytesPerRow }

    @inline(__always)
    subscript(row: Int) -> UInt16 { UInt16(high[row]) << 8 | UInt16(low[row]) }

    @inline(__always)
    mutating func append(_ code: UInt16, row: Int) {
        low.append(UInt8(truncatingIfNeeded: code), row: row)
        high.append(UInt8(truncatingIfNeeded: code >> 8), row: row)
    }

    func touch(_ rows: [Int]) -> UInt64 { low.touch(rows) &+ high.touch(rows) }

    /// Appends so many rows of another column, each code seen through a table.
    mutating func append(_ other: CodeColumn, count: Int, after rows: Int, through table: [UInt16]) {
        // One byte says all on both sides: the usual case.
        if other.high.isConstant, table.count <= 256, table.allSatisfy({ $0 < 256 }), high.isConstant,
            rows == 0 || high[0] == 0, count == 0 || other.high[0] == 0
        {
            low.append(other.low, count: count, after: rows, through: table.map { UInt8($0) })
            high.append(Column(), count: count, after: rows)
            return
        }
        for row in 0..<count {
            let code = Int(other[row])
            append(code < table.count ? table[code] : UInt16.max, row: rows + row)
        }
    }

    mutating func removeAll() {
        low.removeAll()
        high.removeAll()
    }
}

/// A column of answers, a byte for each four flags.
struct AnswerColumn: Sendable {
    private var bytes = (Column<UInt8>(), Column<UInt8>(), Column<UInt8>(), Column<UInt8>())

    var bytesPerRow: Int {
        bytes.0.bytesPerRow + bytes.1.bytesPerRow + bytes.2.bytesPerRow + bytes.3.bytesPerRow
    }

    @inline(__always)
    subscript(row: Int) -> Answers {
        let low = UInt32(bytes.0[row]) | UInt32(bytes.1[row]) << 8
        return Answers(bits: low | UInt32(bytes.2[row]) << 16 | UInt32(bytes.3[row]) << 24)
    }

    @inline(__always)
    mutating func append(_ answers: Answers, row: Int) {
        bytes.0.append(UInt8(truncatingIfNeeded: answers.bits), row: row)
        bytes.1.append(UInt8(truncatingIfNeeded: answers.bits >> 8), row: row)
        bytes.2.append(UInt8(truncatingIfNeeded: answers.bits >> 16), row: row)
        bytes.3.append(UInt8(truncatingIfNeeded: answers.bits >> 24), row: row)
    }

    func touch(_ rows: [Int]) -> UInt64 {
        bytes.0.touch(rows) &+ bytes.1.touch(rows) &+ bytes.2.touch(rows) &+ bytes.3.touch(rows)
    }

    mutating func append(_ other: AnswerColumn, count: Int, after rows: Int) {
        bytes.0.append(other.bytes.0, count: count, after: rows)
        bytes.1.append(other.bytes.1, count: count, after: rows)
        bytes.2.append(other.bytes.2, count: count, after: rows)
        bytes.3.append(other.bytes.3, count: count, after: rows)
    }

    mutating func removeAll() {
        bytes.0.removeAll()
        bytes.1.removeAll()
        bytes.2.removeAll()
        bytes.3.removeAll()
    }
}
