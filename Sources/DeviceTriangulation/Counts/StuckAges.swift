/// How long the stuck devices of a fleet have been waiting, in buckets.
package struct StuckAges: Sendable, Hashable {
    /// The number of stuck devices in each bucket, in the order of the cases.
    package private(set) var counts = Array(repeating: 0, count: AgeBucket.allCases.count)

    package init() {}

    /// Complexity: O(devices).
    package init(_ fleet: FleetLedger, _ states: Triangulation, asOf: Int64) {
        self.init(fleet, states, of: 0..<fleet.count, asOf: asOf)
    }

    /// Counts a part of the fleet.
    package init(_ fleet: FleetLedger, _ states: Triangulation, of ordinals: Range<Int>, asOf: Int64) {
        for number in ordinals.clamped(to: 0..<fleet.count) {
            let ordinal = UInt32(truncatingIfNeeded: number)
            guard states.state(of: ordinal)?.isStuck == true else { continue }
            let since = fleet.since(ordinal)
            let (age, overflow) = asOf.subtractingReportingOverflow(since ?? 0)
            counts[AgeBucket(since == nil || overflow ? nil : age).place] += 1
        }
    }

    /// Adds the counts of another part.
    mutating func add(_ other: Self) {
        for (place, count) in other.counts.enumerated() { counts[place] += count }
    }

    /// Each bucket with its number.
    package var buckets: [(bucket: AgeBucket, count: Int)] {
        zip(AgeBucket.allCases, counts).map { ($0, $1) }
    }
}

extension FleetLedger {
    /// Since when a device has been in its state, as far as a record tells: the tenant's last change, its
    /// assignment, its observation, else the hand-over or assignment of the ADE profile.
    package func since(_ ordinal: UInt32) -> Int64? {
        for field in [TimeField.modifiedAt, .assignedAt, .observedAt] {
            let time = value(.tenant, of: ordinal, absent: DeviceColumns.noTime) { $0.time(field, $1) }
            if time != DeviceColumns.noTime { return time }
        }
        for field in [TimeField.pushedAt, .assignedAt, .modifiedAt] {
            let time = value(.ade, of: ordinal, absent: DeviceColumns.noTime) { $0.time(field, $1) }
            if time != DeviceColumns.noTime { return time }
        }
        return nil
    }
}
