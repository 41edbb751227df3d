/// The names of the schemes in `Proxy-Authenticate` fields.
///
/// Source: RFC 9110 section 11.6.1: challenges and their parameters are both separated by commas, so a name
/// is a scheme if no `=` follows it.
enum AuthenticationSchemes {
    /// The most names that are kept; a proxy offers two or three.
    static let limit = 16
    /// The longest name that is kept; `Negotiate` has nine characters.
    private static let nameLimit = 32

    /// The names in their order, each once, as the proxy writes them.
    static func names(in values: [String]) -> [String] {
        var names: [String] = []
        for value in values {
            for item in items(value) {
                guard names.count < limit, let name = scheme(item) else { continue }
                if !names.contains(where: { $0.lowercased() == name.lowercased() }) { names.append(name) }
            }
        }
        return names
    }

    /// Cuts at commas that stand outside of quotes.
    private static func items(_ value: String) -> [Substring] {
        var items: [Substring] = []
        var (start, isQuoted, isEscaped) = (value.startIndex, false, false)
        for index in value.indices {
            switch value[index] {
            case _ where isEscaped: isEscaped = false
            case "\\" where isQuoted: isEscaped = true
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                items.append(value[start..<index])
                start = value.index(after: index)
            default: break
            }
        }
        return items + [value[start...]]
    }

    private static func scheme(_ item: Substring) -> String? {
        let text = item.drop { $0 == " " || $0 == "\t" }
        let name = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-._~+".contains($0)) }
        let rest = text[name.endIndex...]
        let next = rest.drop { $0 == " " || $0 == "\t" }.first
        let endsName = rest.isEmpty || rest.first == " " || rest.first == "\t"
        guard !name.isEmpty, name.count <= nameLimit, endsName, next != "=" else { return nil }
        return String(name)
    }
}
