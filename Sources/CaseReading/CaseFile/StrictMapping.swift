import Casework
import OpenFormats
import Yams

/// A mapping of a case file whose every key is known: a wrong word is an error with its line, never a silence.
struct StrictMapping {
    let file: String
    /// Keys from the top, as in `evidence[3]`.
    let path: String
    private let values: [String: Node]
    private let keyLines: [String: Int]

    /// Takes a mapping.
    ///
    /// Throws: `CaseError` for anything else and for a key that is not known.
    init(_ node: Node, path: String, file: String, known: [String]) throws(CaseError) {
        guard let mapping = node.mapping else {
            throw Self.mismatch(node, path, file, expected: "a mapping")
        }
        var values: [String: Node] = [:]
        var lines: [String: Int] = [:]
        for (keyNode, value) in mapping {
            guard let key = keyNode.scalar?.string else {
                throw Self.mismatch(keyNode, path, file, expected: "a name as key")
            }
            guard known.contains(key) else {
                throw CaseError(
                    .configuration, file: file, line: keyNode.mark?.line,
                    Self.unknown(key, in: path, known: known))
            }
            values[key] = value
            lines[key] = keyNode.mark?.line
        }
        (self.file, self.path, self.values, keyLines) = (file, path, values, lines)
    }

    private static func unknown(_ key: String, in path: String, known: [String]) -> String {
        let place = path.isEmpty ? "" : " in \(path)"
        let hint = NearestName.of(key, among: known).map { "; did you mean \"\($0)\"?" }
        return "unknown key \"\(key)\"\(place)" + (hint ?? "; known are \(known.joined(separator: ", "))")
    }

    private static func mismatch(_ node: Node, _ path: String, _ file: String, expected: String) -> CaseError
    {
        let found =
            switch node {
            case .mapping: "a mapping"
            case .sequence: "a list"
            case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "\"\(scalar.string.prefix(40))\""
            case .alias: "an alias"
            }
        let subject = path.isEmpty ? "the case file" : path
        return CaseError(
            .configuration, file: file, line: node.mark?.line,
            "\(subject): expected \(expected), found \(found)")
    }

    private func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// An error about the value of a key.
    func error(_ key: String, _ reason: String) -> CaseError {
        CaseError(.configuration, file: file, line: line(key), "\(name(key)): \(reason)")
    }

    /// The line of a key.
    func line(_ key: String) -> Int? { values[key]?.mark?.line ?? keyLines[key] }

    func node(_ key: String) -> Node? { values[key] }

    /// The keys that are there, sorted.
    var keys: [String] { values.keys.sorted() }

    private func isNull(_ node: Node) -> Bool {
        node.scalar.map { $0.style == .plain && ["", "~", "null", "Null", "NULL"].contains($0.string) }
            ?? false
    }

    /// A text; a number or truth is taken as it is written.
    ///
    /// `nil` where the key is absent or null.
    func text(_ key: String) throws(CaseError) -> String? {
        guard let node = values[key], !isNull(node) else { return nil }
        guard let scalar = node.scalar else { throw Self.mismatch(node, name(key), file, expected: "a text") }
        return scalar.string
    }

    func integer(_ key: String) throws(CaseError) -> Int? {
        guard let text = try text(key) else { return nil }
        guard let value = Int(text) else {
            throw error(key, "expected a whole number, found \"\(text.prefix(40))\"")
        }
        return value
    }

    /// 2001-09-09T01:46:40Z, the first time whose seconds have ten digits.
    private static let earliest: Int64 = 1_000_000_000 * Timestamps.second

    func instant(_ key: String) throws(CaseError) -> Instant? {
        guard let text = try text(key) else { return nil }
        // Digits alone, such as 20260417, are a slip: as seconds they would lie in 1970.
        guard let value = Timestamps.microseconds(of: text), value >= Self.earliest else {
            throw error(key, "expected a time such as 2026-04-17T12:00:00Z, found \"\(text.prefix(40))\"")
        }
        return Instant(microseconds: value)
    }

    /// A list of texts.
    func texts(_ key: String) throws(CaseError) -> [(text: String, line: Int?)] {
        guard let node = values[key], !isNull(node) else { return [] }
        guard let sequence = node.sequence else {
            throw Self.mismatch(node, name(key), file, expected: "a list")
        }
        var result: [(String, Int?)] = []
        for (index, element) in sequence.enumerated() {
            guard let scalar = element.scalar else {
                throw Self.mismatch(element, "\(name(key))[\(index)]", file, expected: "a text")
            }
            result.append((scalar.string, element.mark?.line))
        }
        return result
    }

    /// A mapping below a key; `nil` where the key is absent or null.
    func mapping(_ key: String, known: [String]) throws(CaseError) -> StrictMapping? {
        guard let node = values[key], !isNull(node) else { return nil }
        return try StrictMapping(node, path: name(key), file: file, known: known)
    }

    /// The mappings of a list below a key.
    func mappings(_ key: String, known: [String]) throws(CaseError) -> [StrictMapping] {
        guard let node = values[key], !isNull(node) else { return [] }
        guard let sequence = node.sequence else {
            throw Self.mismatch(node, name(key), file, expected: "a list")
        }
        var result: [StrictMapping] = []
        for (index, element) in sequence.enumerated() {
            result.append(
                try StrictMapping(element, path: "\(name(key))[\(index)]", file: file, known: known))
        }
        return result
    }

    /// The texts of a mapping whose keys are free.
    func dictionary(_ key: String) throws(CaseError) -> [String: String] {
        guard let node = values[key], !isNull(node) else { return [:] }
        guard let mapping = node.mapping else {
            throw Self.mismatch(node, name(key), file, expected: "a mapping")
        }
        var result: [String: String] = [:]
        for (keyNode, value) in mapping {
            guard let field = keyNode.scalar?.string, let text = value.scalar?.string else {
                throw Self.mismatch(value, name(key), file, expected: "a text for each name")
            }
            result[field] = text
        }
        return result
    }
}
