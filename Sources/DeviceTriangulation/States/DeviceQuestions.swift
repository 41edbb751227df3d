/// The questions that the rows of the state table ask about one device.
struct DeviceQuestions {
    typealias Status = KnownWords.Status
    static let noTime = DeviceColumns.noTime

    let facts: DeviceFacts
    let rules: StateRules

    init(_ facts: DeviceFacts, _ rules: StateRules) {
        self.facts = facts
        self.rules = rules
    }

    private var policy: TriangulationPolicy { rules.policy }

    // MARK: Time

    /// When the tenant's record took its present state: last modified, else assigned, else observed.
    var since: Int64 {
        let tenant = facts.tenant
        if tenant.modifiedAt != Self.noTime { return tenant.modifiedAt }
        return tenant.assignedAt != Self.noTime ? tenant.assignedAt : tenant.observedAt
    }

    /// The age of the tenant's state; nil where no record tells.
    var age: Int64? { age(of: since) }

    func age(of time: Int64) -> Int64? {
        guard time != Self.noTime else { return nil }
        let (age, overflow) = policy.asOf.subtractingReportingOverflow(time)
        return overflow ? nil : age
    }

    func isOlder(_ time: Int64, than limit: Int64) -> Bool { age(of: time).map { $0 > limit } ?? false }

    /// Whether a rule about this device would have needed an age.
    var lacksAge: Bool {
        facts.tenant.isThere && since == Self.noTime
            && (isPending || facts.tenant.status == Status.assigned)
    }

    /// Whether one source changed after another was collected.
    var changedBetweenCollections: Bool {
        if let collected = policy.collectedAt[.mdm], facts.tenant.isThere, since != Self.noTime,
            since > collected
        {
            return true
        }
        if let collected = policy.collectedAt[.tenant], facts.mdm.enrolledAt > collected { return true }
        if let collected = policy.collectedAt[.mdm], facts.ade.pushedAt > collected { return true }
        // A device log that ends before the enrolment does not deny it.
        return facts.device.observedAt != Self.noTime && facts.mdm.enrolledAt > facts.device.observedAt
            && isMDMEnrolled && facts.device.answers[.enrolled] == .no
    }

    // MARK: What the views say

    var isPending: Bool {
        let tenant = facts.tenant
        guard tenant.isThere else { return false }
        if tenant.status != 0 { return tenant.status == Status.pending }
        return tenant.ownership == KnownWords.Ownership.pending
    }

    var isMDMEnrolled: Bool { facts.mdm.isThere && facts.mdm.answers[.enrolled] == .yes }

    /// The MDM says that the device is not enrolled: by an unenrolled record, or by a complete list without
    /// one.
    var isMDMNotEnrolled: Bool {
        facts.mdm.isThere ? facts.mdm.answers[.enrolled] == .no : rules.mayMissMDM
    }

    var isReleased: Bool {
        let tenant = facts.tenant
        guard tenant.isThere else { return isTakenAway || facts.ade.answers[.released] == .yes }
        return tenant.answers[.released] == .yes || tenant.status == Status.released
            || tenant.status == Status.deleted || tenant.ownership == KnownWords.Ownership.released
    }

    /// The last event of the sync feed took the device off this MDM server.
    var isTakenAway: Bool { facts.ade.operation == KnownWords.Operation.deleted }

    /// The status of the ADE profile, where the device is still this MDM's.
    var adeStatus: UInt8 { isTakenAway ? 0 : facts.ade.adeStatus }

    /// Device evidence, an MDM record, a tenant state that only a living device reaches, or a sign from
    /// outside.
    var isAlive: Bool {
        facts.isSeenAlive || facts.device.isThere || facts.mdm.isRecord || isPending
            || facts.tenant.status == Status.inProgress
    }

    var isShown: Bool {
        facts.tenant.isThere || facts.ade.isThere || facts.mdm.isThere || facts.device.isThere
    }

    // MARK: Rows of the table

    var isUnknownToTenant: Bool {
        rules.mayMissTenant && !facts.tenant.isThere && isMDMEnrolled && facts.mdm.answers[.viaADE] != .no
    }

    /// In the organisation and assigned to no server.
    ///
    /// A status that only an assigned device reaches
    /// outweighs an empty server.
    var isUnassigned: Bool {
        let tenant = facts.tenant
        guard tenant.isThere else { return false }
        if tenant.status == Status.unassigned { return true }
        guard tenant.answers[.hasServer] == .no else { return false }
        switch tenant.status {
        case Status.assigned, Status.inProgress, Status.enrolled: return false
        default: return true
        }
    }

