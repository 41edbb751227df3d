import Crypto
import OpenFormats

/// The digests that a case was sealed with, as `sha256sum -c` reads them.
///
/// Shape of a line: 64 hex digits, a space, a space or `*`, the name. An escaped name (a line that begins with `\`)
/// has `\\` and `\n` in it.    Source: GNU coreutils, `sha256sum`.
struct Manifest {
    static let name = "manifest-sha256.txt"

    /// SHA-256 of the manifest itself.
    let sha256: String
    /// Lower-case hex by name.
    private(set) var digests: [String: String] = [:]
    /// Names in the order of the file, each with its line.
    private(set) var names: [(name: String, line: Int)] = []
    /// The lines that say nothing that can be checked.
    private(set) var badLines: [Int] = []

    init(_ bytes: [UInt8]) {
        sha256 = Hex.text(SHA256.hash(data: bytes))
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            take(line.last == 0x0D ? line.dropLast() : line, number: index + 1)
        }
    }

    private mutating func take(_ whole: ArraySlice<UInt8>, number: Int) {
        var line = whole
        if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        guard line.contains(where: { $0 != 0x20 && $0 != 0x09 }), line.first != 0x23 else { return }
        let isEscaped = line.first == 0x5C
        if isEscaped { line = line.dropFirst() }
        let digest = line.prefix(64)
        let rest = line.dropFirst(64)
        let isMarked = rest.dropFirst().first == 0x20 || rest.dropFirst().first == 0x2A
        guard digest.count == 64, Hex.bytes(digest)?.count == 32, rest.first == 0x20, isMarked, rest.count > 2
        else {
            badLines.append(number)
            return
        }
        var name = String(decoding: rest.dropFirst(2), as: UTF8.self)
        if isEscaped { name = Self.unescaped(name) }
        // `./a` and `a//b` are the names that evidence goes by; what leaves the case keeps its own.
        if !name.split(separator: "/").contains(".."), !name.hasPrefix("/") {
            name = EvidenceIntake.normalised(name)
        }
        names.append((name, number))
        digests[name] = String(decoding: digest, as: UTF8.self).lowercased()
    }

    private static func unescaped(_ name: String) -> String {
        var result = ""
        var isEscape = false
        for character in name {
            if isEscape {
                result.append(character == "n" ? "\n" : character)
                isEscape = false
            } else if character == "\\" {
                isEscape = true
            } else {
                result.append(character)
            }
        }
        return result
    }
}
