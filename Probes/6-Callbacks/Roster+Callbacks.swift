package import ProbeKit

extension Roster where Facts == CallbackFacts {
    /// Layer 6 in reading order.
    package static var callbacks: Self {
        Self(
            .callbacks,
            [
                DeliversEveryCallback(), LetsItsSourcesIn(), AcceptsItsCallbacks(), CarriesValidSignatures(),
                NamesEverySession(), TakesEachPayloadOnce(), KeepsTheQueueShort(), ServesItsEndpoints(),
                LetsDevicesEnrol(), EnrolsEachDeviceOnce(), PollsOnTime(), HoldsAGoodPushCertificate(),
            ])
    }
}
