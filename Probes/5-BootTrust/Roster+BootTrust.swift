package import ProbeKit

extension Roster where Facts == BootTrustFacts {
    /// Layer 5 in reading order: is the device itself in order, whom does it trust, what did it find, what came
    /// of it.
    package static let bootTrust = Roster(
        .bootTrust,
        [
            KeepsToTheSystemTrustStore(), TrustsWhatItMeets(), ReportsAnExpectedRoot(), KeepsTime(),
            LeavesEnrolmentOpen(), ProvesItsIdentity(), FetchesItsConfiguration(),
            FindsItsEnrollmentProfile(),
            AnswersAfresh(), InstallsItsProfile(), InstallsWhatItStarted(),
        ])
}
