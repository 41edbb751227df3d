package import ProbeKit

extension Roster where Facts == TenantFacts {
    /// Layer 1 in reading order.
    package static var tenantHealth: Self {
        Self(
            .tenantHealth,
            [
                KeepsWithinRateTiers(), HasQuotaLeft(), SeesItsRateLimits(), AssignsInSmallSteps(),
                OwnsItsDevices(),
                VerifiesEnrolment(), LeavesNoOrphans(), SendsBlueprints(), FollowsUpAssignments(),
                AcceptsTheTerms(), IsLetIn(), PresentsLastingTokens(), KeepsItsPace(), CallsTheAPIRight(),
                CallsNothingDeprecated(), HearsFromItsServers(), FinishesItsActivities(), MakesItsChanges(),
                KeepsItsCompliance(),
            ])
    }
}
