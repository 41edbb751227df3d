import Rainbow

/// How words stand out on a terminal that shows colours; no meaning rests on it alone.
package enum Ink: Sendable, Hashable, CaseIterable {
    case plain, strong, faint, good, caution, bad, open

    /// The words between the escape sequences of this ink.
    ///
    /// Rainbow gives the codes. Its `String` properties are not used: they ask global, mutable state whether stdout is a
    /// terminal, and a renderer must give the same text for the same input.
    func painted(_ text: String) -> String {
        let codes = codes
        guard !codes.isEmpty, !text.isEmpty else { return text }
        return "\u{1B}[\(codes.map(String.init).joined(separator: ";"))m\(text)\u{1B}[0m"
    }

    private var codes: [UInt8] {
        switch self {
        case .plain: []
        case .strong: Style.bold.value
        case .faint: Style.dim.value
        case .good: NamedColor.green.value
        case .caution: NamedColor.yellow.value
        case .bad: NamedColor.red.value + Style.bold.value
        case .open: NamedColor.cyan.value
        }
    }
}
