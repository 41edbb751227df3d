import CaseReading
import Casework
package import ProbeKit

/// Asks whether the tenant's rate tiers have room for the work ahead.
///
/// Needs: answers of `/rate_limits`.    Source: field guide FG-1.1, FG-1.3, FG-1.11, FG-9.2.
/// Rules: 1. utilisation of any tier above 75 %: broken.  2. fewer than 1,000 left of the 24 h tier: broken.
///        3. limits that the tenant reports win over the defaults.  4. the newest answer decides.
package struct HasQuotaLeft: Probe {
    package static let card = ProbeCard(
        "tenant-health.quota", layer: .tenantHealth,
        asks: "Do the tenant's rate tiers have room for the work ahead?",
        needs: [
            Need(
                Supply(.rateLimits),
                how:
                    "rate limits: GET /v2/tenants/{id}/rate_limits with the scope abm.tenant.read.rate_limits"
            )
        ], raises: [quotaLow])

    package init() {}

    package func examine(_ facts: TenantFacts) -> Conclusion {
        guard let newest = facts.rateLimits.max(by: { ($0.at ?? facts.asOf) < ($1.at ?? facts.asOf) }) else {
            return .cannotTell(
                because: "the rate-limit evidence holds no answer", supply: "an answer of /rate_limits")
        }
        let tiers = Self.tiers(newest, facts.thresholds)
        guard !tiers.isEmpty else {
            return .cannotTell(
                because: "the answer names no remaining quota", supply: "an answer of /rate_limits")
        }
        let tight = tiers.filter { $0.isTight(facts.thresholds) }
        guard let worst = tight.max(by: { $0.utilisation < $1.utilisation }) else {
            return .sound("quota left: \(tiers.map(\.words).joined(separator: ", "))")
        }
        return .found(
            Claim(
                "L1-QUOTA-LOW", brief: "\(worst.name) tier \(worst.percentUsed)% used",
                detail: "Left of the tenant's rate tiers: \(tiers.map(\.words).joined(separator: ", ")).",
                subject: Subject(.tenant, "tenant"), count: tight.count,
                extent: .standing(since: nil),
                values: Dictionary(tiers.map { ($0.name, .number($0.utilisation)) }) { first, _ in first },
                evidence: [newest.citation]))
    }

    private struct Tier {
        let name: String
        let remaining: Double
        let limit: Double

        var utilisation: Double { limit > 0 ? max(0, min(1, 1 - remaining / limit)) : 0 }
        var percentUsed: Int { Int((utilisation * 100).rounded()) }
        var words: String { "\(Self.whole(remaining)) of \(Self.whole(limit)) \(Self.units[name] ?? name)" }

        private static let units = ["burst": "a minute", "hour": "an hour", "24 h": "in 24 h"]

        func isTight(_ thresholds: Thresholds) -> Bool {
            utilisation * 100 > Double(thresholds.utilisationPercent)
                || name == "24 h" && remaining < Double(thresholds.remaining24hLow)
        }

        private static func whole(_ value: Double) -> String {
            value.isFinite && abs(value) < 1e12 ? Int(value).grouped : "?"
        }
    }

    private static func tiers(_ sample: RateLimitSample, _ thresholds: Thresholds) -> [Tier] {
        let candidates = [
            ("burst", sample.remainingBurst, sample.burstLimit ?? Double(thresholds.burstPerMinute)),
            ("hour", sample.remainingHour, sample.hourLimit ?? Double(thresholds.sustainedPerHour)),
            ("24 h", sample.remaining24h, sample.limit24h ?? Double(thresholds.rollingPerDay)),
        ]
        return candidates.compactMap { name, remaining, limit in
            remaining.map { Tier(name: name, remaining: $0, limit: limit) }
        }
    }
}

extension HasQuotaLeft {
    static let quotaLow = FindingCard(
        "L1-QUOTA-LOW", "A rate tier of the tenant is nearly used up", severity: .medium,
        basis: .fieldGuide("FG-1.11"),
        meaning: """
            The field guide asks to stay at or below 75% of a tier and above 1,000 remaining requests of the rolling 24 hours;
            past a tier, callbacks are dropped silently (L1-THROTTLED). The tiers are the field guide's, unless the tenant
            reports its own limits.
            """,
        remedy: Remedy(
            .tenant, "Pause imports and assignments until the tier has recovered.",
            steps: [
                "Assign in micro-batches of 12 while fewer than 17 burst tokens remain.",
                "Go back to batches of 100 above 200 remaining burst tokens.",
            ], references: ["field guide FG-9.2"]))

    package static let workedCases: [WorkedCase<TenantFacts>] = [
        WorkedCase("no answer of /rate_limits", TenantFacts(), .cannotTell),
        WorkedCase("an empty file", .limits([]), .cannotTell),
        WorkedCase("plenty left", .limits([.left(burst: 1100, hour: 4800, day: 11_000)]), .sound),
        WorkedCase(
            "burst tier at 80%", .limits([.left(burst: 240, hour: 4800, day: 11_000)]),
            .raises(["L1-QUOTA-LOW": 1])),
        WorkedCase("exactly 75% is allowed", .limits([.left(burst: 300, hour: nil, day: nil)]), .sound),
        WorkedCase(
            "999 left of the day", .limits([.left(burst: nil, hour: nil, day: 999)]),
            .raises(["L1-QUOTA-LOW": 1])),
        WorkedCase(
            "the newest answer decides",
            .limits([
                .left(burst: 1, hour: nil, day: nil, minute: 1),
                .left(burst: 1200, hour: nil, day: nil, minute: 9),
            ]),
            .sound),
    ]
}
