import Casework
import ProbeKit

/// The report for people at a terminal: seven lines, then what broke by itself, and who must do what about it.
package struct TextReport: Sendable {
    let report: Report
    let style: TextStyle

    package init(_ report: Report, style: TextStyle = TextStyle()) {
        self.report = report
        self.style = style
    }

    package var text: String {
        var page = Page(style)
        guard style.detail != .quiet else {
            ladder(&page)
            return page.text
        }
        header(&page)
        page.gap()
        ladder(&page)
        page.gap()
        firstBrokenLayer(&page)
        for (index, cause) in report.verdict.rootCauses.enumerated() {
            page.gap()
            CauseParagraph(report: report, cause: cause, number: index + 1).write(on: &page)
        }
        unexplained(&page)
        others(&page)
        page.gap()
        notTested(&page)
        unknown(&page)
        return page.text
    }

    private func header(_ page: inout Page) {
        let block = report.caseBlock
        var evidence = "evidence \(block.evidenceFiles.counted("file"))"
        if let manifest = block.manifestSHA256 { evidence += ", manifest \(manifest.prefix(4))…" }
        let parts: [Phrase] = [
            .solid("\(report.tool.name) \(report.tool.version)", .strong), .solid("case \(block.id)"),
            .solid("as of \(block.asOf.minute)"), .solid(evidence),
        ]
        page.add(parts.joined(separator: "   "), indent: 0)
    }

    private func firstBrokenLayer(_ page: inout Page) {
        let verdict = report.verdict
        let answer = verdict.firstBrokenLayer.map { String($0.rawValue) }
        let isJudged = report.layers.contains { $0.status.isJudged }
        page.add(
            Phrase("First broken layer: ") + Phrase(answer ?? (isJudged ? "none" : "unknown"), .strong),
            indent: 1)
        if verdict.rootCauses.isEmpty { page.add(Phrase(verdict.headline), indent: 1) }
    }

    /// What would let each layer be judged that could not be.
    private var toSupply: [(Layer, String)] {
        report.layers.filter { $0.status == .unknown && !$0.probes.isEmpty }.compactMap { block in
            report.notTested.first { $0.what.hasSuffix("layer \(block.layer.rawValue)") && !$0.how.isEmpty }
                .map { (block.layer, $0.how) }
        }
    }

    private func notTested(_ page: inout Page) {
        guard style.detail == .verbose else {
            let list = report.notTested.map { "\($0.what) (\($0.why))" }.joined(separator: "; ")
            page.add(
                Phrase(list.isEmpty ? "nothing was left out" : list), label: Phrase("Not tested", .strong),
                labelAt: 1, indent: 14)
            for (layer, how) in toSupply {
                page.add(
                    Phrase("layer \(layer.rawValue): \(how)"), label: Phrase("supply", .faint), labelAt: 3,
                    indent: 14)
            }
            return
        }
        page.add("", label: Phrase("Not tested", .strong), labelAt: 1)
        for item in report.notTested {
            page.add(Phrase("\(item.what): \(item.why)"), indent: 3)
            if !item.how.isEmpty {
                page.add(Phrase(item.how), label: Phrase("how", .faint), labelAt: 5, indent: 10)
            }
        }
        if report.notTested.isEmpty { page.add("nothing was left out", indent: 3) }
    }
}
