public import Casework
public import ProbeKit

/// The answer: seven layers, findings with their ids, root causes, and what nobody can explain.
public struct Verdict: Sendable, Hashable {
    public let outcome: Outcome
    public let layers: [LayerVerdict]
    /// All findings in the order of their ids, layer by layer.
    public let findings: [Finding]
    /// Most stuck subjects first.
    public let rootCauses: [RootCause]
    /// Findings that are symptoms without a cause, wholly or in part.
    public let unexplained: [Unexplained]
    public let firstBrokenLayer: Layer?
    /// The causes of each finding that is a consequence, by finding id.
    public let consequenceOf: [String: [String]]
    public let notTested: [NotTested]
    /// Figures that probes measured, by probe.
    public let measures: [ProbeID: [String: Figure]]

    /// A symptom, and how many of its subjects no cause accounts for.
    public struct Unexplained: Sendable, Hashable {
        public let finding: String
        public let code: FindingCode
        public let count: Int
        public let of: Int
    }

    /// Something that this run could not judge.
    public struct NotTested: Sendable, Hashable {
        public let what: String
        public let why: String
        public let how: String

        public init(what: String, why: String, how: String) {
            self.what = what
            self.why = why
            self.how = how
        }
    }

    public func finding(_ id: String) -> Finding? {
        findings.first { $0.id == id }
    }
}
