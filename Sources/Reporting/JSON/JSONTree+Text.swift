extension JSONTree {
    /// The value as JSON with two spaces an indent and a line feed at the end.
    package var pretty: String {
        var writer = JSONWriter(isPretty: true)
        writer.write(self, depth: 0)
        return writer.text + "\n"
    }

    /// The value as JSON on one line, without a line feed: a record of NDJSON.
    package var compact: String {
        var writer = JSONWriter(isPretty: false)
        writer.write(self, depth: 0)
        return writer.text
    }
}

/// Writes JSON as RFC 8259 has it; what a terminal would obey is escaped although JSON would allow it.
private struct JSONWriter {
    let isPretty: Bool
    var text = ""

    mutating func write(_ value: JSONTree, depth: Int) {
        switch value {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .integer(let number): text += String(number)
        case .number(let number): text += number.isFinite ? number.description : "null"
        case .text(let string): write(string)
        case .array(let elements):
            list("[", "]", elements, depth) { $0.write($1, depth: depth + 1) }
        case .object(let members):
            list("{", "}", members, depth) {
                $0.write($1.name)
                $0.text += $0.isPretty ? ": " : ":"
                $0.write($1.value, depth: depth + 1)
            }
        }
    }

    private mutating func list<Item>(
        _ opening: String, _ closing: String, _ items: [Item], _ depth: Int,
        _ each: (inout Self, Item) -> Void
    ) {
        text += opening
        for (index, item) in items.enumerated() {
            if index > 0 { text += "," }
            breakLine(depth + 1)
            each(&self, item)
        }
        if !items.isEmpty { breakLine(depth) }
        text += closing
    }

    private mutating func breakLine(_ depth: Int) {
        guard isPretty else { return }
        text += "\n"
        text += String(repeating: "  ", count: depth)
    }

    private mutating func write(_ string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.isObeyedByTerminals: text += Self.escape(scalar)
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    /// `\u` and four digits; what is obeyed by terminals lies below U+10000.
    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension Unicode.Scalar {
    /// Whether a terminal or a pager would act on it and not show it: controls, line separators, bidirectional overrides.
    var isObeyedByTerminals: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
