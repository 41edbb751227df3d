import Casework
import DeviceTriangulation

extension FleetJoin {
    /// What the snapshots of a case say of changes, and its records of waits.
    func changes(_ states: Triangulation, isAlive: [Bool]) -> FleetChanges {
        let ledger = names.ledger
        let moments = ledger.moments
        let history =
            moments.count > 1
            ? StateHistory(ledger, present: states, policy: policy, isAlive: isAlive) : nil
        let halfLife = ledger.pendingHalfLife(states, asOf: asOf.microseconds, history: history)
        var changes = FleetChanges()
        changes.pendingHalfLifeSeconds = halfLife.seconds
        changes.isHalfLifeLowerBound = halfLife.isLowerBound
        changes.waits = halfLife.histogram.map {
            FleetChanges.WaitBar(bucket: $0.bucket.name, ended: $0.ended, waiting: $0.waiting)
        }
        changes.moments = (history?.snapshots.map(\.at) ?? [asOf.microseconds]).map(Instant.init)
        guard let history else { return changes }
        changes.transitions = history.transitions.changes.map {
            FleetChanges.Transition(from: $0.from?.name, to: $0.to?.name, count: $0.count)
        }
        changes.ofDevice = { ordinal in Self.changes(of: ordinal, history) }
        return changes
    }

    private static func changes(of ordinal: Int, _ history: StateHistory) -> [FleetChanges.Change] {
        guard let ordinal = UInt32(exactly: ordinal) else { return [] }
        return zip(history.snapshots, history.snapshots.dropFirst()).compactMap { one, next in
            let (from, to) = (one.state(of: ordinal)?.name, next.state(of: ordinal)?.name)
            guard from != to else { return nil }
            return FleetChanges.Change(
                from: from, to: to, after: Instant(microseconds: one.at), by: Instant(microseconds: next.at))
        }
    }

    /// What at least one record says.
    var tells: Set<Fleet.Telling> {
        let ledger = names.ledger
        var tells: Set<Fleet.Telling> = []
        if ledger.saysClockOffset { tells.insert(.clockOffset) }
        if ledger.says(.setUp) { tells.insert(.setUp) }
        if ledger.says(.activationLocked) { tells.insert(.activationLock) }
        if ledger.says(.purchase) { tells.insert(.purchase) }
        if ledger.says(.profileID, .ade) { tells.insert(.assignedProfile) }
        return tells
    }

    /// The lists that count for the present.
    var presentLists: [CaseDraft.DeviceList] {
        let replaced = names.ledger.replacedFiles
        return replaced.isEmpty
            ? lists
            : lists.filter { list in UInt16(exactly: list.file).map { !replaced.contains($0) } ?? true }
    }

    /// Whether a list that is not whole only brings a whole one of the same source up to date.
    func isUpdate(_ list: CaseDraft.DeviceList) -> Bool {
        guard !list.isComplete, let at = list.collectedAt else { return false }
        return presentLists.contains { base in
            guard base.isComplete, base.role == list.role, base.source == list.source else { return false }
            return base.collectedAt.map { $0 < at } ?? false
        }
    }
}
