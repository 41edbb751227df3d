package import Casework

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a plug-in is asked: one JSON object on its standard input.
package struct PlugInRequest: Sendable, Encodable {
    /// A fact is a file that the plug-in may read, or several.
    package enum Fact: Sendable, Hashable, Encodable {
        case file(String)
        case files([String])

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .file(let path): try container.encode(path)
            case .files(let paths): try container.encode(paths)
            }
        }
    }

    package let `protocol` = PlugInDescription.version
    package let run: Run
    package let asOf: String
    package let facts: [String: Fact]
    package let parameters: [String: String]
    package let deadlineSeconds: Double

    package struct Run: Sendable, Encodable {
        package let tool: String
        package let version: String
        package let caseID: String

        package init(tool: String, version: String, caseID: String) {
            self.tool = tool
            self.version = version
            self.caseID = caseID
        }
    }

    package init(
        run: Run, asOf: Instant, facts: [String: Fact], parameters: [String: String] = [:],
        deadlineSeconds: Double
    ) {
        self.run = run
        self.asOf = asOf.description
        self.facts = facts
        self.parameters = parameters
        self.deadlineSeconds = deadlineSeconds
    }

    /// The object as bytes, with sorted keys.
    package var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { Array($0) + [UInt8(ascii: "\n")] } ?? []
    }
}
