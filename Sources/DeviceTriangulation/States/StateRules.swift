/// The rows of the state table, asked in their order.
///
/// A row that needs a source is asked only where the source was supplied, and a question that a record does
/// not answer is not asked: "unsaid" is never "no".
struct StateRules {
    let policy: TriangulationPolicy
    /// The codes of the case's server, in whatever spelling.
    let ownServers: Set<UInt16>
    let isServerAsked: Bool
    /// A complete list of the tenant was supplied: absence from it says something.
    let mayMissTenant: Bool
    let hasTenant: Bool
    /// A complete list of the MDM was supplied: absence from it says something.
    let mayMissMDM: Bool
    let hasMDM: Bool

    init(_ fleet: FleetLedger, _ policy: TriangulationPolicy) {
        self.policy = policy
        let server = policy.serverID.map(Self.folded)
        isServerAsked = server != nil
        ownServers = Set(
            fleet.names[NameField.server.rawValue].texts.enumerated()
                .filter { $0.offset > 0 && Self.folded($0.element) == server }
                .map { UInt16(clamping: $0.offset) })
        hasTenant = fleet.listedRoles.contains(.tenant)
        hasMDM = fleet.listedRoles.contains(.mdm)
        mayMissTenant = hasTenant && policy.completeRoles.contains(.tenant)
        mayMissMDM = hasMDM && policy.completeRoles.contains(.mdm)
    }

    private static func folded(_ text: String) -> String {
        String(text.lowercased().filter { !$0.isWhitespace })
    }

    /// The state of a device, and whether a rule asked for an age that no record tells.
    func state(_ facts: DeviceFacts) -> (DeviceState, lacksAge: Bool) {
        let device = DeviceQuestions(facts, self)
        // Only an older list showed it.
        guard device.isShown else { return (.unknown, false) }
        let found = firstRow(device)
        let settled = found ?? (device.allAgree ? .enrolled : .undetermined)
        if found == nil, device.isMissingFromPartialList { return (.unknown, false) }
        if Self.comparesSources(settled), device.changedBetweenCollections { return (.inFlight, false) }
        return (settled, settled == .undetermined && device.lacksAge)
    }

    /// The first row of the table that holds.
    private func firstRow(_ device: DeviceQuestions) -> DeviceState? {
        let facts = device.facts
        if facts.isDuplicate { return .duplicateIdentity }
        if device.isReleased, device.isMDMEnrolled { return .releasedButManaged }
        if device.isUnknownToTenant { return .unknownToTenant }
        if device.isReplaced { return .replaced }
        if device.isMigrating { return .migrating }
        if device.isMigrationStuck { return .migrationStuck }
        if device.isUnassigned { return .unassigned }
        if device.isOnWrongServer { return .wrongServer }
        if device.isZombie { return .throttledZombie }
        if device.adeStatus == KnownWords.ADEStatus.removed { return .profileRemoved }
        if device.adeStatus == KnownWords.ADEStatus.empty { return .noADEProfile }
        if device.wasAssignmentRefused { return .assignRefused }
        if device.isEnrolledWithoutProfile { return .enrolledWithoutProfile }
        if device.isCheckinIncomplete { return .checkinIncomplete }
        if device.isPushedWithoutCheckin { return .pushedNoCheckin }
        if device.hasProfileWaiting { return .profileWaiting }
        if device.isAssignedNotEnrolled { return .assignedNotEnrolled }
        if device.isNotActivated { return .notActivated }
        if device.isAwaitingConfiguration { return .awaitingConfiguration }
        if device.isUnknownToMDM { return .unknownToMDM }
        if device.isStale { return .staleContact }
        if device.isYoungPending { return .pending }
        return nil
    }

    /// Whether a state compares two sources, so that a change between their collections undoes it.
    private static func comparesSources(_ state: DeviceState) -> Bool {
        switch state {
        case .releasedButManaged, .unknownToTenant, .enrolledWithoutProfile, .pushedNoCheckin,
            .assignedNotEnrolled,
            .unknownToMDM, .undetermined:
            true
        case .duplicateIdentity, .replaced, .migrating, .migrationStuck, .unassigned, .wrongServer,
            .throttledZombie, .profileRemoved, .noADEProfile, .assignRefused, .checkinIncomplete,
            .profileWaiting, .notActivated, .awaitingConfiguration, .staleContact, .pending, .enrolled,
            .inFlight,
            .unknown:
            false
        }
    }
}
