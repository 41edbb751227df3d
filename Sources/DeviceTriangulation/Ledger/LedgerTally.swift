/// What was odd about the records of a source, counted.
package struct LedgerTally: Sendable, Hashable {
    /// Records that were appended.
    package var records = 0
    /// Records that were refused.
    package var rejected = 0
    /// Keys that were repeated inside their object; the last value stood.
    package var duplicateKeys = 0
    /// Keys that the dialect does not know: records that hold them, by path.
    package var unknownKeys: [String: Int] = [:]
    /// Values that could not be read as their field asks, by path; the field then counts as not said.
    package var oddValues: [String: Int] = [:]

    package init() {}

    /// Adds the counts of another part.
    package mutating func add(_ other: LedgerTally) {
        records += other.records
        rejected += other.rejected
        duplicateKeys += other.duplicateKeys
        unknownKeys.merge(other.unknownKeys) { $0 + $1 }
        oddValues.merge(other.oddValues) { $0 + $1 }
    }
}

extension SourceLedger {
    /// What was odd about the records so far.
    package var tally: LedgerTally {
        var tally = LedgerTally()
        tally.records = count
        tally.rejected = rejected
        tally.duplicateKeys = duplicateKeys
        for key in unknownKeys { tally.unknownKeys[key.path] = key.count }
        for column in strangeColumns where count > 0 { tally.unknownKeys[column] = count }
        tally.oddValues = oddValues
        return tally
    }
}

extension Vocabulary {
    /// The texts that no table knows, with the number of records that hold them.
    var unknown: [(text: String, count: Int)] {
        texts.indices.dropFirst(knownCount)
            .filter { counts[$0] > 0 }
            .map { (texts[$0], counts[$0]) }
            .sorted { $0.text < $1.text }
    }
}

extension FleetLedger {
    /// Values of a column that no table knows, with the number of records that hold them.
    package func unknownWords(_ field: WordField) -> [(text: String, count: Int)] {
        words[field.rawValue].unknown
    }
}

extension SourceLedger {
    /// The paths from which a field was read.
    package func paths(of field: DeviceField) -> [String] { tree.pathsMet(of: field) }
}
