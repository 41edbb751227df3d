import Casework
import DeviceTriangulation
import Synchronization

/// Classifies the joined devices of a case and hands them out by ordinal.
struct FleetJoin {
    let names: DeviceNames
    let lists: [CaseDraft.DeviceList]
    let profile: CaseProfile
    let thresholds: Thresholds
    let asOf: Instant

    /// The fleet that probes see.
    ///
    /// - Parameter alive: ordinals of devices that gave a sign of life outside of their records.
    func fleet(alive: DeviceSet, sources: [SourceFile]) -> Fleet {
        let ledger = names.ledger
        var isAlive = [Bool](repeating: false, count: ledger.count)
        for ordinal in alive.ordinals where isAlive.indices.contains(ordinal) { isAlive[ordinal] = true }
        let states = Triangulator.classify(ledger, policy: policy, isAlive: isAlive)
        let views = DeviceViews(ledger: ledger, sources: sources)
        let names = names
        var fleet = Fleet(
            count: ledger.count, countByState: states.countsByName,
            stateOf: { UInt32(exactly: $0).flatMap { states.state(of: $0) }?.name ?? "unknown" },
            device: { views.device($0) },
            ordinalOfSerial: { names.ordinal(serial: $0, udid: nil) },
            ordinalOfUDID: { names.ordinal(serial: nil, udid: $0) })
        fleet.changes = changes(states, isAlive: isAlive)
        fleet.tells = tells
        return fleet
    }

    var policy: TriangulationPolicy {
        var policy = TriangulationPolicy(asOf: asOf.microseconds)
        policy.grace = Interval.minutes(thresholds.graceMinutes).microseconds
        policy.zombieAfter = Interval.seconds(thresholds.zombieAfterSeconds).microseconds
        if let minutes = profile.syncIntervalMinutes {
            policy.syncInterval = Interval.minutes(minutes).microseconds
        }
        policy.serverID = profile.serverID
        let absence = AbsenceRule(lists: presentLists, fleet: names.ledger, isUpdate: isUpdate)
        policy.completeRoles = Set(SourceRole.allCases.filter(absence.mayConcludeAbsence))
        for list in presentLists {
            guard let collected = list.collectedAt?.microseconds else { continue }
            policy.collectedAt[list.role] = min(policy.collectedAt[list.role] ?? collected, collected)
        }
        return policy
    }
}

/// Makes one device at a time out of the columns of a ledger; nothing is kept.
private struct DeviceViews: Sendable {
    let ledger: FleetLedger
    let sources: [SourceFile]
    private let fingerprints = KnownFingerprints()

    init(ledger: FleetLedger, sources: [SourceFile]) {
        self.ledger = ledger
        self.sources = sources
    }

    func device(_ ordinal: Int) -> Fleet.Device {
        var device = Fleet.Device()
        device.ordinal = ordinal
        guard let key = UInt32(exactly: ordinal), ordinal < ledger.count else { return device }
        device.serial = ledger.serial(of: key)
        device.udid = ledger.udid(of: key)
        // Not `map`: it would copy the columns' owner for each view of each device.
        let tenant = ledger.view(.tenant, of: key)
        let ade = ledger.view(.ade, of: key)
        let mdm = ledger.view(.mdm, of: key)
        let onDevice = ledger.view(.device, of: key)
        if let tenant { device.tenant = self.tenant(tenant) }
        if let ade { device.ade = self.ade(ade) }
        if let mdm { device.mdm = self.mdm(mdm) }
        if let onDevice { device.onDevice = self.onDevice(onDevice) }
        device.model = tenant?.model ?? mdm?.model ?? ade?.model ?? onDevice?.model
        device.os = mdm?.os ?? tenant?.os ?? onDevice?.os ?? ade?.os
        return device
    }

