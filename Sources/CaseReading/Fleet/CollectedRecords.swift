import OpenFormats

/// Keeps the records that a list is taken apart into.
struct CollectedRecords: RecordReceiver {
    var bytes: [UInt8] = []
    var ranges: [Range<Int>] = []
    var numbers: [UInt32] = []
    var problems: [RecordProblem] = []
    var paging = Paging()
    var isBroken = false

    /// Takes the buffer whose bytes are of no more use.
    mutating func begin(_ buffer: inout [UInt8]) {
        swap(&bytes, &buffer)
        bytes.removeAll(keepingCapacity: true)
        ranges = []
        numbers = []
    }

    /// Gives the buffer back; nil where nothing came.
    mutating func end(_ buffer: inout [UInt8]) -> RecordBatch.Content? {
        swap(&bytes, &buffer)
        return ranges.isEmpty && problems.isEmpty ? nil : .records(ranges, numbers: numbers)
    }

    mutating func record(_ record: Span<UInt8>, at locator: RecordLocator, offset: Int) {
        let start = bytes.count
        unsafe record.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        ranges.append(start..<bytes.count)
        numbers.append(UInt32(clamping: locator.number))
    }

    mutating func page(_ page: Span<UInt8>, at locator: RecordLocator) {
        guard let value = try? JSONValue(parsing: page, limits: .record) else { return }
        paging.take(value)
    }

    mutating func problem(_ problem: RecordProblem) {
        if problem.reason == .truncated || problem.reason == .lostStructure { isBroken = true }
        problems.append(problem)
    }
}
