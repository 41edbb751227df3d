import CaseReading
import Casework

extension ADETokenFacts {
    /// The newest word of each connection: an MDM lists its syncs one by one.
    ///
    /// Shape: in the order in which the evidence first names them.
    var newestIntegrations: [Integration] {
        var places: [String: Int] = [:]
        var newest: [Integration] = []
        for integration in ownIntegrations {
            let key = [
                integration.reporter.name, Self.folded(integration.vendor ?? ""), integration.name ?? "",
            ].joined(separator: "\u{1F}")
            guard let place = places[key] else {
                places[key] = newest.count
                newest.append(integration)
                continue
            }
            let (old, new) = (newest[place].lastSyncAt, integration.lastSyncAt)
            if let new, old.map({ $0 < new }) ?? true { newest[place] = integration }
        }
        return newest
    }
}

extension Integration {
    /// How a report names the connection.
    var label: String {
        [vendor ?? "an unnamed integration", name].compactMap { $0 }.joined(separator: " ")
    }

    /// Why the last sync counts as failed; `nil` where it did not fail.
    ///
    /// `token_revoked_on_conflict` beside a success is a code of its own.
    var failure: String? {
        let error = lastSyncError.flatMap { $0.isEmpty ? nil : $0 }
        let status = lastSyncStatus?.lowercased() ?? ""
        let isFailed = Self.failedStates.contains { status.contains($0) }
        if let error, error.lowercased() != RegistersWithoutConflict.signature { return error }
        return isFailed ? (lastSyncStatus ?? "failed") : nil
    }

    /// How sources call a sync that did not end well.
    ///
    /// Source: FG-4.1, AE 5.1 (a free text), AE 5.3.
    private static let failedStates = ["fail", "error", "broken", "denied", "rejected", "expired", "timed"]
}
