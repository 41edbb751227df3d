import DeviceTriangulation
import OpenFormats

/// A stretch of a file that holds whole records, ready to be read by any thread.
struct RecordBatch: Sendable {
    /// What the bytes of the stretch are; they stand in the buffer that was handed in.
    enum Content: Sendable {
        /// So many bytes of whole lines.
        case lines(bytes: Int)
        /// A line that is longer than the limit.
        case overlongLine
        /// Records cut out of lists, with their numbers in the file.
        case records([Range<Int>], numbers: [UInt32])
        /// Rows of a CSV file under its header.
        case rows([CSVRow], header: [String])
    }

    /// The place among all batches: parts are joined in this order.
    let sequence: Int
    /// The number of the input.
    let file: Int
    /// The kind of record that the head of the file told.
    let shape: RecordShape?
    let content: Content
    /// What was found wrong while the file was cut.
    var problems: [PlacedProblem] = []
}

/// Something wrong with a record; the line is counted in its stretch until the stretches before are known.
struct PlacedProblem: Sendable {
    let reason: String
    var detail: String?
    let noun: String
    var number: Int
}

extension PlacedProblem {
    init(_ problem: RecordProblem) {
        let noun = if case .line = problem.locator { "line" } else { "element" }
        self.init(
            reason: problem.reason.rawValue, detail: "byte \(problem.offset)", noun: noun,
            number: problem.locator.number)
    }

    init(_ error: RecordError, noun: String, number: Int) {
        if case .json(let fault) = error {
            self.init(
                reason: "not JSON: \(fault.reason.words)", detail: "byte \(fault.offset)", noun: noun,
                number: number)
        } else {
            self.init(reason: "\(error)", noun: noun, number: number)
        }
    }
}
