public import ProbeKit

/// What one layer comes to: one of the seven lines of a report.
public struct LayerVerdict: Sendable, Hashable {
    public let layer: Layer
    public let outcome: Outcome
    /// The words of the line: the worst findings, what is sound, or what to supply.
    public let summary: String
    public let probes: [ProbeResult]
    /// The findings of this layer by id.
    public let findings: [String]
}
