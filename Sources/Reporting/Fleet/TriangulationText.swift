import Casework

/// The join of device lists for people: what was read, how many devices are in which state, and where they are.
package struct TriangulationText {
    let report: TriangulationReport
    let style: TextStyle

    /// Lines of a group that are shown; the rest stands in the JSON.
    private static let shownGroups = 5
    private static let shownRefusals = 10

    package init(_ report: TriangulationReport, style: TextStyle = TextStyle()) {
        (self.report, self.style) = (report, style)
    }

    package var text: String {
        var page = Page(style)
        let lists = report.sources.count.counted("list")
        page.add(
            .solid("abm-forensics \(report.tool.version)", .strong)
                + Phrase("   triangulation   as of \(report.asOf.minute)   \(lists)"))
        if style.detail != .quiet {
            page.gap()
            for source in report.sources { add(source, &page) }
        }
        page.gap()
        page.add(
            Phrase(report.total.counted("device"), .strong)
                + Phrase(", \(report.divergent.grouped) of them divergent"), indent: 1)
        states(&page)
        guard style.detail != .quiet else { return page.text }
        for (name, groups) in report.groups { add(groups, by: name, &page) }
        refusals(&page)
        unknown(&page)
        if let list = report.list {
            page.gap()
            page.add(Phrase("The devices stand in \(list)."), indent: 1)
        }
        return page.text
    }

    private func add(_ source: TriangulationReport.Source, _ page: inout Page) {
        var words = source.records.counted("record")
        if source.refused > 0 { words += ", \(source.refused.grouped) refused" }
        if source.fault == nil, !source.isComplete { words += ", not complete" }
        let fault = source.fault.map { Phrase("   \($0)", .bad) } ?? ""
        page.add(
            Phrase("\(source.shape ?? "no record told its kind")   \(words)   \(source.file)") + fault,
            label: Phrase(source.role, .strong), labelAt: 1, indent: 9)
    }

    private func states(_ page: inout Page) {
        let widest = report.states.map(\.name.count).max() ?? 0
        let longest = report.total.grouped.count
        for state in report.states {
            let number = state.count.grouped
            let padding = String(
                repeating: " ", count: widest - state.name.count + longest - number.count + 3)
            let (mark, ink): (String, Ink) =
                switch state.weight {
                case .failing: ("✗", .bad)
                case .warning: ("!", .caution)
                case .none: (state.name == "enrolled" ? "✓" : "·", state.name == "enrolled" ? .good : .plain)
                }
            page.add(
                .solid("\(mark) \(state.name)\(padding)\(number)", ink)
                    + .solid("   \(state.count.percent(of: report.total))", .faint), indent: 3)
        }
        if report.withoutAge > 0 {
            page.add(
                Phrase(
                    "\(report.withoutAge.counted("device")) undetermined because no record tells since when"),
                indent: 5)
        }
    }

    private func add(_ groups: [TriangulationReport.Group], by name: String, _ page: inout Page) {
        let worst = groups.filter { $0.divergent > 0 }
            .sorted { ($1.divergent, $0.value ?? "") < ($0.divergent, $1.value ?? "") }
        guard !worst.isEmpty, groups.count > 1 else { return }
        page.gap()
        page.add(Phrase("Divergent by \(name)", .strong), indent: 1)
        let shown = worst.prefix(Self.shownGroups)
        let widest = min(shown.map { ($0.value ?? "not said").count }.max() ?? 0, 40)
        for group in shown {
            page.add(
                Phrase(
                    "\(group.divergent.grouped) of \(group.total.grouped)   "
                        + group.divergent.percent(of: group.total)),
                label: .solid(String((group.value ?? "not said").prefix(40))), labelAt: 3, indent: 6 + widest)
        }
        let rest = worst.count - shown.count
        if rest > 0 { page.add(Phrase("and \(rest.grouped) more in the JSON report", .faint), indent: 3) }
    }

    private func refusals(_ page: inout Page) {
        guard !report.refusals.isEmpty else { return }
        page.gap()
        page.add(Phrase("Refused, or counted in part", .strong), indent: 1)
        for refusal in report.refusals.prefix(Self.shownRefusals) {
            let place = Citation(file: refusal.file, locator: refusal.place).short
            page.add(Phrase("\(place): \(refusal.reason) (\(refusal.count.grouped))"), indent: 3)
        }
        let rest = report.refusals.count - Self.shownRefusals
        if rest > 0 {
            page.add(Phrase("and \(rest.grouped) more reasons in the JSON report", .faint), indent: 3)
        }
    }

    private func unknown(_ page: inout Page) {
        let fields = report.unknownFields.count
        let values = report.unknownValues.count
        guard fields + values > 0, style.detail == .verbose else { return }
        page.gap()
        page.add(Phrase("Not known to any dialect, and kept", .strong), indent: 1)
        for field in report.unknownFields {
            page.add(Phrase("field \(field.text) of \(field.place): \(field.count.grouped)"), indent: 3)
        }
        for value in report.unknownValues {
            page.add(Phrase("value \(value.text) of \(value.place): \(value.count.grouped)"), indent: 3)
        }
    }
}
