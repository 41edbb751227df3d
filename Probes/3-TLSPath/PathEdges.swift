import Casework
import ProbeKit

/// What a path that breaks TLS can be the cause of, by the role of its host and the place it was measured
/// from.
///
/// Source: the host roles of Apple 101555; which caller needs which host is the published enrolment order (AE
/// 6.6).
/// The first edge to a symptom that the path fits is the one that counts; the last group catches what fits
/// none.
enum PathEdges {
    static let edges = service + cloudConfiguration + mdm + push + fieldGuide + anythingElse

    /// A stall that the field guide lays to a missing suite or key.
    static let stallByTheFieldGuide = Edge(
        "L3-STALL", basis: .fieldGuide("FG-B"), ceiling: .medium,
        standingAgainst:
            "no Apple ClientHello offers suite 0xD002, and a server that misses a suite says so with alert 40 instead of silence"
    )

    /// The MDM server's own calls.
    private static let service = scoped(
        ["L4-SYNC-FAILING", "L6-POLL-STALE", "L1-MDM-SERVER-SILENT"], [.adeService], from: .mdmServer)

    private static let cloudConfiguration = scoped(
        ["L2-PROFILE-WAITING", "L5-CLOUD-CONFIG-ERROR", "L5-TRUST-FAILURE", "L5-ATTESTATION-UNAVAILABLE"],
        [.cloudConfig, .activation, .attestation], from: .deviceNetwork)

    private static let mdm = scoped(
        ["L2-PUSHED-NO-CHECKIN", "L5-PROFILE-INSTALL-FAILED"], [.mdm], from: .deviceNetwork)

    /// The edges of a push service that nobody reaches: the other hosts are not concerned.
    static let pushService = push

    /// The single ports of a push service that no port reaches.
    static let portsOfThePushService = [
        "L3-UNREACHABLE", "L3-REFUSED", "L3-STALL", "L3-RESET", "L3-UNRESOLVED", "L3-PROXY-AUTH",
    ].map { Edge(FindingCode($0), scope: Edge.Scope(roles: [.apns])) }

    private static let push = scoped(
        ["L2-CHECKIN-INCOMPLETE", "L2-STALE-CONTACT"], [.apns], from: .deviceNetwork)

    /// The field guide lets devices enrol through these two hosts; Apple's documents do not.
    private static let fieldGuide = ["L2-SILENT-TIMEOUT", "L2-ASSIGNED-NOT-ENROLLED", "L6-CALLBACK-MISSING"]
        .map {
            Edge(
                FindingCode($0), scope: Edge.Scope(hosts: ["mdmenrollment.apple.com", "devices.apple.com"]),
                basis: .fieldGuide("FG-3.1"))
        }

    /// Any other combination of an enrolment host and a vantage; revocation and time hosts explain nothing
    /// here.
    private static let anythingElse = (service + cloudConfiguration + mdm + push + fieldGuide).map { edge in
        Edge(
            edge.symptom,
            scope: Edge.Scope(
                roles: Set(HostRole.allCases).subtracting([.revocation, .time])),
            basis: edge.basis, ceiling: .low,
            standingAgainst: "the broken path is not one that this symptom is known to depend on")
    }

    private static func scoped(_ symptoms: [String], _ roles: Set<HostRole>, from vantage: Vantage) -> [Edge]
    {
        symptoms.map { Edge(FindingCode($0), scope: Edge.Scope(roles: roles, vantages: [vantage])) }
    }
}
