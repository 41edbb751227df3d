package import ProbeKit

/// `abm-forensics/inspection/1`: what single files are, and whether they are sound.
package struct InspectionReport: Sendable, Hashable {
    package static let schema = "abm-forensics/inspection/1"

    /// A table of a file's contents.
    package struct Table: Sendable, Hashable {
        /// The words of the first column, then those of the others, which hold numbers.
        package var head: [String]
        package var rows: [[String]]
        /// How many rows there are where not all are shown.
        package var total: Int

        package init(head: [String], rows: [[String]], total: Int? = nil) {
            self.head = head
            self.rows = rows
            self.total = total ?? rows.count
        }
    }

    /// One line about a file: what was looked at, and what came of it.
    package struct Line: Sendable, Hashable {
        package var label: String
        package var words: String
        /// Whether it is as it should be; nil where that is no question.
        package var isSound: Bool?

        package init(_ label: String, _ words: String, isSound: Bool? = nil) {
            self.label = label
            self.words = words
            self.isSound = isSound
        }
    }

    /// One file.
    package struct File: Sendable, Hashable {
        package var path: String
        /// What it is: `device-import`, `access-log`, ….
        package var kind: String
        package var sha256: String?
        /// One sentence.
        package var summary: String
        package var lines: [Line] = []
        package var tables: [Table] = []
        package var findings: [Finding] = []
        /// What the inspector measured, as JSON has it.
        package var details: JSONTree = [:]
        /// Why it was not inspected; nil where it was.
        package var refusal: String?

        package init(path: String, kind: String, sha256: String? = nil, summary: String) {
            self.path = path
            self.kind = kind
            self.sha256 = sha256
            self.summary = summary
        }
    }

    package var tool: Report.Tool
    package var files: [File]

    package init(tool: Report.Tool, files: [File]) {
        self.tool = tool
        self.files = files
    }

    /// What the findings of all files amount to.
    package var outcome: Outcome { Outcome(worst: files.flatMap(\.findings).map(\.severity)) }

    package var json: JSONTree {
        [
            "schema": .text(Self.schema), "tool": tool.json, "status": .text(outcome.rawValue),
            "files": .array(files.map(\.json)),
        ]
    }
}

extension InspectionReport.File {
    var json: JSONTree {
        [
            "file": .text(path), "kind": .text(kind), "sha256": JSONTree(sha256), "summary": .text(summary),
            "refusal": JSONTree(refusal), "details": details, "findings": .array(findings.map(\.inspected)),
        ]
    }
}

extension Finding {
    fileprivate var inspected: JSONTree {
        [
            "code": .text(code.text), "layer": JSONTree(layer.rawValue), "severity": .text(severity.rawValue),
            "basis": .text(basis.kind.rawValue), "rule": .text(basis.rule), "title": .text(card.title),
            "detail": .text(claim.detail), "count": JSONTree(count),
            "evidence": .array(claim.evidence.map(\.json)), "remedy": remedy.json,
        ]
    }
}
