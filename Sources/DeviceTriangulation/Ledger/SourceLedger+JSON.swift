internal import OpenFormats

extension SourceLedger {
    /// Reads one record into the draft.
    mutating func read(_ bytes: Span<UInt8>) throws(RecordError) {
        var scanner = JSONScanner()
        let udidMark = udids.count
        do {
            entriesMet.removeAll(keepingCapacity: true)
            do {
                scanner.skipByteOrderMark(in: bytes)
                guard try scanner.kind(in: bytes) == .object else { throw RecordError.notAnObject }
                try readObject(0, &scanner, bytes)
                try scanner.finish(in: bytes)
            } catch let error as JSONError {
                throw RecordError.json(error)
            }
            guard draft.serial != 0 || draft.udid != nil else { throw RecordError.noIdentity }
        } catch {
            udids.removeSubrange(min(udidMark, udids.count)...)
            throw error as? RecordError ?? .notAnObject
        }
        for entry in entriesMet { tree.count(entry) }
    }

    private mutating func readObject(_ node: Int, _ scanner: inout JSONScanner, _ bytes: Span<UInt8>) throws {
        try scanner.beginObject(in: bytes)
        var seen: UInt64 = 0
        var previous = KeyTree.none
        var gap = scanner.offset
        while let key = try scanner.nextKey(in: bytes) {
            defer { gap = scanner.offset }
            guard let index = tree.entry(key, in: bytes, node: node, after: previous) else {
                try scanner.skip(in: bytes)
                continue
            }
            if key.isPlain {
                scanner.skipSpace(in: bytes)
                tree.learn(index, bytes, gap..<scanner.offset, isFirst: previous == KeyTree.none)
            }
            previous = index
            let entry = tree.entries[index]
            let bit: UInt64 = entry.place < 64 ? 1 << UInt64(entry.place) : 0
            if seen & bit != 0 {
                duplicateKeys += 1
                for field in tree.fields(under: index) { draft.clear(field) }
            } else {
                entriesMet.append(index)
            }
            seen |= bit
            guard entry.field != nil || entry.child != KeyTree.none else {
                try scanner.skip(in: bytes)
                continue
            }
            try readValue(entry, &scanner, bytes)
        }
    }

    private mutating func readValue(
        _ entry: KeyTree.Entry, _ scanner: inout JSONScanner, _ bytes: Span<UInt8>
    ) throws {
        let kind = try scanner.kind(in: bytes)
        switch kind {
        case .string:
            let text = try scanner.string(in: bytes)
            guard let field = entry.field else { return odd(entry) }
            if text.isPlain {
                try take(field, entry, bytes, text.range)
            } else {
                var decoded: [UInt8] = []
                JSONScanner.append(text, in: bytes, to: &decoded)
                try take(field, entry, decoded.span, 0..<decoded.count)
            }
        case .number:
            let number = try scanner.number(in: bytes)
            guard let field = entry.field else { return odd(entry) }
            try take(field, entry, bytes, number.range)
        case .bool:
            let truth = try scanner.bool(in: bytes)
            guard let field = entry.field else { return odd(entry) }
            try take(truth, field, entry)
        case .null:
            try scanner.null(in: bytes)
            if let field = entry.field { takeNull(field, entry) }
        case .object where entry.child != KeyTree.none:
            if entry.reading == .presence, let field = entry.field { try take(true, field, entry) }
            try readObject(entry.child, &scanner, bytes)
        case .object where entry.reading == .presence:
            try scanner.skip(in: bytes)
            if let field = entry.field { try take(true, field, entry) }
        case .object, .array:
            try scanner.skip(in: bytes)
            if entry.field == .serial || entry.field == .udid {
                throw RecordError.identityOfWrongType(path: tree.path(of: entry))
            }
            if entry.field != .mark { odd(entry) }
        }
    }

    private mutating func odd(_ entry: KeyTree.Entry) {
        let path = tree.path(of: entry)
        oddValues[path, default: 0] += 1
        if oddPlaces[path] == nil { oddPlaces[path] = reading }
    }

    // MARK: One value

    private mutating func take(_ truth: Bool, _ field: DeviceField, _ entry: KeyTree.Entry) throws {
        switch field {
        case .flag(let flag): answer(flag, entry.reading == .denial ? (truth ? .no : .unsaid) : Answer(truth))
        case .word(let word) where entry.reading == .failure:
            if truth { draft.words[word.rawValue] = KnownWords.Assignment.failed }
        case .word, .name:
            let text = Array((truth ? "true" : "false").utf8)
            try take(field, entry, text.span, 0..<text.count)
        case .serial, .udid: throw RecordError.identityOfWrongType(path: tree.path(of: entry))
        case .time, .clockOffset: odd(entry)
        case .mark: break
        }
    }

    /// Notes an answer; for `enrolled` one denial outweighs every proof, for `replaced` one yes every no.
    private mutating func answer(_ flag: FlagField, _ answer: Answer) {
        if answer == .unsaid || (flag == .enrolled && draft.answers[.enrolled] == .no) { return }
        if flag == .replaced, draft.answers[.replaced] == .yes { return }
        draft.answers[flag] = answer
    }

