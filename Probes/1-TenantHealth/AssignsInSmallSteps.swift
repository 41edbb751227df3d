import CaseReading
import Casework
package import ProbeKit

/// Asks whether devices were assigned in bulk, and what that cost.
///
/// Needs: the tenant's audit log, or HTTP exchanges.    Source: field guide FG-1.4.
/// Rules: 1. a call to `bulk-assign`: priced in burst tokens, as the tenant reports them, else by the guide's 16.2 for a
///        hundred devices; without a log, as the answers tell it.  2. none in the audit log: sound.
///        3. none in exchanges alone: cannot tell, for they are what somebody happened to record.
package struct AssignsInSmallSteps: Probe {
    package static let card = ProbeCard(
        "tenant-health.bulk-assign", layer: .tenantHealth,
        asks: "Were devices assigned in bulk, and at what price?",
        needs: [Need(Supply(.audit), Supply(.exchanges), how: howToGetTheAuditLog)], raises: [bulkAssign])

    package init() {}

    package func examine(_ facts: TenantFacts) -> Conclusion {
        let logged = facts.audit.assignments.filter { $0.endpoint?.contains("bulk-assign") ?? false }
        let seen = facts.exchanges.filter { $0.path.hasSuffix("/bulk-assign") }
        guard !logged.isEmpty || !seen.isEmpty else {
            guard facts.unmet([Need(Supply(.audit), how: howToGetTheAuditLog)]).isEmpty else {  // rule 3
                return .cannotTell(
                    because: "no audit, and no exchange is a bulk assignment", supply: howToGetTheAuditLog)
            }
            return .sound("no bulk assignment")
        }
        let devices = logged.reduce(0) { $0 + max(0, min($1.deviceCount ?? 0, 10_000_000)) }
        let logging = logged.reduce(0.0) { $0 + ($1.tokensConsumed ?? Self.price(of: $1.deviceCount ?? 0)) }
        // FG-9.1: each answer tells its price; what the log tells already is not counted twice.
        let answering = seen.compactMap { $0.response("x-abm-token-consumed").flatMap(Double.init) }
        let tokens = logged.isEmpty ? answering.filter { $0 > 0 && $0 < 1e6 }.reduce(0, +) : logging
        let calls = max(logged.count, seen.count)
        let price = tokens.isFinite && tokens < 1e12 ? Int(tokens.rounded()) : 0
        return .found(
            Claim(
                "L1-BULK-ASSIGN", brief: calls.counted("bulk assignment"),
                detail: "\(calls.counted("call")) of bulk-assign"
                    + (devices > 0 ? " moved \(devices.counted("device"))" : "")
                    + (price > 0 ? " for \(price.counted("burst token"))" : ", at a price that nobody tells")
                    + "; tokens of failed calls are not refunded.",
                subject: Subject(.tenant, "tenant"), count: calls, extent: Self.extent(logged),
                values: ["devices": .count(devices), "tokens": .count(price)],
                evidence: Array((logged.map(\.citation) + seen.map(\.citation)).prefix(3))))
    }

    /// FG-1.4: 16.2 tokens for a hundred devices with Jamf Pro and supervision.
    private static func price(of devices: Int) -> Double { Double(max(0, devices)) * 0.162 }

    private static func extent(_ events: [AuditTrail.AssignmentEvent]) -> Extent {
        guard let first = events.map(\.at).min(), let last = events.map(\.at).max() else { return .unknown }
        return .windows([TimeWindow(first, last)], noun: "bulk import")
    }
}

extension AssignsInSmallSteps {
    static let bulkAssign = FindingCard(
        "L1-BULK-ASSIGN", "Devices were assigned with bulk-assign", severity: .low,
        basis: .fieldGuide("FG-1.4"),
        meaning: """
            By the field guide one bulk-assign call takes 12 to 18 burst tokens and one PATCH of a device about 1.3; tokens of
            failed calls are not refunded. Bulk calls are what drives a tenant into its tiers.
            """,
        explains: ["L1-THROTTLED"],
        remedy: Remedy(
            .tenant, "Assign device by device, or in batches of 12, paced by the remaining tokens.",
            references: ["field guide FG-1.4, FG-9.2"]))

    package static let workedCases: [WorkedCase<TenantFacts>] = [
        WorkedCase("nothing to look at", TenantFacts(), .cannotTell),
        WorkedCase("an audit log without bulk calls", .audited([]), .sound),
        WorkedCase(
            "exchanges of something else", .exchanged([.post("/v2/devices/u/enroll", 200)]), .cannotTell),
        WorkedCase(
            "two bulk calls",
            .audited([.assign(100, tokens: 16.2, minute: 0), .assign(100, tokens: nil, minute: 3)]),
            .raises(["L1-BULK-ASSIGN": 2])),
        WorkedCase(
            "seen only on the wire", .exchanged([.post("/v2/devices/bulk-assign", 202)]),
            .raises(["L1-BULK-ASSIGN": 1])),
    ]
}
