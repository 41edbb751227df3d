/// Which records count at a moment: those of the newest list of each source, not those of the lists before it.
///
/// Rules: 1. of two lists of one source a newer complete one replaces the older one, where it holds at least half
/// of the older one's devices; else they are parts of one list, or the newer one names only what changed.
/// 2. lists of other scopes, and lists whose time nobody knows, always count.  3. a list that was
/// collected after the moment does not count yet, nor an event of a feed that happened after it; events never
/// replace a list, and no list hides them.
struct RowFilter {
    /// Files whose records do not count.
    let hidden: Set<UInt16>
    /// The moment, in microseconds since 1970 UTC; nil for the present.
    let until: Int64?

    /// Complexity: O(records + files² × devices / 64).
    init(
        _ tables: [FleetTable], _ devices: [[UInt32]], _ collections: [UInt16: ListCollection], until: Int64?
    ) {
        self.until = until
        var hidden: Set<UInt16> = []
        if let until { for (file, list) in collections where list.at > until { hidden.insert(file) } }
        for (table, devices) in zip(tables, devices) {
            let times = collections.values.lazy.filter { $0.shape == table.shapeName }.map(\.at)
            guard Set(times).count > 1 else { continue }
            let lists = Self.lists(of: table, devices, collections).filter { !hidden.contains($0.file) }
            for older in lists {
                let isReplaced = lists.contains {
                    $0.collection.at > older.collection.at && $0.collection.isComplete
                        && $0.collection.scope == older.collection.scope
                        && 2 * $0.devices.sharedCount(with: older.devices) >= older.devices.count
                }
                if isReplaced { hidden.insert(older.file) }
            }
        }
        self.hidden = hidden
    }

    @inline(__always)
    func shows(_ row: Int, of table: FleetTable) -> Bool {
        if let event = table.eventTime(row) { return until.map { event <= $0 } ?? true }
        return hidden.isEmpty || !hidden.contains(table.columns.file(row))
    }

    private struct List {
        let file: UInt16
        let collection: ListCollection
        var devices = DeviceBits()
    }

    private static func lists(
        of table: FleetTable, _ rows: [UInt32], _ collections: [UInt16: ListCollection]
    ) -> [List] {
        var places: [UInt16: Int] = [:]
        var lists: [List] = []
        var (lastFile, lastPlace): (UInt16?, Int?) = (nil, nil)
        for (row, device) in rows.enumerated() where table.eventTime(row) == nil {
            let file = table.columns.file(row)
            if file != lastFile {
                (lastFile, lastPlace) = (file, places[file])
                if lastPlace == nil, let collection = collections[file] {
                    lastPlace = lists.count
                    places[file] = lists.count
                    lists.append(List(file: file, collection: collection))
                }
            }
            if let lastPlace { lists[lastPlace].devices.insert(device) }
        }
        return lists
    }
}

/// A set of ordinals as bits.
private struct DeviceBits {
    private var words: [UInt64] = []
    private(set) var count = 0

    mutating func insert(_ device: UInt32) {
        let word = Int(device / 64)
        if word >= words.count { words.append(contentsOf: repeatElement(0, count: word + 1 - words.count)) }
        let bit: UInt64 = 1 << UInt64(device % 64)
        if words[word] & bit == 0 { count += 1 }
        words[word] |= bit
    }

    func sharedCount(with other: Self) -> Int {
        zip(words, other.words).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }
    }
}

extension DeviceColumns {
    /// The file of a row.
    @inline(__always)
    func file(_ row: Int) -> UInt16 { origin(row).file }
}

extension FleetTable {
    /// When the event of a feed happened; nil for a record of a list.
    @inline(__always)
    func eventTime(_ row: Int) -> Int64? {
        guard newestWins else { return nil }
        let time = columns.time(.observedAt, row)
        return time == DeviceColumns.noTime ? nil : time
    }

    /// When a record was said: an event when it happened, another record when its list was collected.
    func moment(of row: Int, _ collections: [UInt16: ListCollection]) -> Int64? {
        eventTime(row) ?? collections[columns.file(row)]?.at
    }
}
