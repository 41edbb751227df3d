internal import OpenFormats

/// The distinct texts of a column, each under a small code.
///
/// Code 0 is "absent". The known words come first, in the order of their table, so that their codes are the
/// same in every ledger; a spelling in other case, or a vendor's alias, gets the code of the known word.
/// Other texts are kept as written. Beyond the limit, and for a text longer than `maximumText`, the code is
/// `overflow`.
/// Complexity: one comparison for the text of the record before, else one look-up.
struct Vocabulary: Sendable {
    /// The longest text that is kept: no enumeration value or identifier of AE 1 to 5 comes near.
    static let maximumText = 256

    /// The text of each code; code 0 is empty.
    private(set) var texts: [String] = [""]
    /// How many records hold each code.
    private(set) var counts: [Int] = [0]
    /// The code of what was not kept.
    let overflow: Int
    /// How many of the codes are known words, code 0 included.
    let knownCount: Int
    private let aliases: [String: String]
    private var spellings: [UInt8] = []
    private var entries: [Spelling] = []
    private var slots: [UInt32]
    private var recent = 0

    private struct Spelling: Sendable {
        let start: Int
        let count: Int
        let code: Int
    }

    init(known: [String], aliases: [String: String], overflow: Int) {
        self.overflow = overflow
        self.aliases = aliases
        slots = Array(repeating: 0, count: 64)
        for word in known.prefix(overflow - 1) {
            texts.append(word)
            counts.append(0)
        }
        knownCount = texts.count
        for (code, word) in texts.enumerated() where code > 0 {
            let bytes = Array(word.utf8)
            insert(bytes.span, 0..<bytes.count, code: code)
        }
    }

    /// The text of a code; nil for the absent one.
    func text(_ code: Int) -> String? {
        guard code > 0 else { return nil }
        return texts.indices.contains(code) ? texts[code] : "(other)"
    }

    /// The code of a known word.
    func code(known word: String) -> Int? {
        texts[..<knownCount].firstIndex(of: word)
    }

    /// The code of a text, which is kept if it is new.
    mutating func code(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        if recent < entries.count {
            let entry = entries[recent]
            if entry.count == range.count, ByteHash.equal(bytes, range, spellings.span, entry.start) {
                return entry.code
            }
        }
        guard range.count <= Self.maximumText else { return overflow }
        var slot = Int(truncatingIfNeeded: ByteHash.hash(bytes, range)) & (slots.count - 1)
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            let entry = entries[index]
            if entry.count == range.count, ByteHash.equal(bytes, range, spellings.span, entry.start) {
                recent = index
                return entry.code
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return add(bytes, range)
    }

    /// The code of a text in a spelling that was remembered.
    mutating func code(remembered bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard range.count <= Self.maximumText, !entries.isEmpty else { return nil }
        if recent < entries.count, isSpelling(entries[recent], bytes, range) { return entries[recent].code }
        var slot = Int(truncatingIfNeeded: ByteHash.hash(bytes, range)) & (slots.count - 1)
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if isSpelling(entries[index], bytes, range) {
                recent = index
                return entries[index].code
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    @inline(__always)
    private func isSpelling(_ entry: Spelling, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        entry.count == range.count && ByteHash.equal(bytes, range, spellings.span, entry.start)
    }

    /// Remembers another spelling of a text, as long as there is room.
    mutating func remember(_ bytes: Span<UInt8>, _ range: Range<Int>, as code: Int) {
        guard range.count <= Self.maximumText, entries.count <= 4 * overflow, code < overflow else { return }
        insert(bytes, range, code: code)
        recent = entries.count - 1
    }

    /// Counts a record under its code.
    @inline(__always)
    mutating func count(_ code: Int) {
        if code < counts.count { counts[code] &+= 1 }
    }

    /// Forgets how many records hold each code.
    mutating func removeCounts() {
        for code in counts.indices { counts[code] = 0 }
    }

    /// Adds the codes of another vocabulary's texts here to a table, and the other's counts to the own.
    ///
    /// The table of an earlier part of the same source is only extended.
    mutating func extend<Code: FixedWidthInteger>(_ table: inout [Code], to other: Vocabulary) {
        if table.isEmpty { table.append(0) }
        for code in table.count..<max(table.count, other.texts.count) {
            let bytes = Array(other.texts[code].utf8)
            let here =
                code < knownCount && code < other.knownCount
                ? code : self.code(of: bytes.span, 0..<bytes.count)
            table.append(Code(clamping: here))
        }
        for (code, count) in other.counts.enumerated() where count > 0 {
            let here = Int(table[code])
            if here < counts.count { counts[here] += count }
        }
    }

    private mutating func add(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        let text = bytes.text(range)
        let folded = text.lowercased()
        let word = aliases[folded] ?? folded
        var code = code(known: word)
        if code == nil {
            // Spellings of known words may outnumber the codes; both are bounded.
            guard texts.count < overflow else { return overflow }
            texts.append(text)
            counts.append(0)
            code = texts.count - 1
        } else if entries.count > 4 * overflow {
            return code ?? overflow
        }
        insert(bytes, range, code: code ?? overflow)
        recent = entries.count - 1
        return code ?? overflow
    }

    private mutating func insert(_ bytes: Span<UInt8>, _ range: Range<Int>, code: Int) {
        let start = spellings.count
        spellings.append(contentsOf: bytes.array(range))
        entries.append(Spelling(start: start, count: range.count, code: code))
        if entries.count * 2 > slots.count {
            slots = Array(repeating: 0, count: slots.count * 2)
            for index in entries.indices { place(index) }
        } else {
            place(entries.count - 1)
        }
    }

    private mutating func place(_ index: Int) {
        let entry = entries[index]
        let hash = ByteHash.hash(spellings.span, entry.start..<(entry.start + entry.count))
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = UInt32(index + 1)
    }
}
