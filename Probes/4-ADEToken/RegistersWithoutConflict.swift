import CaseReading
import Casework
package import ProbeKit

/// Asks whether two registrations raced for the token, so that one lost it while its sync still reads as a
/// success.
///
/// Needs: the tenant's integrations, or its audit log.    Source: field guide FG-4.3, FG-4.4, FG-4.6.
/// Rules: 1. an integration whose last error is `token_revoked_on_conflict`: lost, above all if its
///           status is a success.
///        2. an audit sequence that shows an unsettled race (see `TokenRaces`): lost.
///        3. integrations or token events without either: sound.
///        4. neither integrations nor token events: cannot tell.
package struct RegistersWithoutConflict: Probe {
    package static let card = ProbeCard(
        "ade-token.registers-without-conflict", layer: .adeToken,
        asks: "Did two MDM registrations race for the server token?",
        needs: [Need(Supply(.integrations), Supply(.audit), how: HowToGet.integrations)],
        raises: [revoked])

    package init() {}

    package func examine(_ facts: ADETokenFacts) -> Conclusion {
        guard !facts.integrations.isEmpty || !facts.tokenEvents.isEmpty else {  // rule 4
            return .cannotTell(
                because: "the evidence holds no integration and no DEP_TOKEN_SYNC event",
                supply: "\(HowToGet.integrations); or \(HowToGet.tokenEvents)")
        }
        // Rules 1 and 2.
        let reported = facts.integrations.filter { $0.lastSyncError?.lowercased() == Self.signature }
        let races = TokenRaces(facts.tokenEvents)
        guard !reported.isEmpty || !races.open.isEmpty else {
            return .sound(Self.soundWords(facts, settled: races.races.count))
        }
        return .found(Self.claim(reported, races.open))
    }

    /// The error that stands beside a success.
    ///
    /// Source: FG-4.3.
    static let signature = "token_revoked_on_conflict"

    private static func soundWords(_ facts: ADETokenFacts, settled: Int) -> String {
        let seen =
            facts.integrations.isEmpty
            ? facts.tokenEvents.count.counted("token event")
            : facts.integrations.count.counted("integration")
        return settled > 0
            ? "no open token conflict in \(seen), \(settled) settled" : "no token conflict in \(seen)"
    }

    private static func claim(_ reported: [Integration], _ races: [TokenRaces.Race]) -> Claim {
        var losers: [String: String] = [:]
        for vendor in reported.map(\.vendor) + races.map(\.loser) {
            let name = vendor ?? "an unnamed integration"
            if losers[ADETokenFacts.folded(name)] == nil { losers[ADETokenFacts.folded(name)] = name }
        }
        let names = losers.values.sorted()
        return Claim(
            "L4-REVOKED-ON-CONFLICT",
            brief: "server token of \(names.joined(separator: ", ")) revoked on conflict",
            detail: (reported.map(words) + races.map(words)).joined(separator: " "),
            subject: Subject(.token, names.joined(separator: ", ")), count: names.count,
            extent: .standing(since: races.compactMap(\.lastGood).min()),
            values: [
                "integrations": .list(names.map { .text($0) }), "races": .count(races.count),
                "readsAsSuccess": .flag(reported.contains(where: \.readsAsSuccess)),
            ],
            evidence: reported.map(\.citation) + races.flatMap(\.events).prefix(6).map(\.citation),
            against: reported.isEmpty
                ? [
                    "only the order of the audit events shows it; no integration record was there to confirm it"
                ] : [])
    }

    private static func words(_ integration: Integration) -> String {
        let name = integration.vendor ?? "an unnamed integration"
        return
            "The tenant reports the last sync of \(name) as \(integration.lastSyncStatus ?? "without a status") "
            + "with the error \(signature)."
    }

    private static func words(_ race: TokenRaces.Race) -> String {
        let steps = race.events.map { "\($0.vendor ?? "an unnamed vendor") \($0.detail) at \($0.at)" }
        return "The audit log shows: \(steps.joined(separator: "; "))."
    }
}

extension Integration {
    /// Whether a reader of the status alone would think that all is well.
    fileprivate var readsAsSuccess: Bool { lastSyncStatus?.lowercased() == "success" }
}

extension RegistersWithoutConflict {
    static let revoked = FindingCard(
        "L4-REVOKED-ON-CONFLICT", "A concurrent registration revoked the server token",
        severity: .critical, basis: .fieldGuide("FG-4.3"),
        meaning: """
            When two MDM integrations register at nearly the same time, the tenant revokes the token of one of
            them and still reports that one's last sync as a success; only lastSyncError says
            token_revoked_on_conflict. From then on the MDM syncs nothing. A token shared by staging and
            production is the usual cause. This is the field guide's account; Apple's published sign of the
            same state is a rejected /session call.
            """,
        explains: DeadTokenEdges.edges + ["L4-TOKEN-REJECTED", "L4-TOKEN-INACTIVE", "L1-AUDIT-FAILURE"],
        settle: Check(
            "Read the DEP_TOKEN_SYNC events in order of their microseconds: two registrations before the revocation prove the race."
        ),
        remedy: Remedy(
            .mdm, "Leave one integration active, sync it, and bring the others back five minutes apart.",
            steps: [
                "Do not regenerate the token first: a new one enters the same race.",
                "Deactivate every integration but the primary one.",
                "Force a full sync of the primary integration and wait until its devices appear.",
                "Re-enable the others one by one, five minutes apart.",
                "Give staging and production a server entry and a token of their own.",
            ],
            references: ["field guide FG-4.6, FG-9.7, FG-0.5"]))
}

extension RegistersWithoutConflict {
    package static let workedCases: [WorkedCase<ADETokenFacts>] = [
        WorkedCase("no integrations and no audit log", ADETokenFacts(), .cannotTell),
        WorkedCase("an audit log without token events", .logging([]), .cannotTell),
        WorkedCase("a clean integration", .integrating([.integration()]), .sound),
        WorkedCase(
            "a success with the conflict beside it",
            .integrating([.integration(error: "token_revoked_on_conflict")]),
            .raises(["L4-REVOKED-ON-CONFLICT": 1])),
        WorkedCase(
            "another error is not a race", .integrating([.integration(status: "failed", error: "timeout")]),
            .sound),
        WorkedCase(
            "two registrations within a second, then a revocation",
            .logging([
                .event("jamf-pro", "activated", second: 0), .event("kandji", "activated", second: 1),
                .event("jamf-pro", "revoked", second: 2),
            ]), .raises(["L4-REVOKED-ON-CONFLICT": 1])),
        WorkedCase(
            "the log itself says conflict", .logging([.event("jamf-pro", "conflict", second: 0)]),
            .raises(["L4-REVOKED-ON-CONFLICT": 1])),
        WorkedCase(
            "integration and log name the same loser",
            .integrating(
                [.integration("Jamf Pro", error: "token_revoked_on_conflict")],
                events: [.event("jamf-pro", "conflict", second: 0)]),
            .raises(["L4-REVOKED-ON-CONFLICT": 1])),
        WorkedCase(
            "a renewal: the same vendor registers, its old token is revoked",
            .logging([.event("jamf-pro", "activated", second: 0), .event("jamf-pro", "revoked", second: 1)]),
            .sound),
        WorkedCase(
            "a change of MDM: revoked a day after the other registered",
            .logging([.event("kandji", "activated", second: 0), .event("jamf-pro", "revoked", second: 86400)]
            ), .sound),
        WorkedCase(
            "a race that was settled",
            .logging([
                .event("jamf-pro", "conflict", second: 0), .event("jamf-pro", "activated", second: 600),
            ]), .sound),
    ]
}
