import Casework

/// Which device lists of a case are snapshots of one source, by what the case file says of them.
struct ListSeries: Sendable {
    private var times: [String: Set<Instant>] = [:]

    init(_ entries: [EvidenceEntry] = []) {
        for entry in entries where entry.kind == .devices {
            guard let at = entry.collectedAt else { continue }
            times[Self.source(of: entry), default: []].insert(at)
        }
    }

    /// The name of the source of a list: lists of one role, dialect and scope come from the same one.
    static func source(of entry: EvidenceEntry) -> String {
        [entry.role?.name, entry.dialect, entry.scope].map { $0 ?? "" }.joined(separator: "|")
    }

    /// Whether a source was collected more than once.
    var hasSnapshots: Bool { times.values.contains { $0.count > 1 } }

    /// Whether a newer list of the same source is there too.
    func isOlder(_ entry: EvidenceEntry) -> Bool {
        guard let at = entry.collectedAt, let newest = times[Self.source(of: entry)]?.max() else {
            return false
        }
        return at < newest
    }
}
