package import ProbeKit

extension Roster where Facts == SupervisionFacts {
    /// Layer 7 in reading order.
    package static var supervision: Self {
        Self(
            .supervision,
            [
                BindsOneFingerprint(), SuppliesSupervisedProfiles(), HonoursTheIntent(), AcceptsTheIdentity(),
                KeepsTheIntent(), HoldsAGoodIdentity(), SupervisesWhatItEnrols(), AnchorsItsOwnServer(),
                ServesAReadableProfile(), LocksItsProfile(),
            ])
    }
}
