import ForensicsTestKit
import Foundation
import Testing

/// One way only: from evidence to the report, as the folders say.
struct ImportGraphTests {
    private static let sourceFolders = PackageRoot.folders(under: "Sources")
    private static let probeFolders = PackageRoot.folders(under: "Probes")
    private static let house = Set(sourceFolders).union(
        probeFolders.compactMap { $0.split(separator: "-").last.map { "\($0)Probes" } })

    @Test func foldersAreFound() {
        #expect(Self.sourceFolders.contains("Casework"))
        #expect(Self.probeFolders.contains("1-TenantHealth"))
    }

    @Test(arguments: sourceFolders)
    func sourcesImportWhatTheyMay(_ folder: String) throws {
        let imports = try Self.imports(under: "Sources/\(folder)")
        guard folder != ImportGraph.commandLine else { return }
        let allowed = try #require(
            ImportGraph.sources[folder], "say in ImportGraph what \(folder) may import")
        for (module, file) in imports {
            #expect(!Self.house.contains(module) || allowed.contains(module), "\(file) imports \(module)")
            #expect(!ImportGraph.commandLineOnly.contains(module), "\(file) imports \(module)")
            if ImportGraph.pure.contains(folder) {
                #expect(allowed.contains(module), "\(file) imports \(module)")
            }
        }
    }

    @Test(arguments: probeFolders)
    func probesImportWhatTheyMay(_ folder: String) throws {
        let allowed = ImportGraph.everyProbe.union(ImportGraph.instruments[folder] ?? [])
        let imports = try Self.imports(under: "Probes/\(folder)")
        #expect(!imports.isEmpty)
        for (module, file) in imports {
            #expect(allowed.contains(module), "\(file) imports \(module)")
        }
    }

    @Test(arguments: [
        ("import Casework", "Casework"), ("package import ProbeKit", "ProbeKit"),
        ("@testable internal import struct Casework.Instant", "Casework"),
        ("    import Foundation", "Foundation"),
        ("#if canImport(Glibc)", nil), ("// import Casework", nil), ("let imports = 1", nil),
        ("important(1)", nil),
    ])
    func importLinesAreRead(_ line: String, _ module: String?) {
        #expect(Self.module(importedBy: line[...]) == module)
    }

    private static func imports(under folder: String) throws -> [(module: String, file: String)] {
        try PackageRoot.files(under: folder).flatMap { file in
            let text = try String(contentsOfFile: PackageRoot.file(file), encoding: .utf8)
            return text.split(separator: "\n").compactMap { Self.module(importedBy: $0) }.map { ($0, file) }
        }
    }

    private static func module(importedBy line: Substring) -> String? {
        var words = line.split(separator: " ").map(String.init)
        words.removeAll { $0.hasPrefix("@") }
        if let first = words.first,
            ["public", "package", "internal", "private", "fileprivate"].contains(first)
        {
            words.removeFirst()
        }
        guard words.first == "import", words.count > 1 else { return nil }
        let kinds: Set = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
        let name = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
        return name.split(separator: ".").first.map(String.init)
    }
}
