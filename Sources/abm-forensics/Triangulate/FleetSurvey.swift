import DeviceTriangulation

/// The states of a fleet and how they are spread, worked out on several threads.
struct FleetSurvey: Sendable {
    private(set) var states: Triangulation
    private(set) var groups: [FleetGroups] = []
    /// How long devices wait for their enrolment.
    private(set) var waits = FleetWaits()

    /// Fewer devices are not worth a thread.
    private static let fewest = 1 << 14

    init(_ fleet: FleetLedger, policy: TriangulationPolicy, threads: Int) async {
        let share = max(Self.fewest, (fleet.count + threads - 1) / max(1, threads))
        let parts = stride(from: 0, to: fleet.count, by: share).map { $0..<min(fleet.count, $0 + share) }
        var states = Triangulation(capacity: fleet.count)
        let classified = await Self.each(parts) { Triangulator.classify(fleet, policy: policy, ordinals: $0) }
        for part in classified { states.append(part) }
        self.states = states
        let whole = states
        groups = FleetGroupKey.allCases.compactMap { fleet.tally(whole, of: 0..<0, by: $0) }
        let counted = await Self.each(parts) { part in
            FleetGroupKey.allCases.map { fleet.tally(whole, of: part, by: $0) }
        }
        let waited = await Self.each(parts) { fleet.waits(whole, of: $0, asOf: policy.asOf) }
        for part in waited { waits.add(part) }
        for part in counted {
            for index in groups.indices { groups[index].add(part[index]) }
        }
    }

    /// The results of all parts in their order.
    private static func each<Result: Sendable>(
        _ parts: [Range<Int>], _ work: @escaping @Sendable (Range<Int>) -> Result
    ) async -> [Result] {
        await withTaskGroup(of: (Int, Result).self) { group in
            for (number, part) in parts.enumerated() { group.addTask { (number, work(part)) } }
            var results: [Int: Result] = [:]
            for await (number, result) in group { results[number] = result }
            return parts.indices.compactMap { results[$0] }
        }
    }
}
