public import Casework

/// The name of a probe: `layer.kebab-claim`, never reused.
public struct ProbeID: Sendable, Hashable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
    public let text: String

    public init(_ text: String) { self.text = text }
    public init(stringLiteral value: String) { text = value }

    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
    public var description: String { text }
}

/// Evidence without which a probe is not asked.
public struct Need: Sendable, Hashable {
    /// Any one of these is enough.
    public let anyOf: [Supply]
    /// How to get it, in the imperative: part of the report when it is missing.
    public let how: String

    public init(_ anyOf: Supply..., how: String) {
        self.anyOf = anyOf
        self.how = how
    }

    /// What is missing, in words.
    public var what: String { anyOf.map(\.description).joined(separator: " or ") }
}

/// What a probe asks, needs and can find.
public struct ProbeCard: Sendable, Hashable {
    public let id: ProbeID
    public let layer: Layer
    /// The question, with its question mark.
    public let asks: String
    public let needs: [Need]
    /// Findings that take this probe's evidence away: then it is blocked, not merely unknown.
    public let blockedBy: [FindingCode]
    public let raises: [FindingCard]
    /// The layer's main question: while it is open, the layer does not pass, whatever the other probes say.
    public let isMain: Bool

    public init(
        _ id: ProbeID, layer: Layer, asks: String, needs: [Need] = [], blockedBy: [FindingCode] = [],
        raises: [FindingCard], isMain: Bool = false
    ) {
        self.id = id
        self.layer = layer
        self.asks = asks
        self.needs = needs
        self.blockedBy = blockedBy
        self.raises = raises
        self.isMain = isMain
    }

    public func card(for code: FindingCode) -> FindingCard? {
        raises.first { $0.code == code }
    }
}
