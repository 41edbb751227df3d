/// A pattern that is sought in the first label of a host, without regard to case.
///
/// Shape: the syntax of ICU as Apple writes it. Alternatives of plain text between optional `^` and `$`, which
/// most patterns are, are compared without an engine; anything else is left to `Regex`.
struct LabelPattern: Sendable, Hashable {
    let text: String
    private let plain: [Plain]?

    /// One alternative of plain text.
    private struct Plain: Sendable, Hashable {
        var text: String
        var atStart: Bool
        var atEnd: Bool

        func matches(_ label: String) -> Bool {
            switch (atStart, atEnd) {
            case (true, true): label == text
            case (true, false): label.hasPrefix(text)
            case (false, true): label.hasSuffix(text)
            case (false, false): label.contains(text)
            }
        }
    }

    init(_ text: String) {
        self.text = text
        let syntax: Set<Character> = ["(", ")", "[", "]", "{", "}", ".", "*", "+", "?", "\\"]
        plain =
            text.contains(where: syntax.contains)
            ? nil
            : text.lowercased().split(separator: "|", omittingEmptySubsequences: false).map { part in
                let body = part.drop { $0 == "^" }
                return Plain(
                    text: String(body.hasSuffix("$") ? body.dropLast() : body), atStart: part.hasPrefix("^"),
                    atEnd: part.hasSuffix("$"))
            }
    }

    /// Whether the pattern is found; the label is in lower case.
    func matches(_ label: String) -> Bool {
        if let plain { return plain.contains { $0.matches(label) } }
        return matchesByEngine(label)
    }

    func matchesByEngine(_ label: String) -> Bool {
        guard let pattern = try? Regex(text).ignoresCase() else { return false }
        return label.firstMatch(of: pattern) != nil
    }
}
