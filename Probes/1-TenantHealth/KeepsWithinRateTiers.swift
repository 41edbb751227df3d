import CaseReading
import Casework
package import ProbeKit

/// Asks whether the tenant dropped enrolment callbacks because a rate tier was exhausted.
///
/// Needs: the tenant's audit log, or device records with their sync status.    Source: field guide FG-1.1, FG-1.2.
/// Rules: 1. a `throttled_by_rate_limit` event or device in the window: broken, with the tier that the events name.
///        2. the measured consumption could not trip the tier that is named: said under `against`.
///        3. an audit log with callbacks or rate-limit events, and none throttled: sound.
///        4. an audit log of other events alone, or none: the absence of throttling proves nothing.
package struct KeepsWithinRateTiers: Probe {
    package static let card = ProbeCard(
        "tenant-health.rate-tiers", layer: .tenantHealth,
        asks: "Did the tenant drop enrolment callbacks because a rate tier was exhausted?",
        needs: [Need(Supply(.audit), Supply(.devices, .tenant), how: howToGetTheAuditLog)],
        raises: [throttled], isMain: true)

    package init() {}

    package func examine(_ facts: TenantFacts) -> Conclusion {
        let episodes = ThrottleEpisodes(facts)
        guard !episodes.isEmpty else {
            guard facts.supplied.contains(where: { $0.kind == .audit }) else {  // rule 4
                return .cannotTell(
                    because: "no audit log, and no device record says throttled", supply: howToGetTheAuditLog)
            }
            guard facts.audit.tellsOfThrottling else {  // rule 4
                let published = facts.audit.publishedEvents
                return .cannotTell(
                    because: published > 0
                        ? "Apple's published audit log tells nothing of throttling "
                            + "(\(published.counted("event")) read)"
                        : "the audit log holds neither enrolment callbacks nor rate-limit events",
                    supply: howToGetTheAuditLog)
            }
            // Rule 3.
            return .sound(
                "no throttling in \(facts.audit.countByType.values.reduce(0, +).grouped) audit events")
        }
        return .found(claim(episodes, facts))
    }

    private func claim(_ episodes: ThrottleEpisodes, _ facts: TenantFacts) -> Claim {
        Claim(
            "L1-THROTTLED", brief: episodes.brief, detail: episodes.detail,
            subject: Subject(.tenant, "tenant"),
            count: max(episodes.devices.count, 1), devices: episodes.devices.isEmpty ? nil : episodes.devices,
            extent: episodes.windows.isEmpty
                ? .unknown : .windows(episodes.windows, noun: "throttled window"),
            values: episodes.values, evidence: episodes.evidence, against: episodes.tiersThatCannotTrip)
    }
}

extension AuditTrail {
    /// Whether a throttled tenant would have left a trace here; an export of other event types would not.
    fileprivate var tellsOfThrottling: Bool {
        !callbacks.isEmpty || countByType["RATE_LIMIT"] != nil
    }
}

extension KeepsWithinRateTiers {
    static let throttled = FindingCard(
        "L1-THROTTLED", "The tenant exhausted a rate tier and dropped enrolment callbacks",
        severity: .critical, basis: .fieldGuide("FG-1.2"),
        meaning: """
            Past any of its three rate tiers (a minute, an hour, 24 hours) the tenant drops enrolment callbacks without an
            HTTP answer and does not queue them. Registrations still succeed, so devices show as assigned and wait for ever.
            The only trace is the status throttled_by_rate_limit, in the tenant's audit log or its device record. Apple publishes no such tiers:
            this is the field guide's account.
            """,
        explains: [
            "L2-THROTTLED-ZOMBIE", "L2-ASSIGNED-NOT-ENROLLED",
            Edge("L2-PUSHED-NO-CHECKIN", basis: .fieldGuide("FG-1.2")), "L1-ORPHANED", "L1-QUOTA-LOW",
            "L6-CALLBACK-MISSING", "L4-SYNC-LAG",
        ],
        settle: Check(
            "Re-assign ten of the listed devices by themselves; if they enrol within minutes, the tiers were the cause.",
            command: "abm-forensics device SERIAL --case CASE"),
        remedy: Remedy(
            .tenant, "Stop auto-assign; re-assign the listed devices in batches of 12.",
            steps: [
                "Turn auto-assign to the MDM off until the list is worked off.",
                "Re-assign in batches of 12; poll the rate limits every 8 s; go on only above 200 remaining burst tokens.",
                "Keep registrations under 12,000 in any 24 hours; spread a larger import over days.",
                "Dropped callbacks are not queued: waiting does not help.",
            ],
            references: ["field guide FG-1.1, FG-9.2"]))
}

extension KeepsWithinRateTiers {
    package static let workedCases: [WorkedCase<TenantFacts>] = [
        WorkedCase("an audit log without throttling", .audited([.send(0, minute: 1)]), .sound),
        WorkedCase("an audit log of other events alone", .audited([]), .cannotTell),
        WorkedCase("Apple's published audit log", .changing([]), .cannotTell),
        WorkedCase("no audit log", TenantFacts(), .cannotTell),
        WorkedCase("no audit log, and records that say nothing", .fleet(of: 3) { _ in }, .cannotTell),
        WorkedCase(
            "no audit log, and two records that say throttled",
            .fleet(of: 3) { $0.throttledDevices = [0, 2] }, .raises(["L1-THROTTLED": 2])),
        WorkedCase(
            "two windows, three dropped callbacks",
            .audited([
                .throttle(minute: 1), .drop(0, minute: 2), .drop(1, minute: 3), .throttle(minute: 7),
                .throttle(minute: 60), .drop(2, minute: 62),
            ]), .raises(["L1-THROTTLED": 3])),
        WorkedCase(
            "throttling is logged but no device is named", .audited([.throttle(minute: 1)]),
            .raises(["L1-THROTTLED": 1])),
    ]
}
