import Casework
import ProbeKit

/// Turns probe results into the seven lines: blocked where something below took the evidence away, else unknown.
struct Ladder {
    let results: [ProbeResult]

    /// - Parameter results: in reading order; a probe that could not be measured is blocked where a code on its card's
    ///   `blockedBy` was raised.
    init(_ results: [ProbeResult]) {
        let raised = Set(results.flatMap(\.findings).map(\.code))
        self.results = results.map { result in
            guard result.outcome == .unknown, let code = result.card.blockedBy.first(where: raised.contains)
            else {
                return result
            }
            var blocked = result
            blocked.outcome = .blocked
            blocked.blockedBy = code
            return blocked
        }
    }

    func verdict(of layer: Layer, findings: [Finding]) -> LayerVerdict {
        let probes = results.filter { $0.card.layer == layer }
        let own = findings.filter { $0.layer == layer }
        let outcome = outcome(of: probes, own)
        return LayerVerdict(
            layer: layer, outcome: outcome, summary: Self.summary(outcome, probes, own), probes: probes,
            findings: own.map(\.id))
    }

    private func outcome(of probes: [ProbeResult], _ findings: [Finding]) -> Outcome {
        let judged = probes.map(\.outcome).filter(\.isJudged)
        guard !judged.isEmpty else { return probes.contains { $0.outcome == .blocked } ? .blocked : .unknown }
        // A score counts what other layers found, and breaks none of its own.
        let worst = Outcome(
            worst: findings.filter { !$0.code.isRunLevel && !$0.card.isScore }.map(\.severity))
        guard worst != .fail, let open = Self.openMain(probes) else { return worst }
        return open.outcome
    }

    /// The layer's main question, where nobody could answer it.
    private static func openMain(_ probes: [ProbeResult]) -> ProbeResult? {
        probes.first { $0.card.isMain && !$0.outcome.isJudged }
    }

    private static func summary(_ outcome: Outcome, _ probes: [ProbeResult], _ findings: [Finding]) -> String
    {
        switch outcome {
        case .fail: return briefs(findings.filter { $0.severity >= .medium && !$0.code.isRunLevel })
        case .warn: return briefs(findings.filter { $0.severity == .low && !$0.code.isRunLevel })
        case .pass:
            let words = probes.filter { $0.outcome == .pass && !$0.brief.isEmpty }.map(\.brief)
            return words.prefix(3).joined(separator: "; ")
        case .blocked:
            return "blocked by "
                + Set(probes.compactMap(\.blockedBy)).sorted().map(\.text).joined(separator: ", ")
        case .unknown:
            let answered = probes.count(where: \.outcome.isJudged)
            if let open = openMain(probes), answered > 0 {
                let rest = "\(answered) of \(probes.count) questions answered, nothing wrong there"
                return "\(open.because ?? "the main question is open"); \(rest)"
            }
            let reasons = unique(probes.compactMap(\.because))
            return reasons.isEmpty ? "no probe was asked" : brief(reasons)
        }
    }

    private static func briefs(_ findings: [Finding]) -> String {
        let worstFirst = findings.enumerated().sorted {
            ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
        }.map(\.element.claim.brief).filter { !$0.isEmpty }
        let rest = worstFirst.count - 2
        return worstFirst.prefix(2).joined(separator: "; ") + (rest > 0 ? "; \(rest) more" : "")
    }

    /// What could not be judged, layer by layer; the single questions stand with the layer's probes.
    var notTested: [Verdict.NotTested] {
        Layer.ladder.flatMap { layer -> [Verdict.NotTested] in
            let probes = results.filter { $0.card.layer == layer }
            let open = probes.filter { !$0.outcome.isJudged }
            // Whoever left a whole layer out says so.
            guard !probes.isEmpty else { return [] }
            if open.count == probes.count { return [Self.line(what: "layer \(layer.rawValue)", open)] }
            let share = "\(open.count) of \(probes.count) questions of layer \(layer.rawValue)"
            return open.isEmpty ? [] : [Self.line(what: share, open)]
        }
    }

    private static func line(what: String, _ probes: [ProbeResult]) -> Verdict.NotTested {
        let mainFirst = probes.filter(\.card.isMain) + probes.filter { !$0.card.isMain }
        let reasons = mainFirst.map { $0.blockedBy.map { "blocked by \($0)" } ?? $0.because ?? "not asked" }
        return Verdict.NotTested(
            what: what, why: reasons.isEmpty ? "no probe was asked" : brief(unique(reasons)),
            how: brief(unique(mainFirst.compactMap(\.supply))))
    }

    /// The first two, and how many more.
    private static func brief(_ words: [String]) -> String {
        words.prefix(2).joined(separator: "; ") + (words.count > 2 ? "; \(words.count - 2) more" : "")
    }

    private static func unique(_ words: [String]) -> [String] {
        words.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
