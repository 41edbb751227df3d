internal import OpenFormats

extension FleetLedger {
    /// The newest time that a tenant, ADE or MDM wrote: the clock where nothing else tells the time.
    ///
    /// A device's own clock may be wrong and is not asked, and a deadline lies ahead.
    package var newestTime: Int64? {
        let fields: [TimeField] = [.modifiedAt, .assignedAt, .pushedAt, .enrolledAt, .contactAt, .observedAt]
        let told = tables.filter { table in table.roles.contains { $0 != .device } }
        return told.flatMap { table in fields.compactMap { table.columns.latest($0) } }.max()
    }

    /// How many devices are brought into the cache together: their values fill half of a core's own.
    package static let blockDevices = 128

    /// Brings the records of some devices into the cache.
    ///
    /// They stand anywhere in the tables. One device after another would wait for each miss in turn; here the misses of
    /// a column overlap. The sum means nothing.
    package func touch(_ ordinals: Range<Int>) -> UInt64 {
        var sum: UInt64 = 0
        for role in SourceRole.allCases {
            let rows = rows[Int(role.rawValue)]
            guard ordinals.upperBound <= rows.count else { continue }
            for number in tables.indices where tables[number].roles.contains(role) {
                var own: [Int] = []
                own.reserveCapacity(ordinals.count)
                for ordinal in ordinals where rows[ordinal] != 0 {
                    let (table, row) = Self.place(rows[ordinal])
                    if table == number { own.append(row) }
                }
                sum &+= tables[number].columns.touch(own)
            }
        }
        return sum
    }

    /// Counts the states of the devices of a part of the fleet by what its sources say of them.
    package func tally(
        _ states: Triangulation, of ordinals: Range<Int>, by key: FleetGroupKey
    ) -> FleetGroups {
        var groups = FleetGroups(key)
        let width = DeviceState.allCases.count
        let ordinals = ordinals.clamped(to: 0..<min(count, states.total))
        guard let field = key.field else {
            for ordinal in ordinals {
                groups.add(day: day(of: UInt32(truncatingIfNeeded: ordinal)), state: states.states[ordinal])
            }
            return groups
        }
        let texts = names[field.rawValue].texts
        // Room for every code and for those that were too many to keep.
        var counts = [Int](repeating: 0, count: (texts.count + 1) * width)
        for ordinal in ordinals {
            let code = min(code(field, UInt32(truncatingIfNeeded: ordinal), key.roles), texts.count)
            counts[code * width + Int(states.states[ordinal])] &+= 1
        }
        for code in 0...texts.count {
            groups.add(
                counts[(code * width)..<((code + 1) * width)], under: names[field.rawValue].text(code))
        }
        return groups
    }

    /// The code of a name, from the first of the roles that says one.
    private func code(_ field: NameField, _ ordinal: UInt32, _ roles: [SourceRole]) -> Int {
        for role in roles {
            let place = row(role, ordinal)
            guard place != 0 else { continue }
            let (table, row) = Self.place(place)
            let code = tables[table].columns.name(field, row)
            if code != 0 { return Int(code) }
            guard !furtherRows.isEmpty else { continue }
            for further in furtherRows[Self.key(role, ordinal)] ?? [] {
                let (table, row) = Self.place(further)
                let code = tables[table].columns.name(field, row)
                if code != 0 { return Int(code) }
            }
        }
        return 0
    }

    /// Days since 1970 on which the tenant's record of a device was assigned, else last changed.
    private func day(of ordinal: UInt32) -> Int32? {
        let place = row(.tenant, ordinal)
        guard place != 0 else { return nil }
        let (table, row) = Self.place(place)
        var time = tables[table].columns.time(.assignedAt, row)
        if time == DeviceColumns.noTime { time = tables[table].columns.time(.modifiedAt, row) }
        return time == DeviceColumns.noTime ? nil : Int32(clamping: time / FleetGroups.day)
    }
}

/// What the devices of a fleet are counted by.
package enum FleetGroupKey: String, Sendable, Hashable, CaseIterable {
    case model, os, server
    /// The day of the assignment, else of the last change, in UTC.
    case day

    fileprivate var field: NameField? {
        switch self {
        case .model: .model
        case .os: .os
        case .server: .server
        case .day: nil
        }
    }

    /// Whose word counts, the first that says something.
    fileprivate var roles: [SourceRole] {
        switch self {
        case .model: [.tenant, .mdm, .ade, .device]
        case .os: [.mdm, .tenant, .device, .ade]
        case .server, .day: [.tenant]
        }
    }
}

/// Numbers of devices by state, one line a value.
package struct FleetGroups: Sendable, Hashable {
    static let day: Int64 = 86_400_000_000

    package let key: FleetGroupKey
    /// Devices by raw value of their state, under each value; nil where no source says one.
    package private(set) var counts: [String?: [Int]] = [:]
    private var days: [Int64: Int] = [:]

    init(_ key: FleetGroupKey) { self.key = key }

    fileprivate mutating func add(_ line: ArraySlice<Int>, under value: String?) {
        guard line.contains(where: { $0 > 0 }) else { return }
        counts[value, default: Array(repeating: 0, count: line.count)].add(line)
    }

    fileprivate mutating func add(day: Int32?, state: UInt8) {
        days[Int64(day ?? Int32.min) << 8 | Int64(state), default: 0] += 1
    }

    /// Adds what another thread counted.
    package mutating func add(_ other: FleetGroups) {
        for (value, line) in other.counts { add(line[...], under: value) }
        days.merge(other.days) { $0 + $1 }
    }

    /// The lines, the values in their order, the one without a value last.
    package var lines: [(value: String?, counts: [Int])] {
        var all = counts
        for (code, count) in days {
            var line = [Int](repeating: 0, count: DeviceState.allCases.count)
            line[Int(code & 0xFF)] = count
            let day = code >> 8
            let value = day == Int64(Int32.min) ? nil : Self.date(day)
            all[value, default: Array(repeating: 0, count: line.count)].add(line[...])
        }
        let named = all.compactMap { entry in entry.key.map { ($0, entry.value) } }.sorted { $0.0 < $1.0 }
        return named + (all[nil].map { [(nil, $0)] } ?? [])
    }

    private static func date(_ number: Int64) -> String {
        String(Timestamps.text(microseconds: number * Self.day).prefix(10))
    }
}

extension [Int] {
    fileprivate mutating func add(_ other: ArraySlice<Int>) {
        for (index, value) in zip(indices, other) { self[index] += value }
    }
}
