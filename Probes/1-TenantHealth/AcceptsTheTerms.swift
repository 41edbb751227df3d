import CaseReading
import Casework
package import ProbeKit

/// Asks whether Apple waits for somebody to accept new terms.
///
/// Needs: exchanges, the tenant's integrations, or the MDM's log.    Source: AE 2.5, AE 7 row 2.
/// Rules: 1. `T_C_NOT_SIGNED` in an answer, a sync error, a notification or a log line: broken, standing since the last
///        proof of the opposite.  2. the ADE service answered well after the last of them: accepted since, sound.
///        3. never said, and the ADE service answered or a sync succeeded: sound.  4. else cannot tell.
package struct AcceptsTheTerms: Probe {
    /// What the ADE service answers until an administrator has agreed; vendors put words before it.
    static let marker = "T_C_NOT_SIGNED"

    package static let card = ProbeCard(
        "tenant-health.terms", layer: .tenantHealth, asks: "Does Apple wait for new terms to be accepted?",
        needs: [
            Need(Supply(.exchanges), Supply(.integrations), Supply(.mdmLog), how: howToSeeTheTerms)
        ], raises: [notAccepted])

    private static let howToSeeTheTerms =
        "the MDM server's log around a sync, its notifications, or exchanges with mdmenrollment.apple.com"

    package init() {}

    package func examine(_ facts: TenantFacts) -> Conclusion {
        let told = Self.told(facts)
        let proofs = Self.proofs(facts)
        guard let newest = told.map({ $0.at ?? facts.asOf }).max() else {
            guard !proofs.isEmpty else {  // rule 4
                return .cannotTell(
                    because: "no evidence shows an answer of the ADE service", supply: Self.howToSeeTheTerms)
            }
            return .sound("terms accepted")
        }
        if proofs.contains(where: { $0.map { $0 > newest } ?? false }) {  // rule 2
            return .sound("terms accepted since \(newest.minute)")
        }
        let before = proofs.compactMap { $0 }.filter { $0 < newest }.max()
        let first = told.compactMap(\.at).min()
        let since = first.map { ", first at \($0.minute)" } ?? ""
        return .found(
            Claim(
                "L1-TERMS-NOT-ACCEPTED", brief: "new terms of Apple wait for acceptance",
                detail:
                    "Apple answered T_C_NOT_SIGNED \(told.count.counted("time"))\(since): everything between MDM and "
                    + "Apple stops until an administrator accepts the terms. The server token is not at fault.",
                subject: Subject(.tenant, "tenant"), count: told.count,
                extent: .standing(since: before ?? first.map { $0 + -Interval.seconds(1) }),
                values: [
                    "answers": .count(told.count), "first": first.map { .text($0.description) } ?? .absent,
                    "lastSuccess": before.map { .text($0.description) } ?? .absent,
                ], evidence: told.prefix(3).map(\.citation)))
    }

    private static func told(_ facts: TenantFacts) -> [(at: Instant?, citation: Citation)] {
        let answers = facts.exchanges.filter { $0.responseBody?.contains(marker) ?? false }
        let syncs = facts.integrations.filter {
            [$0.lastSyncError, $0.lastSyncStatus].contains { $0?.contains(marker) ?? false }
        }
        return answers.map { ($0.at, $0.citation) } + syncs.map { ($0.lastSyncAt, $0.citation) }
            + facts.termsLines.map { ($0.at, $0.citation) }
    }

    /// When the service showed that it works; `nil` inside where that has no time.
    private static func proofs(_ facts: TenantFacts) -> [Instant?] {
        let answers = facts.exchanges.filter {
            $0.isADEService && $0.succeeded && !($0.responseBody?.contains(marker) ?? false)
        }
        let syncs = facts.integrations.filter {
            $0.lastSyncStatus?.lowercased() == "success" && ($0.lastSyncError ?? "").isEmpty
        }
        return answers.map(\.at) + syncs.map(\.lastSyncAt)
    }
}

extension AcceptsTheTerms {
    static let notAccepted = FindingCard(
        "L1-TERMS-NOT-ACCEPTED", "Apple waits for new terms to be accepted", severity: .critical,
        basis: .published("AE 2.5"),
        meaning: """
            When Apple changes its terms, the ADE service answers every call with 403 T_C_NOT_SIGNED until an administrator has
            accepted them at business.apple.com or school.apple.com. Nothing is synced meanwhile. Token and MDM are in order:
            renewing the token or restarting the MDM changes nothing.
            """,
        explains: [
            "L4-SYNC-FAILING", "L6-POLL-STALE", "L1-MDM-SERVER-SILENT", "L2-UNKNOWN-TO-MDM",
            "L2-NO-ADE-PROFILE",
        ],
        settle: Check(
            "Sign in to business.apple.com as an administrator: the terms are shown before anything else."),
        remedy: Remedy(
            .tenant,
            "An administrator signs in at business.apple.com (or school.apple.com) and accepts the terms.",
            steps: [
                "Accept the terms in the portal.", "Start a sync in the MDM; no token has to be renewed.",
            ],
            references: ["AE 2.5", "AE 7 row 2"]))

    package static let workedCases: [WorkedCase<TenantFacts>] = [
        WorkedCase("nothing to look at", TenantFacts(), .cannotTell),
        WorkedCase("exchanges with others", .exchanged([.get("/v2/devices", 200)]), .cannotTell),
        WorkedCase("the service answers", .exchanged([.ade("/account", 200, minute: 1)]), .sound),
        WorkedCase(
            "the service refuses", .exchanged([.ade("/session", 403, "\"T_C_NOT_SIGNED\"", minute: 2)]),
            .raises(["L1-TERMS-NOT-ACCEPTED": 1])),
        WorkedCase(
            "accepted meanwhile",
            .exchanged([
                .ade("/session", 403, "T_C_NOT_SIGNED", minute: 2), .ade("/session", 200, "{}", minute: 9),
            ]), .sound),
        WorkedCase(
            "a sync error",
            .integrating(
                Integration(
                    vendor: "jamf-pro", lastSyncStatus: "failed", lastSyncError: "T_C_NOT_SIGNED",
                    lastSyncAt: nil,
                    citation: Citation(file: "tenant/integrations.json"))),
            .raises(["L1-TERMS-NOT-ACCEPTED": 1])),
        WorkedCase(
            "a line of the MDM's log and a notification",
            .exchanged([
                .call(
                    "https://jamf.example/api/v1/notifications", 200, [:],
                    got: #"[{"type":"DEVICE_ENROLLMENT_PROGRAM_T_C_NOT_SIGNED"}]"#)
            ]) {
                $0.termsLines = [
                    MDMLogLine(at: nil, text: "403 T_C_NOT_SIGNED", citation: Citation(file: "mdm/mdm.log"))
                ]
            }, .raises(["L1-TERMS-NOT-ACCEPTED": 2])),
    ]
}
