/// Gives every device of a fleet its state.
///
/// A pure function of the fleet, the policy and the signs of life: no clock, no order.
/// Complexity: O(devices).   Source: the state table of layer 2 and its notes.
package enum Triangulator {
    /// Classifies a fleet.
    ///
    /// `isAlive` holds, by ordinal, signs of life from outside the records: names handed out, sessions,
    /// callbacks. It may be shorter than the fleet.
    ///
    /// `ordinals` narrows the work to a part of the fleet, so that threads can share it; the parts are then
    /// appended in their order.
    package static func classify(
        _ fleet: FleetLedger, policy: TriangulationPolicy, isAlive: [Bool] = [], ordinals: Range<Int>? = nil
    ) -> Triangulation {
        let rules = StateRules(fleet, policy)
        let ordinals = (ordinals ?? 0..<fleet.count).clamped(to: 0..<fleet.count)
        var result = Triangulation(capacity: ordinals.count)
        var touched: UInt64 = 0
        let hasDuplicates = !fleet.duplicates.isEmpty
        for ordinal in UInt32(clamping: ordinals.lowerBound)..<UInt32(clamping: ordinals.upperBound) {
            if Int(ordinal) % FleetLedger.blockDevices == 0 {
                touched &+= fleet.touch(
                    Int(ordinal)..<min(fleet.count, Int(ordinal) + FleetLedger.blockDevices))
            }
            var facts = fleet.facts(of: ordinal)
            facts.isDuplicate = hasDuplicates && fleet.duplicates.contains(ordinal)
            facts.isSeenAlive = Int(ordinal) < isAlive.count && isAlive[Int(ordinal)]
            let (state, lacksAge) = rules.state(facts)
            result.append(state, lacksAge: lacksAge)
        }
        return withExtendedLifetime(touched) { result }
    }
}
