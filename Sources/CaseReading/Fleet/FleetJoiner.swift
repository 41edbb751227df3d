import DeviceTriangulation

/// What a thread read of one stretch.
struct FleetPart: Sendable {
    let sequence: Int
    let file: Int
    /// The thread whose ledger it is: it keeps its codes from part to part.
    let reader: Int
    let ledger: SourceLedger
    /// How many lines the stretch had; 0 where records bear the numbers of their file already.
    let lines: Int
    let problems: [PlacedProblem]
}

/// Joins the parts in the order of the files, whichever thread is done first: the result never depends on it.
actor FleetJoiner {
    /// What the parts of one file came to.
    struct Sum: Sendable {
        var lines = 0
        var records = 0
        var refused = 0
        var roles: [SourceRole]?
        var shape: String?
        var problems = RecordProblems()
        var oddValues: [String: Int] = [:]
        var oddPlaces: [String: Int] = [:]
        var noun = "line"
        var fault: String?
    }

    private var assembly = FleetAssembly()
    private var next = 0
    private var parked: [Int: FleetPart] = [:]
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private let room: Int
    private var sums: [Int: Sum] = [:]
    private var translations: [Int: (file: Int, codes: LedgerTranslation)] = [:]

    /// - Parameter room: how many parts may wait for one before them.
    init(room: Int) { self.room = room }

    /// Takes up a part, once those before it are there.
    func take(_ part: FleetPart) async {
        parked[part.sequence] = part
        let isNext = part.sequence == next
        while let part = parked.removeValue(forKey: next) {
            join(part)
            next += 1
        }
        if isNext {
            let waiters = waiting
            waiting = []
            for waiter in waiters { waiter.resume() }
        }
        // The thread with the missing part is never the one that waits.
        if parked.count > room { await withCheckedContinuation { waiting.append($0) } }
    }

    private func join(_ part: FleetPart) {
        var sum = sums[part.file] ?? Sum()
        sums[part.file] = nil
        let ledger = part.ledger
        var codes = LedgerTranslation()
        if let known = translations.removeValue(forKey: part.reader), known.file == part.file {
            codes = known.codes
        }
        let base = UInt32(clamping: part.lines > 0 ? sum.lines : 0)
        if sum.fault == nil {
            do throws(FleetError) {
                try assembly.add(ledger, numbersAfter: base, translation: &codes)
                sum.records += ledger.count
            } catch {
                sum.fault = "\(error)"
            }
        }
        translations[part.reader] = (part.file, codes)
        sum.refused += ledger.rejected
        sum.roles = ledger.shape == nil ? sum.roles : ledger.roles
        sum.shape = ledger.shape?.name ?? sum.shape
        sum.oddValues.merge(ledger.oddValues) { $0 + $1 }
        for (path, number) in ledger.oddPlaces where sum.oddPlaces[path] == nil {
            sum.oddPlaces[path] = Int(base) + Int(number)
        }
        for problem in part.problems {
            sum.problems.add(
                problem.reason, at: "\(problem.noun) \(problem.number + Int(base))", detail: problem.detail)
        }
        sum.lines += part.lines
        sums[part.file] = sum
    }

    /// Takes up a list without a record: that it is there says something.
    func note(_ ledger: SourceLedger) {
        try? assembly.add(ledger)
    }

    func sum(of file: Int) -> Sum? { sums[file] }

    /// The joined fleet; nothing can be taken up after that.
    func finish() -> FleetLedger {
        var whole = FleetAssembly()
        swap(&whole, &assembly)
        translations = [:]
        return whole.finish()
    }
}
