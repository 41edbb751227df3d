extension String {
    /// The text with nothing in it that a terminal would obey: what it would is shown as its code point.
    ///
    /// Line feeds, tabs and other white space become spaces, as words are wrapped anyway. Where the locale is not UTF-8
    /// our own typography gets its ASCII form and any other character its code point.
    package func harmless(unicode: Bool) -> String {
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n", "\t", "\r", "\u{A0}": result += " "
            case _ where scalar.isObeyedByTerminals: result += scalar.codePoint
            case _ where unicode || scalar.isASCII: result.unicodeScalars.append(scalar)
            default: result += Self.asciiForms[scalar] ?? scalar.codePoint
            }
        }
        return result
    }

    private static let asciiForms: [Unicode.Scalar: String] = [
        "✗": "x", "✓": "+", "·": ".", "…": "...", "→": "->", "—": "-", "–": "-", "×": "x", "≥": ">=",
        "≤": "<=",
        "‘": "'", "’": "'", "“": "\"", "”": "\"", "└": "`", "─": "-",
    ]
}

extension Unicode.Scalar {
    /// The form that Swift source has for it: `\u{1B}`.
    fileprivate var codePoint: String {
        "\\u{\(String(value, radix: 16, uppercase: true))}"
    }
}

extension Character {
    /// How many columns a terminal gives it.
    ///
    /// Source: Unicode UAX 11, the wide ranges; emoji take two columns.
    var columns: Int {
        guard let first = unicodeScalars.first else { return 0 }
        if first.isASCII { return unicodeScalars.count == 1 || self == "\r\n" ? 1 : wideByEmojiSelector }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        if first.properties.isEmojiPresentation || Self.wide.contains(where: { $0.contains(first.value) }) {
            return 2
        }
        return wideByEmojiSelector
    }

    private var wideByEmojiSelector: Int {
        unicodeScalars.contains("\u{FE0F}") ? 2 : 1
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
        0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]
}

extension String {
    /// How many columns a terminal gives it.
    ///
    /// Complexity: O(characters).
    var columns: Int {
        utf8.allSatisfy { $0 < 0x80 } ? utf8.count : reduce(0) { $0 + $1.columns }
    }
}
