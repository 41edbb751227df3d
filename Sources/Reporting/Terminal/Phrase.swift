/// Words with their inks; evidence may be in it, so it is made harmless when it is set.
struct Phrase: Sendable, Hashable, ExpressibleByStringInterpolation {
    struct Span: Sendable, Hashable {
        var text: String
        var ink: Ink
        /// Whether the spaces in it are no places to break a line.
        var isSolid = false
    }

    var spans: [Span]

    init(_ text: String, _ ink: Ink = .plain) {
        spans = text.isEmpty ? [] : [Span(text: text, ink: ink)]
    }

    init(stringLiteral value: String) {
        self.init(value)
    }

    /// Words that stay together on one line where they fit.
    static func solid(_ text: String, _ ink: Ink = .plain) -> Self {
        var result = Self(text, ink)
        for index in result.spans.indices { result.spans[index].isSolid = true }
        return result
    }

    var isEmpty: Bool { spans.isEmpty }

    static func + (left: Self, right: Self) -> Self {
        var result = left
        result.spans += right.spans
        return result
    }

    static func += (left: inout Self, right: Self) {
        left.spans += right.spans
    }
}

extension Sequence where Element == Phrase {
    func joined(separator: Phrase) -> Phrase {
        var result: Phrase = ""
        for (index, phrase) in enumerated() {
            if index > 0 { result += separator }
            result += phrase
        }
        return result
    }
}
