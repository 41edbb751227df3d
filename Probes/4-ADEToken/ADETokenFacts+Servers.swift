import CaseReading
import Casework

extension ADETokenFacts {
    /// What the tenant calls an entry that no longer works.
    ///
    /// Source: AE 1.4.
    private static let deadStates: Set<String> = ["DELETED", "INACTIVE"]

    /// Takes the entry of the case's own MDM server; of several, only the one that the case names.
    mutating func takeServers(of evidence: CaseEvidence) {
        let wanted = evidence.profile.serverID?.lowercased()
        let own = evidence.mdmServers.filter { server in
            wanted.map { $0 == server.id.lowercased() } ?? (evidence.mdmServers.count == 1)
        }
        serversWereListed = own.contains { $0.status != nil }
        removedServers = own.compactMap { server in
            guard let status = server.status?.uppercased(), Self.deadStates.contains(status) else {
                return nil
            }
            return RemovedServer(name: server.name ?? server.id, status: status, citation: server.citation)
        }
    }
}
