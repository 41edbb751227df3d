import ForensicsTestKit
import Foundation
import ProbeKit
import Testing

/// What holds for every source file: its length, its words, and that no probe is forgotten.
struct SourceTests {
    /// Files that are tables: long lists of constants without logic.
    private static let tables: Set<String> = []
    private static let maximumLines = (source: 300, test: 500)

    private static let sources = PackageRoot.files(under: "Sources") + PackageRoot.files(under: "Probes")
    private static let tests = PackageRoot.files(under: "Tests")

    private static func text(_ file: String) throws -> String {
        try String(contentsOfFile: PackageRoot.file(file), encoding: .utf8)
    }

    private static func lines(_ file: String) throws -> Int {
        try text(file).split(separator: "\n", omittingEmptySubsequences: false).count - 1
    }

    @Test func sourceFilesAreShort() throws {
        #expect(Self.sources.count > 30)
        for file in Self.sources where !Self.tables.contains(file) {
            let count = try Self.lines(file)
            #expect(count <= Self.maximumLines.source, "\(file) has \(count) lines")
        }
    }

    @Test func testFilesAreShort() throws {
        for file in Self.tests {
            let count = try Self.lines(file)
            #expect(count <= Self.maximumLines.test, "\(file) has \(count) lines")
        }
    }

    @Test func forbiddenWordsAreNowhere() throws {
        for file in Self.sources {
            let text = try Self.text(file)
            for word in Self.forbidden {
                #expect(!text.contains(word), "\(file) says \(word)")
            }
        }
    }

    /// What may trap, what hides a race, and what is left for later.
    private static let forbidden = [
        "TODO", "FIXME", "try!", "fatalError(", "@unchecked", "as!", "nonisolated(unsafe)", "unsafeBitCast",
    ]

    @Test func everyProbeIsOnItsRoster() throws {
        let folders = PackageRoot.folders(under: "Probes")
        var found = 0
        for folder in folders {
            let number = folder.split(separator: "-").first.flatMap { Int($0) }
            let onRoster = everyRoster.filter { $0.layer.rawValue == number }.flatMap(\.probes)
            for file in PackageRoot.files(under: "Probes/\(folder)") {
                for probe in try Self.probes(declaredIn: Self.text(file)) {
                    found += 1
                    #expect(onRoster.contains(probe), "\(file) declares \(probe), which is on no roster")
                }
            }
        }
        #expect(found == everyRoster.flatMap(\.probes).count)
    }

    @Test func probesAreNamedAsTheirFiles() throws {
        for file in PackageRoot.files(under: "Probes") {
            let name = file.split(separator: "/").last?.dropLast(".swift".count)
            for probe in try Self.probes(declaredIn: Self.text(file)) {
                #expect(name.map(String.init) == probe, "\(file) declares \(probe)")
            }
        }
    }

    /// The names before `: Probe` in declarations of structs and enums.
    private static func probes(declaredIn text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            guard let colon = line.range(of: ": Probe"), !line.hasPrefix("//") else { return nil }
            let after = line[colon.upperBound...].first
            guard after == " " || after == "," || after == "{" || after == nil else { return nil }
            let words = line[..<colon.lowerBound].split(separator: " ")
            guard let kind = words.firstIndex(where: { $0 == "struct" || $0 == "enum" }),
                kind + 1 < words.count
            else {
                return nil
            }
            return String(words[kind + 1])
        }
    }
}
