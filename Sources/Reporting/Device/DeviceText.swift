import Casework
import ProbeKit

/// A device for people: where it stands in one line, four views side by side, who does what, what happened when.
package struct DeviceText: Sendable {
    let report: DeviceReport
    let style: TextStyle

    private static let labelColumn = 1
    private static let textColumn = 9

    package init(_ report: DeviceReport, style: TextStyle = TextStyle()) {
        self.report = report
        self.style = style
    }

    package var text: String {
        var page = Page(style)
        for story in report.devices {
            page.gap()
            title(story, &page)
            guard style.detail != .quiet else { continue }
            views(story, &page)
            next(story, &page)
            findings(story, &page)
            timeline(story, &page)
        }
        return page.text
    }

    private func title(_ story: DeviceStory, _ page: inout Page) {
        let name = story.serial ?? story.udid ?? "unknown device"
        let make = [story.model, story.os].compactMap { $0 }.joined(separator: ", ")
        var line: Phrase = .solid(name, .strong)
        if !make.isEmpty { line += Phrase("  ") + .solid(make) }
        line += Phrase("   ") + .solid(story.place, ink(story.standing)) + Phrase(": \(story.sentence)")
        page.add(line, indent: 0)
    }

    private func ink(_ standing: DeviceStory.Standing) -> Ink {
        switch standing {
        case .stuck: .bad
        case .enrolled: .good
        case .inFlight, .waiting: .caution
        case .undetermined: .open
        }
    }

    private func views(_ story: DeviceStory, _ page: inout Page) {
        for view in story.views {
            let seen = view.seenAt.map { "seen \(time($0))" } ?? "not seen"
            page.add(
                Phrase(view.text), label: Phrase(view.label, .strong), labelAt: Self.labelColumn,
                indent: Self.textColumn, note: .solid(seen, .faint))
        }
    }

    private func next(_ story: DeviceStory, _ page: inout Page) {
        for (index, step) in story.next.enumerated() {
            let owner: Phrase = step.owner == .nobody ? "" : Phrase("\(step.owner.name): ", .strong)
            page.add(
                owner + Phrase(step.text), label: Phrase(index == 0 ? "You" : "", .strong),
                labelAt: Self.labelColumn, indent: Self.textColumn)
            if let command = step.command { page.addCommand(command, indent: Self.textColumn + 2) }
        }
    }

    private func findings(_ story: DeviceStory, _ page: inout Page) {
        guard !story.findings.isEmpty else { return }
        page.gap()
        page.add("", label: Phrase("Findings", .strong), labelAt: Self.labelColumn)
        let widest = story.findings.map(\.code.text.count).max() ?? 0
        for finding in story.findings {
            let label =
                Phrase(finding.severity.rawValue, finding.severity.ink)
                + Phrase(String(repeating: " ", count: max(10 - finding.severity.rawValue.count, 2)))
                + Phrase(finding.code.text, .strong)
            page.add(
                Phrase(finding.text), label: label, labelAt: 3, indent: style.width < 80 ? 13 : 15 + widest)
        }
    }

    private func timeline(_ story: DeviceStory, _ page: inout Page) {
        guard !story.timeline.isEmpty else { return }
        page.gap()
        page.add("", label: Phrase("Timeline", .strong), labelAt: Self.labelColumn)
        let widest = min(story.timeline.map { $0.source.columns }.max() ?? 0, 12)
        for event in story.chronicle {
            let padding = String(repeating: " ", count: max(widest - event.source.columns, 0))
            page.add(
                Phrase(event.text),
                label: Phrase("\(event.at.minute)  ", .faint) + Phrase(event.source + padding), labelAt: 3,
                indent: 24 + widest, note: .solid(event.citation?.short ?? "", .faint))
        }
    }

    /// The time of day; with the date where that is not the report's.
    private func time(_ instant: Instant) -> String {
        let day = report.asOf.minute.prefix(10)
        return instant.minute.hasPrefix(day) ? instant.clock : instant.minute
    }
}
