package import ProbeKit

extension Roster where Facts == ADETokenFacts {
    /// Layer 4 in reading order: is there a token, was it taken away, is it used in time.
    package static let adeToken = Roster(
        .adeToken, [HoldsAValidServerToken(), RegistersWithoutConflict(), SyncsInStep()])
}
