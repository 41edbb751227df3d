/// A reason why a ledger cannot be joined.
package enum FleetError: Error, Sendable, Hashable, CustomStringConvertible {
    /// More kinds of record than row numbers have room for.
    case tooManyTables(limit: Int)
    /// More records of one kind than row numbers have room for.
    case tooManyRecords(limit: Int)

    package var description: String {
        switch self {
        case .tooManyTables(let limit): "fleet: more than \(limit) kinds of record"
        case .tooManyRecords(let limit): "fleet: more than \(limit) records of one kind"
        }
    }
}

/// The records of one kind, of all files, while they come in.
struct GrowingTable: Sendable {
    let roles: [SourceRole]
    let shapeName: String
    let newestWins: Bool
    var columns = DeviceColumns()
    /// The device of each row.
    var devices: [UInt32] = []
}

/// Joins the ledgers of the sources into one fleet.
///
/// Ledgers may come in any order, whole or in parts; each is taken up and can be dropped at once, so that
/// reading in parts of some ten thousand records keeps the memory near that of the joined fleet. Devices are
/// joined by serial; a record without one by its UDID, once all are known.
/// Complexity: one look-up a record, one sort of the devices at the end.
package struct FleetAssembly: Sendable {
    static let maximumTables = 31
    static let rowBits: UInt32 = 27

    var identities = IdentityTable()
    var tables: [GrowingTable] = []
    var words: [Vocabulary]
    var names: [Vocabulary]
    var listed: Set<SourceRole> = []
    /// What was odd about the records, by kind of record.
    package private(set) var tallies: [String: LedgerTally] = [:]
    /// Rows whose device only their UDID tells.
    private var waiting: [(table: Int, row: Int, udid: [UInt8])] = []

    /// When and how whole each file was collected, by its number.
    var collections: [UInt16: ListCollection] = [:]
    /// UDIDs that only an older list says: they fill gaps and contradict nothing.
    var olderUDIDs: [(serial: UInt64, key: [UInt8])] = []
    /// Keeps what past moments need: which device each record is of.
    package var keepsHistory = false

    package init() {
        words = WordField.allCases.map {
            Vocabulary(known: KnownWords.words($0), aliases: KnownWords.aliases[$0] ?? [:], overflow: 255)
        }
        names = NameField.allCases.map { _ in Vocabulary(known: [], aliases: [:], overflow: 65_535) }
    }

    /// Takes up the records of a ledger.
    ///
    /// Throws: `FleetError` before anything is taken up.
    package mutating func add(_ ledger: SourceLedger) throws(FleetError) {
        var translation = LedgerTranslation()
        try add(ledger, numbersAfter: 0, translation: &translation)
    }

    /// Takes up a part of a source, whose record numbers count on from those before.
    ///
    /// `translation` belongs to the ledger that read the part, and is kept for the parts that it reads next.
    /// Throws: `FleetError` before anything is taken up.
    package mutating func add(
        _ ledger: SourceLedger, numbersAfter base: UInt32, translation: inout LedgerTranslation
    ) throws(FleetError) {
        let table = try table(for: ledger)
        // The first role of a shape is the list it is; another role it only speaks about.
        if let role = ledger.roles.first { listed.insert(role) }
        tallies[tables[table].shapeName, default: LedgerTally()].add(ledger.tally)
        guard ledger.count > 0 else { return }
        join(ledger, table)
        for index in words.indices { words[index].extend(&translation.words[index], to: ledger.words[index]) }
        for index in names.indices { names[index].extend(&translation.names[index], to: ledger.names[index]) }
        tables[table].columns.append(
            ledger.columns, words: translation.words, names: translation.names, base: base)
    }

    /// Finds the device of each record, or makes it.
    private mutating func join(_ ledger: SourceLedger, _ table: Int) {
        var words = ledger.serials
        if !ledger.texts.isEmpty {
            let own = ledger.texts.map { identities.word(text: $0) }
            for (row, word) in words.enumerated() where word & SerialKey.textMark != 0 {
                words[row] = own[Int(word & ~SerialKey.textMark)]
            }
        }
        var found = identities.identities(of: words)
        if !ledger.udidStarts.isEmpty { identities.note(ledger.udids, at: ledger.udidStarts, of: found) }
        for (row, identity) in found.enumerated() where identity == UInt32.max {
            waiting.append((table, tables[table].devices.count + row, Array(ledger.udidKey(row) ?? [])))
            found[row] = 0
        }
        tables[table].devices.append(contentsOf: found)
    }

    private mutating func table(for ledger: SourceLedger) throws(FleetError) -> Int {
        let name = ledger.shape?.name ?? "unread"
        if let index = tables.firstIndex(where: { $0.shapeName == name && $0.roles == ledger.roles }) {
            guard tables[index].devices.count + ledger.count < 1 << Int(Self.rowBits) else {
                throw .tooManyRecords(limit: 1 << Int(Self.rowBits))
            }
            return index
        }
        guard tables.count < Self.maximumTables else { throw .tooManyTables(limit: Self.maximumTables) }
        tables.append(
            GrowingTable(roles: ledger.roles, shapeName: name, newestWins: ledger.shape?.newestWins ?? false))
        return tables.count - 1
    }

    /// The joined fleet: devices numbered by serial, then by UDID.
    package consuming func finish() -> FleetLedger {
        settleOlderUDIDs()
        identities.settleConflicts()
        sortIdentities()
        joinWaiting()
        return FleetLedger(self)
    }

    private mutating func sortIdentities() {
        guard let newNumbers = identities.sort() else { return }
        for table in tables.indices {
            var devices: [UInt32] = []
            swap(&devices, &tables[table].devices)
            for row in devices.indices {
                let old = Int(devices[row])
                if old < newNumbers.count { devices[row] = newNumbers[old] }
            }
            swap(&devices, &tables[table].devices)
        }
    }

    /// Gives the rows without a serial their devices; those with an unknown UDID are devices of their own.
    private mutating func joinWaiting() {
        guard !waiting.isEmpty else { return }
        let index = UDIDIndex(identities)
        var unknown: [[UInt8]: UInt32] = [:]
        for item in waiting where index.device(key: item.udid) == nil { unknown[item.udid] = 0 }
        let inOrder = unknown.keys.map { ($0, UDIDKey.text(at: 0, in: $0)) }.sorted { $0.1 < $1.1 }
        for (key, _) in inOrder { unknown[key] = identities.identity(udid: key[...]) }
        for item in waiting {
            tables[item.table].devices[item.row] = index.device(key: item.udid) ?? unknown[item.udid] ?? 0
        }
        waiting = []
    }
}

/// The codes of a ledger's words and names in the fleet, grown as parts of the source come in.
package struct LedgerTranslation: Sendable {
    var words = WordField.allCases.map { _ in [UInt8]() }
    var names = NameField.allCases.map { _ in [UInt16]() }

    package init() {}
}

extension SourceLedger {
    /// Where the key of a row's UDID begins.
    @inline(__always)
    func udidStart(_ row: Int) -> Int? {
        guard row < udidStarts.count, udidStarts[row] != Self.noUDID else { return nil }
        return Int(udidStarts[row])
    }

    /// The key of a row's UDID.
    func udidKey(_ row: Int) -> ArraySlice<UInt8>? {
        udidStart(row).map { udids[UDIDKey.range(at: $0, in: udids)] }
    }
}
