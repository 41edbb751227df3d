package import Casework

/// What one source tells of the MDM's polls of the ADE service.
package struct PollWitness: Sendable, Hashable {
    /// Who tells it: "the MDM's log".
    package let name: String
    package let newest: Instant
    /// How far the source reaches: a poll after that it cannot show.
    package let reachesTo: Instant
    /// Whether a poll that the source does not show did not happen.
    package let showsSilence: Bool
    package let citation: Citation

    package init(
        _ name: String, newest: Instant, reachesTo: Instant, showsSilence: Bool = true, citation: Citation
    ) {
        self.name = name
        self.newest = newest
        self.reachesTo = max(newest, reachesTo)
        self.showsSilence = showsSilence
        self.citation = citation
    }

    /// How long the MDM had not polled when the source ends.
    var silence: Interval { reachesTo.since(newest) }
}

/// How often MDMs poll the ADE service where the case does not say: data, not code.
enum PollInterval {
    struct Row {
        let vendor: String
        let minutes: Int
        let source: String
    }

    static let rows: [Row] = [
        Row(vendor: "intune", minutes: 720, source: "AE 5.2: a delta sync every 12 hours"),
        Row(vendor: "jamfpro", minutes: 2, source: "AE 5.1: PreStage data about every 2 minutes"),
        Row(vendor: "guardmdm", minutes: 5, source: "FG-2.5: every 5 minutes"),
    ]

    /// The interval of a vendor as case files write it; `nil` for one that no row names.
    static func minutes(of vendor: String?) -> Int? {
        guard let vendor else { return nil }
        let folded = String(vendor.lowercased().filter { $0.isLetter || $0.isNumber })
        return rows.first { $0.vendor == folded }?.minutes
    }
}
