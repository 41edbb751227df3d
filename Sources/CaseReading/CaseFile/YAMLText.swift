import Yams

/// The one YAML document of a case file, read inside limits.
enum YAMLText {
    /// The deepest nesting; a case file needs five levels.
    private static let maximumDepth = 40
    /// The deepest indentation: eight columns a level.
    private static let maximumIndent = 320

    /// Reads the document.
    ///
    /// Anchors with aliases are refused: a case file needs none, and a kilobyte of them can stand for gigabytes.
    /// Throws: `CaseError` of class `.configuration` with the line.
    static func node(_ bytes: [UInt8], file: String, limits: ReadingLimits) throws(CaseError) -> Node {
        guard bytes.count <= limits.caseFileBytes else {
            throw CaseError(
                .configuration, file: file, "a case file has at most \(limits.caseFileBytes) bytes")
        }
        if let line = lineTooDeep(bytes) {
            throw CaseError(
                .configuration, file: file, line: line, "nested more than \(maximumDepth) levels deep")
        }
        if let line = lineOfAlias(bytes) {
            throw CaseError(
                .configuration, file: file, line: line, "anchors and aliases are not read in a case file")
        }
        do {
            guard let node = try compose(yaml: String(decoding: bytes, as: UTF8.self), .basic) else {
                throw CaseError(.configuration, file: file, "the case file is empty")
            }
            return node
        } catch let error as CaseError {
            throw error
        } catch {
            throw failure(error, file: file)
        }
    }

    /// The first line whose brackets or indentation marks stand deeper than any case file's.
    private static func lineTooDeep(_ bytes: [UInt8]) -> Int? {
        var line = 1
        var brackets = 0
        var marks = 0
        var indent = 0
        var isIndent = true
        var previous: UInt8 = 0x0A
        for byte in bytes {
            switch byte {
            case 0x0A:
                line += 1
                (marks, indent, isIndent) = (0, 0, true)
            case 0x5B, 0x7B: brackets += 1
            case 0x5D, 0x7D: brackets = max(0, brackets - 1)
            case 0x20 where previous == 0x2D || previous == 0x3F || previous == 0x3A: marks += 1
            default: break
            }
            if byte == 0x20, isIndent { indent += 1 } else if byte != 0x0A { isIndent = false }
            if max(brackets, marks) > maximumDepth || indent > maximumIndent { return line }
            previous = byte
        }
        return nil
    }

    /// The line of the first alias in a text that also has an anchor.
    private static func lineOfAlias(_ bytes: [UInt8]) -> Int? {
        var line = 1
        var alias: Int?
        var hasAnchor = false
        var previous: UInt8 = 0x0A
        for (index, byte) in bytes.enumerated() {
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0x20
            let startsNode = [0x0A, 0x20, 0x09, 0x5B, 0x7B, 0x2C].contains(previous)
            let isNamed = next > 0x20 && next != 0x26 && next != 0x2A
            if startsNode, isNamed, byte == 0x2A, alias == nil { alias = line }
            if startsNode, isNamed, byte == 0x26 { hasAnchor = true }
            if byte == 0x0A { line += 1 }
            previous = byte
        }
        return hasAnchor ? alias : nil
    }

    private static func failure(_ error: any Error, file: String) -> CaseError {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            return CaseError(.configuration, file: file, line: mark.line, "not YAML: \(problem)")
        case YamlError.reader(let problem, _, _, _):
            return CaseError(.configuration, file: file, "not YAML: \(problem)")
        case YamlError.duplicatedKeysInMapping(let names, let context):
            let words = "a key stands twice: \(names.joined(separator: ", "))"
            return CaseError(.configuration, file: file, line: context.mark.line, words)
        default: return CaseError(.configuration, file: file, "not YAML")
        }
    }
}
