/// Gives every device of a fleet its state.
///
/// A pure function of the fleet, the policy and the signs of life: no clock, no order.
/// Complexity: O(devices).   Source: the state table of layer 2 and its notes.
package enum Triangulator {
    /// Classifies a fleet.
    ///
    /// `isAlive` holds, by ordinal, signs of life from outside the records: names handed out, sessions,
    /// callbacks. It may be shorter than the fleet.
    package static func classify(
        _ fleet: FleetLedger, policy: TriangulationPolicy, isAlive: [Bool] = []
    ) -> Triangulation {
        let rules = StateRules(fleet, policy)
        var result = Triangulation(capacity: fleet.count)
        let hasDuplicates = !fleet.duplicates.isEmpty
        for ordinal in 0..<UInt32(clamping: fleet.count) {
            var facts = fleet.facts(of: ordinal)
            facts.isDuplicate = hasDuplicates && fleet.duplicates.contains(ordinal)
            facts.isSeenAlive = Int(ordinal) < isAlive.count && isAlive[Int(ordinal)]
            let (state, lacksAge) = rules.state(facts)
            result.append(state, lacksAge: lacksAge)
        }
        return result
    }
}
