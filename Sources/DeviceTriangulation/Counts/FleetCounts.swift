/// The devices of one value of a dimension.
package struct FleetGroup: Sendable, Hashable {
    /// The value; nil for the devices of which no view says it.
    package let value: String?
    package let total: Int
    /// The numbers by state, under the states' names; states without a device are absent.
    package let byState: [String: Int]
    /// Devices whose views contradict each other.
    package let divergent: Int
    /// Devices that should be enrolled and are not.
    package let stuck: Int

    /// - Parameter counts: devices by the raw values of the states.
    init(_ value: String?, _ counts: ArraySlice<Int>) {
        var byState: [String: Int] = [:]
        var (total, divergent, stuck) = (0, 0, 0)
        for (state, count) in zip(DeviceState.allCases, counts) where count > 0 {
            byState[state.name] = count
            total += count
            if state.isDivergence { divergent += count }
            if state.isStuck { stuck += count }
        }
        self.value = value
        (self.total, self.byState, self.divergent, self.stuck) = (total, byState, divergent, stuck)
    }
}

/// How many devices of a fleet have each value of a property, and in which states they are.
///
/// Complexity: O(devices); memory: some bytes a value and state.
package struct FleetCounts: Sendable, Hashable {
    package let dimension: FleetDimension
    /// The values: times in their order, names by falling numbers of devices, then by text; "not said" last.
    package let groups: [FleetGroup]

    package init(_ fleet: FleetLedger, _ states: Triangulation, by dimension: FleetDimension) {
        self.dimension = dimension
        let tally = StateTally(fleet, states, dimension)
        var named: [(key: Int64, group: FleetGroup)] = tally.rows.map { key, counts in
            (key, FleetGroup(fleet.text(key, in: dimension), counts))
        }
        if dimension.span != nil {
            named.sort { ($0.key == 0 ? 1 : 0, $0.key) < ($1.key == 0 ? 1 : 0, $1.key) }
        } else {
            named.sort {
                let (one, other) = ($0.group, $1.group)
                return (one.value == nil ? 1 : 0, -one.total, one.value ?? "")
                    < (other.value == nil ? 1 : 0, -other.total, other.value ?? "")
            }
        }
        groups = named.map(\.group)
    }
}

/// Counts of states by the keys of a dimension.
struct StateTally {
    private(set) var places: [Int64: Int] = [:]
    private var counts: [Int] = []
    private static let width = DeviceState.allCases.count

    init(_ fleet: FleetLedger, _ states: Triangulation, _ dimension: FleetDimension) {
        var (lastKey, lastPlace) = (Int64(0), -1)
        for ordinal in 0..<UInt32(clamping: fleet.count) {
            guard let state = states.state(of: ordinal) else { continue }
            let key = fleet.key(dimension, of: ordinal)
            if key != lastKey || lastPlace < 0 { (lastKey, lastPlace) = (key, place(of: key)) }
            counts[lastPlace * Self.width + Int(state.rawValue)] += 1
        }
    }

    private mutating func place(of key: Int64) -> Int {
        if let known = places[key] { return known }
        let place = places.count
        places[key] = place
        counts.append(contentsOf: repeatElement(0, count: Self.width))
        return place
    }

    /// The numbers of each key, by the raw values of the states.
    var rows: [(key: Int64, counts: ArraySlice<Int>)] {
        places.map { ($0.key, counts[($0.value * Self.width)..<(($0.value + 1) * Self.width)]) }
    }
}