    var isOnWrongServer: Bool {
        facts.tenant.isThere && rules.isServerAsked && facts.tenant.answers[.hasServer] == .yes
            && !rules.ownServers.contains(facts.tenant.server)
    }

    var isZombie: Bool {
        isPending && facts.tenant.sync == KnownWords.Sync.throttled
            && isOlder(since, than: policy.zombieAfter)
    }

    var wasAssignmentRefused: Bool {
        !isTakenAway && facts.ade.assignment >= KnownWords.Assignment.failed
            && facts.ade.assignment <= KnownWords.Assignment.notAccessible
    }

    var isEnrolledWithoutProfile: Bool {
        let tenant = facts.tenant
        guard tenant.isThere, tenant.status == Status.enrolled || tenant.status == Status.inProgress else {
            return false
        }
        return tenant.answers[.hasProfile] == .no || isMDMNotEnrolled
    }

    var isPushedWithoutCheckin: Bool {
        let pushed = facts.ade.pushedAt
        guard pushed != Self.noTime, !isTakenAway, isMDMNotEnrolled else { return false }
        return pushed > facts.mdm.enrolledAt && isOlder(pushed, than: policy.checkinAfter)
    }

    /// A profile waits at Apple, and a living device, not enrolled otherwise, never asked for it.
    var hasProfileWaiting: Bool {
        adeStatus == KnownWords.ADEStatus.assigned && facts.ade.pushedAt == Self.noTime
            && isOlder(facts.ade.assignedAt, than: policy.waitingAfter) && isAlive && !isMDMEnrolled
    }

    var isAssignedNotEnrolled: Bool {
        facts.tenant.isThere && facts.tenant.status == Status.assigned
            && facts.tenant.answers[.hasProfile] == .no && isOlder(since, than: policy.grace)
            && isMDMNotEnrolled && isAlive
    }

    /// Assigned, or with a profile waiting, and nothing shows that the device was ever switched on.
    var isNotActivated: Bool {
        guard !isAlive, facts.ade.pushedAt == Self.noTime, !isMissingFromPartialList else { return false }
        return facts.tenant.isThere && facts.tenant.status == Status.assigned
            || adeStatus == KnownWords.ADEStatus.assigned
    }

    /// Assigned to this MDM: the tenant names its server, or the list that Apple gives this MDM has the
    /// device.
    var isAssignedHere: Bool {
        facts.ade.isThere && !isTakenAway
            || facts.tenant.isThere && rules.ownServers.contains(facts.tenant.server)
    }

    var isUnknownToMDM: Bool {
        guard !facts.mdm.isRecord, isMDMNotEnrolled, isAssignedHere, isAlive else { return false }
        if since != Self.noTime { return isOlder(since, than: policy.grace) }
        let ade = facts.ade.assignedAt != Self.noTime ? facts.ade.assignedAt : facts.ade.modifiedAt
        return isOlder(ade, than: policy.grace)
    }

    var isStale: Bool { isMDMEnrolled && isOlder(facts.mdm.contactAt, than: policy.staleAfter) }

    var isYoungPending: Bool {
        guard isPending, let age else { return false }
        return age < max(policy.grace, policy.syncInterval)
    }

    // MARK: What is left

    /// A list that was supplied and is not complete does not show the device: nothing follows from that.
    var isMissingFromPartialList: Bool {
        (rules.hasMDM && !rules.mayMissMDM && !facts.mdm.isThere)
            || (rules.hasTenant && !rules.mayMissTenant && !facts.tenant.isThere)
    }

    /// Whether a view says "enrolled" and no other denies it.
    var allAgree: Bool {
        let tenant = facts.tenant
        if facts.mdm.isThere, !isMDMEnrolled { return false }
        if !facts.mdm.isThere, rules.mayMissMDM { return false }
        if facts.device.isThere, facts.device.answers[.enrolled] == .no { return false }
        guard tenant.isThere else { return isMDMEnrolled || facts.device.answers[.enrolled] == .yes }
        switch tenant.status {
        case Status.enrolled: return true
        case Status.assigned: return tenant.answers[.hasProfile] != .no && isMDMEnrolled
        case 0: return isMDMEnrolled && tenant.ownership != KnownWords.Ownership.pending
        default: return false
        }
    }
}
