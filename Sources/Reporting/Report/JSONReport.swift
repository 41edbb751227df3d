/// The canonical form of a report; every other format says the same.
package struct JSONReport: Sendable {
    package let report: Report

    package init(_ report: Report) {
        self.report = report
    }

    /// JSON with two spaces an indent; the same report gives the same bytes.
    package var text: String { report.json.pretty }
}
