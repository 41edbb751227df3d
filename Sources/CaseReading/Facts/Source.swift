package import Casework

/// The file that a fact comes from, shared by all its records.
package struct SourceFile: Sendable, Hashable {
    /// Path relative to the case.
    package let path: String
    /// SHA-256 of the file as it lies in the case, lower-case hex.
    package let sha256: String
    package let kind: EvidenceKind
    package let role: EvidenceRole?
    package let dialect: String?
    package let collectedAt: Instant?
    /// What the number of a record counts: `line`, or `element` where records stand in a list.
    package var recordNoun = "line"

    package init(
        path: String, sha256: String = "", kind: EvidenceKind, role: EvidenceRole? = nil,
        dialect: String? = nil,
        collectedAt: Instant? = nil
    ) {
        self.path = path
        self.sha256 = sha256
        self.kind = kind
        self.role = role
        self.dialect = dialect
        self.collectedAt = collectedAt
    }

    package func citation(_ locator: String? = nil, excerpt: String? = nil, at observedAt: Instant? = nil)
        -> Citation
    {
        Citation(
            file: path, locator: locator, sha256: sha256.isEmpty ? nil : sha256, excerpt: excerpt,
            observedAt: observedAt ?? collectedAt)
    }
}
