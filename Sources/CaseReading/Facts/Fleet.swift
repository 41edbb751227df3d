package import Casework

/// The devices of a case: the join of every device list, with names for ordinals.
///
/// Probes never see a device list; they see sets that a `Facts` file drew from this.
package struct Fleet: Sendable {
    /// One device as the sources tell it; `nil` where a source does not say or was not given.
    package struct Device: Sendable, Hashable {
        package var ordinal = 0
        package var serial: String?
        package var udid: String?
        package var model: String?
        package var os: String?
        package var tenant: TenantView?
        package var ade: ADEView?
        package var mdm: MDMView?
        package var onDevice: DeviceSideView?

        package init() {}
    }

    package struct TenantView: Sendable, Hashable {
        package var enrollmentStatus: String?
        package var ownershipState: String?
        /// `.some(nil)` cannot be written down: `hasProfile` is `nil` where the source does not say.
        package var hasProfile: Bool?
        package var profileID: String?
        package var syncStatus: String?
        package var intentEnforced: Bool?
        package var enrollmentIntent: String?
        package var verificationMode: String?
        package var supervisionFingerprint: Fingerprint?
        package var errorReason: String?
        package var tier: String?
        package var serverID: String?
        package var assignedAt: Instant?
        package var lastModified: Instant?
        /// `requested`, `started`, `success`, `failed`, in lower case.
        package var migration: String?
        package var migrationDeadline: Instant?
        /// Where the device was bought: `apple`, `reseller`, `manually_added`, in lower case.
        package var purchase: String?
        /// When the device came into the organisation.
        package var addedAt: Instant?
        package var assignedBy: String?
        package var isActivationLocked: Bool?
        package var citation: Citation?

        package init() {}
    }

    package struct ADEView: Sendable, Hashable {
        /// `empty`, `assigned`, `pushed`, `removed`, in lower case.
        package var profileStatus: String?
        /// The profile that is assigned now.
        package var profileID: String?
        package var assignedAt: Instant?
        package var pushedAt: Instant?
        /// The last event of the sync feed: `added`, `modified`, `deleted`, in lower case.
        package var operation: String?
        package var assignedBy: String?
        /// Apple swapped the unit.
        package var isReplaced: Bool?
        package var migrationDeadline: Instant?
        package var citation: Citation?

        package init() {}
    }

    package struct MDMView: Sendable, Hashable {
        package var enrolled: Bool?
        package var supervised: Bool?
        /// Whether the MDM says that the device came by automated enrolment.
        package var isViaADE: Bool?
        package var profileID: String?
        package var supervisionFingerprint: Fingerprint?
        package var enrolledAt: Instant?
        package var lastContact: Instant?
        /// Held in Setup Assistant until the MDM releases it.
        package var isAwaitingConfiguration: Bool?
        /// `Authenticate` came and no `TokenUpdate`.
        package var isCheckinIncomplete: Bool?
        package var checkinBegunAt: Instant?
        package var isActivationLocked: Bool?
        package var site: String?
        package var citation: Citation?

        package init() {}
    }

    package struct DeviceSideView: Sendable, Hashable {
        /// The state as the device tells it, such as `waiting_for_profile` or `enrolled`.
        package var state: String?
        package var at: Instant?
        package var rootFingerprint: Fingerprint?
        /// How far the device's clock is ahead.
        package var clockOffsetSeconds: Int?
        /// Setup Assistant is done.
        package var isSetUp: Bool?
        package var isActivationLocked: Bool?
        package var citation: Citation?

        package init() {}
    }

    /// Something that few sources say, and that is not worth a look at every device where none does.
    package enum Telling: Sendable, Hashable, CaseIterable {
        case clockOffset, setUp, activationLock, purchase, assignedProfile
    }

    package let count: Int
    /// State name by ordinal, as the triangulation classified, such as `assigned-not-enrolled`.
    package let stateOf: @Sendable (Int) -> String
    /// Exact counts by state name.
    package let countByState: [String: Int]
    package let device: @Sendable (Int) -> Device
    package let ordinalOfSerial: @Sendable (String) -> Int?
    package let ordinalOfUDID: @Sendable (String) -> Int?
    /// What changed, and how long devices wait.
    package var changes = FleetChanges()
    /// What at least one record says.
    package var tells = Set(Telling.allCases)

    package init(
        count: Int, countByState: [String: Int], stateOf: @escaping @Sendable (Int) -> String,
        device: @escaping @Sendable (Int) -> Device, ordinalOfSerial: @escaping @Sendable (String) -> Int?,
        ordinalOfUDID: @escaping @Sendable (String) -> Int?
    ) {
        self.count = count
        self.countByState = countByState
        self.stateOf = stateOf
        self.device = device
        self.ordinalOfSerial = ordinalOfSerial
        self.ordinalOfUDID = ordinalOfUDID
    }
}
