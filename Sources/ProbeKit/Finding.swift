public import Casework

/// A claim with the card of its code: one line of the report's `findings`.
public struct Finding: Sendable, Hashable {
    /// `f1`, `f2`, … in the order of the report; set by the diagnosis.
    public var id = ""
    public let card: FindingCard
    public let layer: Layer
    public let probe: ProbeID
    public let severity: Severity
    public let basis: Basis
    public let claim: Claim

    public init(_ claim: Claim, card: FindingCard, layer: Layer, probe: ProbeID) {
        self.card = card
        self.layer = layer
        self.probe = probe
        self.claim = claim
        severity = claim.severity ?? card.severity
        basis = claim.basis ?? card.basis
    }

    public var code: FindingCode { card.code }
    public var count: Int { claim.count }
    public var devices: DeviceSet? { claim.devices }
    public var remedy: Remedy { claim.remedy ?? card.remedy }
}
