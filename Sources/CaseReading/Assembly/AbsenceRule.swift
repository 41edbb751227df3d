import DeviceTriangulation

/// Tells whether a device that a side does not list may be called unknown there.
///
/// Rules: 1. every list of the side is complete, or an update of one that is.  2. more devices are absent than records were refused: else the
///        absent ones may be the refused ones.
struct AbsenceRule {
    let lists: [CaseDraft.DeviceList]
    let fleet: FleetLedger
    /// Whether a list only adds to another one, so that it need not be complete itself.
    var isUpdate: (CaseDraft.DeviceList) -> Bool = { _ in false }

    func mayConcludeAbsence(from role: SourceRole) -> Bool {
        let own = lists.filter { $0.role == role }
        guard own.allSatisfy({ $0.isComplete || isUpdate($0) }) else { return false }
        let refused = own.reduce(0) { $0 + $1.refused }
        return refused == 0 || fleet.count - fleet.count(of: role) > refused
    }
}
