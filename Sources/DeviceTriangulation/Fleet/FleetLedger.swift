/// The place of a record in the evidence.
package struct RecordOrigin: Sendable, Hashable {
    /// The number of the file, as the ledger was told.
    package let file: UInt16
    /// The number of the record in its file.
    package let number: UInt32
}

/// The records of one kind, of all files.
///
/// A reference, so that a look at one value does not touch the owners of all columns.
final class FleetTable: Sendable {
    let roles: [SourceRole]
    let shapeName: String
    let newestWins: Bool
    let columns: DeviceColumns

    init(_ table: GrowingTable) {
        roles = table.roles
        shapeName = table.shapeName
        newestWins = table.newestWins
        columns = table.columns
    }
}

/// The devices of all sources, joined.
///
/// Shape: ordinal = device, sorted by serial, then (without one) by UDID. The ordinals depend on the set of
/// devices only: not on the order of files or records, nor on how they were cut into parts.
package struct FleetLedger: Sendable {
    let identities: IdentityTable
    let tables: [FleetTable]
    /// The device of each record of each table, where past moments are asked for.
    private(set) var devices: [[UInt32]]
    /// When and how whole each file was collected, by its number.
    let collections: [UInt16: ListCollection]
    /// Files that newer lists of the same source replace; their records count only for moments past.
    package let replacedFiles: Set<UInt16>
    let words: [Vocabulary]
    let names: [Vocabulary]
    /// The row of each device for a role, 0 for none; an empty array for a role that nothing speaks for.
    var rows: [[UInt32]]
    /// Further rows, where several kinds of record give the same view.
    var furtherRows: [UInt64: [UInt32]] = [:]
    /// Devices with one serial under two UDIDs, or twice in one source with different state.
    var duplicates: Set<UInt32> = []
    /// The roles that a list was supplied for, even an empty one.
    package let listedRoles: Set<SourceRole>
    /// What was odd about the records, by kind of record.
    package let tallies: [String: LedgerTally]

    init(_ joined: consuming FleetAssembly) {
        var assembly = joined
        identities = assembly.identities
        tables = assembly.tables.map(FleetTable.init)
        devices = assembly.tables.map(\.devices)
        words = assembly.words
        names = assembly.names
        listedRoles = assembly.listed
        tallies = assembly.tallies
        collections = assembly.collections
        rows = SourceRole.allCases.map { _ in [] }
        let keepsHistory = assembly.keepsHistory
        assembly = FleetAssembly()
        let filter = collections.count > 1 ? RowFilter(tables, devices, collections, until: nil) : nil
        replacedFiles = filter?.hidden ?? []
        index(replacedFiles.isEmpty ? nil : filter, consumes: !keepsHistory)
    }

    /// The number of devices.
    package var count: Int { identities.count }

    /// Bytes a device, allocation slack not counted.
    package var bytesPerDevice: Double {
        guard count > 0 else { return 0 }
        let columns = tables.reduce(0) {
            $0 + $1.columns.count * $1.columns.bytesPerRow + $1.columns.originBytes
        }
        let index = rows.reduce(0) { $0 + $1.count * 4 }
        return Double(columns + index + identities.bytes) / Double(count)
    }

    // MARK: Look-ups

    /// The ordinal of a serial, in any case and with spaces around it.
    package func ordinal(serial: String) -> UInt32? {
        let bytes = Array(serial.utf8)
        let range = SourceLedger.trimmed(0..<bytes.count, in: bytes.span)
        guard !range.isEmpty else { return nil }
        if let packed = SerialKey.pack(bytes.span, range) { return identities.find(serial: packed) }
        let text = String(decoding: bytes[range], as: UTF8.self).uppercased()
        return identities.find(text: text).flatMap { identities.find(serial: $0) }
    }

    /// The ordinal of a UDID, in any case and with spaces around it.
    ///
    /// Complexity: O(devices). For more than a few, hold a `udidIndex()`.
    package func ordinal(udid: String) -> UInt32? { udidIndex().ordinal(udid: udid) }

    /// The ordinals of all UDIDs, for many look-ups.
    package func udidIndex() -> UDIDIndex { UDIDIndex(identities) }

    /// The serial of a device, in upper case; nil where no source has one.
    package func serial(of ordinal: UInt32) -> String? {
        Int(ordinal) < count ? identities.serialText(Int(ordinal)) : nil
    }

    /// The UDID of a device, in upper case; nil where no source has one.
    package func udid(of ordinal: UInt32) -> String? {
        Int(ordinal) < count ? identities.udidText(Int(ordinal)) : nil
    }

    /// Every UDID that the sources give a device; more than one is a contradiction.
    package func udids(of ordinal: UInt32) -> [String] {
        var texts = [udid(of: ordinal)].compactMap { $0 }
        for conflict in identities.conflicts where conflict.identity == ordinal {
            texts.append(UDIDKey.text(at: Int(conflict.start), in: identities.udids))
        }
        return texts.sorted()
    }

    /// Whether a record of the device gives this view.
    package func has(_ role: SourceRole, _ ordinal: UInt32) -> Bool { row(role, ordinal) != 0 }

    /// The number of devices that a view shows.
    package func count(of role: SourceRole) -> Int {
        rows[Int(role.rawValue)].reduce(0) { $0 + ($1 == 0 ? 0 : 1) }
    }

    @inline(__always)
    func row(_ role: SourceRole, _ ordinal: UInt32) -> UInt32 {
        let rows = rows[Int(role.rawValue)]
        return Int(ordinal) < rows.count ? rows[Int(ordinal)] : 0
    }

    // MARK: Rows of devices

    static func code(table: Int, row: Int) -> UInt32 {
        UInt32(table + 1) << FleetAssembly.rowBits | UInt32(row)
    }

    @inline(__always)
    static func place(_ code: UInt32) -> (table: Int, row: Int) {
        (Int(code >> FleetAssembly.rowBits) - 1, Int(code & (1 << FleetAssembly.rowBits - 1)))
    }

    static func key(_ role: SourceRole, _ ordinal: UInt32) -> UInt64 {
        UInt64(role.rawValue) << 32 | UInt64(ordinal)
    }

    /// Finds the rows of every device, those of lists that a filter hides left out.
    ///
    /// - Parameter consumes: whether the devices of the records are dropped on the way: the index says the same the
    ///   other way round.
    mutating func index(_ filter: RowFilter?, consumes: Bool = false) {
        furtherRows = [:]
        duplicates = []
        for role in SourceRole.allCases {
            index(role, filter)
            for number in tables.indices
            where consumes && !tables[number].roles.contains(where: { $0.rawValue > role.rawValue }) {
                devices[number] = []
            }
        }
        for conflict in identities.conflicts { duplicates.insert(conflict.identity) }
    }

    private mutating func index(_ role: SourceRole, _ filter: RowFilter?) {
        var first: [UInt32] = []
        var many: [UInt32: [UInt32]] = [:]
        for (number, table) in tables.enumerated()
        where table.roles.contains(role) && !devices[number].isEmpty {
            if first.isEmpty { first = Array(repeating: 0, count: count) }
            for (row, device) in devices[number].enumerated() {
                if let filter, !filter.shows(row, of: table) { continue }
                let code = Self.code(table: number, row: row)
                if first[Int(device)] == 0 {
                    first[Int(device)] = code
                } else {
                    many[device, default: [first[Int(device)]]].append(code)
                }
            }
        }
        rows[Int(role.rawValue)] = first
        for (device, codes) in many { settle(role, device, codes) }
    }

    /// Chooses among several rows of one view: the newest of each kind, kinds in the order of their names.
    private mutating func settle(_ role: SourceRole, _ device: UInt32, _ codes: [UInt32]) {
        var kept: [UInt32] = []
        let byTable = Dictionary(grouping: codes) { Self.place($0).table }
        let inOrder = byTable.sorted { tables[$0.key].shapeName < tables[$1.key].shapeName }
        for (table, codes) in inOrder {
            let lines = codes.map { (code: $0, text: RowLine(self, $0)) }.sorted { $0.text < $1.text }
            if let newest = lines.last { kept.append(newest.code) }
            guard !tables[table].newestWins else { continue }
            let byFile = Dictionary(grouping: lines) { $0.text.file }
            if byFile.values.contains(where: { same in same.contains { $0.text.state != same[0].text.state } }
            ) {
                duplicates.insert(device)
            }
        }
        guard let best = kept.first else { return }
        rows[Int(role.rawValue)][Int(device)] = best
        if kept.count > 1 { furtherRows[Self.key(role, device)] = Array(kept.dropFirst()) }
    }
}

