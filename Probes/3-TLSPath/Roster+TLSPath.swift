package import ProbeKit

extension Roster where Facts == PathFacts {
    /// Layer 3 in reading order; what the first three say when all is well makes the layer's line.
    package static let tlsPath = Roster(
        .tlsPath,
        [
            ReachesEveryHost(), SettlesOnTLS13(), PresentsTheExpectedChain(), AnswersTheClientHello(),
            SpeaksTLS(),
            BearsItsNameAndDates(), SuitsAppleDevices(), KeepsApplesPins(), CarriesTimestamps(),
            StaplesSoundAnswers(), ProvesItsKey(), AsksNoClientCertificate(), ResolvesToPublicAddresses(),
            AcknowledgesTheClientHello(),
            // What only a comparison, a series or a far end can answer.
            LooksLikeTheBaseline(), TakesTheWholeClientHello(), AcceptsPreSharedKeys(), PassesEveryHop(),
            KeepsTheServerName(), KeepsTheClientHello(),
            ReachesThePushService(), ReachesTheTimeHosts(), AgreesWithTheDiagnosticEndpoint(),
        ])
}
