/// The state of a device, in the order in which the rows are asked; the first that holds is the state.
///
/// Source: the state table of layer 2. Names are its codes in lower case without `L2-`.
package enum DeviceState: UInt8, Sendable, Hashable, CaseIterable {
    case duplicateIdentity
    case releasedButManaged
    case unknownToTenant
    case replaced
    case migrating
    case migrationStuck
    case unassigned
    case wrongServer
    case throttledZombie
    case profileRemoved
    case noADEProfile
    case assignRefused
    case enrolledWithoutProfile
    case checkinIncomplete
    case pushedNoCheckin
    case profileWaiting
    case assignedNotEnrolled
    case notActivated
    case awaitingConfiguration
    case unknownToMDM
    case staleContact
    case pending
    case undetermined
    case enrolled
    case inFlight
    case unknown

    /// The name in reports and device lists.
    package var name: String {
        switch self {
        case .duplicateIdentity: "duplicate-identity"
        case .releasedButManaged: "released-but-managed"
        case .unknownToTenant: "unknown-to-tenant"
        case .replaced: "replaced"
        case .migrating: "migrating"
        case .migrationStuck: "migration-stuck"
        case .unassigned: "unassigned"
        case .wrongServer: "wrong-server"
        case .throttledZombie: "throttled-zombie"
        case .profileRemoved: "profile-removed"
        case .noADEProfile: "no-ade-profile"
        case .assignRefused: "assign-refused"
        case .enrolledWithoutProfile: "enrolled-without-profile"
        case .checkinIncomplete: "checkin-incomplete"
        case .pushedNoCheckin: "pushed-no-checkin"
        case .profileWaiting: "profile-waiting"
        case .assignedNotEnrolled: "assigned-not-enrolled"
        case .notActivated: "not-activated"
        case .awaitingConfiguration: "awaiting-configuration"
        case .unknownToMDM: "unknown-to-mdm"
        case .staleContact: "stale-contact"
        case .pending: "pending"
        case .undetermined: "undetermined"
        case .enrolled: "enrolled"
        case .inFlight: "in-flight"
        case .unknown: "unknown"
        }
    }

    package init?(name: String) {
        guard let state = DeviceState.allCases.first(where: { $0.name == name }) else { return nil }
        self = state
    }

    /// Whether the views of the device contradict each other: such a device is listed.
    package var isDivergence: Bool {
        switch self {
        case .enrolled, .pending, .inFlight, .unknown, .undetermined, .notActivated, .migrating: false
        case .duplicateIdentity, .releasedButManaged, .unknownToTenant, .replaced, .migrationStuck,
            .unassigned,
            .wrongServer, .throttledZombie, .profileRemoved, .noADEProfile, .assignRefused,
            .enrolledWithoutProfile, .checkinIncomplete, .pushedNoCheckin, .profileWaiting,
            .assignedNotEnrolled,
            .awaitingConfiguration, .unknownToMDM, .staleContact:
            true
        }
    }

    /// Whether the device should be enrolled with this MDM and is not.
    package var isStuck: Bool {
        switch self {
        case .migrationStuck, .unassigned, .wrongServer, .throttledZombie, .profileRemoved, .noADEProfile,
            .assignRefused, .enrolledWithoutProfile, .checkinIncomplete, .pushedNoCheckin, .profileWaiting,
            .assignedNotEnrolled, .awaitingConfiguration, .unknownToMDM, .replaced:
            true
        case .duplicateIdentity, .releasedButManaged, .unknownToTenant, .migrating, .notActivated,
            .staleContact, .pending, .undetermined, .enrolled, .inFlight, .unknown:
            false
        }
    }
}
