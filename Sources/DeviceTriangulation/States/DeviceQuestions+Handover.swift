// The rows that ask how a device changes hands: swapped units, migrations, check-ins and Setup Assistant.
extension DeviceQuestions {
    /// Apple swapped the unit, and this one is not enrolled.
    ///
    /// A replacement that has enrolled is a device like any other.
    var isReplaced: Bool {
        (facts.ade.answers[.replaced] == .yes || facts.tenant.answers[.replaced] == .yes) && !isMDMEnrolled
    }

    private var migration: UInt8 {
        facts.tenant.migration != 0 ? facts.tenant.migration : facts.ade.migration
    }

    private var isMigrationOpen: Bool {
        migration == KnownWords.Migration.requested || migration == KnownWords.Migration.started
    }

    /// The tenant's deadline, else the ADE service's; none is never missed.
    private var hasMissedDeadline: Bool {
        let own = facts.tenant.migrationDeadline
        let deadline = own != Self.noTime ? own : facts.ade.migrationDeadline
        return deadline != Self.noTime && rules.policy.asOf > deadline
    }

    /// Asked or begun, and not past its deadline.
    var isMigrating: Bool { isMigrationOpen && !hasMissedDeadline }

    /// Failed, or still open after its deadline.
    var isMigrationStuck: Bool {
        migration == KnownWords.Migration.failed || isMigrationOpen && hasMissedDeadline
    }

    /// `Authenticate` came and no `TokenUpdate`.
    var isCheckinIncomplete: Bool { facts.mdm.isThere && facts.mdm.answers[.checkinIncomplete] == .yes }

    /// Enrolled, and held in Setup Assistant for longer than a release takes.
    ///
    /// Without a time of enrolment the hold counts as long: the record alone shows it.
    var isAwaitingConfiguration: Bool {
        guard isMDMEnrolled, facts.mdm.answers[.awaitingConfiguration] == .yes else { return false }
        return facts.mdm.enrolledAt == Self.noTime
            || isOlder(facts.mdm.enrolledAt, than: rules.policy.releaseAfter)
    }
}
