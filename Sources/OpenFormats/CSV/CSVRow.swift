/// One row of a CSV file, its quotation marks taken away.
public struct CSVRow: Sendable, Hashable {
    /// The bytes of all fields, one after another.
    public internal(set) var bytes: [UInt8] = []
    /// Where each field ends in `bytes`.
    public internal(set) var ends: [Int] = []
    /// The line on which the row begins, from 1.
    public internal(set) var line = 1

    public init() {}

    /// A row made of given fields.
    public init(_ fields: [String], line: Int = 1) {
        for field in fields {
            bytes.append(contentsOf: field.utf8)
            ends.append(bytes.count)
        }
        self.line = line
    }

    /// The number of fields.
    public var count: Int { ends.count }

    /// Where a field stands in `bytes`; empty for a field that the row does not have.
    public func range(_ field: Int) -> Range<Int> {
        guard ends.indices.contains(field) else { return 0..<0 }
        let start = field == 0 ? 0 : ends[field - 1]
        return start..<max(start, ends[field])
    }

    /// The text of a field; nil for a field that the row does not have.
    public subscript(field: Int) -> String? {
        ends.indices.contains(field) ? String(decoding: bytes[range(field)], as: UTF8.self) : nil
    }

    /// The texts of all fields.
    public var fields: [String] { (0..<count).map { String(decoding: bytes[range($0)], as: UTF8.self) } }

    /// Column names made comparable: lower case, letters and digits only.
    ///
    /// `Serial Number`, `serial_number` and `serialNumber` become the same name.
    public static func normalised(_ header: String) -> String {
        String(header.lowercased().filter { $0.isLetter || $0.isNumber })
    }
}
