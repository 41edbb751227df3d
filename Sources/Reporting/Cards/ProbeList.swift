import Casework
package import ProbeKit

/// All probes, layer by layer: `probes list` and `probes show`.
package struct ProbeList: Sendable {
    package static let schema = "abm-forensics/probes/1"

    let cards: [ProbeCard]

    /// - Parameter cards: in reading order; they are grouped by layer, not sorted.
    package init(_ cards: [ProbeCard]) {
        self.cards = cards
    }

    package func text(style: TextStyle = TextStyle()) -> String {
        var page = Page(style)
        for layer in Layer.allCases {
            let own = cards.filter { $0.layer == layer }
            guard !own.isEmpty else { continue }
            page.gap()
            page.add(
                .solid("\(layer.rawValue)  \(layer.name)", .strong)
                    + Phrase("   \(own.count.counted("probe"))"))
            for card in own {
                page.add(Phrase(card.id.text, .strong), indent: 3)
                guard style.detail != .quiet else { continue }
                page.add(Phrase(card.asks), indent: 5)
                guard style.detail == .verbose else { continue }
                page.add(
                    Phrase(card.raises.map(\.code.text).joined(separator: ", ")),
                    label: Phrase("raises", .faint),
                    labelAt: 5, indent: 12)
            }
        }
        return page.text
    }

    package var json: JSONTree {
        ["schema": .text(Self.schema), "probes": .array(cards.map(\.json))]
    }
}

extension ProbeCard {
    package var json: JSONTree {
        [
            "id": .text(id.text), "layer": JSONTree(layer.rawValue), "asks": .text(asks),
            "needs": .array(
                needs.map { ["anyOf": JSONTree($0.anyOf.map(\.description)), "how": .text($0.how)] }),
            "blockedBy": JSONTree(blockedBy.map(\.text)), "raises": .array(raises.map(\.json)),
        ]
    }
}

extension FindingCard {
    /// The knowledge card of a code.
    package var json: JSONTree {
        [
            "code": .text(code.text), "title": .text(title), "severity": .text(severity.rawValue),
            "basis": .text(basis.kind.rawValue), "rule": .text(basis.rule), "meaning": .text(meaning),
            "isSymptom": .bool(isSymptom), "explains": JSONTree(explains.map(\.symptom.text)),
            "settle": settle?.json ?? .null, "remedy": remedy.json,
        ]
    }
}
