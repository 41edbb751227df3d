import CaseReading
import Casework
import DeviceStateProbes
import OpenFormats
import ProbeKit
import Reporting

/// Looks at a CSV file for an import of devices.
///
/// Files of one call are one import: a serial that stands in two of them is a duplicate.    Source: FG-2.9, FG-2.10.
struct ImportInspector: Inspector {
    /// How many rows of one sort the text names.
    private static let shownRows = 10

    private var last: ImportCheck?

    func takes(_ file: LooseFile) -> Bool { file.isTable }

    mutating func inspect(_ file: LooseFile) throws(CaseError) -> InspectionReport.File {
        var check = ImportCheck(file: file.path, after: last)
        let outcome = try file.read { check.read($0) }
        check.finish()
        last = check
        let citation = Citation(file: file.path, sha256: outcome.sha256)
        let facts = check.facts(bytes: outcome.bytes, citing: citation)
        var report = InspectionReport.File(
            path: file.path, kind: "device-import", sha256: outcome.sha256,
            summary: "a CSV file for an import of devices, \(facts.rows.counted("row"))")
        report.lines = lines(check, facts, outcome)
        report.details = details(check, facts, outcome)
        report.findings = Self.findings(facts)
        return report
    }

    private static func findings(_ facts: ImportFile) -> [Finding] {
        var sheet = DeviceFacts()
        sheet.supplied = [Supply(.devices), Supply(.devices, .tenant)]
        sheet.importFiles = [facts]
        return [ImportsCleanRows().examination(of: sheet)].findingsOnly
    }

    // MARK: Words

    private func lines(
        _ check: ImportCheck, _ facts: ImportFile, _ outcome: LooseFile.Outcome
    ) -> [InspectionReport.Line] {
        var lines: [InspectionReport.Line] = []
        if let fault = outcome.fault { lines.append(InspectionReport.Line("file", fault, isSound: false)) }
        let column = check.serialColumn.map { name in
            name == "serial_number" ? name : "\(name) (the field guide names it serial_number)"
        }
        lines.append(
            InspectionReport.Line(
                "serial numbers",
                column.map { "in column \($0)" }
                    ?? "no column is named serial_number: \(shown(check.header))",
                isSound: column != nil))
        lines.append(
            InspectionReport.Line(
                "rows", "\(facts.rows.grouped) of \(ImportsCleanRows.maximumRows.grouped) allowed",
                isSound: facts.rows <= ImportsCleanRows.maximumRows))
        lines.append(
            InspectionReport.Line(
                "bytes", "\(facts.bytes.grouped) of \(ImportsCleanRows.maximumBytes.grouped) allowed",
                isSound: facts.bytes <= ImportsCleanRows.maximumBytes))
        guard check.serialColumn != nil else {
            // Absence of evidence is never a pass.
            lines.append(InspectionReport.Line("duplicates", "cannot be told without serial numbers"))
            return lines + rowLines(check, facts)
        }
        lines.append(line("duplicates", check.duplicates, facts.duplicateSerials))
        // Unusual is not wrong: newer serial numbers need not follow the rule.
        var unusual = line("unusual serials", check.unusual, facts.unusualSerials)
        if facts.unusualSerials > 0 { unusual.isSound = nil }
        lines.append(unusual)
        return lines + rowLines(check, facts)
    }

    private func rowLines(_ check: ImportCheck, _ facts: ImportFile) -> [InspectionReport.Line] {
        var lines: [InspectionReport.Line] = []
        if let column = check.countryColumn {
            lines.append(
                line("countries", check.countries, facts.badCountryCodes, note: " in column \(column)"))
        }
        if check.brokenCount > 0 { lines.append(line("broken rows", check.broken, check.brokenCount)) }
        return lines
    }

    private func line(
        _ label: String, _ rows: [ImportCheck.Row], _ count: Int, note: String = ""
    ) -> InspectionReport.Line {
        guard count > 0 else { return InspectionReport.Line(label, "none\(note)", isSound: true) }
        let places = rows.prefix(Self.shownRows).map { row in
            "line \(row.line) \(row.value)" + (row.before.map { " (as \($0))" } ?? "")
        }
        let more = count > places.count ? " and \((count - places.count).grouped) more" : ""
        return InspectionReport.Line(
            label, "\(count.grouped)\(note): \(places.joined(separator: ", "))\(more)", isSound: false)
    }

    private func shown(_ header: [String]) -> String {
        String(header.prefix(8).joined(separator: ", ").prefix(120))
    }

    // MARK: JSON

    private func details(
        _ check: ImportCheck, _ facts: ImportFile, _ outcome: LooseFile.Outcome
    ) -> JSONTree {
        [
            "header": JSONTree(check.header), "serialColumn": JSONTree(check.serialColumn),
            "countryColumn": JSONTree(check.countryColumn), "rows": JSONTree(facts.rows),
            "rowsAllowed": JSONTree(ImportsCleanRows.maximumRows), "bytes": JSONTree(facts.bytes),
            "bytesAllowed": JSONTree(ImportsCleanRows.maximumBytes),
            "duplicates": rows(check.duplicates, facts.duplicateSerials),
            "badCountries": rows(check.countries, facts.badCountryCodes),
            "unusualSerials": rows(check.unusual, facts.unusualSerials),
            "brokenRows": rows(check.broken, check.brokenCount), "fault": JSONTree(outcome.fault),
        ]
    }

    private func rows(_ rows: [ImportCheck.Row], _ count: Int) -> JSONTree {
        [
            "count": JSONTree(count),
            "rows": .array(
                rows.map {
                    ["line": JSONTree($0.line), "value": .text($0.value), "before": JSONTree($0.before)]
                }),
        ]
    }
}
