/// What the triangulator must know besides the records.
///
/// Units: microseconds; points in time since 1970 UTC.
package struct TriangulationPolicy: Sendable, Hashable {
    static let second: Int64 = 1_000_000

    /// The clock of every age.
    package var asOf: Int64
    /// How young an assignment may be before its device is missed; default 15 minutes.
    package var grace: Int64 = 900 * second
    /// How long a throttled device is pending before it is a zombie; default 180 s (FG-2.3).
    package var zombieAfter: Int64 = 180 * second
    /// The MDM's own sync interval; default 5 minutes (FG-2.5).
    package var syncInterval: Int64 = 300 * second
    /// How long after the hand-over of a profile a check-in is missed; default 30 minutes.
    package var checkinAfter: Int64 = 1_800 * second
    /// How long an enrolled device may be held in Setup Assistant; default 30 minutes.
    package var releaseAfter: Int64 = 1_800 * second
    /// How long a profile may wait for a living device; default 24 h.
    package var waitingAfter: Int64 = 86_400 * second
    /// How long an enrolled device may be silent; default 7 days.
    package var staleAfter: Int64 = 7 * 86_400 * second
    /// The case's MDM server, as the tenant names it.
    package var serverID: String?
    /// The roles whose list is complete: only from those may absence be concluded.
    package var completeRoles: Set<SourceRole> = Set(SourceRole.allCases)
    /// When each source was collected, where known.
    package var collectedAt: [SourceRole: Int64] = [:]

    package init(asOf: Int64) { self.asOf = asOf }
}
