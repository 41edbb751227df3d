internal import OpenFormats

/// The paths of a record shape as a tree of keys, and the keys that were met besides.
///
/// Records of one source hold their keys in the same order, so that each key predicts the next one: the
/// usual key costs one comparison. Unknown keys become leaves and are counted, up to a limit. What stood
/// between the value before and a key's own value is learned too (`KeyTree.Step`), so that a record like the
/// one before is read without looking for its keys.
struct KeyTree: Sendable {
    /// Unknown keys kept for an object; the rest is counted together.
    static let maximumUnknownKeys = 512
    /// The longest unknown key that is kept.
    static let maximumKeyBytes = 128
    static let none = -1

    struct Entry: Sendable {
        let nameStart: Int
        let nameCount: Int
        let node: Int
        /// The place among the keys of its object.
        let place: Int
        var field: DeviceField?
        var reading = ValueReading.plain
        /// The node of the object under this key.
        var child = KeyTree.none
        /// The next key of the same object.
        var sibling = KeyTree.none
        /// The key that came after this one last time.
        var successor = KeyTree.none
        /// How many records held the key.
        var count = 0
    }

    struct Node: Sendable {
        var first = KeyTree.none
        var last = KeyTree.none
        /// The key that came first last time.
        var opener = KeyTree.none
        var count = 0
        var unknown = 0
        let path: String
    }

    private(set) var nodes: [Node] = [Node(path: "")]
    private(set) var entries: [Entry] = []
    /// What the reader of usual records needs of each entry.
    var steps: [Step] = []
    var literals = KeyLiterals()
    private var names: [UInt8] = []
    /// Unknown keys beyond the limit.
    private(set) var uncounted = 0

    init(_ rules: [PathRule], known: [String] = []) {
        defer { for index in entries.indices { steps[index].take(entries[index]) } }
        for rule in rules {
            guard let entry = plant(rule.path) else { continue }
            entries[entry].field = rule.field
            entries[entry].reading = rule.reading
            if rule.reading == .proof { hasProof = true }
        }
        // An object with keys of its own is known by those; a text in its place stays odd.
        for entry in known.compactMap({ plant($0) })
        where entries[entry].field == nil && entries[entry].child == Self.none {
            entries[entry].field = .mark
        }
    }

    /// Makes the entries of a path and returns the last one.
    private mutating func plant(_ path: String) -> Int? {
        // An annotation of OData is one key: `@odata.etag`.
        let steps = path.hasPrefix("@") ? [path[...]] : path.split(separator: ".")
        var node = 0
        var last: Int?
        for (index, step) in steps.enumerated() {
            let name = Array(step.utf8)
            let entry = find(name, in: node) ?? add(name.span, 0..<name.count, to: node)
            last = entry
            guard index < steps.count - 1 else { break }
            if entries[entry].child == Self.none {
                nodes.append(Node(path: nodes[node].path + step + "."))
                entries[entry].child = nodes.count - 1
            }
            node = entries[entry].child
        }
        return last
    }

    /// The entry of a key in an object, after the key `previous`; nil beyond the limit of unknown keys.
    @inline(__always)
    mutating func entry(_ key: JSONText, in bytes: Span<UInt8>, node: Int, after previous: Int) -> Int? {
        var guess = previous == Self.none ? nodes[node].opener : entries[previous].successor
        // A key that is left out now and then must not cost a search: the one after it is the next guess.
        for _ in 0..<Self.guesses where guess != Self.none {
            if matches(guess, bytes, key.range) { return guess }
            guess = entries[guess].successor
        }
        return search(key, in: bytes, node: node, after: previous)
    }

    /// How many keys may be left out before the next one is looked for.
    static let guesses = 4

    private func matches(_ entry: Int, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let (start, count) = (entries[entry].nameStart, entries[entry].nameCount)
        return count == range.count && ByteHash.equal(bytes, range, names.span, start)
    }

