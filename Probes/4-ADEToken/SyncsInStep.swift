import CaseReading
import Casework
package import ProbeKit

/// Asks whether the tenant and the MDM agree on when the last token sync happened.
///
/// Needs: the tenant's integrations and the MDM's own log.    Source: field guide FG-4.2.
/// Rules: 1. each integration's last sync is paired with the nearest `DEP sync started` of the MDM's log.
///        2. more than 90 s apart: lagging.  3. all within: sound.
///        4. no sync time on either side, or a log that does not cover the tenant's time: cannot tell.
///        5. a last sync that failed or ended with an error is no lag: its own codes speak of it.
package struct SyncsInStep: Probe {
    package static let card = ProbeCard(
        "ade-token.syncs-in-step", layer: .adeToken,
        asks: "Do the tenant and the MDM agree on when the last token sync happened?",
        needs: [
            Need(Supply(.integrations), how: HowToGet.integrations),
            Need(Supply(.mdmLog), how: HowToGet.mdmLog),
        ],
        raises: [lag])

    package init() {}

    package func examine(_ facts: ADETokenFacts) -> Conclusion {
        guard !facts.mdmLog.syncStarts.isEmpty else {  // rule 4
            return .cannotTell(
                because: "the MDM log holds no \"DEP sync started\" with a time", supply: HowToGet.mdmLog)
        }
        let limit = Interval.seconds(facts.thresholds.syncLagSeconds)
        // Rule 5.
        let known = facts.ownIntegrations.filter { $0.reporter == .tenant && $0.syncedCleanly }.compactMap {
            SyncPair($0, facts.mdmLog.syncStarts)
        }
        let pairs = known.filter { $0.lag <= limit || facts.mdmLog.covers?.contains($0.tenant) ?? true }
        guard let widest = pairs.max(by: { $0.lag < $1.lag }) else {  // rule 4
            return known.first.map { Self.notCovered($0, facts) }
                ?? .cannotTell(
                    because: "no integration states when it last synced with success",
                    supply: HowToGet.integrations)
        }
        let lagging = pairs.filter { $0.lag > limit }  // rule 2
        return .found(
            lagging.map { Self.claim($0, facts) }, orSound: "tenant and MDM sync within \(widest.lag)",
            measures: ["widestLagSeconds": .number(widest.lag.inSeconds)])
    }

    private static func claim(_ pair: SyncPair, _ facts: ADETokenFacts) -> Claim {
        let name = pair.integration.vendor ?? "an unnamed integration"
        return Claim(
            "L4-SYNC-LAG", brief: "\(name): tenant and MDM sync \(pair.lag) apart",
            detail:
                "The tenant notes the last sync of \(name) at \(pair.tenant); the nearest sync that the MDM began is at "
                + "\(pair.mdm), \(pair.lag) apart (limit \(facts.thresholds.syncLagSeconds) s).",
            subject: Subject(.token, name),
            extent: .windows([TimeWindow(pair.tenant, pair.mdm)], noun: "lagging sync"),
            values: ["lagSeconds": .number(pair.lag.inSeconds)],
            evidence: [pair.integration.citation, pair.line.citation],
            against: ["the last sync did complete: a token that is revoked or expired would show none"])
    }

    /// A log that was cut off, or read earlier than the tenant, cannot hold the match.
    private static func notCovered(_ pair: SyncPair, _ facts: ADETokenFacts) -> Conclusion {
        let range = facts.mdmLog.covers.map { "\($0.start.minute) to \($0.end.minute)" } ?? "no time"
        return .cannotTell(
            because: "the MDM log covers \(range), not the tenant's last sync at \(pair.tenant.minute)",
            supply: HowToGet.mdmLog)
    }
}

/// An integration's last sync beside the nearest one that the MDM began.
struct SyncPair {
    let integration: Integration
    let tenant: Instant
    let mdm: Instant
    let line: MDMLogLine

