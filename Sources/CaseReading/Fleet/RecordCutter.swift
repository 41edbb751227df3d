import DeviceTriangulation
import OpenFormats

/// Cuts one device list into stretches of whole records.
///
/// Lines are cut at line ends and not looked at otherwise; lists and CSV are taken apart here, because only the
/// bytes before tell where their records end.
/// Memory: one stretch.
struct RecordCutter {
    /// The bytes of a stretch: enough to make hand-overs rare, few enough to stay in a processor's own cache.
    static let stretchBytes = 512 << 10

    private enum Form {
        case blank
        case lines
        case nested(JSONRecords)
        case rows(CSVReader, header: [String]?)
    }

    let input: FleetInput
    let number: Int
    private let source: ByteSource
    private let limits: ReadingLimits
    private let listKeys: [String]
    private var form = Form.blank
    /// Bytes that wait for the end of their line, or for the first stretch.
    private var carry: [UInt8] = []
    private var isOver = false
    private var isSkipping = false
    private(set) var shape: RecordShape?
    private var isShapeSought: Bool
    private var collected = CollectedRecords()
    /// Why the file cannot be read at all.
    private(set) var refusal: String?

    init(_ input: FleetInput, number: Int, limits: ReadingLimits) throws(FileFault) {
        self.input = input
        self.number = number
        self.limits = limits
        source = try ByteSource(path: input.openedPath, limits: limits)
        listKeys = input.dialect?.listKeys ?? DeviceDialect.everyListKey
        isShapeSought = (input.dialect?.shapes.count ?? 0) != 1
        readHead()
    }

    var bytesRead: Int { source.bytesRead }
    var fault: String? { refusal ?? source.fault }
    var noun: String { if case .nested = form { "element" } else { "line" } }
    /// Not a byte that is no white space.
    var isBlank: Bool { if case .blank = form { true } else { false } }

    /// Whether the file says itself that it is not all there is, or was not read to its end.
    func isComplete(records: Int) -> Bool {
        !isBlank && fault == nil && !collected.isBroken && collected.paging.isComplete(records: records)
    }

    // MARK: The form

    private mutating func readHead() {
        var head = [UInt8](repeating: 0, count: Self.stretchBytes)
        var count = source.read(into: &head, at: 0)
        var container: JSONRecords.Container?
        while true {
            let isWhole = count < head.count
            let start = Self.firstByte(head, count)
            guard let start else {
                guard !isWhole else { return }
                count = source.read(into: &head, at: 0)
                continue
            }
            if let refusal = Self.refusal(head, count) {
                self.refusal = refusal
                return
            }
            guard head[start] == 0x7B || head[start] == 0x5B else {
                form = .rows(CSVReader(), header: nil)
                break
            }
            container = JSONRecords.container(
                of: head.span.extracting(..<count), listKeys: listKeys, isWhole: isWhole)
            if container != nil { break }
            head.append(contentsOf: repeatElement(0, count: Self.stretchBytes))
            count += source.read(into: &head, at: count)
        }
        head.removeLast(head.count - count)
        if container == .lines {
            form = .lines
            if head.starts(with: [0xEF, 0xBB, 0xBF]) { head.removeFirst(3) }
        } else if container == .nested {
            form = .nested(JSONRecords(listKeys: listKeys, maximumLength: limits.recordBytes))
        }
        carry = head
    }

    /// The place of the first byte that is neither white space nor a byte order mark.
    private static func firstByte(_ head: [UInt8], _ count: Int) -> Int? {
        var index = head.starts(with: [0xEF, 0xBB, 0xBF]) && count >= 3 ? 3 : 0
        while index < count, head[index] == 0x20 || (0x09...0x0D).contains(head[index]) { index += 1 }
        return index < count ? index : nil
    }

    /// JSON in another encoding than UTF-8, which RFC 8259 does not allow between systems.
    private static func refusal(_ head: [UInt8], _ count: Int) -> String? {
        guard count >= 4 else { return nil }
        let isMarked = head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
        let brackets: [UInt8] = [0x7B, 0x5B]
        let first = isMarked ? [head[2], head[3]] : [head[0], head[1]]
        guard first.contains(0), first.contains(where: brackets.contains) else { return nil }
        return "JSON in UTF-16; RFC 8259 wants UTF-8: convert it, as with iconv -f UTF-16 -t UTF-8"
    }

    // MARK: Stretches

    /// The next stretch, its bytes in the buffer; nil at the end of the file.
    mutating func next(into buffer: inout [UInt8], sequence: Int) -> RecordBatch? {
        guard refusal == nil else { return nil }
        var problems: [PlacedProblem] = []
        let content: RecordBatch.Content?
        switch form {
        case .blank: content = nil
        case .lines: content = nextLines(&buffer)
        case .nested(var records):
            form = .blank
            content = nextRecords(&records, &buffer)
            problems = collected.problems.map { PlacedProblem($0) }
            collected.problems = []
            form = .nested(records)
        case .rows(var reader, var header):
            form = .blank
            content = nextRows(&reader, &header, &buffer, &problems)
            form = .rows(reader, header: header)
        }
        guard let content else { return nil }
        if isShapeSought { seekShape(content, buffer) }
        return RecordBatch(
            sequence: sequence, file: number, shape: shape, content: content, problems: problems)
    }

