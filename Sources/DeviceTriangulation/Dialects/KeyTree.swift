internal import OpenFormats

/// The paths of a record shape as a tree of keys, and the keys that were met besides.
///
/// Records of one source hold their keys in the same order, so that each key predicts the next one: the
/// usual key costs one comparison. Unknown keys become leaves and are counted, up to a limit.
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
    private var names: [UInt8] = []
    /// Unknown keys beyond the limit.
    private(set) var uncounted = 0

    init(_ rules: [PathRule]) {
        for rule in rules {
            var node = 0
            let steps = rule.path.split(separator: ".").map { Array($0.utf8) }
            for (index, step) in steps.enumerated() {
                let entry = find(step, in: node) ?? add(step.span, 0..<step.count, to: node)
                if index == steps.count - 1 {
                    entries[entry].field = rule.field
                    entries[entry].reading = rule.reading
                    if rule.reading == .proof { hasProof = true }
                } else {
                    if entries[entry].child == Self.none {
                        let path = nodes[node].path + String(decoding: step, as: UTF8.self) + "."
                        nodes.append(Node(path: path))
                        entries[entry].child = nodes.count - 1
                    }
                    node = entries[entry].child
                }
            }
        }
    }

    /// The entry of a key in an object, after the key `previous`; nil beyond the limit of unknown keys.
    @inline(__always)
    mutating func entry(_ key: JSONText, in bytes: Span<UInt8>, node: Int, after previous: Int) -> Int? {
        let guess = previous == Self.none ? nodes[node].opener : entries[previous].successor
        if guess != Self.none, matches(guess, bytes, key.range) { return guess }
        return search(key, in: bytes, node: node, after: previous)
    }

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
        var found = nodes[node].first
        while found != Self.none, !matches(found, bytes, key.range) { found = entries[found].sibling }
        if found == Self.none {
            guard nodes[node].unknown < Self.maximumUnknownKeys, key.range.count <= Self.maximumKeyBytes
            else {
                uncounted += 1
                return nil
            }
            nodes[node].unknown += 1
            found = add(bytes, key.range, to: node)
        }
        if previous == Self.none { nodes[node].opener = found } else { entries[previous].successor = found }
        return found
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
