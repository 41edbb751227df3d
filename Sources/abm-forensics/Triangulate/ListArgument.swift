import ArgumentParser
import CaseReading
import DeviceTriangulation

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A device list as the command line names it: `FILE`, `FILE:DIALECT`, or `-` for standard input.
struct ListArgument: ExpressibleByArgument {
    let text: String

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        text = argument
    }

    static var defaultCompletionKind: CompletionKind { .file() }

    /// The file and its dialect.
    ///
    /// A colon belongs to the name where a file of that name is there.
    func input(as role: SourceRole, isPartial: Bool) throws -> FleetInput {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if text == "-" || FileManager.default.fileExists(atPath: text) {
            return FleetInput(text, role: role, isPartial: isPartial)
        }
        let file = parts.dropLast().joined(separator: ":")
        guard parts.count > 1, let last = parts.last.map(String.init),
            file == "-" || FileManager.default.fileExists(atPath: file)
        else { throw ValidationError("There is no file \(text).") }
        if let dialect = DeviceDialect.named(last) {
            return FleetInput(file, role: role, dialect: dialect, isPartial: isPartial)
        }
        let known = DeviceDialect.all.map(\.name)
        let near = NearestName.of(last, among: known, slack: 2).map { " Did you mean \($0)?" } ?? ""
        throw ValidationError(
            "There is no dialect \"\(last)\"; known are \(known.joined(separator: ", ")).\(near)")
    }
}
