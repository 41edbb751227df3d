public import ProbeKit

/// Something that broke by itself, with what speaks for it, against it, and what follows from it.
public struct RootCause: Sendable, Hashable {
    /// A sentence, with the finding that carries it where there is one.
    public struct Statement: Sendable, Hashable {
        public let text: String
        public let finding: String?
    }

    /// One symptom that this cause accounts for.
    public struct Explained: Sendable, Hashable {
        public let finding: String
        public let code: FindingCode
        /// How many of the symptom's subjects this cause accounts for.
        public let count: Int
        /// How many subjects the symptom has.
        public let of: Int
    }

    public let finding: Finding
    public let confidence: Confidence
    /// Stuck subjects explained, else the finding's own count.
    public let subjects: Int
    public let arguments: [Statement]
    public let against: [Statement]
    public let explains: [Explained]
    public let settle: Check?

    public var code: FindingCode { finding.code }
}
