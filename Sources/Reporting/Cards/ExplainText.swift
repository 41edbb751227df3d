import Casework
package import ProbeKit

/// An offline knowledge card for people: what a code means, whose word that is, and what to do about it.
package struct ExplainText: Sendable {
    let style: TextStyle
    /// Every probe that is known: they say what explains what.
    let probes: [ProbeCard]

    private static let textColumn = 16

    package init(probes: [ProbeCard], style: TextStyle = TextStyle()) {
        self.probes = probes
        self.style = style
    }

    /// The card of a code.
    package func text(of card: FindingCard) -> String {
        var page = Page(style)
        let asking = probes.first { $0.card(for: card.code) != nil }
        title(card.code.text, card.title, &page)
        let parts: [Phrase] = [
            .solid(asking.map { "layer \($0.layer.rawValue), \($0.layer.name)" } ?? ""),
            Phrase("severity ") + Phrase(card.severity.rawValue, card.severity.ink),
            .solid(asking.map { "raised by \($0.id)" } ?? ""),
        ]
        page.add(parts.filter { !$0.isEmpty }.joined(separator: "   "), indent: 1)
        page.gap()
        line("Whose word", Phrase("\(card.basis.kind.sentence) Rule: \(card.basis.rule)."), &page)
        line("Means", Phrase(card.meaning), &page)
        line("As a cause", Phrase(Self.role(of: card)), &page)
        edges(of: card, &page)
        if let settle = card.settle {
            line("To settle it", Phrase(settle.text), &page)
            if let command = settle.command { page.addCommand(command, indent: Self.textColumn) }
        }
        remedy(card.remedy, &page)
        return page.text
    }

    /// The card of a probe.
    package func text(of card: ProbeCard) -> String {
        var page = Page(style)
        title(card.id.text, card.asks, &page)
        page.add(Phrase("layer \(card.layer.rawValue), \(card.layer.name)"), indent: 1)
        page.gap()
        for (index, need) in card.needs.enumerated() {
            line(index == 0 ? "Needs" : "", Phrase("\(need.what): \(need.how)"), &page)
        }
        if card.needs.isEmpty { line("Needs", "nothing in particular", &page) }
        line("Blocked by", Phrase(card.blockedBy.map(\.text).joined(separator: ", ")), &page)
        for (index, finding) in card.raises.enumerated() {
            line(
                index == 0 ? "Raises" : "",
                Phrase(finding.code.text, .strong)
                    + Phrase("  \(finding.severity.rawValue)", finding.severity.ink)
                    + Phrase("  \(finding.title)"), &page)
        }
        return page.text
    }

    private func title(_ name: String, _ words: String, _ page: inout Page) {
        page.add(.solid(name, .strong) + Phrase("   \(words)"), indent: 1)
    }

    private static func role(of card: FindingCard) -> String {
        if card.isSymptom {
            return "Never by itself: a symptom, explained by something else or said to be unexplained."
        }
        if card.isScore { return "Never: it only counts what other findings say." }
        switch card.severity {
        case .info, .low: return "Never at this severity."
        case .medium, .high, .critical: return "A root cause wherever nothing else explains it."
        }
    }

    private func edges(of card: FindingCard, _ page: inout Page) {
        for (index, group) in Self.alike(card.explains).enumerated() {
            line(index == 0 ? "Explains" : "", words(group), &page)
        }
        let causes = probes.flatMap(\.raises).filter { other in
            other.explains.contains { $0.symptom == card.code }
        }
        for (index, cause) in causes.enumerated() {
            line(
                index == 0 ? "Explained by" : "",
                Phrase(cause.code.text, .strong) + Phrase("  \(cause.title)"), &page)
        }
    }

    /// Edges of paths that hold under the same conditions, together, in the order of their first.
    ///
    /// A broken path can be the cause of a dozen symptoms; any other edge has a line and a title of its own.
    private static func alike(_ edges: [Edge]) -> [[Edge]] {
        var places: [Edge: Int] = [:]
        return edges.reduce(into: []) { groups, edge in
            // Every edge of a group reads the same but for its symptom.
            let condition = Edge(
                "", scope: edge.scope, basis: edge.basis, ceiling: edge.ceiling,
                standingAgainst: edge.standingAgainst)
            if edge.scope != nil, let place = places[condition] {
                groups[place].append(edge)
            } else {
                places[condition] = groups.count
                groups.append([edge])
            }
        }
    }

    /// The symptoms of a group, then what they have in common; a symptom of its own with its title.
    private func words(_ group: [Edge]) -> Phrase {
        guard let edge = group.first else { return "" }
        var words = group.map { Phrase($0.symptom.text, .strong) }.joined(separator: ", ")
        let title = group.count == 1 ? cards(edge.symptom).first?.title ?? "" : ""
        if !title.isEmpty { words += Phrase("  \(title)") }
        if let scope = edge.scope { words += Phrase(" (\(scope.words))") }
        if edge.ceiling < .high { words += Phrase(" (confidence at most \(edge.ceiling.rawValue))") }
        if let basis = edge.basis { words += Phrase(" (\(basis))") }
        if let against = edge.standingAgainst { words += Phrase(" Against: \(against)") }
        return words
    }

    private func cards(_ code: FindingCode) -> [FindingCard] {
        probes.compactMap { $0.card(for: code) }
    }

    private func remedy(_ remedy: Remedy, _ page: inout Page) {
        page.gap()
        let owner: Phrase = remedy.owner == .nobody ? "" : Phrase("\(remedy.owner.name): ", .strong)
        line("Do", owner + Phrase(remedy.summary), &page)
        for (index, step) in remedy.steps.enumerated() {
            page.add(
                Phrase(step), label: Phrase("\(index + 1)."), labelAt: Self.textColumn,
                indent: Self.textColumn + 3)
        }
        for command in remedy.commands { page.addCommand(command, indent: Self.textColumn) }
        line("See", Phrase(remedy.references.joined(separator: "; ")), &page)
    }

    private func line(_ label: String, _ phrase: Phrase, _ page: inout Page) {
        guard !phrase.isEmpty else { return }
        page.add(phrase, label: Phrase(label, .faint), labelAt: 1, indent: Self.textColumn)
    }
}

extension Edge.Scope {
    /// The condition in words: `cloud-config seen from device-network`.
    fileprivate var words: String {
        let left = Set(HostRole.allCases).subtracting(roles).map(\.rawValue).sorted()
        if hosts.isEmpty, vantages.isEmpty, !left.isEmpty, left.count < roles.count {
            return "any host but \(left.joined(separator: " and "))"
        }
        let what = hosts.sorted() + roles.map(\.rawValue).sorted()
        let from = vantages.map(\.rawValue).sorted().joined(separator: " or ")
        let place = what.isEmpty ? "any host" : what.joined(separator: " or ")
        return from.isEmpty ? place : "\(place) seen from \(from)"
    }
}
