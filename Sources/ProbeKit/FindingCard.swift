/// All that is known about a code before any evidence is read: what `explain` prints and the diagnosis relies on.
public struct FindingCard: Sendable, Hashable {
    public let code: FindingCode
    /// A declarative line without figures.
    public let title: String
    public let severity: Severity
    public let basis: Basis
    /// What the finding means and how it comes about, for `explain`.
    public let meaning: String
    /// What this finding can be the cause of.
    public let explains: [Edge]
    /// A symptom is never a root cause: unexplained, it is said to be unexplained.
    public let isSymptom: Bool
    /// Its devices should be enrolled and are not; unlike a symptom it may be a root cause all the same.
    public private(set) var isStuck = false
    /// Never a root cause, whatever its severity.
    public let isScore: Bool
    public let settle: Check?
    public let remedy: Remedy

    public init(
        _ code: FindingCode, _ title: String, severity: Severity, basis: Basis, meaning: String,
        explains: [Edge] = [], isSymptom: Bool = false, isScore: Bool = false, settle: Check? = nil,
        remedy: Remedy
    ) {
        self.code = code
        self.title = title
        self.severity = severity
        self.basis = basis
        self.meaning = meaning
        self.explains = explains
        self.isSymptom = isSymptom
        self.isScore = isScore
        self.settle = settle
        self.remedy = remedy
    }

    /// The same card for a finding that counts devices which should be enrolled and are not.
    public var ofStuckDevices: Self {
        var card = self
        card.isStuck = true
        return card
    }

    /// Whether the subjects of such a finding are stuck.
    public var countsStuckSubjects: Bool { isSymptom || isStuck }
}