    private func tenant(_ view: DeviceView) -> Fleet.TenantView {
        var result = Fleet.TenantView()
        result.enrollmentStatus = view.status
        result.ownershipState = view.ownership
        result.hasProfile = view.hasProfile
        result.profileID = view.profileID
        result.syncStatus = view.sync
        result.intentEnforced = view.isSupervisionIntentEnforced
        result.enrollmentIntent = view.intent
        result.verificationMode = view.verification
        result.supervisionFingerprint = fingerprints[view.fingerprint]
        result.errorReason = view.errorReason
        result.tier = view.tier
        result.serverID = view.server
        result.assignedAt = view.assignedAt.map(Instant.init)
        result.lastModified = view.modifiedAt.map(Instant.init)
        result.migration = view.migration
        result.migrationDeadline = view.migrationDeadline.map(Instant.init)
        result.purchase = view.purchase
        result.addedAt = view.addedAt.map(Instant.init)
        result.assignedBy = view.assignedBy
        result.isActivationLocked = view.isActivationLocked
        result.citation = citation(view, at: view.modifiedAt ?? view.assignedAt)
        return result
    }

    private func ade(_ view: DeviceView) -> Fleet.ADEView {
        var result = Fleet.ADEView()
        result.profileStatus = view.adeStatus
        result.assignedAt = view.assignedAt.map(Instant.init)
        result.profileID = view.profileID
        result.pushedAt = view.pushedAt.map(Instant.init)
        result.operation = view.operation
        result.assignedBy = view.assignedBy
        result.isReplaced = view.isReplaced
        result.migrationDeadline = view.migrationDeadline.map(Instant.init)
        result.citation = citation(view, at: view.pushedAt ?? view.assignedAt)
        return result
    }

    private func mdm(_ view: DeviceView) -> Fleet.MDMView {
        var result = Fleet.MDMView()
        result.enrolled = view.isEnrolled
        result.supervised = view.isSupervised
        result.isViaADE = view.isViaADE
        result.profileID = view.profileID
        result.supervisionFingerprint = fingerprints[view.fingerprint]
        result.enrolledAt = view.enrolledAt.map(Instant.init)
        result.lastContact = view.contactAt.map(Instant.init)
        result.isAwaitingConfiguration = view.isAwaitingConfiguration
        result.isCheckinIncomplete = view.isCheckinIncomplete
        result.checkinBegunAt = view.checkinBegunAt.map(Instant.init)
        result.isActivationLocked = view.isActivationLocked
        result.site = view.site
        result.citation = citation(view, at: view.contactAt ?? view.enrolledAt)
        return result
    }

    private func onDevice(_ view: DeviceView) -> Fleet.DeviceSideView {
        var result = Fleet.DeviceSideView()
        result.state = view.status
        result.at = view.observedAt.map(Instant.init)
        result.rootFingerprint = fingerprints[view.rootFingerprint]
        result.clockOffsetSeconds = view.clockOffset
        result.isSetUp = view.isSetUp
        result.isActivationLocked = view.isActivationLocked
        result.citation = citation(view, at: view.observedAt)
        return result
    }

    private func citation(_ view: DeviceView, at time: Int64?) -> Citation? {
        guard let origin = view.origin, sources.indices.contains(Int(origin.file)) else { return nil }
        let noun = sources[Int(origin.file)].recordNoun
        return sources[Int(origin.file)].citation("\(noun) \(origin.number)", at: time.map(Instant.init))
    }
}

/// Fingerprints that were read before: a fleet has few, and each device names one.
private final class KnownFingerprints: Sendable {
    private let known = Mutex<[String: Fingerprint]>([:])

    subscript(text: String?) -> Fingerprint? {
        guard let text else { return nil }
        return known.withLock { known in
            if let found = known[text] { return found }
            guard let fingerprint = Fingerprint(text) else { return nil }
            // A source that gives each device its own must not fill the memory.
            if known.count < 1024 { known[text] = fingerprint }
            return fingerprint
        }
    }
}
