import ForensicsTestKit
import Foundation
import ProbeKit
import Testing

/// A small case of a real failure, with what an expert says of it: `Samples/families` and `Samples/truth`.
struct FamilyCase: Decodable, Sendable, CustomTestStringConvertible {
    /// A root cause: its code, who must act, and how many devices it keeps from enrolling or from answering.
    struct Cause: Decodable, Sendable {
        let code: String
        let owner: String
        let devices: Int
    }

    let name: String
    /// The row in the list of failure modes; none for mixed and healthy cases.
    let row: Int?
    let firstBrokenLayer: Int?
    let causes: [Cause]
    /// Codes of findings that must stand in the report without being a cause.
    let also: [String]

    private enum CodingKeys: String, CodingKey {
        case name = "case"
        case row, firstBrokenLayer, causes, also
    }

    private struct Truth: Decodable {
        let cases: [FamilyCase]
    }

    var testDescription: String { name }
    var folder: String { PackageRoot.file("Samples/families/\(name)") }

    /// All of them; empty where the truth cannot be read, which `FamilyTests` takes as a failure.
    static let all: [FamilyCase] = {
        let file = URL(filePath: PackageRoot.file("Samples/truth/families.json"))
        guard let data = try? Data(contentsOf: file) else { return [] }
        return (try? JSONDecoder().decode(Truth.self, from: data))?.cases ?? []
    }()

    /// The cases of this name's beginning: `row`, `mixed` or `healthy`.
    static func named(_ beginning: String) -> [FamilyCase] {
        all.filter { $0.name.hasPrefix(beginning) }
    }
}