    private mutating func nextLines(_ buffer: inout [UInt8]) -> RecordBatch.Content? {
        var count = takeCarry(&buffer)
        var searched = 0
        while true {
            if isSkipping {
                let end = ByteWords.first(0x0A, in: buffer.span.extracting(..<count), from: 0)
                if end < count {
                    isSkipping = false
                    buffer.removeSubrange(...end)
                    count -= end + 1
                } else {
                    count = 0
                }
            }
            if !isSkipping, let last = Self.lastLineEnd(buffer, searched..<count) {
                carry.append(contentsOf: buffer[(last + 1)..<count])
                return .lines(bytes: last + 1)
            }
            guard count <= limits.recordBytes + 1 else {
                isSkipping = true
                carry.append(contentsOf: buffer[..<count])
                return .overlongLine
            }
            searched = isSkipping ? 0 : count
            guard !isOver else { return count > 0 ? .lines(bytes: count) : nil }
            let room = count + Self.stretchBytes
            if buffer.count < room { buffer.append(contentsOf: repeatElement(0, count: room - buffer.count)) }
            let more = source.read(into: &buffer, at: count)
            if more < buffer.count - count { isOver = true }
            count += more
        }
    }

    /// Puts what waits into the buffer.
    private mutating func takeCarry(_ buffer: inout [UInt8]) -> Int {
        if buffer.count < carry.count {
            buffer.append(contentsOf: repeatElement(0, count: carry.count - buffer.count))
        }
        buffer.replaceSubrange(0..<carry.count, with: carry)
        defer { carry.removeAll(keepingCapacity: true) }
        return carry.count
    }

    private static func lastLineEnd(_ buffer: [UInt8], _ range: Range<Int>) -> Int? {
        var index = range.upperBound
        while index > range.lowerBound {
            index -= 1
            if buffer[index] == 0x0A { return index }
        }
        return nil
    }

    private mutating func nextRecords(
        _ records: inout JSONRecords, _ buffer: inout [UInt8]
    ) -> RecordBatch.Content? {
        collected.begin(&buffer)
        while collected.bytes.count < Self.stretchBytes, !isOver {
            guard let chunk = nextChunk() else {
                records.finish(into: &collected)
                isOver = true
                break
            }
            records.read(chunk.span, into: &collected)
        }
        return collected.end(&buffer)
    }

    private mutating func nextRows(
        _ reader: inout CSVReader, _ header: inout [String]?, _ buffer: inout [UInt8],
        _ problems: inout [PlacedProblem]
    ) -> RecordBatch.Content? {
        var rows: [CSVRow] = []
        var found: [PlacedProblem] = []
        while rows.isEmpty, !isOver {
            let problem = { (problem: CSVProblem) in
                found.append(
                    PlacedProblem(reason: problem.reason.rawValue, noun: "line", number: problem.line))
            }
            if let chunk = nextChunk() {
                reader.read(chunk) {
                    rows.append($0)
                } problem: {
                    problem($0)
                }
            } else {
                reader.finish {
                    rows.append($0)
                } problem: {
                    problem($0)
                }
                isOver = true
            }
            if header == nil, let first = rows.first {
                header = first.fields.map(\.trimmedASCII)
                rows.removeFirst()
            }
        }
        problems = found
        guard let header, !rows.isEmpty || !found.isEmpty || isOver && !isHeaderHandedOver else { return nil }
        isHeaderHandedOver = true
        return .rows(rows, header: header)
    }

    private var isHeaderHandedOver = false

    private mutating func nextChunk() -> [UInt8]? {
        if !carry.isEmpty {
            defer { carry = [] }
            return carry
        }
        var chunk = [UInt8](repeating: 0, count: Self.stretchBytes / 2)
        let count = source.read(into: &chunk, at: 0)
        guard count > 0 else { return nil }
        chunk.removeLast(chunk.count - count)
        return chunk
    }

    // MARK: The kind of record

    /// Looks for the first record that tells its kind, so that every thread reads all of them as that kind.
    private mutating func seekShape(_ content: RecordBatch.Content, _ buffer: [UInt8]) {
        switch content {
        case .lines(let count):
            var start = 0
            while start < count, shape == nil {
                let end = ByteWords.first(0x0A, in: buffer.span.extracting(..<count), from: start)
                shape = DeviceDialect.recognise(
                    buffer.span.extracting(start..<end), dialect: input.dialect)
                start = end + 1
            }
        case .records(let ranges, _):
            for range in ranges where shape == nil {
                shape = DeviceDialect.recognise(buffer.span.extracting(range), dialect: input.dialect)
            }
        case .rows(_, let header):
            shape = DeviceDialect.recognise(header: header, dialect: input.dialect)
        case .overlongLine: break
        }
        isShapeSought = shape == nil
    }
}
