package import OpenFormats

/// The fields of a ledger in the columns of a CSV file.
package struct CSVBinding: Sendable {
    /// The entry of the ledger's tree for each column; nil for a column that no rule names.
    let entries: [Int?]
    /// Columns that no rule names.
    package let unknownColumns: [String]
}

extension SourceLedger {
    /// Matches a header with the ledger's shape, which it settles if nothing else has.
    ///
    /// Names are compared without case, spaces and underscores; of a nested path the last key is enough.
    /// Throws: `RecordError.unrecognised` where no column holds a serial or UDID.
    package mutating func bind(header: [String]) throws(RecordError) -> CSVBinding {
        if shape == nil {
            guard let found = DeviceDialect.recognise(header: header, dialect: dialect) else {
                throw .unrecognised
            }
            settle(found)
        }
        var entries: [Int?] = []
        var unknown: [String] = []
        for column in header {
            let entry = tree.entry(named: CSVRow.normalised(column))
            entries.append(entry)
            if entry == nil, !column.isEmpty { unknown.append(column) }
        }
        let fields = entries.compactMap { $0.flatMap { tree.entries[$0].field } }
        strangeColumns = unknown
        guard fields.contains(.serial) || fields.contains(.udid) else { throw .unrecognised }
        return CSVBinding(entries: entries, unknownColumns: unknown)
    }

    /// Appends one row of a CSV file; an empty cell says nothing, except that a profile or server is none.
    ///
    /// Throws: `RecordError`; the row is then counted as rejected, and the ledger is as before.
    package mutating func append(
        row: CSVRow, binding: CSVBinding, file: UInt16, number: UInt32
    ) throws(RecordError) {
        let udidMark = udids.count
        reading = number
        do {
            draft.reset()
            for (column, index) in binding.entries.enumerated() where column < row.count {
                guard let index, let field = tree.entries[index].field else { continue }
                try take(field, tree.entries[index], row.bytes.span, row.range(column))
            }
            try commit(file: file, number: number)
        } catch {
            udids.removeSubrange(min(udidMark, udids.count)...)
            reject()
            throw error
        }
        for case let index? in binding.entries { tree.count(index) }
    }
}
