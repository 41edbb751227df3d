import CaseReading
import Casework
package import ProbeKit

/// Asks whether the MDM's last sync with the enrolment service went well, and was not long ago.
///
/// Needs: what tenant or MDM say of the last sync, or calls of the service.    Source: AE 5.1 to 5.3; the day is
/// ours.
/// Rules: 1. the newest sync of a connection failed: failing.  2. its newest success is older than a day: failing.
///        3. the last calls of the service all went unanswered: failing.
///        4. a sync within the day, or a call that succeeded: sound.  5. nothing that tells of a sync: cannot tell.
package struct SyncsWithoutFailure: Probe {
    package static let card = ProbeCard(
        "ade-token.syncs-without-failure", layer: .adeToken,
        asks: "Did the MDM's last sync with the enrolment service succeed, and was it recent?",
        needs: [
            Need(
                Supply(.integrations), Supply(.exchanges), Supply(.mdmLog), Supply(.adeSync),
                how: HowToGet.syncs)
        ],
        raises: [failing])

    package init() {}

    package func examine(_ facts: ADETokenFacts) -> Conclusion {
        let told = facts.newestIntegrations.filter { $0.failure != nil || $0.lastSyncAt != nil }
        let history = ADEServiceHistory(facts.calls)
        let unanswered = history.unansweredAtTheEnd
        guard !told.isEmpty || !unanswered.isEmpty || history.lastSuccess != nil else {  // rule 5
            return .cannotTell(
                because: "nothing in the evidence says when the MDM last synced or how that ended",
                supply: HowToGet.syncs)
        }
        let silent = Interval.hours(facts.thresholds.syncSilentHours)
        var claims = told.compactMap { Self.claim($0, facts, silent) }
        if !unanswered.isEmpty { claims.append(Self.claim(unanswered, history)) }
        return .found(claims, orSound: Self.soundWords(told, history, facts))
    }

    private static func soundWords(
        _ told: [Integration], _ history: ADEServiceHistory, _ facts: ADETokenFacts
    ) -> String {
        let newest = (told.compactMap(\.lastSyncAt) + [history.lastSuccess].compactMap(\.self)).max()
        guard let newest, newest <= facts.asOf else { return "the last sync succeeded" }
        return "last sync \(facts.asOf.since(newest)) ago"
    }

    private static func claim(
        _ integration: Integration, _ facts: ADETokenFacts, _ silent: Interval
    ) -> Claim? {
        let age = integration.lastSyncAt.map { facts.asOf.since($0) }
        let failure = integration.failure
        guard failure != nil || age.map({ $0 > silent }) ?? false else { return nil }
        let whose = integration.reporter == .mdm ? "The MDM" : "The tenant"
        var detail = failure.map {
            "\(whose) reports the last sync of \(integration.label) as failed: \($0)."
        }
        if let at = integration.lastSyncAt, let age {
            let sentence = "\(whose) knows of no sync of \(integration.label) after \(at), \(age) ago."
            detail = [detail, sentence].compactMap(\.self).joined(separator: " ")
        }
        return Claim(
            "L4-SYNC-FAILING",
            brief: failure.map { "\(integration.label): last sync failed (\($0.prefix(60)))" }
                ?? "\(integration.label): no sync for \(age.map(\.description) ?? "long")",
            detail: detail ?? "", subject: Subject(.token, integration.label),
            extent: .standing(since: integration.lastSyncAt),
            values: ["failure": failure.map { .text(String($0.prefix(200))) } ?? .absent],
            evidence: [integration.citation])
    }

    private static func claim(_ unanswered: [ADEServiceCall], _ history: ADEServiceHistory) -> Claim {
        Claim(
            "L4-SYNC-FAILING",
            brief: "the last \(unanswered.count.counted("call")) of the service got no answer",
            detail:
                "The last \(unanswered.count.counted("call")) of the enrolment service ended without an answer that "
                + "counts, and none succeeded after.",
            subject: Subject(.token, "server token"), extent: .standing(since: history.lastSuccess),
            paths: [PathScope(host: ADEServiceCall.host, vantage: .mdmServer)],
            values: ["unanswered": .count(unanswered.count)], evidence: unanswered.cited)
    }
}

