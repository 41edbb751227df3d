import ProbeKit

extension TextReport {
    /// Below this width the words of a layer stand under its name.
    ///
    /// Unit: columns.
    private static let wideEnough = 72
    private static let nameColumn = 4
    private static let statusColumn = 22
    private static let summaryColumn = 34

    func ladder(_ page: inout Page) {
        for layer in report.layers {
            let (status, words) = standing(of: layer)
            let name = Phrase(layer.layer.name, layer.status == .fail ? .strong : .plain)
            let gap = String(
                repeating: " ", count: max(Self.statusColumn - Self.nameColumn - layer.layer.name.count, 1))
            let label = Phrase("\(layer.layer.rawValue)  ") + name + Phrase(gap) + status
            if style.width >= Self.wideEnough {
                page.add(Phrase(words), label: label, labelAt: 1, indent: Self.summaryColumn)
            } else {
                page.add("", label: label, labelAt: 1)
                page.add(Phrase(words), indent: Self.nameColumn)
            }
            if style.detail == .verbose { probes(of: layer, &page) }
        }
    }

    /// The mark and word of a layer, and the words that follow; a blocked layer names the code that blocks it.
    private func standing(of layer: Report.LayerBlock) -> (Phrase, String) {
        let code = layer.probes.lazy.compactMap(\.blockedBy).first
        guard layer.status == .blocked, let code else { return (layer.status.marked, layer.summary) }
        var words = layer.summary
        let prefix = "blocked by \(code)"
        if words.hasPrefix(prefix) {
            words = String(words.dropFirst(prefix.count).drop { ":;,. ".contains($0) })
        }
        return (.solid("\(Outcome.blocked.mark) \(prefix)", Outcome.blocked.ink), words)
    }

    private func probes(of layer: Report.LayerBlock, _ page: inout Page) {
        for probe in layer.probes {
            let blocked = probe.blockedBy.map { " by \($0)" } ?? ""
            let origin = probe.origin == "built-in" ? "" : "   (\(probe.origin))"
            let head: Phrase = .solid(
                "\(probe.status.mark) \(probe.status.rawValue)\(blocked)", probe.status.ink)
            page.add(
                head + Phrase("  ") + Phrase(probe.id.text, .strong)
                    + Phrase(origin, .faint), indent: 6)
            page.add(Phrase(probe.summary.isEmpty ? probe.title : probe.summary), indent: 8)
        }
    }
}
