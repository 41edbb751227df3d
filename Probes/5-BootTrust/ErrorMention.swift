/// An error that a log line names by its domain and code.
///
/// Forms: `Error Domain=NSURLErrorDomain Code=-1202 "…"`, `(NSURLErrorDomain error -1009.)`,
/// `MCProfileErrorDomain:1000`, `Domain : MCInstallationErrorDomain` with `Code : 4001` behind it.   Source: AE 6.5.
struct ErrorMention: Hashable {
    let domain: String
    let code: Int

    /// The most errors of one line; an error with its causes names four.
    private static let maximumMentions = 16

    /// Every error that a text names, in its order.
    static func all(in text: String) -> [Self] {
        var found: [Self] = []
        var rest = text[...]
        while found.count < maximumMentions, let mark = rest.firstRange(of: "ErrorDomain") {
            let before = rest[..<mark.lowerBound]
            let start = before.lastIndex { !isNamePart($0) }.map(before.index(after:)) ?? before.startIndex
            let domain = String(before[start...]) + "ErrorDomain"
            rest = rest[mark.upperBound...]
            if let code = code(at: rest) { found.append(Self(domain: domain, code: code)) }
        }
        return found
    }

    private static func isNamePart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "."
    }

    /// The number behind a domain: what stands between is `Code`, `error` and marks.
    private static func code(at text: Substring) -> Int? {
        var rest = text.prefix(40)
        for word in ["", "Code", "code", "error", "Error"] {
            rest = rest.drop { !$0.isLetter && !$0.isNumber && $0 != "-" }
            if !word.isEmpty, rest.hasPrefix(word) { rest = rest.dropFirst(word.count) }
        }
        rest = rest.drop { !$0.isLetter && !$0.isNumber && $0 != "-" }
        let isNegative = rest.first == "-"
        let digits = (isNegative ? rest.dropFirst() : rest).prefix { $0.isASCII && $0.isNumber }
        guard let value = Int(digits) else { return nil }
        return isNegative ? -value : value
    }
}
