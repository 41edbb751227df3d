/// The distinct words of a column, each under a small code; 0 is none.
struct WordColumn: Sendable, Hashable {
    /// The words of a closed set are few; texts of an open one end in `(other)` here.
    private static let maximumWords = Int(UInt16.max) - 1
    private static let other = "(other)"

    private var words: [String?] = [nil]
    private var codes: [String: UInt16] = [:]
    private var values: [UInt16] = []
    private var recent: (bytes: [UInt8], code: UInt16) = ([], 0)

    var count: Int { values.count }

    subscript(index: Int) -> String? {
        values.indices.contains(index) ? words[Int(values[index])] : nil
    }

    /// The code of a word, `nil` where no row can have it.
    func code(of word: String) -> UInt16? { codes[word] }

    func has(_ code: UInt16?, at index: Int) -> Bool {
        guard let code else { return false }
        return values.indices.contains(index) && values[index] == code
    }

    mutating func append(_ word: String?) { values.append(code(adding: word)) }

    /// Appends a word of a record; the word of the record before costs a comparison.
    mutating func append(_ text: Span<UInt8>, _ range: Range<Int>) {
        if isRecent(text, range) {
            values.append(recent.code)
            return
        }
        let bytes = range.clamped(to: 0..<text.count).map { text[$0] }
        let code = code(adding: String(decoding: bytes, as: UTF8.self))
        recent = (bytes, code)
        values.append(code)
    }

    mutating func append(_ other: WordColumn) {
        let translation = other.words.map { code(adding: $0) }
        for value in other.values { values.append(translation[Int(value)]) }
    }

    private func isRecent(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count == recent.bytes.count, !range.isEmpty, range.upperBound <= text.count else {
            return false
        }
        for index in 0..<range.count where text[range.lowerBound + index] != recent.bytes[index] {
            return false
        }
        return true
    }

    private mutating func code(adding word: String?) -> UInt16 {
        guard let word else { return 0 }
        if let known = codes[word] { return known }
        guard words.count < Self.maximumWords else {
            return word == Self.other ? 0 : code(adding: Self.other)
        }
        let code = UInt16(words.count)
        words.append(word)
        codes[word] = code
        return code
    }

    static func == (one: Self, other: Self) -> Bool {
        one.count == other.count && (0..<one.count).allSatisfy { one[$0] == other[$0] }
    }

    func hash(into hasher: inout Hasher) { hasher.combine(values.count) }
}
