/// The share of devices that still wait after a time, by Kaplan and Meier.
struct Survival {
    /// The first time at which no more than half still wait.
    let median: Int64?
    /// The longest wait, ended or not.
    let last: Int64?

    /// - Parameter keys: lengths as `WaitLengths` packs them.
    /// Complexity: O(n log n).
    init(_ keys: [Int64]) {
        let sorted = keys.sorted()
        last = sorted.last.map(WaitLengths.length)
        var share = 1.0
        var index = 0
        var found: Int64?
        while index < sorted.count, found == nil {
            let atRisk = sorted.count - index
            let length = WaitLengths.length(sorted[index])
            var ends = 0
            while index < sorted.count, WaitLengths.length(sorted[index]) == length {
                if WaitLengths.hasEnded(sorted[index]) { ends += 1 }
                index += 1
            }
            share *= Double(atRisk - ends) / Double(atRisk)
            // Of an even number the lower middle one; rounding must not move it.
            if share <= 0.5 + 1e-9 { found = length }
        }
        median = found
    }
}
