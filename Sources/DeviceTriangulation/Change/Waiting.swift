// What "pending" means: assigned or pending, and not enrolled yet.    Source: field guide FG-0.4, FG-1.11.
extension FleetLedger {
    /// Whether a device waits for its enrolment: a living one that this MDM should hold and does not.
    ///
    /// Stock in boxes waits for nobody; a device of another server, or none, waits for an assignment.
    func isWaiting(_ ordinal: UInt32, _ state: DeviceState) -> Bool {
        switch state {
        case .throttledZombie, .profileRemoved, .noADEProfile, .assignRefused, .checkinIncomplete,
            .pushedNoCheckin, .profileWaiting, .assignedNotEnrolled, .unknownToMDM, .pending:
            return !isEnrolledInMDM(ordinal)
        case .enrolledWithoutProfile:
            return true
        case .undetermined, .inFlight:
            return isPending(ordinal)
        case .duplicateIdentity, .releasedButManaged, .unknownToTenant, .replaced, .migrating,
            .migrationStuck, .unassigned, .wrongServer, .notActivated, .awaitingConfiguration,
            .staleContact, .enrolled, .unknown:
            return false
        }
    }

    private func isEnrolledInMDM(_ ordinal: UInt32) -> Bool {
        value(.mdm, of: ordinal, absent: Answer.unsaid) { $0.answers($1)[.enrolled] } == .yes
    }

    private func isPending(_ ordinal: UInt32) -> Bool {
        let status = value(.tenant, of: ordinal, absent: 0) { $0.word(.status, $1) }
        if status != 0 { return status == KnownWords.Status.pending }
        let ownership = value(.tenant, of: ordinal, absent: 0) { $0.word(.ownership, $1) }
        return ownership == KnownWords.Ownership.pending
    }

    /// When the wait for the enrolment began, as far as a record tells.
    ///
    /// Rules: 1. the hand-over of the ADE profile: the device asked.  2. for a device that the tenant calls
    /// pending, its last change.  3. the tenant's assignment.  The assignment of an ADE profile is no beginning: the
    /// device may have lain in its box for months.
    func waitBegan(_ ordinal: UInt32) -> Int64? {
        let none = DeviceColumns.noTime
        let pushed = value(.ade, of: ordinal, absent: none) { $0.time(.pushedAt, $1) }
        if pushed != none { return pushed }
        let changed = value(.tenant, of: ordinal, absent: none) { $0.time(.modifiedAt, $1) }
        if changed != none, isPending(ordinal) { return changed }
        let assigned = value(.tenant, of: ordinal, absent: none) { $0.time(.assignedAt, $1) }
        return assigned == none ? nil : assigned
    }

    /// When the MDM enrolled the device.
    func enrolledAt(_ ordinal: UInt32) -> Int64? {
        guard isEnrolledInMDM(ordinal) else { return nil }
        let time = value(.mdm, of: ordinal, absent: DeviceColumns.noTime) { $0.time(.enrolledAt, $1) }
        return time == DeviceColumns.noTime ? nil : time
    }
}
