import CaseReading
import Casework
import Diagnosis
import ProbeKit

/// From evidence to a verdict: asks the built-in probes, then the plug-ins, then diagnoses.
struct Judge: Sendable {
    var selection = Selection()
    var plugIns = PlugInRound()

    struct Judgement: Sendable {
        let verdict: Verdict
        /// Milliseconds by probe: part of the `run` block only.
        let durations: [String: Double]
        let notes: [String]
    }

    func judge(_ evidence: CaseEvidence) async -> Judgement {
        var durations: [String: Double] = [:]
        var results: [ProbeResult] = []
        for layer in BuiltIn.layers {
            results += await layer.examine(evidence, where: selection.admits) { probe, examine in
                let (result, milliseconds) = Stopwatch.time(examine)
                durations[probe.text] = milliseconds
                return result
            }
        }
        results = results.map(selection.filtered)
        let outside = await plugIns.ask(about: evidence, after: results, admits: selection.admits)
        results += outside.results
        durations.merge(outside.durations) { first, _ in first }
        let diagnosis = Diagnosis(
            runFindings: evidence.problems.map(\.finding) + outside.faults,
            leftOut: selection.leftOut(of: BuiltIn.cards) + Self.notCollected(evidence))
        return Judgement(verdict: diagnosis.verdict(on: results), durations: durations, notes: outside.notes)
    }

    /// What only a live run could add.
    private static func notCollected(_ evidence: CaseEvidence) -> [Verdict.NotTested] {
        guard evidence.profile.namesLiveSources else { return [] }
        return [
            Verdict.NotTested(
                what: "the live sources under collect", why: "this version judges files only",
                how: "export them and name the files under evidence")
        ]
    }
}
