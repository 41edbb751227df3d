internal import OpenFormats

/// An object that is being read: its keys seen so far, and the key that came last.
struct OpenObject: Sendable {
    var node = 0
    var previous = KeyTree.none
    var seen: UInt64 = 0
}

/// The reader of records that hold their keys as the ones before did, which is nearly every record.
///
/// It reads the bytes before each value as one literal that was learned, checks every value as RFC 8259 asks,
/// and gives up at anything else: the record is then read the general way, which alone reports what is wrong.
extension SourceLedger {
    /// The deepest object that is read this way.
    private static let maximumDepth = 8

    /// Reads a record into the draft and returns where it ends; -1 where it is not like those before.
    ///
    /// The draft, `entriesMet` and the end of `udids` are then of no use.
    mutating func readUsual(_ bytes: Span<UInt8>, from start: Int, isLine: Bool) -> Int {
        let raw = unsafe bytes.bytes
        guard start < bytes.count, bytes[start] == 0x7B else { return -1 }
        var cursor = start &+ 1
        var object = OpenObject()
        var depth = 0
        while cursor < bytes.count {
            if bytes[cursor] <= 0x20 { cursor = Self.brace(after: cursor, bytes, isLine) }
            if bytes[cursor] == 0x7D {
                cursor &+= 1
                guard depth > 0 else { return draft.serial != 0 || draft.udid != nil ? cursor : -1 }
                depth &-= 1
                object = openObjects[depth]
                continue
            }
            let isFirst = object.previous == KeyTree.none
            var index = isFirst ? tree.nodes[object.node].opener : Int(tree.steps[object.previous].successor)
            var value = -1
            for _ in 0..<KeyTree.guesses {
                guard index >= 0 else { return -1 }
                value = tree.literals.end(
                    of: isFirst ? tree.steps[index].opening : tree.steps[index].following, in: raw, at: cursor
                )
                if value >= 0 { break }
                index = Int(tree.steps[index].successor)
            }
            guard value >= 0 else { return -1 }
            let step = tree.steps[index]
            guard object.seen & step.bit == 0 else { return -1 }
            object.seen |= step.bit
            object.previous = index
            if step.child >= 0, bytes[value] == 0x7B {
                guard depth < Self.maximumDepth else { return -1 }
                // Presence says yes; anything else is not expected here.
                if step.action == .flag, !answer(true, step, index, isObject: true) { return -1 }
                if depth == openObjects.count {
                    openObjects.append(object)
                } else {
                    openObjects[depth] = object
                }
                depth &+= 1
                object = OpenObject(node: Int(step.child))
                cursor = value &+ 1
                continue
            }
            if step.action == .count { entriesMet.append(index) }
            cursor = takeUsual(step, index, bytes, raw, at: value, depth: depth &+ 1, isLine)
            guard cursor >= 0 else { return -1 }
        }
        return -1
    }

    /// Takes one value and returns where it ends; -1 where it must be read the general way.
    @inline(__always)
    private mutating func takeUsual(
        _ step: KeyTree.Step, _ index: Int, _ bytes: Span<UInt8>, _ raw: RawSpan, at start: Int, depth: Int,
        _ isLine: Bool
    ) -> Int {
        switch bytes[start] {
        case 0x22:
            let end = Self.endOfString(bytes, raw, from: start &+ 1)
            guard end >= 0 else { return takeLongString(step, bytes, at: start) }
            guard step.action.rawValue > KeyTree.Action.mark.rawValue else { return end &+ 1 }
            return takeText(step, index, bytes, (start &+ 1)..<end) ? end &+ 1 : -1
        case 0x6E:  // null
            guard start &+ 8 <= bytes.count, ByteWords.load(raw, at: start) & 0xFFFF_FFFF == 0x6C6C_756E
            else {
                return -1
            }
            if step.action == .general { return -1 }
            if step.action.rawValue > KeyTree.Action.enter.rawValue { takeNull(step, index) }
            return start &+ 4
        case 0x74, 0x66:  // true, false
            guard start &+ 8 <= bytes.count else { return -1 }
            let word = ByteWords.load(raw, at: start)
            let isTrue = word & 0xFFFF_FFFF == 0x6575_7274
            guard isTrue || word & 0xFF_FFFF_FFFF == 0x65_736C_6166 else { return -1 }
            if step.action.rawValue > KeyTree.Action.mark.rawValue, !answer(isTrue, step, index) { return -1 }
            return isTrue ? start &+ 4 : start &+ 5
        case 0x2D, 0x30...0x39:
            var scanner = JSONScanner(at: start)
            guard let number = try? scanner.number(in: bytes) else { return -1 }
            guard step.action.rawValue > KeyTree.Action.mark.rawValue else { return scanner.offset }
            return takeText(step, index, bytes, number.range) ? scanner.offset : -1
        case 0x5B, 0x7B:
            guard step.action == .count || step.action == .mark else { return -1 }
            return Self.endOfUnread(bytes, from: start, depth: depth, isLine)
        default: return -1
        }
    }

