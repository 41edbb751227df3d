/// A stable code of the catalogue, such as `L1-THROTTLED`; people grep for it and paste it in tickets.
public struct FindingCode: Sendable, Hashable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral
{
    public let text: String

    public init(_ text: String) {
        self.text = text
    }

    public init(stringLiteral value: String) {
        text = value
    }

    public static let evidenceMissing: Self = "RUN-EVIDENCE-MISSING"
    public static let evidenceUnreadable: Self = "RUN-EVIDENCE-UNREADABLE"
    public static let evidenceAltered: Self = "RUN-EVIDENCE-ALTERED"
    public static let probeError: Self = "RUN-PROBE-ERROR"

    /// Whether the finding is about the run and not about the fleet.
    public var isRunLevel: Bool { text.hasPrefix("RUN-") }

    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    public var description: String { text }
}
