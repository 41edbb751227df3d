import CaseReading
import Casework
package import ProbeKit

/// Asks whether anybody looked at what became of accepted assignments.
///
/// Needs: HTTP exchanges with the tenant.    Source: field guide FG-2.10.
/// Rules: 1. an assignment answered 202 or 207 without a later read of an assignment, activity or device: unverified.
///        2. one that is followed by such a read: sound.
package struct FollowsUpAssignments: Probe {
    package static let card = ProbeCard(
        "tenant-health.follow-up", layer: .tenantHealth,
        asks: "Did anybody look at what became of accepted assignments?",
        needs: [Need(Supply(.exchanges), how: "HTTP exchanges with the tenant, as HAR")], raises: [unverified]
    )

    package init() {}

    package func examine(_ facts: TenantFacts) -> Conclusion {
        let accepted = facts.exchanges.indices.filter {
            facts.exchanges[$0].isAssignment && [202, 207].contains(facts.exchanges[$0].status)
        }
        guard !accepted.isEmpty else {
            return .cannotTell(
                because: "no exchange is an assignment answered 202 or 207",
                supply: "exchanges of assignments")
        }
        let unverified = accepted.filter { !Self.isFollowedUp($0, in: facts.exchanges) }
        guard let first = unverified.first else {
            return .sound("\(accepted.count.counted("assignment")) followed up")
        }
        return .found(
            Claim(
                "L1-ASSIGNMENT-UNVERIFIED", brief: "\(unverified.count.counted("assignment")) unverified",
                detail:
                    "\(unverified.count.grouped) of \(accepted.count.grouped) assignments were answered 202 or 207 and "
                    + "nobody read the result.",
                subject: Subject(.tenant, "tenant"), count: unverified.count,
                evidence: [facts.exchanges[first].citation]))
    }

    private static func isFollowedUp(_ index: Int, in exchanges: [HTTPExchange]) -> Bool {
        exchanges[(index + 1)...].contains { later in
            later.method.uppercased() == "GET" && (200..<300).contains(later.status)
                && ["/assignments", "/orgDeviceActivities", "/devices", "/audit"].contains {
                    later.path.contains($0)
                }
        }
    }
}

extension FollowsUpAssignments {
    static let unverified = FindingCard(
        "L1-ASSIGNMENT-UNVERIFIED", "Accepted assignments were never followed up", severity: .low,
        basis: .fieldGuide("FG-2.10"),
        meaning: """
            202 and 207 say that work was accepted, not that it was done; a 207 holds a status for each item. A pipeline that
            logs success here reports devices as assigned that are not.
            """,
        remedy: Remedy(
            .tenant, "Read the assignment's id, then its result, before success is logged.",
            references: ["field guide FG-2.10"]))

    package static let workedCases: [WorkedCase<TenantFacts>] = [
        WorkedCase("no exchanges", TenantFacts(), .cannotTell),
        WorkedCase("answered at once", .exchanged([.put("/v2/assignments/1", 200)]), .cannotTell),
        WorkedCase(
            "accepted, then read",
            .exchanged([.post("/v2/assignments", 202), .get("/v2/assignments/7", 200)]), .sound),
        WorkedCase(
            "accepted, never read", .exchanged([.get("/v2/devices", 200), .post("/v2/assignments", 202)]),
            .raises(["L1-ASSIGNMENT-UNVERIFIED": 1])),
    ]
}
