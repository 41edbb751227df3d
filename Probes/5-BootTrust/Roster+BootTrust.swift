package import ProbeKit

extension Roster where Facts == BootTrustFacts {
    /// Layer 5 in reading order: whom does the device trust, what did it find, what came of it.
    package static let bootTrust = Roster(
        .bootTrust, [KeepsToTheSystemTrustStore(), FindsItsEnrollmentProfile(), InstallsWhatItStarted()])
}
