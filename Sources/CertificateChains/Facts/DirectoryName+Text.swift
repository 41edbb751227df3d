extension DirectoryName {
    /// The longest text that is read.
    static let textLimit = 16 << 10

    /// Reads a name as RFC 4514 writes it; absent if it is none.
    ///
    /// Escapes are undone: `\,` and two hex digits. Attribute types other than those that ``text`` writes by
    /// their keywords are kept as they stand.
    package init?(text: String) {
        guard text.utf8.count <= Self.textLimit else { return nil }
        var names: [[Attribute]] = []
        for relative in Self.split(text, at: ",") {
            var attributes: [Attribute] = []
            for part in Self.split(relative, at: "+") {
                guard let equals = part.firstIndex(of: "=") else { return nil }
                let key = Self.trimmed(part[..<equals])
                let value = Self.trimmed(part[part.index(after: equals)...])
                guard !key.isEmpty else { return nil }
                attributes.append(
                    Attribute(
                        type: Self.typesByKeyword[key.uppercased()] ?? String(key),
                        value: Self.unescaped(value)))
            }
            names.append(attributes)
        }
        guard !names.isEmpty else { return nil }
        self.init(relativeNames: names.reversed())
    }

    /// Splits at a character that no backslash stands in front of.
    private static func split(_ text: some StringProtocol, at separator: Character) -> [String] {
        var parts: [String] = []
        var current = ""
        var isEscaped = false
        for character in text {
            if character == separator, !isEscaped {
                parts.append(current)
                current = ""
            } else {
                current.append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        parts.append(current)
        return parts.filter { !$0.isEmpty }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " }
        // A blank behind a backslash belongs to the value.
        while text.last == " ", text.dropLast().last != "\\" { text = text.dropLast() }
        return text
    }

    private static func unescaped(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let next = rest.first else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if rest.count >= 2, digits.allSatisfy(\.isHexDigit), let value = UInt8(digits, radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(next)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
