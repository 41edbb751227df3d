import Casework
import OpenFormats

/// Reads samples of the callback queue: `at`, `total`, `queued`.
///
/// Source: FG-6.2.
struct QueueHandler: RecordHandler {
    private var samples: [Uncited<QueueSample>] = []

    mutating func take(_ bytes: Span<UInt8>, at locator: RecordLocator) throws {
        let fields = try JSONFields(bytes)
        guard let at = try fields.instant("at", "timestamp"), let total = try fields.integer("total"),
            let queued = try fields.integer("queued")
        else { throw RecordFault("a sample needs at, total and queued") }
        guard total >= 0, queued >= 0 else {
            throw RecordFault("total and queued: expected no negative number")
        }
        samples.append(
            Uncited(locator: "\(locator)", at: at) {
                QueueSample(at: at, total: total, queued: queued, citation: $0)
            })
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        for sample in samples {
            draft.noteTime(sample.at)
            draft.queue.append(sample.cited(in: source))
        }
    }
}