    /// The closing quotation mark of a string without escapes and non-ASCII characters; -1 for others.
    @inline(__always)
    private static func endOfString(_ bytes: Span<UInt8>, _ raw: RawSpan, from start: Int) -> Int {
        var cursor = start
        while cursor &+ 8 <= bytes.count {
            let marks = ByteWords.stringStops(ByteWords.load(raw, at: cursor))
            guard marks != 0 else {
                cursor &+= 8
                continue
            }
            cursor &+= marks.trailingZeroBitCount >> 3
            return bytes[cursor] == 0x22 ? cursor : -1
        }
        return -1
    }

    /// Moves over a string with escapes or non-ASCII characters that nobody asked for.
    private func takeLongString(_ step: KeyTree.Step, _ bytes: Span<UInt8>, at start: Int) -> Int {
        guard step.action == .count || step.action == .mark else { return -1 }
        var scanner = JSONScanner(at: start)
        return (try? scanner.string(in: bytes)) == nil ? -1 : scanner.offset
    }

    /// The brace after white space; where something else follows, the place before it.
    private static func brace(after start: Int, _ bytes: Span<UInt8>, _ isLine: Bool) -> Int {
        var cursor = start
        while cursor < bytes.count {
            switch bytes[cursor] {
            case 0x20, 0x09: break
            case 0x0A, 0x0D: if isLine { return start }
            case 0x7D: return cursor
            default: return start
            }
            cursor &+= 1
        }
        return start
    }

    /// Moves over an array or object that nobody asked for; in a line it holds no line break.
    private static func endOfUnread(
        _ bytes: Span<UInt8>, from start: Int, depth: Int, _ isLine: Bool
    ) -> Int {
        if bytes[start] == 0x5B, start &+ 1 < bytes.count, bytes[start &+ 1] == 0x5D { return start &+ 2 }
        var scanner = JSONScanner(at: start, depth: depth)
        guard let range = try? scanner.skip(in: bytes),
            !isLine
                || ByteWords.first(0x0A, in: bytes.extracting(..<range.upperBound), from: range.lowerBound)
                    == range.upperBound
        else { return -1 }
        return range.upperBound
    }

    // MARK: Values that somebody asked for

    /// Takes the text of a string or number.
    @inline(__always)
    private mutating func takeText(
        _ step: KeyTree.Step, _ index: Int, _ bytes: Span<UInt8>, _ range: Range<Int>
    ) -> Bool {
        guard !range.isEmpty else {
            guard step.action != .enter, step.action != .general else { return false }
            takeNull(step, index)
            return true
        }
        // What has spaces around it is trimmed the general way.
        guard bytes[range.lowerBound] > 0x20, bytes[range.upperBound &- 1] > 0x20 else { return false }
        let field = Int(step.field)
        switch step.action {
        case .serial:
            guard let packed = SerialKey.pack(bytes, range) else { return false }
            draft.serial = packed
        case .udid:
            // A longer one carries the user behind the device.
            guard range.count <= 40 else { return false }
            let start = udids.count
            UDIDKey.append(bytes, range, to: &udids)
            draft.udid = start..<udids.count
        case .word: draft.words[field] = UInt8(clamping: words[field].code(of: bytes, range))
        case .name:
            draft.names[field] = UInt16(clamping: names[field].code(of: bytes, range))
            if field == NameField.profileID.rawValue { draft.answers[.hasProfile] = .yes }
            if field == NameField.server.rawValue { draft.answers[.hasServer] = .yes }
        case .time:
            guard
                let time = Timestamps.usual(bytes, range)
                    ?? Timestamps.microseconds(of: bytes.extracting(range))
            else { return false }
            if time > 0 { draft.times[field] = time } else { takeNull(step, index) }
        case .particular: return takeParticular(index, bytes, range)
        case .count, .mark, .enter, .flag, .general: return false
        }
        return true
    }

    private mutating func takeParticular(_ index: Int, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let entry = tree.entries[index]
        guard let field = entry.field else { return false }
        return (try? take(field, entry, bytes, range)) != nil
    }

    /// Takes an empty value or null, which mean the same.
    private mutating func takeNull(_ step: KeyTree.Step, _ index: Int) {
        switch step.action {
        case .name where step.field == UInt8(NameField.profileID.rawValue): draft.answers[.hasProfile] = .no
        case .name where step.field == UInt8(NameField.server.rawValue): draft.answers[.hasServer] = .no
        case .time where tree.entries[index].reading == .proof: draft.nullTimes |= 1 << UInt16(step.field)
        case .flag, .particular:
            let entry = tree.entries[index]
            guard let field = entry.field else { return }
            let nothing: [UInt8] = []
            try? take(field, entry, nothing.span, 0..<0)
        case .count, .mark, .enter, .serial, .udid, .word, .name, .time, .general: break
        }
    }

    /// Takes yes or no; false where an answer to the same question was another one.
    private mutating func answer(
        _ truth: Bool, _ step: KeyTree.Step, _ index: Int, isObject: Bool = false
    ) -> Bool {
        guard step.action == .flag, let field = FlagField(rawValue: Int(step.field)) else { return false }
        var answer = Answer(truth)
        switch tree.entries[index].reading {
        case .denial: answer = truth ? .no : .unsaid
        case .presence: break
        default: if isObject { return true }
        }
        if answer == .unsaid { return true }
        let known = draft.answers[field]
        if known == .unsaid { draft.answers[field] = answer }
        return known == .unsaid || known == answer
    }
}