    /// `nil` where either side states no time.
    init?(_ integration: Integration, _ starts: [MDMLogLine]) {
        guard let tenant = integration.lastSyncAt else { return nil }
        let timed = starts.compactMap { line in line.at.map { (at: $0, line: line) } }
        let nearest = timed.min { Self.apart($0.at, tenant) < Self.apart($1.at, tenant) }
        guard let nearest else { return nil }
        self.integration = integration
        self.tenant = tenant
        mdm = nearest.at
        line = nearest.line
    }

    var lag: Interval { Self.apart(tenant, mdm) }

    private static func apart(_ one: Instant, _ other: Instant) -> Interval {
        max(one, other).since(min(one, other))
    }
}

extension Integration {
    /// Whether the tenant reports the last sync as done, without an error beside it.
    fileprivate var syncedCleanly: Bool {
        (lastSyncError ?? "").isEmpty && ["success", nil].contains(lastSyncStatus?.lowercased())
    }
}

extension Interval {
    var inSeconds: Double { Double(microseconds) / 1_000_000 }
}

extension SyncsInStep {
    static let lag = FindingCard(
        "L4-SYNC-LAG", "Tenant and MDM disagree on when the last token sync happened",
        severity: .medium, basis: .fieldGuide("FG-4.2"),
        meaning: """
            The tenant's lastSyncTimestamp and the MDM's "DEP sync started" belong to one event. More than 90
            s between them means that the tenant throttles token syncs or that the MDM's queue is starved. It
            is a symptom: the cause lies in the rate tiers (layer 1) or in the MDM's workers. The 90 s are the
            field guide's; Apple publishes no such figure.
            """,
        isSymptom: true,
        settle: Check(
            "Start one sync by hand and compare both times: seconds apart means that the queue was the cause."
        ),
        remedy: Remedy(
            .mdm, "Look for throttling first, then at the MDM's sync queue.",
            steps: [
                "Regenerating the token is the wrong remedy: a token that syncs late is a token that works.",
                "Check layer 1 for throttled windows around the lagging sync.",
                "Check the MDM's sync workers and queue length at that time, and both clocks.",
            ],
            references: ["field guide FG-4.2, FG-0.5"]))
}

extension SyncsInStep {
    package static let workedCases: [WorkedCase<ADETokenFacts>] = [
        WorkedCase("no MDM log", .integrating([.integration(syncedAt: 0)]), .cannotTell),
        WorkedCase(
            "an MDM log without sync lines", .pairing(tenant: 0, log: [.line("server started", second: 0)]),
            .cannotTell),
        WorkedCase(
            "a tenant that states no time", .pairing(tenant: nil, log: [.syncStart(second: 0)]), .cannotTell),
        WorkedCase("twelve seconds apart", .pairing(tenant: 12, log: [.syncStart(second: 0)]), .sound),
        WorkedCase(
            "exactly ninety seconds apart", .pairing(tenant: 90, log: [.syncStart(second: 0)]), .sound),
        WorkedCase(
            "ninety-one seconds apart",
            .pairing(tenant: 91, log: [.syncStart(second: 0), .line("server is alive", second: 200)]),
            .raises(["L4-SYNC-LAG": 1])),
        WorkedCase(
            "a log that was read before the tenant's last sync",
            .pairing(tenant: 1200, log: [.syncStart(second: 0), .syncStart(second: 300)]), .cannotTell),
        WorkedCase(
            "a sync that ended with an error",
            .pairing(
                tenant: 91, error: "token_revoked_on_conflict",
                log: [.syncStart(second: 0), .line("server is alive", second: 200)]), .cannotTell),
        WorkedCase(
            "the nearest of several counts",
            .pairing(
                tenant: 610, log: [.syncStart(second: 0), .syncStart(second: 300), .syncStart(second: 600)]),
            .sound),
        WorkedCase(
            "the MDM began later than the tenant",
            .pairing(tenant: 0, log: [.line("server started", second: 0), .syncStart(second: 400)]),
            .raises(["L4-SYNC-LAG": 1])),
    ]
}
