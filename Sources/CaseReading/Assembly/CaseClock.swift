import Casework
import DeviceTriangulation

/// Finds the time that every age in a case is measured from.
///
/// Rules: 1. what the call says.  2. what the case file says.  3. the newest collection.  4. the newest time that a
/// tenant, ADE or MDM wrote, never a device.  5. what the call falls back to.
struct CaseClock {
    let options: ReadingOptions
    let caseFile: CaseFile
    let draft: CaseDraft

    func asOf(_ ledger: FleetLedger) -> Instant? {
        if let given = options.asOf ?? caseFile.asOf { return given }
        if let collected = caseFile.evidence.compactMap(\.collectedAt).max() { return collected }
        return [draft.newestTime, newestRecord(ledger)].compactMap { $0 }.max() ?? options.fallbackAsOf
    }

    /// Complexity: O(devices).
    private func newestRecord(_ ledger: FleetLedger) -> Instant? {
        var newest: Int64?
        for ordinal in 0..<UInt32(clamping: ledger.count) {
            for role in [SourceRole.tenant, .ade, .mdm] {
                guard let view = ledger.view(role, of: ordinal) else { continue }
                let times = [
                    view.modifiedAt, view.assignedAt, view.pushedAt, view.enrolledAt, view.contactAt,
                    view.observedAt,
                ]
                guard let latest = times.compactMap({ $0 }).max() else { continue }
                newest = max(newest ?? latest, latest)
            }
        }
        return newest.map(Instant.init)
    }
}