extension SyncsWithoutFailure {
    static let failing = FindingCard(
        "L4-SYNC-FAILING", "The MDM's sync with the enrolment service fails or has stopped",
        severity: .high, basis: .published("AE 5"),
        meaning: """
            An MDM learns of devices and assignments only by asking the enrolment service. While its sync
            fails or rests, new devices never appear, profiles are not assigned, and everything else looks
            well. It is a symptom: the token, unaccepted terms, a deleted server entry or the path to Apple
            stand behind it. Vendors sync every few minutes to twice a day; the day after which a silence
            counts is ours.
            """,
        explains: ["L2-UNKNOWN-TO-MDM", "L2-NO-ADE-PROFILE"], isSymptom: true,
        settle: Check("Start one sync by hand in the MDM and read the error that it ends with."),
        remedy: Remedy(
            .mdm, "Find the error of the last sync and remove its cause; then start a full sync.",
            steps: [
                "Read the MDM's own error: token, terms and access each have their own words.",
                "If it gets no answer at all, measure the path from the MDM server to mdmenrollment.apple.com.",
                "Do not renew the token before an error says that the token is refused.",
            ],
            commands: ["abm-forensics path mdmenrollment.apple.com --vantage mdm-server"],
            references: ["field guide FG-4.1, FG-0.5"]))
}

extension SyncsWithoutFailure {
    package static let workedCases: [WorkedCase<ADETokenFacts>] = [
        WorkedCase("nothing about syncs", ADETokenFacts(), .cannotTell),
        WorkedCase("an integration that states no time", .integrating([.integration()]), .cannotTell),
        WorkedCase("an hour ago", .integrating([.integration(syncedAt: -3600)]), .sound),
        WorkedCase("exactly a day ago", .integrating([.integration(syncedAt: -86400)]), .sound),
        WorkedCase(
            "a day and a second ago", .integrating([.integration(syncedAt: -86401)]),
            .raises(["L4-SYNC-FAILING": 1])),
        WorkedCase(
            "the last one failed",
            .integrating([.integration(status: "failed", error: "connection timed out", syncedAt: -60)]),
            .raises(["L4-SYNC-FAILING": 1])),
        WorkedCase(
            "a conflict beside a success has a code of its own",
            .integrating([.integration(error: "token_revoked_on_conflict", syncedAt: -60)]), .sound),
        WorkedCase(
            "an MDM that lists its syncs: the newest counts",
            .integrating([
                .integration(status: "FAILED", syncedAt: -7200, name: "1", reporter: .mdm),
                .integration(status: "COMPLETED", syncedAt: -3600, name: "1", reporter: .mdm),
            ]), .sound),
        WorkedCase(
            "two connections, one fails",
            .integrating([
                .integration(status: "FAILED", syncedAt: -7200, name: "1", reporter: .mdm),
                .integration(status: "COMPLETED", syncedAt: -3600, name: "2", reporter: .mdm),
            ]), .raises(["L4-SYNC-FAILING": 1])),
        WorkedCase(
            "no answer since noon",
            .calling([
                .answered(200, "{}"), .answered(0, to: "/devices/sync", minute: 1), .answered(0, minute: 2),
            ]), .raises(["L4-SYNC-FAILING": 1])),
        WorkedCase(
            "no answer once, then one",
            .calling([.answered(0), .answered(200, "{}", minute: 1)]), .sound),
        WorkedCase(
            "the MDM's log tells of a failed sync",
            .calling(ADEServiceCall.logged("DEP sync started", "DEP sync failed: connection timed out")),
            .raises(["L4-SYNC-FAILING": 1])),
    ]
}
