import Casework
import OpenFormats

/// Reads the CSV that Apple writes of an activity: a row for each device, with what became of it.
///
/// The columns are found by their usual names, for Apple publishes none: a serial number, and a status or a reason.
/// Source: AE 1.4 `downloadUrl`.
struct ActivityResultReader {
    /// The most failed rows that are kept of one file; a request names a thousand devices at most.
    private static let maximumFailures = 100_000
    private static let serialNames: Set<String> = [
        "serialnumber", "serial", "deviceserialnumber", "deviceid", "device", "id",
    ]
    private static let statusNames: Set<String> = [
        "status", "result", "outcome", "state", "devicestatus", "substatus",
    ]
    private static let reasonNames: Set<String> = [
        "reason", "error", "errormessage", "errorreason", "errorcode", "message", "detail", "details",
        "description",
        "failurereason", "statusreason", "comment",
    ]
    private static let good: Set<String> = [
        "success", "succeeded", "successful", "completed", "complete", "ok", "done", "assigned", "unassigned",
        "released",
        "completed_with_success", "200", "201",
    ]

    private struct Columns {
        let serial: Int
        let status: Int?
        let reason: Int?
    }

    private let file: String
    private var stream = CSVReader()
    private var columns: Columns?
    private var failures: [(serial: String, reason: String?, line: Int)] = []
    private(set) var rows = 0
    private(set) var problems = RecordProblems()
    private(set) var fault: String?

    init(file: String) { self.file = file }

    mutating func read(_ chunk: Span<UInt8>) {
        var read: [CSVRow] = []
        var faults: [CSVProblem] = []
        stream.read(chunk.array(0..<chunk.count)) {
            read.append($0)
        } problem: {
            faults.append($0)
        }
        take(read, faults)
    }

    mutating func finish() {
        var read: [CSVRow] = []
        var faults: [CSVProblem] = []
        stream.finish {
            read.append($0)
        } problem: {
            faults.append($0)
        }
        take(read, faults)
    }

    private mutating func take(_ read: [CSVRow], _ faults: [CSVProblem]) {
        for problem in faults { problems.add(problem.reason.rawValue, at: "line \(problem.line)") }
        for row in read where fault == nil {
            guard let columns else {
                bind(row)
                continue
            }
            guard let serial = row[columns.serial]?.trimmedASCII, !serial.isEmpty else {
                problems.add("a row without a serial number", at: "line \(row.line)")
                continue
            }
            rows += 1
            take(serial, row, columns)
        }
    }

    private mutating func bind(_ row: CSVRow) {
        let names = row.fields.map(CSVRow.normalised)
        let serial = names.firstIndex(where: Self.serialNames.contains)
        let status = names.firstIndex(where: Self.statusNames.contains)
        let reason = names.firstIndex(where: Self.reasonNames.contains)
        guard let serial, status != nil || reason != nil else {
            let shown = row.fields.prefix(8).joined(separator: ", ").prefix(120)
            fault = "a result file needs a serial number and a status or reason; its columns are: \(shown)"
            return
        }
        columns = Columns(serial: serial, status: status, reason: reason)
    }

    private mutating func take(_ serial: String, _ row: CSVRow, _ columns: Columns) {
        let status = columns.status.flatMap { row[$0] }?.trimmedASCII ?? ""
        let reason = columns.reason.flatMap { row[$0] }?.trimmedASCII ?? ""
        let word = String(status.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
        let isGood = columns.status == nil ? reason.isEmpty : Self.good.contains(word)
        guard !isGood, failures.count < Self.maximumFailures else { return }
        let words = reason.isEmpty ? status : reason
        failures.append((serial, words.isEmpty ? nil : String(words.prefix(120)), row.line))
    }

    func deliver(_ source: SourceFile, to draft: inout CaseDraft) {
        draft.activityResults.append(
            CaseDraft.ActivityResults(file: file, rows: rows, failures: failures, citation: source.citation())
        )
    }
}
