/// What the words of one column say besides themselves, by the code of the word.
struct WordImplications: Sendable {
    /// A value that follows.
    enum Value: Sendable {
        case answer(FlagField, Answer)
        case word(WordField, UInt8)
    }

    let field: WordField
    /// The values that follow from each code; codes beyond the end say nothing.
    private var values: [[Value]] = []

    /// The columns of which some word says more, with what it says.
    static func list(_ meanings: [WordMeaning]) -> [WordImplications] {
        var list: [WordImplications] = []
        for field in WordField.allCases {
            let own = meanings.filter { $0.field == field }
            guard !own.isEmpty else { continue }
            var implications = WordImplications(field: field)
            for meaning in own { implications.add(meaning) }
            list.append(implications)
        }
        return list
    }

    private init(field: WordField) { self.field = field }

    private mutating func add(_ meaning: WordMeaning) {
        guard let code = Self.code(field, meaning.word) else { return }
        while values.count <= Int(code) { values.append([]) }
        for value in meaning.values {
            switch value {
            case .answer(let flag, let truth): values[Int(code)].append(.answer(flag, Answer(truth)))
            case .word(let other, let word):
                if let implied = Self.code(other, word) { values[Int(code)].append(.word(other, implied)) }
            }
        }
    }

    /// The code of a known word; nil for one that no table has.
    static func code(_ field: WordField, _ word: String) -> UInt8? {
        KnownWords.words(field).firstIndex(of: word).map { UInt8(clamping: $0 + 1) }
    }

    /// Fills in what the record's word implies and the record does not say itself.
    func imply(_ draft: inout RecordDraft) {
        let code = Int(draft.words[field.rawValue])
        guard code > 0, code < values.count else { return }
        for value in values[code] {
            switch value {
            case .answer(let flag, let answer):
                if draft.answers[flag] == .unsaid { draft.answers[flag] = answer }
            case .word(let other, let word):
                if draft.words[other.rawValue] == 0 { draft.words[other.rawValue] = word }
            }
        }
    }
}