    private mutating func takeNull(_ field: DeviceField, _ entry: KeyTree.Entry) {
        switch field {
        case .name(.profileID): draft.answers[.hasProfile] = .no
        case .name(.server): draft.answers[.hasServer] = .no
        case .flag(let flag) where entry.reading == .presence: answer(flag, .no)
        case .time(let time) where entry.reading == .proof: draft.nullTimes |= 1 << UInt16(time.rawValue)
        case .serial, .udid, .word, .name, .time, .flag, .clockOffset, .mark: break
        }
    }

    /// Takes the text of a value.
    mutating func take(
        _ field: DeviceField, _ entry: KeyTree.Entry, _ bytes: Span<UInt8>, _ whole: Range<Int>
    ) throws(RecordError) {
        let range = Self.trimmed(whole, in: bytes)
        guard !range.isEmpty else { return takeNull(field, entry) }
        switch field {
        case .serial: draft.serial = try serial(bytes, range, entry)
        case .udid:
            guard range.count <= UDIDKey.maximumText else {
                throw .identityTooLong(path: tree.path(of: entry), bytes: range.count)
            }
            let start = udids.count
            UDIDKey.append(bytes, range, to: &udids)
            draft.udid = start..<udids.count
        case .word(let word):
            draft.words[word.rawValue] = UInt8(clamping: words[word.rawValue].code(of: bytes, range))
        case .name(let name):
            draft.names[name.rawValue] =
                entry.reading == .fingerprint
                ? fingerprint(name, bytes, range)
                : UInt16(clamping: names[name.rawValue].code(of: bytes, range))
            if name == .profileID { draft.answers[.hasProfile] = .yes }
            if name == .server { draft.answers[.hasServer] = .yes }
        case .time(let time):
            // Zero times ("0001-01-01T00:00:00Z", 0) stand for "never".
            guard
                let value = Timestamps.microseconds(of: bytes.extracting(range))
                    ?? TableDate.microseconds(bytes, range)
            else { return odd(entry) }
            if value > 0 { draft.times[time.rawValue] = value } else { takeNull(field, entry) }
        case .flag(let flag):
            guard entry.reading != .presence else { return answer(flag, .yes) }
            guard entry.reading != .tokenUpdate else {
                return answer(flag, Answer(TokenUpdateText.isAwaiting(bytes, range)))
            }
            guard let truth = Self.truth(bytes, range) else { return odd(entry) }
            answer(flag, entry.reading == .denial ? (truth ? .no : .unsaid) : Answer(truth))
        case .clockOffset:
            guard let seconds = Double(bytes.text(range)), abs(seconds) < 2e9 else { return odd(entry) }
            draft.clockOffset = Int32(seconds.rounded())
        case .mark: break
        }
    }

    private mutating func serial(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ entry: KeyTree.Entry
    ) throws(RecordError) -> UInt64 {
        if let packed = SerialKey.pack(bytes, range) { return packed }
        switch SpreadsheetSerial(bytes, range) {
        case .untouched: break
        case .repaired(let inner):
            repairedSerials += 1
            return try serial(bytes, inner, entry)
        case .lost: throw .mangledSerial(path: tree.path(of: entry), text: bytes.text(range))
        }
        guard range.count <= UDIDKey.maximumText else {
            throw .identityTooLong(path: tree.path(of: entry), bytes: range.count)
        }
        let text = bytes.text(range).uppercased()
        if let known = textIndex[text] { return known }
        let word = SerialKey.textMark | UInt64(texts.count)
        texts.append(text)
        textIndex[text] = word
        return word
    }

    private mutating func fingerprint(_ name: NameField, _ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt16
    {
        // A fleet has few fingerprints: each spelling is taken apart once.
        if let known = names[name.rawValue].code(remembered: bytes, range) { return UInt16(clamping: known) }
        var text = bytes.array(range)
        let prefix = Array("SHA256:".utf8)
        for mark in [prefix, Array("SHA-256:".utf8)]
        where text.count > mark.count && zip(text, mark).allSatisfy({ $0 == $1 || $0 == $1 | 0x20 }) {
            text.removeFirst(mark.count)
            break
        }
        let kept = text.filter { $0 != 0x3A && $0 != 0x20 }.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        let code = names[name.rawValue].code(of: kept.span, 0..<kept.count)
        names[name.rawValue].remember(bytes, range, as: code)
        return UInt16(clamping: code)
    }

    static func trimmed(_ range: Range<Int>, in bytes: Span<UInt8>) -> Range<Int> {
        var (start, end) = (range.lowerBound, min(range.upperBound, bytes.count))
        while start < end, bytes[start] <= 0x20 { start += 1 }
        while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
        return start..<max(start, end)
    }

    static func truth(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool? { TruthWords.truth(bytes, range) }
}
