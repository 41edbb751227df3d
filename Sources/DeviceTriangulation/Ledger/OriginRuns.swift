/// The places of records in their files, as runs of rows that follow each other there.
///
/// Memory: 12 bytes a run; a file without blank or refused lines is one run.
struct OriginRuns: Sendable {
    private struct Run: Sendable {
        var row: UInt32
        var number: UInt32
        var file: UInt16
    }

    private var runs: [Run] = []

    var bytes: Int { runs.count * MemoryLayout<Run>.stride }

    /// Notes where the record of a row stands; rows come in their order.
    @inline(__always)
    mutating func append(file: UInt16, number: UInt32, row: Int) {
        if let last = runs.last, last.file == file,
            last.number &+ (UInt32(truncatingIfNeeded: row) &- last.row) == number
        {
            return
        }
        runs.append(Run(row: UInt32(truncatingIfNeeded: row), number: number, file: file))
    }

    /// Takes up the runs of another ledger's rows, their numbers counted on from `base`.
    mutating func append(_ other: OriginRuns, after rows: Int, base: UInt32) {
        for run in other.runs {
            append(file: run.file, number: run.number &+ base, row: rows + Int(run.row))
        }
    }

    mutating func removeAll() { runs.removeAll(keepingCapacity: true) }

    /// Where the record of a row stands.
    ///
    /// Complexity: logarithmic in the runs.
    subscript(row: Int) -> RecordOrigin {
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(runs[middle].row) <= row { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return RecordOrigin(file: 0, number: 0) }
        let run = runs[low - 1]
        return RecordOrigin(
            file: run.file, number: run.number &+ UInt32(truncatingIfNeeded: row - Int(run.row)))
    }
}