    private mutating func search(_ key: JSONText, in bytes: Span<UInt8>, node: Int, after previous: Int)
        -> Int?
    {
        guard key.isPlain else {
            var decoded: [UInt8] = []
            JSONScanner.append(key, in: bytes, to: &decoded)
            return search(
                JSONText(range: 0..<decoded.count, isPlain: true), in: decoded.span, node: node,
                after: previous)
        }
        var found = Self.none
        let first = nodes[node].first
        // Keys often follow each other as they were first seen.
        let start =
            previous == Self.none || entries[previous].sibling == Self.none
            ? first : entries[previous].sibling
        var next = start
        while next != Self.none {
            if matches(next, bytes, key.range) {
                found = next
                break
            }
            next = entries[next].sibling
            if next == Self.none, start != first { next = first }
            if next == start { break }
        }
        if found == Self.none {
            guard nodes[node].unknown < Self.maximumUnknownKeys, key.range.count <= Self.maximumKeyBytes
            else {
                uncounted += 1
                return nil
            }
            nodes[node].unknown += 1
            found = add(bytes, key.range, to: node)
        }
        if previous == Self.none {
            nodes[node].opener = found
        } else {
            entries[previous].successor = found
            steps[previous].successor = Int32(truncatingIfNeeded: found)
        }
        return found
    }

    /// Learns what stood between the value before a key, or the brace, and the key's own value.
    mutating func learn(_ entry: Int, _ bytes: Span<UInt8>, _ gap: Range<Int>, isFirst: Bool) {
        steps[entry].take(entries[entry])
        if isFirst {
            literals.learn(bytes, gap, into: &steps[entry].opening)
        } else {
            literals.learn(bytes, gap, into: &steps[entry].following)
        }
    }

    /// Forgets how many records held each key.
    mutating func removeCounts() {
        for index in entries.indices { entries[index].count = 0 }
        uncounted = 0
    }

    @inline(__always)
    mutating func count(_ entry: Int) { entries[entry].count &+= 1 }

    /// The fields at and under a key.
    func fields(under entry: Int) -> [DeviceField] {
        var fields: [DeviceField] = []
        if let field = entries[entry].field { fields.append(field) }
        guard entries[entry].child != Self.none else { return fields }
        var next = nodes[entries[entry].child].first
        while next != Self.none {
            fields += self.fields(under: next)
            next = entries[next].sibling
        }
        return fields
    }

    /// Keys that no rule names, with the number of records that held them.
    var unknownKeys: [(path: String, count: Int)] {
        entries.filter { $0.field == nil && $0.child == Self.none && $0.count > 0 }
            .map { (path(of: $0), $0.count) }
            .sorted { $0.path < $1.path }
    }

    /// The path of a key, for reports.
    func path(of entry: Entry) -> String {
        nodes[entry.node].path
            + String(decoding: names[entry.nameStart..<(entry.nameStart + entry.nameCount)], as: UTF8.self)
    }

    /// Whether a time of this shape proves that the device is enrolled.
    private(set) var hasProof = false

    /// The paths that a field is read from and that records held.
    func pathsMet(of field: DeviceField) -> [String] {
        entries.filter { $0.field == field && $0.count > 0 }.map { path(of: $0) }
    }

    /// The entry whose path, or last key, is a normalised name.
    func entry(named name: String) -> Int? {
        let leaves = entries.indices.filter { entries[$0].field != nil }
        return leaves.first { CSVRow.normalised(path(of: entries[$0])) == name }
            ?? leaves.first {
                let entry = entries[$0]
                let key = names[entry.nameStart..<(entry.nameStart + entry.nameCount)]
                return CSVRow.normalised(String(decoding: key, as: UTF8.self)) == name
            }
    }

    private func find(_ name: [UInt8], in node: Int) -> Int? {
        var found = nodes[node].first
        while found != Self.none, !matches(found, name.span, 0..<name.count) {
            found = entries[found].sibling
        }
        return found == Self.none ? nil : found
    }

    private mutating func add(_ bytes: Span<UInt8>, _ range: Range<Int>, to node: Int) -> Int {
        let start = names.count
        names.append(contentsOf: bytes.array(range))
        let index = entries.count
        entries.append(Entry(nameStart: start, nameCount: range.count, node: node, place: nodes[node].count))
        steps.append(Step(entries[index]))
        if nodes[node].last == Self.none {
            nodes[node].first = index
        } else {
            entries[nodes[node].last].sibling = index
        }
        nodes[node].last = index
        nodes[node].count += 1
        return index
    }
}
