import Casework
public import ProbeKit

/// Correlates what the probes found into one verdict.
///
/// It knows no probe: everything it relies on stands on the cards.
public struct Diagnosis: Sendable {
    /// Findings about the run itself: evidence that was unreadable, altered or missing.
    public var runFindings: [Finding]
    /// What the caller left out on purpose, with the reason.
    public var leftOut: [Verdict.NotTested]

    public init(runFindings: [Finding] = [], leftOut: [Verdict.NotTested] = []) {
        self.runFindings = runFindings
        self.leftOut = leftOut
    }

    /// - Parameter results: of every probe that was asked, in reading order.
    public func verdict(on results: [ProbeResult]) -> Verdict {
        let ladder = Ladder(results)
        let findings = numbered(ladder.results)
        let correlation = Correlation(findings)
        let roots = correlation.roots()
        let files = roots.map { root, reached in
            CauseFile(
                root: root, reached: reached, correlation: correlation,
                rivals: roots.filter { $0.root.id != root.id })
        }.sorted(by: Self.comesFirst)
        let layers = Layer.ladder.map { ladder.verdict(of: $0, findings: findings) }
        return Verdict(
            outcome: Self.outcome(layers, findings), layers: layers, findings: findings,
            rootCauses: files.map(\.rootCause), unexplained: Self.unexplained(findings, files),
            firstBrokenLayer: Self.firstBroken(files, layers),
            consequenceOf: Self.consequences(correlation, roots: Set(roots.map(\.root.id))),
            notTested: ladder.notTested + leftOut,
            measures: Dictionary(
                ladder.results.filter { !$0.measures.isEmpty }.map { ($0.card.id, $0.measures) }
            ) { first, _ in first })
    }

    /// Layer by layer, worst first; ids follow that order.
    private func numbered(_ results: [ProbeResult]) -> [Finding] {
        let all =
            runFindings + results.flatMap(\.findings) + Self.missingEvidence(results) + Self.faults(results)
        return all.enumerated().sorted { left, right in
            let (one, other) = (left.element, right.element)
            if one.layer != other.layer { return one.layer < other.layer }
            if one.severity != other.severity { return one.severity > other.severity }
            if one.code != other.code { return one.code < other.code }
            return left.offset < right.offset
        }.enumerated().map { index, entry in
            var finding = entry.element
            finding.id = "f\(index + 1)"
            return finding
        }
    }

    /// One finding a layer and reason, however many probes lack the same evidence.
    private static func missingEvidence(_ results: [ProbeResult]) -> [Finding] {
        var seen: Set<String> = []
        return results.filter { $0.outcome == .unknown && $0.fault == nil }.compactMap { result in
            let because = result.because ?? "nothing to judge"
            let supply = result.supply ?? ""
            guard seen.insert("\(result.card.layer.rawValue) \(supply)").inserted else { return nil }
            return Finding(
                Claim(
                    .evidenceMissing, brief: because,
                    detail: supply.isEmpty ? because : "\(because). How to get it: \(supply).",
                    subject: Subject(.evidence, result.card.id.text)),
                card: RunCards.missing, layer: result.card.layer, probe: result.card.id)
        }
    }

    private static func faults(_ results: [ProbeResult]) -> [Finding] {
        results.compactMap { result in
            result.fault.map {
                Finding(
                    Claim(
                        .probeError, brief: "a probe failed", detail: "\(result.card.id): \($0)",
                        subject: Subject(.evidence, result.card.id.text)),
                    card: RunCards.probeError, layer: result.card.layer, probe: result.card.id)
            }
        }
    }

    private static func comesFirst(_ left: CauseFile, _ right: CauseFile) -> Bool {
        let stuck = (
            left.explainsStuckSubjects ? left.subjects : 0, right.explainsStuckSubjects ? right.subjects : 0
        )
        if stuck.0 != stuck.1 { return stuck.0 > stuck.1 }
        if left.root.severity != right.root.severity { return left.root.severity > right.root.severity }
        return (left.root.layer, left.root.code, left.root.id) < (
            right.root.layer, right.root.code, right.root.id
        )
    }

    private static func outcome(_ layers: [LayerVerdict], _ findings: [Finding]) -> Outcome {
        let judged = layers.map(\.outcome).filter(\.isJudged)
        guard !judged.isEmpty else { return .unknown }
        let worst = Outcome(worst: findings.map(\.severity))
        return worst
    }

    private static func firstBroken(_ files: [CauseFile], _ layers: [LayerVerdict]) -> Layer? {
        files.filter(\.explainsStuckSubjects).map(\.root.layer).min()
            ?? files.map(\.root.layer).min()
            ?? layers.first { $0.outcome == .fail }?.layer
    }

    private static func unexplained(_ findings: [Finding], _ files: [CauseFile]) -> [Verdict.Unexplained] {
        findings.filter { $0.card.isSymptom && $0.severity > .info }.compactMap { symptom in
            let reached = files.compactMap { $0.reached[symptom.id] }
            let whole = symptom.devices?.count ?? symptom.count
            let explained = min(whole, Correlation.Reached.count(reached))
            guard explained < whole else { return nil }
            return Verdict.Unexplained(
                finding: symptom.id, code: symptom.code, count: whole - explained, of: whole)
        }
    }

    private static func consequences(_ correlation: Correlation, roots: Set<String>) -> [String: [String]] {
        let weighty = correlation.links.filter { link in
            (Correlation.canBeRoot(link.cause) || link.cause.card.isSymptom)
                && !roots.contains(link.symptom.id)
        }
        return Dictionary(grouping: weighty, by: \.symptom.id).mapValues { links in
            links.map(\.cause.id).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        }
    }
}
