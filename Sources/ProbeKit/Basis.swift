/// Who says that a rule holds, and where.
public struct Basis: Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Apple, an RFC or a working open client says so.
        case published
        /// Only the field guide says so: never presented as Apple's word.
        case fieldGuide = "field-guide"
        /// Measured or compared in this run.
        case observed
        /// Decompiled or community knowledge.
        case inferred
    }

    public let kind: Kind
    /// The rule of that basis: `FG-1.2`, `AE 2.1`, `RFC 8446 4.4`.
    public let rule: String

    public init(kind: Kind, rule: String) {
        self.kind = kind
        self.rule = rule
    }

    public static func published(_ rule: String) -> Self { Self(kind: .published, rule: rule) }
    public static func fieldGuide(_ rule: String) -> Self { Self(kind: .fieldGuide, rule: rule) }
    public static func observed(_ rule: String) -> Self { Self(kind: .observed, rule: rule) }
    public static func inferred(_ rule: String) -> Self { Self(kind: .inferred, rule: rule) }

    public var description: String {
        switch kind {
        case .published: "published, \(rule)"
        case .fieldGuide: "field guide, \(rule)"
        case .observed: "observed, \(rule)"
        case .inferred: "inferred, \(rule)"
        }
    }
}
