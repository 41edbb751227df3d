/// Cuts arrays, pages and bare objects into records by their brackets alone.
///
/// A state machine over bytes: what a record holds is not judged here, so a broken element costs that element
/// as long as its brackets match.
struct NestedRecords: Sendable {
    /// The most that is kept of a page outside of its list.
    static let maximumPage = 1 << 20

    enum Place: Sendable {
        /// Before or between top-level values.
        case between
        /// Inside a page, outside of its list.
        case page
        /// Inside the list, before an element; the flag says whether a comma must come first.
        case list(needsComma: Bool)
        /// Inside an element that is an object or an array.
        case element
        /// Inside an element that is neither.
        case scalar
        /// Inside a top-level value that is neither object nor array.
        case stray
        /// After brackets that did not match.
        case lost
    }

    let listKeys: [[[UInt8]]]
    let maximumLength: Int
    var place = Place.between
    var isInString = false
    var isEscaped = false
    var depth = 0
    /// The bytes of the open element that came with earlier chunks.
    var kept: [UInt8] = []
    var isTooLong = false
    var elementOffset = 0
    var elements = 0
    var consumed = 0
    var isStart = true
    var page: PageTrace

    init(listKeys: [[[UInt8]]], maximumLength: Int) {
        self.listKeys = listKeys
        self.maximumLength = maximumLength
        page = PageTrace(listKeys: listKeys, maximumLength: maximumLength)
    }

    mutating func read(_ chunk: Span<UInt8>, into receiver: inout some RecordReceiver) {
        var index = 0
        while index < chunk.count {
            switch place {
            case .between: index = readBetween(chunk, index, &receiver)
            case .page: index = readPage(chunk, index, &receiver)
            case .list(let needsComma): index = readList(chunk, index, needsComma, &receiver)
            case .element: index = readElement(chunk, index, &receiver)
            case .scalar, .stray: index = readScalar(chunk, index, &receiver)
            case .lost: index = chunk.count
            }
        }
        consumed += chunk.count
    }

    mutating func finish(into receiver: inout some RecordReceiver) {
        if case .between = place { return }
        if case .lost = place { return }
        if case .stray = place {
            report(.notARecord, at: elementOffset, &receiver)
            return
        }
        report(.truncated, at: consumed, &receiver)
    }

    mutating func report(
        _ reason: RecordProblem.Reason, at offset: Int, _ receiver: inout some RecordReceiver
    ) {
        receiver.problem(RecordProblem(reason: reason, locator: .element(elements + 1), offset: offset))
    }

    // MARK: Between values and inside lists

    private mutating func readBetween(
        _ chunk: Span<UInt8>, _ index: Int, _ receiver: inout some RecordReceiver
    ) -> Int {
        let byte = chunk[index]
        if isStart, consumed + index < 3, [0xEF, 0xBB, 0xBF][consumed + index] == byte { return index + 1 }
        isStart = false
        if ContainerSniffer.isSpace(byte) || byte == 0x1E { return index + 1 }  // 0x1E: RFC 7464
        elementOffset = consumed + index
        switch byte {
        case 0x7B:
            place = .page
            page.begin()
            return index  // the page reads its own brace
        case 0x5B:
            page.isArray = true
            place = .list(needsComma: false)
            return index + 1
        case 0x7D, 0x5D:
            report(.lostStructure, at: consumed + index, &receiver)
            place = .lost
        default:
            place = .stray
            isInString = byte == 0x22
        }
        return index + 1
    }

    private mutating func readList(
        _ chunk: Span<UInt8>, _ index: Int, _ needsComma: Bool, _ receiver: inout some RecordReceiver
    ) -> Int {
        let byte = chunk[index]
        if ContainerSniffer.isSpace(byte) { return index + 1 }
        switch byte {
        case 0x2C:
            if !needsComma { report(.misplacedComma, at: consumed + index, &receiver) }
            place = .list(needsComma: false)
            return index + 1
        case 0x5D:
            return endList() ? index + 1 : index
        case 0x7D:
            report(.lostStructure, at: consumed + index, &receiver)
            place = .lost
            return index + 1
        default:
            if needsComma { report(.misplacedComma, at: consumed + index, &receiver) }
            elementOffset = consumed + index
            depth = 0
            isTooLong = false
            isInString = false
            isEscaped = false
            place = byte == 0x7B || byte == 0x5B ? .element : .scalar
            if case .scalar = place, byte == 0x22 { isInString = true }
            return byte == 0x22 ? index + 1 : index
        }
    }

    /// Ends a list; false where a page around it reads the bracket.
    private mutating func endList() -> Bool {
        let wasArray = page.isArray
        page.isArray = false
        place = wasArray ? .between : .page
        return wasArray
    }

    /// Reads on to the end of a value that is no object and no array, which is never a record.
    private mutating func readScalar(
        _ chunk: Span<UInt8>, _ start: Int, _ receiver: inout some RecordReceiver
    ) -> Int {
        var index = start
        while index < chunk.count {
            let byte = chunk[index]
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == 0x5C {
                    isEscaped = true
                } else if byte == 0x22 {
                    isInString = false
                }
            } else if byte == 0x2C || byte == 0x5D || byte == 0x7D || byte == 0x7B || byte == 0x5B
                || ContainerSniffer.isSpace(byte)
            {
                break
            } else if byte == 0x22 {
                isInString = true
            }
            index += 1
        }
        guard index < chunk.count else { return index }
        report(.notARecord, at: elementOffset, &receiver)
        if case .scalar = place {
            elements += 1
            place = .list(needsComma: true)
        } else {
            place = .between
            if chunk[index] == 0x2C { index += 1 }
        }
        return index
    }
}
