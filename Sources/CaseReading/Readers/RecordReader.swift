import Casework
import OpenFormats

/// Takes the JSON records of one kind.
protocol RecordHandler {
    /// Takes one record.
    ///
    /// Throws: `RecordFault`, or `JSONError` for what is no JSON.
    mutating func take(_ bytes: Span<UInt8>, at locator: RecordLocator) throws
    /// Takes a response page with its list emptied.
    mutating func page(_ bytes: Span<UInt8>)
    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft)
}

extension RecordHandler {
    mutating func page(_ bytes: Span<UInt8>) {}
}

/// Reads a JSON file record by record, whatever holds the records.
struct RecordReader<Handler: RecordHandler>: EvidenceReader {
    private struct Receiver: RecordReceiver {
        var handler: Handler
        var problems = RecordProblems()
        var records = 0
        var noun = "line"

        mutating func record(_ bytes: Span<UInt8>, at locator: RecordLocator, offset: Int) {
            if case .element = locator { noun = "element" }
            do {
                try handler.take(bytes, at: locator)
                records += 1
            } catch let error as JSONError {
                problems.add(
                    "not JSON: \(error.reason.words)", at: "\(locator)", detail: "byte \(error.offset)")
            } catch let fault as RecordFault {
                if fault.isPartial { records += 1 }
                problems.add(fault.reason, at: "\(locator)")
            } catch {
                problems.add("\(error)", at: "\(locator)")
            }
        }

        mutating func page(_ bytes: Span<UInt8>, at locator: RecordLocator) { handler.page(bytes) }

        mutating func problem(_ problem: RecordProblem) {
            problems.add(problem.reason.rawValue, at: "\(problem.locator)", detail: "byte \(problem.offset)")
        }
    }

    private var stream: JSONRecords
    private var receiver: Receiver

    init(_ handler: Handler, listKeys: [String] = [], limits: ReadingLimits) {
        // An event may name its devices or hosts: they are not the records of the file.
        let usual = ["results", "data", "items", "value"].filter { !listKeys.contains($0) }
        stream = JSONRecords(listKeys: listKeys + usual, maximumLength: limits.recordBytes)
        receiver = Receiver(handler: handler)
    }

    var handler: Handler { receiver.handler }
    var problems: RecordProblems { receiver.problems }
    var records: Int { receiver.records }

    mutating func read(_ chunk: Span<UInt8>) { stream.read(chunk, into: &receiver) }

    mutating func finish() { stream.finish(into: &receiver) }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        draft.note(recordNoun: receiver.noun, of: index)
        receiver.handler.deliver(source, index: index, to: &draft)
    }
}
