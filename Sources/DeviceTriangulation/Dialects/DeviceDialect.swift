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
    /// True says `failed`; false says nothing.
    case failure
    /// The text of a `TokenUpdate` property list: true where it holds `AwaitingConfiguration` as true.
    case tokenUpdate
    /// An identifier of a requested profile: null says that the ADE profile is `empty`, else it is
    /// `assigned`.
    case assignment
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

/// What a word of a record says besides itself.
package struct WordMeaning: Sendable, Hashable {
    /// A value that follows from a word, where the record does not say it itself.
    package enum Value: Sendable, Hashable {
        case answer(FlagField, Bool)
        case word(WordField, String)
    }

    package let field: WordField
    /// The word as the tables write it: lower case.
    package let word: String
    package let values: [Value]

    package init(_ field: WordField, _ word: String, _ values: Value...) {
        self.field = field
        self.word = word
        self.values = values
    }
}

/// One kind of record of a source: a table of paths.
package struct RecordShape: Sendable, Hashable {
    /// What a record of this kind comes in.
    package enum Form: Sendable, Hashable {
        /// JSON, or a table whose headers are called like the keys.
        case any
        /// A row of an export that people read: found by header, never in JSON.
        case table
    }

    /// A name for reports, as in `jamf-pro computers-inventory`.
    package let name: String
    /// The views that a record of this kind gives; nil where the case says which one.
    package let roles: [SourceRole]?
    /// Whether of several records of one device the newest stands (a feed), or they contradict each other.
    package let newestWins: Bool
    package let form: Form
    /// Paths of which a record of this kind holds one; `path=text` asks for the value too, `path&path` for
    /// both.
    package let telling: [String]
    /// Paths that the source documents and no rule asks for: met, they are no surprise.
    package let known: [String]
    package let meanings: [WordMeaning]
    package let rules: [PathRule]

    /// A kind of record; `known` holds its paths with white space between them.
    package init(
        _ name: String, roles: [SourceRole]? = nil, newestWins: Bool = false, form: Form = .any,
        telling: [String] = [], known: String = "", meanings: [WordMeaning] = [], _ rules: [PathRule]
    ) {
        self.init(
            name, roles, newestWins, form, telling,
            known.split(whereSeparator: \.isWhitespace).map(String.init),
            meanings, rules)
    }

    private init(
        _ name: String, _ roles: [SourceRole]?, _ newestWins: Bool, _ form: Form, _ telling: [String],
        _ known: [String], _ meanings: [WordMeaning], _ rules: [PathRule]
    ) {
        self.name = name
        self.roles = roles
        self.newestWins = newestWins
        self.form = form
        self.telling = telling
        self.known = known
        self.meanings = meanings
        self.rules = rules
    }

    /// Rules without a path: the columns that are filled by what other values imply.
    package var impliedRules: [PathRule] {
        var fields: [DeviceField] = []
        for case .word(let field, _) in meanings.flatMap(\.values) { fields.append(.word(field)) }
        if rules.contains(where: { $0.reading == .assignment }) { fields.append(.word(.adeStatus)) }
        return Set(fields).subtracting(rules.map(\.field)).map { PathRule("", $0) }
    }

    /// The same kind of record with a column of a CSV or log named by the case.
    package func naming(_ columns: [(path: String, field: DeviceField)]) -> RecordShape {
        let fields = columns.map(\.field)
        let kept = rules.filter { !fields.contains($0.field) }
        let named = columns.map { PathRule($0.path, $0.field) } + kept
        return RecordShape(name, roles, newestWins, form, telling, known, meanings, named)
    }

    /// The same kind of record without the key that its values stand under.
    package func unwrapped(_ key: String, _ name: String, telling: [String]) -> RecordShape {
        let prefix = key + "."
        let inner = rules.compactMap { rule in
            rule.path.hasPrefix(prefix)
                ? PathRule(String(rule.path.dropFirst(prefix.count)), rule.field, rule.reading) : nil
        }
        let rest = known.compactMap { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : nil }
        return RecordShape(name, roles, newestWins, form, telling, rest, meanings, inner)
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
