/// Evidence of one kind, from one side where that matters: what a probe asks for and what a case holds.
public struct Supply: Sendable, Hashable, CustomStringConvertible {
    public let kind: EvidenceKind
    public let role: EvidenceRole?

    public init(_ kind: EvidenceKind, _ role: EvidenceRole? = nil) {
        self.kind = kind
        self.role = role
    }

    public var description: String {
        role.map { "\(kind) of the \($0)" } ?? kind.name
    }
}
