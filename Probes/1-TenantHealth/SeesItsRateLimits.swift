import CaseReading
import Casework
package import ProbeKit

/// Asks whether the service account may read the tenant's rate limits.
///
/// Needs: HTTP exchanges with the tenant.    Source: field guide FG-1.3.
/// Rules: 1. the last answer of `/rate_limits` is 403: blind.  2. 200: sees them.  3. never asked: cannot tell.
package struct SeesItsRateLimits: Probe {
    package static let card = ProbeCard(
        "tenant-health.rate-limit-scope", layer: .tenantHealth,
        asks: "May the service account read the tenant's rate limits?",
        needs: [Need(Supply(.exchanges), Supply(.rateLimits), how: "HTTP exchanges with the tenant, as HAR")],
        raises: [blind])

    package init() {}

    package func examine(_ facts: TenantFacts) -> Conclusion { facts.judgingAccess { judge($0, facts) } }

    private func judge(_ exchanges: [HTTPExchange], _ facts: TenantFacts) -> Conclusion {
        let asked = exchanges.filter { $0.path.hasSuffix("/rate_limits") }
        let refused = asked.filter { $0.status == 403 }
        if let last = asked.last(where: { [200, 403].contains($0.status) }), last.status == 403 {
            return .found(
                Claim(
                    "L1-RATE-LIMITS-BLIND", brief: "rate limits are hidden from this account",
                    detail:
                        "\(refused.count.grouped) of \(asked.count.counted("call")) to /rate_limits met the answer 403.",
                    subject: Subject(.tenant, "tenant"), count: refused.count, evidence: [last.citation]))
        }
        guard asked.contains(where: { $0.status == 200 }) || !facts.rateLimits.isEmpty else {
            return .cannotTell(
                because: "no exchange asks /rate_limits",
                supply: "GET /v2/tenants/{id}/rate_limits with the scope abm.tenant.read.rate_limits")
        }
        return .sound("rate limits readable")
    }
}

extension SeesItsRateLimits {
    static let blind = FindingCard(
        "L1-RATE-LIMITS-BLIND", "The service account may not read the tenant's rate limits",
        severity: .medium,
        basis: .fieldGuide("FG-1.3"),
        meaning: """
            The field guide says that /rate_limits needs the OAuth 2 scope abm.tenant.read.rate_limits and that most accounts
            made before 2025 lack it. Without it nobody sees a tier fill up before callbacks are dropped.
            """,
        remedy: Remedy(
            .tenant, "Grant the service account the scope abm.tenant.read.rate_limits.",
            steps: ["Add the scope, issue a new token, ask /rate_limits again."],
            references: ["field guide FG-1.3"]))

    package static let workedCases: [WorkedCase<TenantFacts>] = [
        WorkedCase("no exchanges", TenantFacts(), .cannotTell),
        WorkedCase("never asked", .exchanged([.get("/v2/devices", 200)]), .cannotTell),
        WorkedCase("answered", .exchanged([.get("/v2/tenants/t_1/rate_limits", 200)]), .sound),
        WorkedCase(
            "refused", .exchanged([.get("/v2/tenants/t_1/rate_limits", 403)]),
            .raises(["L1-RATE-LIMITS-BLIND": 1])),
        WorkedCase(
            "refused, then granted",
            .exchanged([.get("/v2/tenants/t_1/rate_limits", 403), .get("/v2/tenants/t_1/rate_limits", 200)]),
            .sound),
    ]
}
