import Casework
import ProbeKit

/// The findings of a path report: one paragraph a code, and no advice twice.
struct PathFindings {
    let findings: [Report.FindingBlock]

    private static let labelColumn = CauseParagraph.labelColumn

    func write(on page: inout Page) {
        var order: [FindingCode] = []
        for finding in findings where !order.contains(finding.code) { order.append(finding.code) }
        var told: Set<String> = []
        for code in order {
            let alike = findings.filter { $0.code == code }
            if let first = alike.first { write(first, alike, &told, &page) }
        }
    }

    private func write(
        _ first: Report.FindingBlock, _ alike: [Report.FindingBlock], _ told: inout Set<String>,
        _ page: inout Page
    ) {
        page.gap()
        let parts: [Phrase] = [
            .solid(first.severity.rawValue, first.severity.ink), .solid(first.code.text, .strong),
            .solid("\(first.basis.word) \(first.rule)"),
        ]
        page.add(parts.joined(separator: "   "), indent: 1)
        var said: Set<String> = []
        for finding in alike {
            let words = finding.detail.isEmpty ? finding.title : finding.detail
            if said.insert(words).inserted { page.add(Phrase(words), indent: Self.labelColumn) }
        }
        let causes = Set(alike.flatMap(\.consequenceOf)).compactMap { id in
            findings.first { $0.id == id }?.code.text
        }
        guard causes.isEmpty || alike.contains(where: \.consequenceOf.isEmpty) else {
            let names = Set(causes).sorted().joined(separator: ", ")
            page.add(
                Phrase("a consequence of \(names)"), label: Phrase("why", .faint), labelAt: Self.labelColumn,
                indent: CauseParagraph.textColumn)
            return
        }
        RemedyParagraph(remedy: untold(first.remedy, &told), code: first.code).write(on: &page)
    }

    /// The remedy without the steps and commands that stand further up already.
    private func untold(_ remedy: Remedy, _ told: inout Set<String>) -> Remedy {
        Remedy(
            remedy.owner, remedy.summary, steps: remedy.steps.filter { told.insert($0).inserted },
            commands: remedy.commands.filter { told.insert($0).inserted }, references: remedy.references)
    }
}
