import Casework
import ProbeKit

/// A path report for people: a line of stages for each path, what the peer showed, what differs, how to reproduce it.
package struct PathText: Sendable {
    let report: PathReport
    let style: TextStyle

    private static let labelColumn = 3
    private static let textColumn = 14

    package init(_ report: PathReport, style: TextStyle = TextStyle()) {
        self.report = report
        self.style = style
    }

    package var text: String {
        var page = Page(style)
        let verdict = report.verdict
        page.add(
            Phrase(report.target, .strong) + Phrase("   ") + verdict.status.marked
                + Phrase("   \(verdict.headline)"),
            indent: 0)
        for path in report.paths {
            page.gap()
            write(path, on: &page)
        }
        if style.detail != .quiet {
            differences(&page)
            findings(&page)
            reproduction(&page)
        }
        return page.text
    }

    private func write(_ path: PathReport.Path, on page: inout Page) {
        let transcript = Transcript(tree: path.handshake)
        let way = path.proxy.map { "via \($0)" } ?? "direct"
        let name = way.hasSuffix(path.name) ? way : "\(path.name) (\(way))"
        page.add(
            .solid(name, .strong) + Phrase("   ")
                + .solid(
                    transcript.isComplete ? "✓ \(transcript.outcome)" : "✗ \(transcript.outcome)",
                    transcript.ink)
                + Phrase(transcript.address.map { "   \($0)" } ?? ""), indent: 1)
        line("trouble", Phrase(transcript.trouble, .bad), &page)
        line("stages", transcript.stages.joined(separator: "  "), &page)
        guard style.detail != .quiet else { return }
        line("sent", transcript.sent, &page)
        line("settled", transcript.settled, &page)
        line("trust", transcript.trust, &page)
        for (index, certificate) in transcript.chain.enumerated() {
            line(index == 0 ? "chain" : "", Phrase(certificate), &page)
        }
        line("verified", Phrase(transcript.verified), &page)
    }

    private func differences(_ page: inout Page) {
        guard !report.differences.isEmpty else { return }
        page.gap()
        page.add("", label: Phrase("Differences", .strong), labelAt: 1)
        for difference in report.differences {
            let left = difference.onBaseline.map(\.words).joined(separator: " | ")
            let right = difference.onPath.map(\.words).joined(separator: " | ")
            page.add(
                Phrase("\(difference.baseline) ", .faint) + Phrase(left.isEmpty ? "none" : left)
                    + Phrase("   \(difference.path) ", .faint)
                    + Phrase(right.isEmpty ? "none" : right, .strong),
                label: Phrase(difference.field), labelAt: Self.labelColumn, indent: 22)
        }
    }

    private func findings(_ page: inout Page) {
        for finding in report.findings {
            page.gap()
            let parts: [Phrase] = [
                .solid(finding.severity.rawValue, finding.severity.ink), .solid(finding.code.text, .strong),
                .solid("\(finding.basis.word) \(finding.rule)"),
            ]
            page.add(parts.joined(separator: "   "), indent: 1)
            page.add(
                Phrase(finding.detail.isEmpty ? finding.title : finding.detail), indent: Self.labelColumn)
            RemedyParagraph(remedy: finding.remedy, code: finding.code).write(on: &page)
        }
    }

    private func reproduction(_ page: inout Page) {
        page.gap()
        page.add("", label: Phrase("Reproduce", .strong), labelAt: 1)
        for path in report.paths {
            page.add(Phrase(path.name, .faint), indent: Self.labelColumn)
            let commands = ReproducingCommands(
                target: report.target, via: path.proxy, handshake: path.handshake)
            for command in commands.commands { page.addCommand(command, indent: Self.labelColumn + 2) }
        }
    }

    private func line(_ label: String, _ phrase: Phrase, _ page: inout Page) {
        guard !phrase.isEmpty else { return }
        page.add(phrase, label: Phrase(label, .faint), labelAt: Self.labelColumn, indent: Self.textColumn)
    }
}

extension Figure {
    /// The value as a report's reader wants it.
    var words: String {
        switch self {
        case .count(let count): count.grouped
        case .number(let number): number.description
        case .text(let text): text
        case .flag(let flag): flag ? "yes" : "no"
        case .list(let figures): figures.map(\.words).joined(separator: ", ")
        case .table(let table):
            table.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.words)" }.joined(separator: ", ")
        case .absent: "none"
        }
    }
}
