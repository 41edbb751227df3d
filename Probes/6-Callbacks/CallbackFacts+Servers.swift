import CaseReading
import Casework

/// When Apple's tenant heard from the MDM last, drawn from a case.
extension CallbackFacts {
    /// Takes the servers of the case: the one that it names, else all that are no Apple service of their own.
    mutating func takeServers(of evidence: CaseEvidence) {
        let known = evidence.mdmServers.filter { $0.type == nil || $0.type == "MDM" }
        let own = known.filter { $0.id == evidence.profile.serverID }
        for server in own.isEmpty ? known : own {
            guard let newest = server.lastConnectedAt else { continue }
            polls.append(
                PollWitness(
                    "the tenant's record of \(server.name ?? server.id)", newest: newest,
                    reachesTo: server.observedAt ?? end(of: server.citation.file), citation: server.citation))
        }
    }
}
