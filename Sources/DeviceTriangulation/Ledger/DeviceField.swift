/// The view of a device that a source gives.
package enum SourceRole: UInt8, Sendable, Hashable, CaseIterable {
    /// What the organisation's account at Apple says.
    case tenant
    /// What Apple's device assignment service says to the MDM.
    case ade
    /// What the MDM says.
    case mdm
    /// What the device itself says.
    case device

    /// The role as case files spell it.
    package var name: String {
        switch self {
        case .tenant: "tenant"
        case .ade: "ade"
        case .mdm: "mdm"
        case .device: "device"
        }
    }

    package init?(name: String) {
        guard let role = SourceRole.allCases.first(where: { $0.name == name }) else { return nil }
        self = role
    }
}

/// The columns that hold one of few words.
package enum WordField: Int, Sendable, Hashable, CaseIterable {
    case status, ownership, sync, intent, verification, tier, adeStatus, assignment
    /// `mdmMigrationStatus`.
    case migration
    /// `purchaseSourceType`.
    case purchase
    /// `op_type` of a sync feed.
    case operation
    /// How the device was enrolled, in the source's words.
    case method
}

/// The columns that hold one of many names.
package enum NameField: Int, Sendable, Hashable, CaseIterable {
    case errorReason, profileID, server, model, os, fingerprint, rootFingerprint
    /// Who assigned the device, as `device_assigned_by`.
    case assignedBy
    case site
}

/// The columns that hold a time.
///
/// Units: microseconds since 1970 UTC.
package enum TimeField: Int, Sendable, Hashable, CaseIterable {
    case modifiedAt, assignedAt, pushedAt, enrolledAt, contactAt, observedAt
    /// When the device came into the organisation.
    case addedAt
    /// Until when a migration must be done.
    case migrationDeadline
    /// When the device began to check in (`Authenticate`).
    case checkinBegunAt
}

/// The columns that hold yes, no, or nothing said.
package enum FlagField: Int, Sendable, Hashable, CaseIterable {
    case enrolled, supervised, intentEnforced, viaADE, released
    /// Yes for an identifier, no for an explicit null.
    case hasProfile
    /// Yes for an identifier, no for an explicit null.
    case hasServer
    /// Apple swapped the unit: this one came as a replacement, or was released by one.
    case replaced
    /// Held in Setup Assistant until the MDM releases it.
    case awaitingConfiguration
    /// `Authenticate` came and no `TokenUpdate` followed.
    case checkinIncomplete
    case activationLocked
    /// Setup Assistant is done.
    case setUp
}

/// The place of a value of a record.
package enum DeviceField: Sendable, Hashable {
    case serial
    case udid
    case word(WordField)
    case name(NameField)
    case time(TimeField)
    case flag(FlagField)
    /// Seconds that the device's clock is ahead.
    case clockOffset
    /// Nothing kept: the key only tells which kind of record it is.
    case mark
}

/// Yes, no, or nothing said; two bits in a column.
package enum Answer: UInt8, Sendable, Hashable {
    case unsaid = 0
    case yes = 1
    case no = 2

    package init(_ truth: Bool) { self = truth ? .yes : .no }

    /// The answer as an optional truth.
    package var truth: Bool? {
        switch self {
        case .unsaid: nil
        case .yes: true
        case .no: false
        }
    }
}

/// All answers of one record.
package struct Answers: Sendable, Hashable {
    package var bits: UInt32 = 0

    package init(bits: UInt32 = 0) { self.bits = bits }

    package subscript(field: FlagField) -> Answer {
        get { Answer(rawValue: UInt8(truncatingIfNeeded: bits >> UInt32(field.rawValue * 2)) & 3) ?? .unsaid }
        set {
            let shift = UInt32(field.rawValue * 2)
            bits = bits & ~(3 << shift) | UInt32(newValue.rawValue) << shift
        }
    }
}
