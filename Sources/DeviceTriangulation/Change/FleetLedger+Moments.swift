extension FleetLedger {
    /// The fleet as its sources showed it at a moment.
    ///
    /// Ordinals are those of the whole fleet; a device that no list showed yet has no view. Needs an assembly
    /// that keeps history; else it is the present.
    /// Complexity: O(records).
    package func asAt(_ moment: Int64) -> FleetLedger {
        guard devices.contains(where: { !$0.isEmpty }) else { return self }
        var past = self
        past.index(RowFilter(tables, devices, collections, until: moment))
        return past
    }

    /// Whether any view shows the device.
    func isShown(_ ordinal: UInt32) -> Bool { SourceRole.allCases.contains { has($0, ordinal) } }

    /// The moments at which the whole fleet was collected, in rising order.
    ///
    /// Lists that were taken one after the other, each source once, are one moment, at the time of the last of
    /// them. A moment counts only if every source that speaks in the end had spoken by then: else the change
    /// would be one of the evidence.
    package var moments: [Int64] {
        var lists: [(at: Int64, source: String)] = []
        var required: Set<String> = []
        for (place, table) in tables.enumerated() where !devices[place].isEmpty {
            var seen: Set<UInt16> = []
            for row in 0..<table.columns.count where seen.insert(table.columns.file(row)).inserted {
                guard table.eventTime(row) == nil else { continue }
                guard let list = collections[table.columns.file(row)] else { continue }
                let source = "\(place)/\(list.scope ?? "")"
                lists.append((list.at, source))
                if table.roles != [.device] { required.insert(source) }
            }
        }
        lists.sort { ($0.at, $0.source) < ($1.at, $1.source) }
        var moments: [Int64] = []
        var spoken: Set<String> = []
        var round: Set<String> = []
        var latest: Int64?
        for list in lists {
            if round.contains(list.source), list.at != latest {
                if let latest, required.isSubset(of: spoken) { moments.append(latest) }
                round = []
            }
            round.insert(list.source)
            spoken.insert(list.source)
            latest = list.at
        }
        if let latest, required.isSubset(of: spoken) { moments.append(latest) }
        return moments
    }
}
