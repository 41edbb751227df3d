/// How a value of a record is read.
package enum ValueReading: Sendable, Hashable {
    /// As its field asks: text, time, truth.
    case plain
    /// Null says no, any other value says yes.
    case presence
    /// True says no; false says nothing.
    case denial
    /// A time that proves yes for `enrolled` where it is given, and no where it is null.
    case proof
    /// A fingerprint: `SHA256:`, colons, spaces and case are dropped.
    case fingerprint
}

/// One row of a dialect: where a record holds the value of a field.
package struct PathRule: Sendable, Hashable {
    /// Keys from the record's top, `.` between them.
    package let path: String
    package let field: DeviceField
    package let reading: ValueReading

    package init(_ path: String, _ field: DeviceField, _ reading: ValueReading = .plain) {
        self.path = path
        self.field = field
        self.reading = reading
    }
}

/// One kind of record of a source: a table of paths.
package struct RecordShape: Sendable, Hashable {
    /// A name for reports, as in `jamf-pro computers-inventory`.
    package let name: String
    /// The views that a record of this kind gives; nil where the case says which one.
    package let roles: [SourceRole]?
    /// Whether of several records of one device the newest stands (a feed), or they contradict each other.
    package let newestWins: Bool
    package let rules: [PathRule]

    package init(_ name: String, roles: [SourceRole]? = nil, newestWins: Bool = false, _ rules: [PathRule]) {
        self.name = name
        self.roles = roles
        self.newestWins = newestWins
        self.rules = rules
    }

    /// The same kind of record with a column of a CSV or log named by the case.
    package func naming(_ columns: [(path: String, field: DeviceField)]) -> RecordShape {
        let fields = columns.map(\.field)
        let kept = rules.filter { !fields.contains($0.field) }
        return RecordShape(
            name, roles: roles, newestWins: newestWins, columns.map { PathRule($0.path, $0.field) } + kept)
    }
}

/// The language of a source: the kinds of record that it returns, and where its pages hold their list.
package struct DeviceDialect: Sendable, Hashable {
    /// The name, as case files write it.
    package let name: String
    /// Other names for the same.
    package let aliases: [String]
    package let shapes: [RecordShape]
    /// The keys under which a response page holds its list.
    package let listKeys: [String]

    package init(_ name: String, aliases: [String] = [], listKeys: [String], shapes: [RecordShape]) {
        self.name = name
        self.aliases = aliases
        self.listKeys = listKeys
        self.shapes = shapes
    }

    /// The dialect of a name or alias, in any case.
    package static func named(_ name: String) -> DeviceDialect? {
        let folded = name.lowercased()
        return all.first { $0.name == folded || $0.aliases.contains(folded) }
    }

    /// Every list key of every dialect, for a stream whose dialect is not known yet.
    package static var everyListKey: [String] {
        var keys: [String] = []
        for key in all.flatMap(\.listKeys) where !keys.contains(key) { keys.append(key) }
        return keys
    }
}
