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

/// The records of one kind, of all files.
struct FleetTable: Sendable {
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
    var tables: [FleetTable] = []
    var words: [Vocabulary]
    var names: [Vocabulary]
    var listed: Set<SourceRole> = []
    /// What was odd about the records, by kind of record.
    package private(set) var tallies: [String: LedgerTally] = [:]
    /// Rows whose device only their UDID tells.
    private var waiting: [(table: Int, row: Int, udid: [UInt8])] = []

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
        let table = try table(for: ledger)
        // The first role of a shape is the list it is; another role it only speaks about.
        if let role = ledger.roles.first { listed.insert(role) }
        tallies[tables[table].shapeName, default: LedgerTally()].add(ledger.tally)
        guard ledger.count > 0 else { return }
        let serialWords = ledger.texts.map { identities.word(text: $0) }
        for row in 0..<ledger.count {
            let serial = ledger.serials[row]
            let udid = ledger.udidKey(row)
            guard serial != 0 else {
                waiting.append((table, tables[table].devices.count, Array(udid ?? [])))
                tables[table].devices.append(0)
                continue
            }
            let word =
                serial & SerialKey.textMark == 0 ? serial : serialWords[Int(serial & ~SerialKey.textMark)]
            let identity = identities.identity(serial: word)
            if let udid { identities.note(udid: udid, of: identity) }
            tables[table].devices.append(identity)
        }
        let wordCodes = words.indices.map { words[$0].translation(of: ledger.words[$0]) }
        let nameCodes = names.indices.map { names[$0].translation(of: ledger.names[$0]) }
        tables[table].columns.append(ledger.columns, words: wordCodes, names: nameCodes)
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
            FleetTable(roles: ledger.roles, shapeName: name, newestWins: ledger.shape?.newestWins ?? false))
        return tables.count - 1
    }

    /// The joined fleet: devices numbered by serial, then by UDID.
    package consuming func finish() -> FleetLedger {
        identities.settleConflicts()
        sortIdentities()
        joinWaiting()
        return FleetLedger(self)
    }

    private mutating func sortIdentities() {
        let order = identities.sorted()
        var isSorted = true
        for (new, old) in order.enumerated() where new != Int(old) {
            isSorted = false
            break
        }
        guard !isSorted else { return }
        var newNumbers = [UInt32](repeating: 0, count: order.count)
        for (new, old) in order.enumerated() { newNumbers[Int(old)] = UInt32(new) }
        identities.renumber(order, newNumbers: newNumbers)
        for table in tables.indices {
            for row in tables[table].devices.indices {
                let old = Int(tables[table].devices[row])
                if old < newNumbers.count { tables[table].devices[row] = newNumbers[old] }
            }
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

extension SourceLedger {
    /// The key of a row's UDID.
    func udidKey(_ row: Int) -> ArraySlice<UInt8>? {
        guard row < udidStarts.count, udidStarts[row] != Self.noUDID else { return nil }
        return udids[UDIDKey.range(at: Int(udidStarts[row]), in: udids)]
    }
}
