/// A column of numbers that costs nothing while all of them are the same.
///
/// A source that never says something, or always says the same, pays no byte a device for it.
/// Shape: the number of rows is kept by the owner of the columns, once for all of them.
struct Column<Element: FixedWidthInteger & Sendable>: Sendable {
    private var constant: Element = 0
    private var values: [Element] = []

    var isConstant: Bool { values.isEmpty }
    /// Bytes a row, allocation slack not counted.
    var bytesPerRow: Int { isConstant ? 0 : MemoryLayout<Element>.stride }

    @inline(__always)
    subscript(row: Int) -> Element { values.isEmpty ? constant : values[row] }

    /// Appends a value as row number `row`, which is the number of rows so far.
    @inline(__always)
    mutating func append(_ value: Element, row: Int) {
        if values.isEmpty {
            guard value != constant else { return }
            return part(value, row)
        }
        values.append(value)
    }

    /// Takes the first value that differs from those before.
    private mutating func part(_ value: Element, _ row: Int) {
        guard row > 0 else {
            constant = value
            return
        }
        values.reserveCapacity(max(64, 2 * row))
        values.append(contentsOf: repeatElement(constant, count: row))
        values.append(value)
    }

    /// Appends so many rows of another column after `rows` of this one.
    mutating func append(_ other: Column, count: Int, after rows: Int) {
        guard count > 0, !takesConstant(other.isConstant ? other.constant : nil, count, rows) else { return }
        if other.isConstant {
            values.append(contentsOf: repeatElement(other.constant, count: count))
        } else {
            values.append(contentsOf: other.values)
        }
    }

    /// Appends so many rows of another column, each value seen through a table.
    ///
    /// A value beyond the table becomes the greatest there is.
    mutating func append(_ other: Column, count: Int, after rows: Int, through table: [Element]) {
        func seen(_ value: Element) -> Element {
            let place = Int(value)
            return place < table.count ? table[place] : Element.max
        }
        let same = other.isConstant ? seen(other.constant) : nil
        guard count > 0, !takesConstant(same, count, rows) else { return }
        if let same {
            values.append(contentsOf: repeatElement(same, count: count))
        } else {
            for value in other.values { values.append(seen(value)) }
        }
    }

    /// Whether rows of one value can stay unwritten; else makes room to write them.
    private mutating func takesConstant(_ value: Element?, _ count: Int, _ rows: Int) -> Bool {
        guard values.isEmpty else { return false }
        if let value {
            if rows == 0 { constant = value }
            if value == constant { return true }
        }
        values.append(contentsOf: repeatElement(constant, count: rows))
        return false
    }

    /// Makes room for rows, where the column is written at all.
    mutating func reserve(_ rows: Int) {
        if !values.isEmpty { values.reserveCapacity(rows) }
    }

    mutating func removeAll() {
        constant = 0
        values.removeAll(keepingCapacity: true)
    }

    /// Adds up the values of some rows, so that they come into the cache, all misses at once.
    func touch(_ rows: [Int]) -> UInt64 {
        guard !values.isEmpty else { return 0 }
        var sum: UInt64 = 0
        for row in rows { sum &+= UInt64(truncatingIfNeeded: values[row]) }
        return sum
    }

    /// The greatest value of so many rows.
    func greatest(of rows: Int) -> Element? {
        rows == 0 ? nil : values.isEmpty ? constant : values.max()
    }
}
