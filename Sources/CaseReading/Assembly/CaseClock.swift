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
        return [draft.newestTime, ledger.newestTime.map(Instant.init)].compactMap { $0 }.max()
            ?? options.fallbackAsOf
    }
}
