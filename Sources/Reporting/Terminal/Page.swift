/// Lines of text in the making: wraps words, hangs indents, aligns notes, paints at the very end.
struct Page {
    let style: TextStyle
    private var lines: [String] = []

    init(_ style: TextStyle) {
        self.style = style
    }

    /// All lines, each with a line feed; no line ends in a space.
    var text: String {
        lines.map { $0 + "\n" }.joined()
    }

    /// An empty line; never two in a row and never the first.
    mutating func gap() {
        if let last = lines.last, !last.isEmpty { lines.append("") }
    }

    /// Sets words at an indent, after a label that hangs in front of them, with a note at the right edge.
    ///
    /// - Parameters:
    ///   - label: starts at column `labelAt`; where it reaches `indent` the words follow two columns after it.
    ///   - note: stands at the right edge of the last line where it fits, else on a line of its own.
    ///   - orNoNote: leaves a note out that does not fit.
    /// - Returns: Whether the note was set.
    @discardableResult
    mutating func add(
        _ phrase: Phrase, label: Phrase = "", labelAt: Int = 0, indent: Int = 0, note: Phrase = "",
        orNoNote: Bool = false
    ) -> Bool {
        var setter = Setter(width: style.width, indent: indent)
        if !label.isEmpty {
            setter.place(pieces(label), at: labelAt)
            setter.reach(indent)
        }
        for word in words(of: phrase) { setter.add(word) }
        let note = pieces(note)
        let isSet = !note.isEmpty && (!orNoNote || setter.fits(note))
        if isSet { setter.align(note) }
        lines += setter.finished.map(paint)
        return isSet
    }

    /// A command on a line of its own, never broken, so that it can be copied as it stands.
    mutating func addCommand(_ command: String, indent: Int) {
        for line in command.split(separator: "\n") {
            let spaces = String(repeating: " ", count: indent)
            lines.append(
                spaces
                    + paint([Phrase.Span(text: String(line).harmless(unicode: style.unicode), ink: .strong)]))
        }
    }

    private func pieces(_ phrase: Phrase) -> [Phrase.Span] {
        phrase.spans.map { span in
            var span = span
            span.text = span.text.harmless(unicode: style.unicode)
            return span
        }
    }

    /// The words of a phrase with the spaces before them; a word may change its ink within.
    private func words(of phrase: Phrase) -> [Setter.Word] {
        var result: [Setter.Word] = []
        var word = Setter.Word(spaces: 0, spans: [])
        for span in pieces(phrase) {
            var run = ""
            for character in span.text {
                guard character == " ", !span.isSolid else {
                    run.append(character)
                    continue
                }
                word.append(run, span.ink)
                run = ""
                if !word.spans.isEmpty {
                    result.append(word)
                    word = Setter.Word(spaces: 0, spans: [])
                }
                word.spaces += 1
            }
            word.append(run, span.ink)
        }
        if !word.spans.isEmpty { result.append(word) }
        return result
    }

    private func paint(_ spans: [Phrase.Span]) -> String {
        // A table's last column may have been filled to its width.
        var spans = spans
        while var last = spans.popLast() {
            while last.text.hasSuffix(" ") { last.text.removeLast() }
            guard last.text.isEmpty else {
                spans.append(last)
                break
            }
        }
        return spans.map { style.color ? $0.ink.painted($0.text) : $0.text }.joined()
    }
}

/// Breaks words into lines.
private struct Setter {
    struct Word {
        var spaces: Int
        var spans: [Phrase.Span]

        var columns: Int { spans.reduce(0) { $0 + $1.text.columns } }

        mutating func append(_ text: String, _ ink: Ink) {
            if !text.isEmpty { spans.append(Phrase.Span(text: text, ink: ink)) }
        }
    }

    let width: Int
    let indent: Int
    private var done: [[Phrase.Span]] = []
    private var line: [Phrase.Span] = []
    private var column = 0
    private var isFresh = true

    init(width: Int, indent: Int) {
        self.width = width
        self.indent = indent
    }

    mutating func place(_ spans: [Phrase.Span], at start: Int) {
        pad(to: start)
        append(spans)
    }

    /// Goes on to a column, or two columns past what already reaches it.
    mutating func reach(_ target: Int) {
        isFresh = true
        if column + 1 > target, column + 2 < width { pad(to: column + 2) } else { pad(to: target) }
    }

    mutating func add(_ word: Word) {
        if column == 0 { pad(to: indent) }
        let gap = isFresh ? 0 : max(word.spaces, 0)
        if !isFresh, column + gap + word.columns > width { breakLine() } else { pad(to: column + gap) }
        if column + word.columns > width, column > indent { breakLine() }
        for span in word.spans { addBroken(span) }
        isFresh = false
    }

    func fits(_ note: [Phrase.Span]) -> Bool {
        column + 2 + Word(spaces: 0, spans: note).columns <= width
    }

    mutating func align(_ note: [Phrase.Span]) {
        if fits(note) {
            pad(to: width - Word(spaces: 0, spans: note).columns)
            append(note)
        } else {
            breakLine()
            for span in note { addBroken(span) }
        }
    }

    /// All lines, without the spaces that nothing follows.
    var finished: [[Phrase.Span]] {
        (line.isEmpty ? done : done + [line]).map { line in
            var line = line
            while let last = line.last, last.text.allSatisfy({ $0 == " " }) { line.removeLast() }
            return line
        }
    }

    /// A word that is wider than the line goes on in the next one: nothing is left out.
    private mutating func addBroken(_ span: Phrase.Span) {
        if column + span.text.columns <= width {
            append([span])
            return
        }
        var part = ""
        var columns = 0
        for character in span.text {
            if column + columns + character.columns > width, column + columns > indent {
                append([Phrase.Span(text: part, ink: span.ink)])
                breakLine()
                part = ""
                columns = 0
            }
            part.append(character)
            columns += character.columns
        }
        append([Phrase.Span(text: part, ink: span.ink)])
    }

    private mutating func breakLine() {
        done.append(line)
        line = []
        column = 0
        isFresh = true
        pad(to: indent)
    }

    private mutating func append(_ spans: [Phrase.Span]) {
        for span in spans where !span.text.isEmpty {
            line.append(span)
            column += span.text.columns
        }
    }

    private mutating func pad(to target: Int) {
        guard target > column else { return }
        append([Phrase.Span(text: String(repeating: " ", count: target - column), ink: .plain)])
    }
}
