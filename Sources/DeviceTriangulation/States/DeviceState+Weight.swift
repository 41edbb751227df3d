/// What a state means for the outcome of a run.
///
/// Source: the severities of layer 2: medium and above fail, low warns, info says nothing.
package enum StateWeight: Sendable, Hashable {
    case failing, warning, none
}

extension DeviceState {
    /// What a device in this state means for the outcome of a run.
    package var weight: StateWeight {
        switch self {
        case .duplicateIdentity, .releasedButManaged, .unknownToTenant, .migrationStuck, .unassigned,
            .wrongServer, .throttledZombie, .profileRemoved, .noADEProfile, .assignRefused,
            .enrolledWithoutProfile, .checkinIncomplete, .pushedNoCheckin, .profileWaiting,
            .assignedNotEnrolled, .awaitingConfiguration, .unknownToMDM:
            .failing
        case .replaced, .staleContact: .warning
        case .migrating, .notActivated, .pending, .undetermined, .enrolled, .inFlight, .unknown: .none
        }
    }

    /// Whether the state says that the evidence does not tell.
    package var isOpen: Bool { self == .undetermined || self == .unknown }
}
