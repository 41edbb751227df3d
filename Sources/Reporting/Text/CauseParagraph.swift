import Casework
import ProbeKit

/// One root cause in words: what happened, what speaks for and against it, what follows from it, who does what.
struct CauseParagraph {
    static let labelColumn = 3
    static let textColumn = 14

    let report: Report
    let cause: Report.RootCauseBlock
    /// From 1; said only where there is more than one cause.
    let number: Int

    func write(on page: inout Page) {
        let finding = report.finding(cause.finding)
        title(finding, &page)
        page.add(Phrase(cause.headline), indent: 3)
        statements(finding, &page)
        consequences(&page)
        if let finding { devices(finding, &page) }
        RemedyParagraph(remedy: cause.remedy, code: cause.code).write(on: &page)
        if let settle = cause.settle {
            line("settle", Phrase(settle.text), &page)
            if let command = settle.command { page.addCommand(command, indent: Self.textColumn) }
        }
    }

    private func title(_ finding: Report.FindingBlock?, _ page: inout Page) {
        let count = report.verdict.rootCauses.count
        let label = count > 1 ? "Root cause \(number) of \(count)" : "Root cause"
        var parts: [Phrase] = [
            .solid(label, .strong), .solid(cause.code.text, .bad),
            .solid("confidence \(cause.confidence.rawValue)"),
        ]
        if let finding { parts.append(.solid("\(finding.basis.word) \(finding.rule)")) }
        page.add(parts.joined(separator: "   "), indent: 1)
    }

    private func statements(_ finding: Report.FindingBlock?, _ page: inout Page) {
        var cited: Set<String> = []
        let labelled = cause.arguments.map { ("for", $0) } + cause.against.map { ("against", $0) }
        var previous = ""
        for (label, statement) in labelled {
            let citation = statement.finding.flatMap { report.finding($0)?.evidence.first?.short }
            let isNew = citation.map { cited.insert($0).inserted } ?? false
            line(
                label == previous ? "" : label, Phrase(statement.text), &page,
                note: isNew ? Phrase(citation ?? "", .faint) : "")
            previous = label
        }
        if let citation = finding?.evidence.first?.short, !cited.contains(citation) {
            line("evidence", Phrase(citation, .faint), &page)
        }
    }

    private func consequences(_ page: inout Page) {
        let findings = cause.explains.compactMap(report.finding)
        guard !findings.isEmpty else { return }
        let names = findings.map { finding -> Phrase in
            let share = finding.explainedBy.first { $0.cause == cause.finding }?.count ?? finding.count
            let of = share >= finding.count ? "" : " of \(finding.count.grouped)"
            return .solid("\(finding.code) (\(share.grouped)\(of))")
        }
        line("explains", names.joined(separator: ", "), &page)
        guard page.style.detail == .verbose else { return }
        for finding in findings {
            page.add(
                Phrase("\(finding.code)  ") + Phrase(finding.detail.isEmpty ? finding.title : finding.detail),
                indent: Self.textColumn + 2, note: Phrase(finding.evidence.first?.short ?? "", .faint))
        }
    }

    /// The devices of the cause, else those of its largest consequence.
    private func devices(_ finding: Report.FindingBlock, _ page: inout Page) {
        let candidates = [finding] + cause.explains.compactMap(report.finding)
        guard let named = candidates.first(where: { !($0.examples ?? []).isEmpty }) else { return }
        line("devices", DeviceExamples(named, list: report.devices?.list).phrase, &page)
    }

    private func line(_ label: String, _ phrase: Phrase, _ page: inout Page, note: Phrase = "") {
        page.add(
            phrase, label: Phrase(label, .faint), labelAt: Self.labelColumn, indent: Self.textColumn,
            note: note)
    }
}

/// Ten serial numbers at most, and how many more there are.
struct DeviceExamples {
    let phrase: Phrase

    init(_ finding: Report.FindingBlock, list: String?) {
        let examples = finding.examples ?? []
        var phrase = examples.map { Phrase.solid($0) }.joined(separator: ", ")
        let more = finding.count - examples.count
        if more > 0 { phrase += Phrase(" and \(more.grouped) more") }
        if let list, more > 0 { phrase += Phrase(" in \(list)") }
        self.phrase = phrase
    }
}

/// Who does what, with the steps in order and the commands as they can be pasted.
struct RemedyParagraph {
    let remedy: Remedy
    let code: FindingCode

    func write(on page: inout Page) {
        let owner: Phrase = remedy.owner == .nobody ? "" : Phrase("\(remedy.owner.name): ", .strong)
        let hint = Phrase.solid("abm-forensics explain \(code)", .faint)
        let isHinted = page.add(
            owner + Phrase(remedy.summary), label: Phrase("do", .faint), labelAt: CauseParagraph.labelColumn,
            indent: CauseParagraph.textColumn, note: hint, orNoNote: true)
        for (index, step) in remedy.steps.enumerated() {
            page.add(
                Phrase(step), label: Phrase("\(index + 1)."), labelAt: CauseParagraph.textColumn,
                indent: CauseParagraph.textColumn + 3)
        }
        for command in remedy.commands { page.addCommand(command, indent: CauseParagraph.textColumn) }
        if !isHinted {
            page.add(
                hint, label: Phrase("more", .faint), labelAt: CauseParagraph.labelColumn,
                indent: CauseParagraph.textColumn)
        }
    }
}
