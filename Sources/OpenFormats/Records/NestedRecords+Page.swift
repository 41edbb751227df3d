/// The way down from a page's opening brace to the place that is being read.
struct PageTrace: Sendable {
    let listKeys: [[[UInt8]]]
    /// The most that is kept of the page; a page without a list is a record and may be as long as one.
    let maximumLength: Int
    /// Whether the list being read is a bare array, not part of a page.
    var isArray = false
    /// Whether a list was found in this page.
    var hasList = false
    /// The page without the elements of its lists.
    var bytes: [UInt8] = []
    var isTooLong = false
    /// The open brackets.
    var open: [UInt8] = []
    /// The last key at each depth, up to the depth of the deepest list key.
    private var keys: [[UInt8]] = []
    private var text: [UInt8] = []
    private var mayBeKey = false

    init(listKeys: [[[UInt8]]], maximumLength: Int) {
        self.listKeys = listKeys
        self.maximumLength = maximumLength
    }

    mutating func begin() {
        hasList = false
        bytes.removeAll(keepingCapacity: true)
        isTooLong = false
        open = []
        keys = []
        mayBeKey = false
    }

    mutating func keep(_ byte: UInt8) {
        let limit = hasList ? min(NestedRecords.maximumPage, maximumLength) : maximumLength
        if bytes.count < limit { bytes.append(byte) } else { isTooLong = true }
    }

    mutating func beginText() {
        text.removeAll(keepingCapacity: true)
        mayBeKey = open.last == 0x7B && open.count <= 4
    }

    mutating func addText(_ byte: UInt8) {
        if mayBeKey, text.count < 64 { text.append(byte) }
    }

    /// A colon makes the last text the key of its depth.
    mutating func takeKey() {
        guard open.count <= 4 else { return }
        keys = Array(keys.prefix(open.count - 1))
        if keys.count == open.count - 1 { keys.append(text) }
        mayBeKey = false
    }

    /// Whether an array that opens here is a list of records.
    var isAtList: Bool {
        open.count == keys.count && open.allSatisfy { $0 == 0x7B } && listKeys.contains(keys)
    }
}

extension NestedRecords {
    /// Reads on in a page outside of its list.
    mutating func readPage(
        _ chunk: Span<UInt8>, _ start: Int, _ receiver: inout some RecordReceiver
    ) -> Int {
        var index = start
        while index < chunk.count {
            let byte = chunk[index]
            index += 1
            page.keep(byte)
            if isInString {
                readPageText(byte)
                continue
            }
            switch byte {
            case 0x22:
                isInString = true
                page.beginText()
            case 0x3A: page.takeKey()
            case 0x7B, 0x5B:
                if byte == 0x5B, page.isAtList {
                    page.hasList = true
                    page.open.append(byte)
                    place = .list(needsComma: false)
                    return index
                }
                page.open.append(byte)
            case 0x7D, 0x5D:
                if !closeInPage(byte, consumed + index - 1, &receiver) { return index }
            default: break
            }
            guard page.open.count <= maximumLength else {
                report(.lostStructure, at: consumed + index - 1, &receiver)
                place = .lost
                return index
            }
        }
        return index
    }

    private mutating func readPageText(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == 0x5C {
            isEscaped = true
        } else if byte == 0x22 {
            isInString = false
            return
        }
        page.addText(byte)
    }

    /// Closes a bracket; false where the page ended or its brackets do not match.
    private mutating func closeInPage(
        _ byte: UInt8, _ offset: Int, _ receiver: inout some RecordReceiver
    ) -> Bool {
        guard page.open.popLast() == (byte == 0x7D ? 0x7B : 0x5B) else {
            report(.lostStructure, at: offset, &receiver)
            place = .lost
            return false
        }
        guard page.open.isEmpty else { return true }
        place = .between
        if page.hasList {
            if !page.isTooLong { receiver.page(page.bytes.span, at: .element(max(1, elements))) }
        } else {
            if page.isTooLong {
                report(.tooLong, at: elementOffset, &receiver)
            } else {
                receiver.record(page.bytes.span, at: .element(elements + 1), offset: elementOffset)
            }
            elements += 1
        }
        return false
    }
}