/// The values of a row, to compare it with another of the same device.
private struct RowLine: Comparable {
    /// When it was said: the newest list decides, not the record that happens to bear a later time.
    let said: Int64
    let time: Int64
    let state: [String]
    let file: UInt16
    let number: UInt32

    init(_ fleet: FleetLedger, _ code: UInt32) {
        let (table, row) = FleetLedger.place(code)
        let columns = fleet.tables[table].columns
        var texts = WordField.allCases.map { fleet.words[$0.rawValue].text(Int(columns.word($0, row))) ?? "" }
        texts += NameField.allCases.map { fleet.names[$0.rawValue].text(Int(columns.name($0, row))) ?? "" }
        texts.append(String(columns.answers(row).bits))
        state = texts
        // A deadline lies ahead and tells nothing about when a thing was said.
        let times = TimeField.allCases.filter { $0 != .migrationDeadline }.map { columns.time($0, row) }
        let observed = columns.time(.observedAt, row)
        time = observed != DeviceColumns.noTime ? observed : times.max() ?? DeviceColumns.noTime
        said = fleet.tables[table].moment(of: row, fleet.collections) ?? .min
        let origin = columns.origin(row)
        file = origin.file
        number = origin.number
    }

    static func < (one: RowLine, other: RowLine) -> Bool {
        if one.said != other.said { return one.said < other.said }
        if one.time != other.time { return one.time < other.time }
        if one.state != other.state { return one.state.lexicographicallyPrecedes(other.state) }
        return (one.file, one.number) > (other.file, other.number)
    }

    static func == (one: RowLine, other: RowLine) -> Bool {
        one.said == other.said && one.time == other.time && one.state == other.state
            && one.file == other.file
            && one.number == other.number
    }
}

extension IdentityTable {
    /// Bytes of the table, allocation slack not counted.
    var bytes: Int { serials.count * 12 + udids.count + slotBytes }
}
