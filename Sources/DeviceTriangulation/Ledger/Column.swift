/// A column of values that costs nothing while all of them are the same.
///
/// A source that never says something, or always says the same, pays no byte a device for it.
struct Column<Element: Hashable & Sendable>: Sendable {
    private(set) var count = 0
    private var constant: Element
    private var values: [Element] = []

    /// An empty column; `absent` is what a record without the field holds.
    init(absent: Element) { constant = absent }

    var isConstant: Bool { values.isEmpty }
    /// Bytes a row, allocation slack not counted.
    var bytesPerRow: Int { isConstant ? 0 : MemoryLayout<Element>.stride }

    subscript(row: Int) -> Element {
        guard !values.isEmpty else { return constant }
        return values[row]
    }

    @inline(__always)
    mutating func append(_ value: Element) {
        if values.isEmpty {
            if count == 0 { constant = value }
            if value == constant {
                count &+= 1
                return
            }
            values = Array(repeating: constant, count: count)
        }
        values.append(value)
        count &+= 1
    }

    /// Appends another column, each value seen through a translation.
    mutating func append(_ other: Column, translated: (Element) -> Element) {
        if other.isConstant {
            let value = translated(other.constant)
            if other.count > 0, count == 0 { constant = value }
            if isConstant, value == constant {
                count += other.count
                return
            }
            if isConstant { values = Array(repeating: constant, count: count) }
            values.append(contentsOf: repeatElement(value, count: other.count))
            count += other.count
        } else {
            for row in 0..<other.count { append(translated(other.values[row])) }
        }
    }
}
