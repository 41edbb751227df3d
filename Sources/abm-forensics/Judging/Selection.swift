import Diagnosis
import ProbeKit

/// Which probes are asked and whose word counts.
struct Selection: Sendable {
    /// Empty means every layer.
    var layers: Set<Int> = []
    /// Empty means every probe.
    var only: Set<String> = []
    var skip: Set<String> = []
    /// Leave out what only the field guide says.
    var publishedOnly = false

    func admits(_ card: ProbeCard) -> Bool {
        (layers.isEmpty || layers.contains(card.layer.rawValue))
            && (only.isEmpty || only.contains(card.id.text))
            && !skip.contains(card.id.text)
            && (!publishedOnly || card.raises.contains { $0.basis.kind != .fieldGuide })
    }

    /// Without findings and edges that rest on the field guide, where those do not count.
    func filtered(_ result: ProbeResult) -> ProbeResult {
        guard publishedOnly, result.outcome.isJudged else { return result }
        var kept = result
        kept.findings = result.findings.filter { $0.basis.kind != .fieldGuide }.map { finding in
            Finding(
                finding.claim, card: finding.card.withoutFieldGuideEdges, layer: finding.layer,
                probe: finding.probe)
        }
        let silenced = result.findings.count - kept.findings.count
        guard silenced > 0 else { return kept }
        kept.brief = kept.findings.map(\.claim.brief).filter { !$0.isEmpty }.joined(separator: "; ")
        kept.outcome = Outcome(worst: kept.findings.map(\.severity))
        if kept.findings.isEmpty {
            // What the field guide alone would call broken was not found to be sound.
            kept.outcome = .unknown
            kept.because =
                "\(silenced) finding\(silenced == 1 ? " rests" : "s rest") on the field guide alone"
            kept.supply = "leave out --basis published"
        }
        return kept
    }

    /// What the choice leaves out, for the report's list of what was not tested.
    func leftOut(of cards: [ProbeCard]) -> [Verdict.NotTested] {
        let left = cards.filter { !admits($0) }
        guard !left.isEmpty else { return [] }
        let names = left.count > 5 ? "\(left.count) probes" : left.map(\.id.text).joined(separator: ", ")
        return [Verdict.NotTested(what: names, why: "left out on request", how: "leave out \(options)")]
    }

    private var options: String {
        var words: [String] = []
        if !layers.isEmpty { words.append("--layer") }
        if !only.isEmpty { words.append("--only") }
        if !skip.isEmpty { words.append("--skip") }
        if publishedOnly { words.append("--basis published") }
        return words.joined(separator: ", ")
    }
}

extension FindingCard {
    fileprivate var withoutFieldGuideEdges: FindingCard {
        FindingCard(
            code, title, severity: severity, basis: basis, meaning: meaning,
            explains: explains.filter { $0.basis?.kind != .fieldGuide }, isSymptom: isSymptom,
            isScore: isScore,
            settle: settle, remedy: remedy)
    }
}
