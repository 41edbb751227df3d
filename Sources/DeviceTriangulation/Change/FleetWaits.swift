/// The waits of a part of a fleet, and since when its stuck devices are stuck; parts add up.
///
/// Memory: 8 bytes a device that waits or waited.
package struct FleetWaits: Sendable {
    private(set) var lengths = WaitLengths()
    /// Devices that wait since nobody knows when.
    private(set) var undated = 0
    /// The ages of the stuck devices.
    package private(set) var ages = StuckAges()

    package init() {}

    init(_ spells: WaitLengths, undated: Int, _ ages: StuckAges) {
        (lengths, self.undated, self.ages) = (spells, undated, ages)
    }

    /// Adds the waits of another part of the same fleet.
    package mutating func add(_ other: Self) {
        lengths.add(other.lengths)
        undated += other.undated
        ages.add(other.ages)
    }
}

extension FleetLedger {
    /// The waits of the devices of a part of the fleet.
    ///
    /// Complexity: O(devices × snapshots).
    package func waits(
        _ states: Triangulation, of ordinals: Range<Int>, asOf: Int64, history: StateHistory? = nil
    ) -> FleetWaits {
        let (spells, undated) = waitSpells(states, of: ordinals, asOf: asOf, history)
        return FleetWaits(spells, undated: undated, StuckAges(self, states, of: ordinals, asOf: asOf))
    }
}
