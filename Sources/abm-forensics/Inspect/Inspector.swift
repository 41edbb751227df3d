import CaseReading
import Casework
import ProbeKit
import Reporting

/// Looks at one sort of file.
///
/// Shape: one file an inspector; `Inspection` asks them in order, and the first one that takes a file has it.
protocol Inspector {
    /// Whether the file is of this inspector's sort.
    func takes(_ file: LooseFile) -> Bool
    /// Reads the file and says what it is and whether it is sound.
    ///
    /// Throws: `CaseError` where it cannot be read.
    mutating func inspect(_ file: LooseFile) throws(CaseError) -> InspectionReport.File
}

/// The inspectors of one call, asked file by file.
struct Inspection {
    var inspectors: [any Inspector]

    /// Looks at one file; what it is where nobody can inspect it.
    mutating func inspect(_ path: String) -> InspectionReport.File {
        do throws(CaseError) {
            let file = try LooseFile(path: path)
            for index in inspectors.indices where inspectors[index].takes(file) {
                return try inspectors[index].inspect(file)
            }
            return Self.refusal(of: file)
        } catch {
            var file = InspectionReport.File(path: path, kind: "unreadable", summary: "")
            file.refusal = error.reason
            return file
        }
    }

    private static func refusal(of file: LooseFile) -> InspectionReport.File {
        let kind = file.kind?.name ?? "unknown"
        var refused = InspectionReport.File(path: file.path, kind: kind, summary: "")
        refused.refusal =
            file.kind == nil
            ? "not recognised by its content; this version inspects CSV files for an import and access logs"
            : "seems to be evidence of kind \(kind)\(file.dialect.map { " (\($0))" } ?? ""), which this version does not "
                + "inspect by itself; judge it as a case: abm-forensics run FOLDER"
        return refused
    }
}

extension [ProbeResult] {
    /// What the probes of a layer found, without those that had nothing to look at.
    var findingsOnly: [Finding] { flatMap(\.findings) }
}
