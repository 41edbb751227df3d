package import ProbeKit

extension Roster where Facts == ADETokenFacts {
    /// Layer 4 in reading order: is there a token, is it accepted, was it taken away, is it used in time and
    /// without gaps.
    package static let adeToken = Roster(
        .adeToken,
        [
            HoldsAValidServerToken(), OpensItsServerToken(), IsAcceptedByTheService(),
            RegistersWithoutConflict(), SyncsInStep(),
            SyncsWithoutFailure(), KeepsItsCursor(), MissesNoDevice(), CallsTheServiceRightly(),
        ])
}
