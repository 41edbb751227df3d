/// The states of a fleet over time, one snapshot a moment.
///
/// Memory: one byte a device and snapshot.
package struct StateHistory: Sendable, Hashable {
    /// In rising time; the last one is the present.
    package let snapshots: [Snapshot]

    /// Classifies the fleet at each moment at which all of its sources were collected.
    ///
    /// The present is judged with the policy as it stands; a moment before with its own clock and collections.
    /// Complexity: O(records) for each moment.
    package init(
        _ fleet: FleetLedger, present: Triangulation, policy: TriangulationPolicy, isAlive: [Bool] = []
    ) {
        var snapshots: [Snapshot] = []
        for moment in fleet.moments.dropLast() {
            let past = fleet.asAt(moment)
            var own = policy
            own.asOf = moment
            own.collectedAt = past.collectedAt(by: moment)
            let states = Triangulator.classify(past, policy: own, isAlive: isAlive)
            snapshots.append(Snapshot(at: moment, past, states))
        }
        snapshots.append(Snapshot(at: policy.asOf, fleet, present))
        self.snapshots = snapshots
    }

    /// A history of snapshots that were made before.
    init(snapshots: [Snapshot]) { self.snapshots = snapshots.sorted { $0.at < $1.at } }

    /// Between which moments a device came into its present state.
    ///
    /// `after` is the last moment in another state, nil where none was seen; `by` the first in this one.
    package func change(of ordinal: UInt32) -> (after: Int64?, by: Int64)? {
        guard let last = snapshots.last, let state = last.state(of: ordinal) else { return nil }
        var by = last.at
        for snapshot in snapshots.dropLast().reversed() {
            guard snapshot.state(of: ordinal) == state else { return (snapshot.at, by) }
            by = snapshot.at
        }
        return (nil, by)
    }

    /// How many devices went from which state to which, over all steps.
    package var transitions: TransitionTable {
        var table = TransitionTable()
        for (one, next) in zip(snapshots, snapshots.dropFirst()) { table.count(from: one, to: next) }
        return table
    }
}

extension FleetLedger {
    /// When the lists that count at a moment were collected, the earliest of each role.
    func collectedAt(by moment: Int64) -> [SourceRole: Int64] {
        let hidden = RowFilter(tables, devices, collections, until: moment).hidden
        var times: [SourceRole: Int64] = [:]
        for table in tables {
            guard let role = table.roles.first else { continue }
            var seen: Set<UInt16> = []
            for row in 0..<table.columns.count where seen.insert(table.columns.origin(row).file).inserted {
                let file = table.columns.origin(row).file
                guard !hidden.contains(file), let list = collections[file] else { continue }
                times[role] = min(times[role] ?? list.at, list.at)
            }
        }
        return times
    }
}
