import Casework
import DeviceTriangulation
import OpenFormats

/// Reads device lists of any size on several threads and joins them.
///
/// The result is the same whatever the number of threads, because parts are joined in the order of the files, and
/// whatever the order of the records, because devices are numbered by their serials.
/// Memory: the joined fleet, and a few stretches of 512 KiB for each thread.
package struct FleetReading: Sendable {
    package var threads: Int
    package var limits = ReadingLimits()
    /// Is told how many bytes of the files were read since the last call, by any thread.
    package var progress: @Sendable (Int) -> Void = { _ in }

    package init(threads: Int) { self.threads = max(1, threads) }

    /// Reads and joins the lists.
    package func read(_ inputs: [FleetInput]) async -> FleetReadout {
        let source = FleetSource(inputs, limits: limits, progress: progress)
        let joiner = FleetJoiner(room: 2 * threads)
        await withTaskGroup(of: Void.self) { group in
            // One more than there are threads: it reads while another waits for its part to be joined.
            for reader in 0..<(threads > 1 ? threads + 1 : 1) {
                group.addTask { await PartReader(number: reader, inputs: inputs).read(source, into: joiner) }
            }
        }
        var files: [FleetFile] = []
        for (number, input) in inputs.enumerated() {
            let sum = await joiner.sum(of: number)
            let file = source.outcome(number) { Self.file(input, $0, sum) } ?? FleetFile(input)
            if sum == nil, file.fault == nil {
                await joiner.note(SourceLedger(role: input.role, dialect: input.dialect))
            }
            files.append(file)
        }
        return FleetReadout(fleet: await joiner.finish(), files: files)
    }

    private static func file(
        _ input: FleetInput, _ outcome: FleetSource.Outcome, _ sum: FleetJoiner.Sum?
    ) -> FleetFile {
        var file = FleetFile(input)
        file.fault = sum?.fault ?? outcome.fault
        let source = SourceFile(path: input.name, kind: .devices)
        let isPaged = outcome.cutter?.isComplete(records: (sum?.records ?? 0) + (sum?.refused ?? 0)) ?? false
        // A list of refused records alone shows no device, and denies none.
        let isRefused = (sum?.refused ?? 0) > 0 && sum?.records == 0
        file.isComplete = !input.isPartial && isPaged && !isRefused && file.fault == nil
        if outcome.cutter?.isBlank == true {
            file.problems.append(
                EvidenceProblem(
                    .missing, source.citation(),
                    "the list is blank, more likely a failed export than a side without devices: nothing is "
                        + "concluded from it"))
        }
        guard let sum else { return file }
        file.roles = sum.roles ?? file.roles
        file.shape = sum.shape
        file.records = sum.records
        file.refused = sum.refused
        file.problems += sum.problems.list(in: source)
        let noun = outcome.cutter?.noun ?? "line"
        for (path, count) in sum.oddValues.sorted(by: { $0.key < $1.key }) {
            file.problems.append(
                EvidenceProblem(
                    .unreadableRecord, source.citation(sum.oddPlaces[path].map { "\(noun) \($0)" }),
                    "\(path): a value of another type than expected; it counts as not said", count: count))
        }
        return file
    }
}

/// One thread's share of the reading: stretch after stretch into its own ledger.
private struct PartReader {
    let number: Int
    let inputs: [FleetInput]

    func read(_ source: FleetSource, into joiner: FleetJoiner) async {
        var buffer: [UInt8] = []
        var ledger: SourceLedger?
        var header: CSVHeader?
        var file = -1
        while let batch = source.next(into: &buffer) {
            if batch.file != file || ledger == nil || ledger?.shape != batch.shape && batch.shape != nil {
                file = batch.file
                ledger = nil
                header = nil
            }
            var own =
                ledger
                ?? SourceLedger(role: inputs[file].role, dialect: inputs[file].dialect, shape: batch.shape)
            ledger = nil
            var problems = batch.problems
            let lines = Self.read(batch, buffer, into: &own, &header, &problems)
            await joiner.take(
                FleetPart(
                    sequence: batch.sequence, file: file, reader: number, ledger: own, lines: lines,
                    problems: problems))
            own.removeAll()
            ledger = own
        }
    }

    /// A header, bound to the columns of this thread's ledger.
    private struct CSVHeader {
        let binding: CSVBinding?
    }

    private static func read(
        _ batch: RecordBatch, _ buffer: [UInt8], into ledger: inout SourceLedger, _ header: inout CSVHeader?,
        _ problems: inout [PlacedProblem]
    ) -> Int {
        let file = UInt16(clamping: batch.file)
        var found: [PlacedProblem] = []
        defer { problems += found }
        switch batch.content {
        case .overlongLine:
            found.append(
                PlacedProblem(reason: RecordProblem.Reason.tooLong.rawValue, noun: "line", number: 1))
            return 1
        case .lines(let count):
            return ledger.append(lines: buffer.span.extracting(..<count), file: file) {
                found.append(PlacedProblem($0, noun: "line", number: $1))
            }
        case .records(let ranges, let numbers):
            ledger.append(records: buffer.span, at: ranges, numbers: numbers, file: file) {
                found.append(PlacedProblem($0, noun: "element", number: $1))
            }
        case .rows(let rows, let names):
            if header == nil { header = CSVHeader(binding: try? ledger.bind(header: names)) }
            guard let binding = header?.binding else {
                let shown = names.prefix(8).joined(separator: ", ").prefix(120)
                found.append(
                    PlacedProblem(
                        reason: "no column of the header holds serial numbers or UDIDs (\(shown))",
                        noun: "line", number: 1))
                return 0
            }
            for row in rows {
                do throws(RecordError) {
                    try ledger.append(
                        row: row, binding: binding, file: file, number: UInt32(clamping: row.line))
                } catch {
                    found.append(PlacedProblem(error, noun: "line", number: row.line))
                }
            }
        }
        return 0
    }
}
