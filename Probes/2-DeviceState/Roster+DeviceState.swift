package import ProbeKit

extension Roster where Facts == DeviceFacts {
    /// Layer 2 in reading order.
    package static var deviceState: Self {
        Self(
            .deviceState,
            [
                EveryViewAgrees(), AnswersStateCalls(), FindsItsDevices(), ImportsCleanRows(), KeepsTime(),
                AsksInSetupAssistant(), EnrolsWithItsProfile(), BelongsForGood(), UnlocksForItsOwner(),
            ])
    }
}
