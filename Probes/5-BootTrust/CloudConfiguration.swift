import CaseReading
import Casework

/// What a device's log says about its automated-enrolment profile, line by line.
///
/// `profiles show` writes the answer behind `Device Enrollment configuration:` or on the line after it.
/// Source: AE 6.1 for `profiles`, field guide FG-5.4 for the `MCX:` lines, which no published source knows.
struct CloudConfiguration {
    enum Word: Hashable {
        case absent
        /// Absent by the field guide's line alone.
        case absentByFieldGuide
        case present
    }

    struct Statement {
        let word: Word
        let line: DeviceLogLine
    }

    static let header = "Device Enrollment configuration:"
    /// What stands behind the header where there is no profile.
    static let empties: Set<String> = ["(null)", "{ }", "{}", "{\n}"]

    /// In the order of the log.
    private(set) var statements: [Statement] = []
    /// The device may have answered from a cache.
    ///
    /// Source: AE 6.1.
    private(set) var wasToldToWait = false

    init(_ lines: [DeviceLogLine]) {
        for (place, line) in lines.enumerated() {
            if line.text.contains("Request too soon") { wasToldToWait = true }
            guard let word = Self.word(at: place, lines) else { continue }
            statements.append(Statement(word: word, line: line))
        }
    }

    /// The last word counts: a profile may have been assigned in between.
    var last: Statement? { statements.last }

    private static func word(at place: Int, _ lines: [DeviceLogLine]) -> Word? {
        let text = lines[place].text
        if text.contains("No enrollment profile found") { return .absentByFieldGuide }
        if text.contains("Enrollment initiated via DEP") { return .present }
        guard let found = text.firstRange(of: header), !text.contains("Error fetching") else { return nil }
        let rest = trimmed(text[found.upperBound...])
        return rest.isEmpty ? wordBelow(place, lines) : word(rest)
    }

    /// Reads the lines after a bare header: `(null)`, `{ }`, or `{` with a key or `}` below it.
    private static func wordBelow(_ place: Int, _ lines: [DeviceLogLine]) -> Word? {
        let file = lines[place].citation.file
        let below = lines[(place + 1)...].prefix(2).prefix { $0.citation.file == file }.map {
            trimmed($0.text[...])
        }
        guard let first = below.first else { return nil }
        if first == "{", below.count > 1 { return below[1] == "}" ? .absent : .present }
        return word(first)
    }

    private static func word(_ answer: String) -> Word? {
        if empties.contains(answer) { return .absent }
        return answer.hasPrefix("{") ? .present : nil
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}
