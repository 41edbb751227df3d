package import Casework
package import ProbeKit

extension Report {
    /// The answer of the whole run.
    package struct VerdictBlock: Sendable, Hashable {
        /// `pass`, `warn`, `fail` or `unknown`.
        package var status: Outcome
        package var exitCode: Int
        package var firstBrokenLayer: Layer?
        /// One sentence.
        package var headline: String
        package var rootCauses: [RootCauseBlock]
        /// Ids of the findings that no cause accounts for, wholly or in part.
        package var unexplained: [String]
    }

    package struct RootCauseBlock: Sendable, Hashable {
        package struct Statement: Sendable, Hashable {
            package var text: String
            package var finding: String?
        }

        package var code: FindingCode
        /// The finding that is the cause.
        package var finding: String
        package var layer: Layer
        package var headline: String
        package var confidence: Confidence
        package var subjects: Int
        package var arguments: [Statement]
        package var against: [Statement]
        /// Ids of the findings that follow from it; their `explainedBy` holds how many subjects each.
        package var explains: [String]
        package var settle: Check?
        package var remedy: Remedy
    }

    package struct LayerBlock: Sendable, Hashable {
        package var layer: Layer
        package var status: Outcome
        package var summary: String
        package var probes: [ProbeBlock]
    }

    package struct ProbeBlock: Sendable, Hashable {
        package var id: ProbeID
        /// The question.
        package var title: String
        package var status: Outcome
        /// The words of the answer, or why there is none and what to supply.
        package var summary: String
        package var blockedBy: FindingCode?
        package var findings: [String]
        package var origin: String
    }

    package struct FindingBlock: Sendable, Hashable {
        /// A cause and how many of the finding's subjects it accounts for.
        package struct Share: Sendable, Hashable {
            package var cause: String
            package var count: Int
        }

        package var id: String
        package var code: FindingCode
        package var layer: Layer
        package var probe: ProbeID
        package var severity: Severity
        package var basis: Basis.Kind
        package var rule: String
        package var title: String
        package var detail: String
        package var subject: Subject
        package var count: Int
        /// What the probe measured.
        package var values: [String: Figure]
        /// Serial numbers of the first ten devices; `nil` where the finding is not about devices.
        package var examples: [String]?
        package var explainedBy: [Share]
        /// Subjects that no cause accounts for; `nil` where the finding is no symptom.
        package var unexplained: Int?
        package var evidence: [Citation]
        package var remedy: Remedy
        package var consequenceOf: [String]
    }

    package struct NotTestedBlock: Sendable, Hashable {
        package var what: String
        package var why: String
        package var how: String
    }
}
