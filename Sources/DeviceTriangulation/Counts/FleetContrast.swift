/// What the stuck devices have more often than the healthy ones.
///
/// A contrast is a hint where to look, not a cause: devices bought together share a model and a day.
package struct FleetContrast: Sendable, Hashable {
    package let dimension: FleetDimension
    package let value: String
    /// Stuck devices with the value, and all stuck ones of which the value is said.
    package let stuck: Int
    package let allStuck: Int
    /// Enrolled devices with the value, and all enrolled ones of which the value is said.
    package let healthy: Int
    package let allHealthy: Int

    /// The share of the stuck that has the value.
    package var stuckShare: Double { allStuck > 0 ? Double(stuck) / Double(allStuck) : 0 }
    /// The share of the healthy that has the value.
    package var healthyShare: Double { allHealthy > 0 ? Double(healthy) / Double(allHealthy) : 0 }
    /// How many times as often; nil where no healthy device has the value.
    package var lift: Double? { healthy > 0 ? stuckShare / healthyShare : nil }

    /// The fewest stuck devices that a value must have: less is chance.
    package static let fewestStuck = 5
    /// By how much the shares must differ.
    package static let leastGap = 0.1
    /// How many times as often the value must stand among the stuck.
    package static let leastLift = 1.5

    /// The values that set the stuck apart, the widest gap first.
    ///
    /// Rules: 1. the value is said of at least 5 stuck devices.  2. its share among the stuck is at least 10 points
    /// and half again above its share among the healthy.  3. where nobody is healthy or stuck, there is none.
    /// Complexity: O(devices) for each dimension.
    package static func strongest(
        _ fleet: FleetLedger, _ states: Triangulation,
        among dimensions: [FleetDimension] = FleetDimension.groupings, limit: Int = 5
    ) -> [FleetContrast] {
        let all = dimensions.flatMap { contrasts(FleetCounts(fleet, states, by: $0)) }
        return Array(all.sorted(by: isStronger).prefix(max(0, limit)))
    }

    /// The values that set the stuck apart, out of counts that were made before.
    package static func strongest(_ counted: [FleetGroups], limit: Int = 5) -> [FleetContrast] {
        let all = counted.flatMap { groups -> [FleetContrast] in
            guard let dimension = FleetDimension(name: groups.key.rawValue) else { return [] }
            return contrasts(
                dimension, groups.lines.map { FleetGroup($0.value, $0.counts[...]) })
        }
        return Array(all.sorted(by: isStronger).prefix(max(0, limit)))
    }

    /// The values of one dimension that set the stuck apart, in no order.
    package static func contrasts(_ counts: FleetCounts) -> [FleetContrast] {
        contrasts(counts.dimension, counts.groups)
    }

    private static func contrasts(_ dimension: FleetDimension, _ groups: [FleetGroup]) -> [FleetContrast] {
        let said = groups.filter { $0.value != nil }
        let allStuck = said.reduce(0) { $0 + $1.stuck }
        let allHealthy = said.reduce(0) { $0 + $1.healthy }
        guard allStuck > 0, allHealthy > 0 else { return [] }
        return said.compactMap { group in
            guard let value = group.value, group.stuck >= fewestStuck else { return nil }
            let contrast = FleetContrast(
                dimension: dimension, value: value, stuck: group.stuck, allStuck: allStuck,
                healthy: group.healthy, allHealthy: allHealthy)
            guard contrast.stuckShare - contrast.healthyShare >= leastGap else { return nil }
            return (contrast.lift ?? .infinity) >= leastLift ? contrast : nil
        }
    }

    private static func isStronger(_ one: Self, _ other: Self) -> Bool {
        let gap = one.stuckShare - one.healthyShare
        let otherGap = other.stuckShare - other.healthyShare
        if gap != otherGap { return gap > otherGap }
        return (one.dimension.name, one.value) < (other.dimension.name, other.value)
    }
}

extension FleetGroup {
    /// Devices that are enrolled by every view.
    package var healthy: Int { byState[DeviceState.enrolled.name] ?? 0 }
}
