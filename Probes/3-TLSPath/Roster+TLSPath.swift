package import ProbeKit

extension Roster where Facts == PathFacts {
    /// Layer 3 in reading order; what the first three say when all is well makes the layer's line.
    package static let tlsPath = Roster(
        .tlsPath,
        [
            ReachesEveryHost(), SettlesOnTLS13(), PresentsTheExpectedChain(), AnswersTheClientHello(),
            SpeaksTLS(),
            BearsItsNameAndDates(), SuitsAppleDevices(), ProvesItsKey(), AsksNoClientCertificate(),
        ])
}
