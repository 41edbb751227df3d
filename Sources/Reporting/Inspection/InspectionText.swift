import Casework
import ProbeKit

/// An inspection for people: what each file is, what was looked at, and what is wrong with it.
package struct InspectionText: Sendable {
    let report: InspectionReport
    let style: TextStyle

    private static let labelColumn = 1
    private static let textColumn = 18
    /// How many rows of a table are shown unless every one is asked for.
    package static let shownRows = 20
    /// A first column that is cut to less says nothing.
    private static let leastWords = 16

    package init(_ report: InspectionReport, style: TextStyle = TextStyle()) {
        self.report = report
        self.style = style
    }

    package var text: String {
        var page = Page(style)
        for file in report.files {
            page.gap()
            title(file, &page)
            guard style.detail != .quiet, file.refusal == nil else { continue }
            for line in file.lines { write(line, &page) }
            for table in file.tables { write(table, &page) }
            for finding in file.findings { write(finding, &page) }
        }
        return page.text
    }

    private func title(_ file: InspectionReport.File, _ page: inout Page) {
        let worst = Outcome(worst: file.findings.map(\.severity))
        let (mark, ink): (String, Ink) =
            switch worst {
            case _ where file.refusal != nil: ("? unknown", .open)
            case .fail: ("✗ fail", .bad)
            case .warn: ("! warn", .caution)
            default: ("✓ pass", .good)
            }
        let words = file.refusal ?? file.summary
        page.add(.solid(file.path, .strong) + Phrase("   ") + .solid(mark, ink) + Phrase("   \(words)"))
    }

    private func write(_ line: InspectionReport.Line, _ page: inout Page) {
        let mark: Phrase =
            switch line.isSound {
            case true?: .solid("✓ ", .good)
            case false?: .solid("✗ ", .bad)
            case nil: ""
            }
        page.add(
            mark + Phrase(line.words), label: Phrase(line.label, .faint), labelAt: Self.labelColumn,
            indent: Self.textColumn)
    }

    // MARK: Tables

    private func write(_ table: InspectionReport.Table, _ page: inout Page) {
        guard !table.rows.isEmpty else { return }
        page.gap()
        let rows = style.detail == .verbose ? table.rows : Array(table.rows.prefix(Self.shownRows))
        let widths = table.head.indices.map { column in
            ([table.head] + rows).compactMap { $0.dropFirst(column).first }.map(columns).max() ?? 0
        }
        let numbers = widths.dropFirst().reduce(0) { $0 + $1 + 2 }
        let first = min(widths.first ?? 0, max(Self.leastWords, style.width - numbers - 2))
        set(table.head, widths, first, .faint, &page)
        for row in rows { set(row, widths, first, .plain, &page) }
        if rows.count < table.total {
            page.add(
                Phrase("\((table.total - rows.count).grouped) more; --format json has all of them", .faint),
                indent: Self.labelColumn)
        }
    }

    private func set(_ row: [String], _ widths: [Int], _ first: Int, _ ink: Ink, _ page: inout Page) {
        var line: Phrase = ""
        for (index, cell) in row.enumerated() {
            if index == 0 {
                let words = cut(cell, to: first)
                line += .solid(words + spaces(first - columns(words)), ink)
            } else if index < widths.count {
                line += .solid("  " + spaces(widths[index] - columns(cell)) + cell, ink)
            }
        }
        page.add(line, indent: Self.labelColumn)
    }

    /// The beginning of a text, as much as fits, with a sign that there was more.
    private func cut(_ text: String, to room: Int) -> String {
        guard columns(text) > room else { return text }
        var kept = text.harmless(unicode: style.unicode)
        while !kept.isEmpty, columns(kept) >= room { kept.removeLast() }
        return kept + "…"
    }

    private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

    private func columns(_ text: String) -> Int { text.harmless(unicode: style.unicode).columns }

    // MARK: Findings

    private func write(_ finding: Finding, _ page: inout Page) {
        page.gap()
        let parts: [Phrase] = [
            .solid(finding.severity.rawValue, finding.severity.ink), .solid(finding.code.text, .strong),
            .solid("\(finding.basis.kind.word) \(finding.basis.rule)"),
        ]
        page.add(parts.joined(separator: "   "), indent: Self.labelColumn)
        let words = finding.claim.detail.isEmpty ? finding.card.title : finding.claim.detail
        page.add(
            Phrase(words), indent: CauseParagraph.labelColumn,
            note: Phrase(finding.claim.evidence.first?.short ?? "", .faint), orNoNote: true)
        RemedyParagraph(remedy: finding.remedy, code: finding.code).write(on: &page)
    }
}
