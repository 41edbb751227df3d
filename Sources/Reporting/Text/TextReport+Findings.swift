import Casework
import ProbeKit

extension TextReport {
    /// The most findings of one code that the short list shows; the number of the others is said.
    private static let perCode = 3

    /// Symptoms without a cause, each with what can be done meanwhile.
    func unexplained(_ page: inout Page) {
        for id in report.verdict.unexplained {
            guard let finding = report.finding(id) else { continue }
            page.gap()
            let open = finding.unexplained ?? finding.count
            let parts: [Phrase] = [
                .solid("Unexplained", .strong), .solid(finding.code.text, .bad),
                .solid(open == finding.count ? open.grouped : "\(open.grouped) of \(finding.count.grouped)"),
                .solid("\(finding.basis.word) \(finding.rule)"),
            ]
            page.add(parts.joined(separator: "   "), indent: 1)
            page.add(
                Phrase(finding.detail.isEmpty ? finding.title : finding.detail), indent: 3,
                note: Phrase(finding.evidence.first?.short ?? "", .faint))
            // The examples are the symptom's first devices: where a cause accounts for some, they may be those.
            if open == finding.count, !(finding.examples ?? []).isEmpty {
                page.add(
                    DeviceExamples(finding, list: report.devices?.list).phrase,
                    label: Phrase("devices", .faint),
                    labelAt: CauseParagraph.labelColumn, indent: CauseParagraph.textColumn)
            }
            RemedyParagraph(remedy: finding.remedy, code: finding.code).write(on: &page)
        }
    }

    /// What is no root cause, folded under none, and no open symptom: warnings and remarks, the worst first.
    func others(_ page: inout Page) {
        let findings = otherFindings
        guard !findings.isEmpty else { return }
        page.gap()
        page.add("", label: Phrase("Other findings", .strong), labelAt: 1)
        let widest = findings.map(\.code.text.count).max() ?? 0
        let indent = style.width >= 80 ? min(Self.codeColumn + widest + 2, 42) : Self.codeColumn
        for (code, group) in grouped(findings) {
            let shown = style.detail == .verbose ? group[...] : group.prefix(Self.perCode)
            for (index, finding) in shown.enumerated() {
                var words = words(of: finding)
                let rest = group.count - shown.count
                if index == shown.count - 1, rest > 0 {
                    words += Phrase(" (and \(rest.grouped) more of \(code))")
                }
                page.add(
                    words, label: label(of: finding), labelAt: CauseParagraph.labelColumn, indent: indent,
                    note: Phrase(finding.evidence.first?.short ?? "", .faint))
            }
        }
    }

    private static let codeColumn = 13

    private func label(of finding: Report.FindingBlock) -> Phrase {
        let severity = finding.severity.rawValue
        let gap = max(Self.codeColumn - CauseParagraph.labelColumn - severity.count, 2)
        return Phrase(severity, finding.severity.ink) + Phrase(String(repeating: " ", count: gap))
            + Phrase(finding.code.text, .strong)
    }

    private func words(of finding: Report.FindingBlock) -> Phrase {
        let words = Phrase(finding.detail.isEmpty ? finding.title : finding.detail)
        let causes = finding.consequenceOf.compactMap { report.finding($0)?.code.text }
        return causes.isEmpty ? words : words + Phrase(" (follows from \(causes.joined(separator: ", ")))")
    }

    /// The findings by code, each code where its first finding stands.
    private func grouped(_ findings: [Report.FindingBlock]) -> [(FindingCode, [Report.FindingBlock])] {
        let groups = Dictionary(grouping: findings, by: \.code)
        var seen: Set<FindingCode> = []
        return findings.compactMap { finding in
            seen.insert(finding.code).inserted ? (finding.code, groups[finding.code] ?? []) : nil
        }
    }

    private var otherFindings: [Report.FindingBlock] {
        let causes = report.verdict.rootCauses
        let told = Set(report.verdict.unexplained + causes.map(\.finding) + causes.flatMap(\.explains))
        return report.findings.enumerated()
            .filter { _, finding in
                !told.contains(finding.id)
                    && (finding.code != .evidenceMissing || report.notTested.isEmpty)
            }
            .sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
            .map(\.element)
    }
}
