import Casework
import ProbeKit

/// A path report for people: a line of stages for each path, what the peer showed, what differs, how to reproduce it.
package struct PathText: Sendable {
    let report: PathReport
    let matrix: HostMatrix?
    let style: TextStyle

    private static let labelColumn = 3
    private static let textColumn = 14

    /// - Parameter matrix: shown in place of the paths, for a report of many hosts.
    package init(_ report: PathReport, matrix: HostMatrix? = nil, style: TextStyle = TextStyle()) {
        self.report = report
        self.matrix = matrix
        self.style = style
    }

    package var text: String {
        var page = Page(style)
        page.add(
            Phrase(report.target, .strong) + Phrase("   ") + report.verdict.status.marked
                + Phrase("   \(PathHeadline(report: report).text)"),
            indent: 0)
        if let signal = report.interruption {
            page.add(Phrase("stopped by \(signal): what was not whole by then is missing", .bad), indent: 1)
        }
        if let matrix {
            matrix.write(on: &page)
        } else {
            for path in report.paths {
                page.gap()
                write(path, on: &page)
            }
        }
        if style.detail != .quiet {
            if !report.differences.isEmpty {
                DifferenceTable(differences: report.differences).write(on: &page)
            }
            PathFindings(findings: report.findings).write(on: &page)
            if matrix == nil { reproduction(&page) }
        }
        return page.text
    }

    private func write(_ path: PathReport.Path, on page: inout Page) {
        let transcript = Transcript(tree: path.handshake)
        guard path.handshake != .null else {
            let way = path.proxy.map { "via \($0)" } ?? "direct"
            page.add(.solid(way, .strong) + Phrase("   not measured"), indent: 1)
            return
        }
        title(path, transcript, &page)
        line("trouble", Phrase(transcript.trouble, .bad), &page)
        line("proxy", transcript.proxy, &page)
        line("", transcript.proxyWarning, &page)
        line("stages", transcript.stageLine(isFull: style.detail == .verbose), &page)
        guard style.detail != .quiet else { return }
        line("sent", transcript.sent, &page)
        line("settled", transcript.settled, &page)
        line("trust", transcript.trust, &page)
        line("pin", transcript.pin, &page)
        for (index, certificate) in transcript.chain.enumerated() {
            line(index == 0 ? "chain" : "", certificate, &page)
        }
        line("proofs", transcript.proofs, &page)
        line("client", transcript.client, &page)
        for (index, words) in RepeatLines(path.repeats).lines.enumerated() {
            line(index == 0 ? "again" : "", words, &page)
        }
        for trial in TrialLines(path.trials).lines { line(trial.label, trial.words, &page) }
    }

    /// Which way, how it ended, and where.
    private func title(_ path: PathReport.Path, _ transcript: Transcript, _ page: inout Page) {
        let way = path.proxy.map { "via \($0)" } ?? "direct"
        let name = way.hasSuffix(path.name) ? way : "\(path.name) (\(way))"
        let place =
            transcript.endedAtProxy
            ? transcript.proxyAddress.map { "   at the proxy \($0)" } : transcript.address.map { "   \($0)" }
        page.add(
            .solid(name, .strong) + Phrase("   ")
                + .solid("\(transcript.isComplete ? "✓" : "✗") \(transcript.outcome)", transcript.ink)
                + Phrase(place ?? ""), indent: 1)
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
