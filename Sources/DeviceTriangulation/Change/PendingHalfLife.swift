/// How long devices stay pending: the median over those that enrolled and those that still wait.
///
/// A device that still waits has waited at least so long; leaving it out would make a stuck fleet look quick.
/// Estimator: E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", 1958.
/// Source: field guide FG-1.11, SLI-2 (target at most 90 s).   Units: microseconds.
package struct PendingHalfLife: Sendable, Hashable {
    /// The median; nil where half of the devices still wait, or there is none.
    ///
    /// Where only snapshots tell when waits ended, the greatest that it can be.
    package let median: Int64?
    /// The median is no less than this.
    package let atLeast: Int64?
    /// Devices whose wait ended.
    package let ended: Int
    /// Devices that still wait, and since when is known.
    package let waiting: Int
    /// Devices that still wait since nobody knows when; they are in no figure.
    package let undated: Int
    /// The waits by length, in the order of the buckets.
    package let histogram: [Bar]

    /// The waits of one bucket.
    package struct Bar: Sendable, Hashable {
        package let bucket: WaitBucket
        package let ended: Int
        /// Still waiting, so far as long as the bucket says.
        package let waiting: Int
    }

    /// The figure for a score: the median, else what it is no less than.
    ///
    /// Units: seconds.
    package var seconds: Double? { (median ?? atLeast).map { Double($0) / 1_000_000 } }
    /// Whether the figure is only a lower bound.
    package var isLowerBound: Bool { median == nil && atLeast != nil }

    /// Complexity: O(n log n).
    package init(_ waits: FleetWaits) { self.init(waits.lengths, undated: waits.undated) }

    init(_ spells: WaitLengths, undated: Int) {
        self.undated = undated
        ended = spells.ended
        waiting = spells.count - ended
        let greatest = Survival(spells.most)
        let least = Survival(spells.least)
        median = greatest.median
        atLeast = least.median ?? least.last
        var ended = Array(repeating: 0, count: WaitBucket.allCases.count)
        var waiting = ended
        for key in spells.most {
            let place = WaitBucket(WaitLengths.length(key)).place
            if WaitLengths.hasEnded(key) { ended[place] += 1 } else { waiting[place] += 1 }
        }
        histogram = WaitBucket.allCases.map {
            Bar(bucket: $0, ended: ended[$0.place], waiting: waiting[$0.place])
        }
    }
}

extension FleetLedger {
    /// How long the devices of the fleet stay pending.
    ///
    /// - Parameter history: the states at earlier moments, where several snapshots were given.
    /// Complexity: O(devices × snapshots + n log n).
    package func pendingHalfLife(
        _ states: Triangulation, asOf: Int64, history: StateHistory? = nil
    ) -> PendingHalfLife {
        PendingHalfLife(waits(states, of: 0..<count, asOf: asOf, history: history))
    }
}
