package import Diagnosis
package import ProbeKit

/// What makes a run fail, as `--fail-on` names it.
package enum FailOn: String, Sendable, Hashable, CaseIterable {
    case fail, warn, unknown, never
}

/// The exit codes that follow from a verdict; those that follow from trouble (64 and above) belong to the command.
///
/// Rules, the first that holds: 1. no layer judged: 3, whatever `--fail-on` says.  2. `never`: 0.  3. a failure: 2.
///        4. a warning is the worst and `--fail-on warn`: 1.  5. a required layer without an answer and
///        `--fail-on unknown`: 3.  6. else 0.
package enum ExitStatus {
    package static func code(
        _ verdict: Verdict, failOn: FailOn = .fail, required: Set<Layer> = Set(Layer.ladder)
    ) -> Int {
        let outcomes = Dictionary(
            verdict.layers.map { ($0.layer, $0.outcome) }, uniquingKeysWith: { first, _ in first })
        return code(verdict.outcome, outcomes: outcomes, failOn: failOn, required: required)
    }

    static func code(
        _ outcome: Outcome, outcomes: [Layer: Outcome], failOn: FailOn, required: Set<Layer>
    ) -> Int {
        guard outcomes.contains(where: { $0.key != .run && $0.value.isJudged }) else { return 3 }  // rule 1
        if failOn == .never { return 0 }  // rule 2
        if outcome == .fail { return 2 }  // rule 3
        if failOn == .warn, outcome == .warn { return 1 }  // rule 4
        let isOpen = required.contains { !(outcomes[$0] ?? .unknown).isJudged }
        return failOn == .unknown && isOpen ? 3 : 0  // rules 5 and 6
    }
}
