import Casework
import Diagnosis
import ProbeKit

/// The verdict in one sentence.
enum Headline {
    static func sentence(_ verdict: Verdict) -> String {
        let judged = verdict.layers.count { $0.layer != .run && $0.outcome.isJudged }
        guard judged > 0 else { return "No layer could be judged." }
        if let broken = verdict.firstBrokenLayer {
            let lead = verdict.rootCauses.first { $0.finding.layer == broken } ?? verdict.rootCauses.first
            return lead.map { sentence(broken, $0, in: verdict) }
                ?? unexplained(broken, verdict)
        }
        let damage = verdict.findings.count { $0.code.isRunLevel && $0.severity >= .medium }
        guard damage == 0 else {
            return
                "No layer that could be judged is broken, but the evidence is: \(damage.counted("problem"))."
        }
        let warnings = verdict.findings.count { $0.severity == .low }
        let calm =
            judged == Layer.ladder.count
            ? "Nothing is broken in any of the \(judged) layers"
            : judged == 1
                ? "Nothing is broken in the one layer that could be judged"
                : "Nothing is broken in the \(judged) layers that could be judged"
        let faults = verdict.findings.count { $0.code.isRunLevel && $0.severity >= .medium }
        if faults > 0 {
            return "\(calm), but \(faults.counted("piece")) of evidence must be put in order first."
        }
        return warnings == 0 ? "\(calm)." : "\(calm); \(warnings.counted("warning"))."
    }

    private static func sentence(_ broken: Layer, _ cause: RootCause, in verdict: Verdict) -> String {
        let others = verdict.rootCauses.count - 1
        let rest = others > 0 ? " \(others.counted("more root cause", "more root causes"))." : ""
        let start =
            cause.finding.layer == broken
            ? "Layer \(broken.rawValue) broke first: \(cause.code)"
            : "Layer \(broken.rawValue) broke first; \(cause.code)"
        guard let symptom = cause.explains.first else { return "\(start).\(rest)" }
        let isAboutDevices = cause.explains.contains { explained in
            verdict.finding(explained.finding).map {
                $0.devices != nil || $0.claim.subject.kind == .device || $0.claim.subject.kind == .fleet
            } ?? false
        }
        let toll = isAboutDevices ? cause.subjects.counted("stuck device") : symptom.code.text
        return "\(start) accounts for \(toll).\(rest)"
    }

    private static func unexplained(_ broken: Layer, _ verdict: Verdict) -> String {
        let symptoms = verdict.unexplained.map { "\($0.code) (\($0.count.grouped))" }
        guard let first = symptoms.first else {
            return "Layer \(broken.rawValue) is the lowest layer that fails."
        }
        let more = symptoms.count > 1 ? " and \((symptoms.count - 1).grouped) more" : ""
        return
            "Layer \(broken.rawValue) is the lowest layer that fails; the evidence does not explain \(first)\(more)."
    }
}
