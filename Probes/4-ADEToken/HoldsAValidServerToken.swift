import CaseReading
import Casework
package import ProbeKit

/// Asks whether every server token that the MDM uses is accepted by Apple, and for how long.
///
/// Needs: the server token or the tenant's list of tokens.    Source: AE 2.1, field guide FG-4.5.
/// Rules: 1. a date in the past: expired.  2. a status other than `ACTIVE`: inactive.
///        3. under 7 days left: expiring, high; under 30 days: expiring, low.  4. else sound.
///        5. no date and no status: cannot tell.  The order and rule 6 stand in `TokenStanding`.
package struct HoldsAValidServerToken: Probe {
    package static let card = ProbeCard(
        "ade-token.valid-server-token", layer: .adeToken,
        asks: "Is every server token that the MDM uses valid, and for how long?",
        needs: [Need(Supply(.serverToken), how: HowToGet.tokens)],
        raises: [expired, expiring, inactive], isMain: true)

    package init() {}

    package func examine(_ facts: ADETokenFacts) -> Conclusion {
        let standing = TokenStanding(facts)
        guard standing.isStated else {  // rule 5
            return .cannotTell(
                because: "no server token in the evidence states a date or a status", supply: HowToGet.tokens)
        }
        return .found(
            standing.judged.compactMap { Self.claim($0, facts) }, orSound: Self.soundWords(standing, facts),
            measures: [
                "tokens": .count(standing.judged.count), "replacedTokens": .count(standing.replaced),
            ])
    }

    private static func soundWords(_ standing: TokenStanding, _ facts: ADETokenFacts) -> String {
        var words =
            standing.firstEnd.map { "expires in \($0.since(facts.asOf))" } ?? "active, no expiry date given"
        if standing.judged.count > 1 { words = "\(standing.judged.count) tokens, the first \(words)" }
        if standing.replaced > 0 {
            words += " (beside \(standing.replaced.counted("dead one", "dead ones")) of the same name)"
        }
        if let sync = facts.lastSync, sync <= facts.asOf {
            words += ", last sync \(facts.asOf.since(sync)) ago"
        }
        return words
    }

    private static func claim(_ judged: TokenStanding.Judged, _ facts: ADETokenFacts) -> Claim? {
        let token = judged.token
        switch judged.state {
        case .expired(let end):
            return Self.expiredClaim(token, end, facts)
        case .inactive(let status):
            return Claim(
                "L4-TOKEN-INACTIVE", brief: "server token \(token.name) is \(status)",
                detail: "The tenant lists the server token \(token.name) as \(status), not ACTIVE.",
                subject: Subject(.token, token.name), extent: .standing(since: facts.lastSync),
                values: ["status": .text(status)], evidence: [token.citation])
        case .urgent(let end):
            return Self.expiringClaim(token, end, facts, severity: .high)
        case .renew(let end):
            return Self.expiringClaim(token, end, facts, severity: .low)
        case .valid, .unstated:
            return nil
        }
    }

    private static func expiredClaim(_ token: ServerToken, _ end: Instant?, _ facts: ADETokenFacts) -> Claim {
        guard let end else {
            return Claim(
                "L4-TOKEN-EXPIRED", brief: "server token \(token.name) has expired",
                detail:
                    "The MDM itself says that the server token \(token.name) has expired; it names no date.",
                subject: Subject(.token, token.name), extent: .standing(since: facts.lastSync),
                evidence: [token.citation])
        }
        var against: [String] = []
        if let sync = facts.lastSync, sync > end {
            against.append(
                "the tenant notes a sync at \(sync.minute), after this token ended: the MDM may use another token"
            )
        }
        return Claim(
            "L4-TOKEN-EXPIRED", brief: "server token \(token.name) expired \(facts.asOf.since(end)) ago",
            detail: "The server token \(token.name) ended at \(end); as of \(facts.asOf) that is "
                + "\(facts.asOf.since(end)) ago.",
            subject: Subject(.token, token.name), extent: .standing(since: max(end, facts.lastSync ?? end)),
            values: ["expiresAt": .text(end.description)], evidence: [token.citation], against: against)
    }

    private static func expiringClaim(
        _ token: ServerToken, _ end: Instant, _ facts: ADETokenFacts, severity: Severity
    ) -> Claim {
        let left = end.since(facts.asOf)
        return Claim(
            "L4-TOKEN-EXPIRING", brief: "server token \(token.name) expires in \(left)",
            detail: "The server token \(token.name) ends at \(end), \(left) from \(facts.asOf).",
            subject: Subject(.token, token.name),
            values: ["expiresAt": .text(end.description)], evidence: [token.citation],
            against: ["nothing is broken yet: the token is accepted until then"], severity: severity)
    }
}

extension HoldsAValidServerToken {
    static let expired = FindingCard(
        "L4-TOKEN-EXPIRED", "The server token has expired",
        severity: .critical, basis: .published("AE 2.1"),
        meaning: """
            A server token lives for one year. After its access_token_expiry the enrolment service refuses
            every call of the MDM: no device is synced, no profile is assigned, new devices never appear in
            the MDM. Devices that are enrolled keep working, which is why it goes unnoticed.
            """,
        explains: DeadTokenEdges.edges + ["L4-TOKEN-REJECTED"],
        settle: Check(
            "Ask the MDM for its own token state: it stores the same expiry date and the last error."),
        remedy: Remedy(
            .mdm, "Renew the server token for the same MDM server entry, then start a sync.",
            steps: [
                "Open the MDM server's existing entry in the tenant and download a new server token there.",
                "Upload it in the MDM in place of the old one; do not create a second server entry, or every device loses its assignment.",
                "Start a sync and check that the MDM logs it as finished.",
                "Put the renewal 30 days ahead of the next date into a calendar.",
            ],
            references: ["Apple: examining server tokens", "field guide FG-4.5"]))

    static let expiring = FindingCard(
        "L4-TOKEN-EXPIRING", "The server token expires soon",
        severity: .low, basis: .published("AE 2.1"),
        meaning: """
            The token's end is published in the token itself. That under 30 days calls for renewal and under 7
            days is urgent is the field guide's advice, not Apple's. It explains nothing that fails today.
            """,
        remedy: Remedy(
            .mdm, "Renew the server token for the same MDM server entry before its date.",
            steps: [
                "Download a new token from the existing server entry and upload it in the MDM.",
                "If devices are stuck today, this is not why: renewing the token does not release them.",
            ],
            references: ["field guide FG-4.5, FG-0.5"]))

    static let inactive = FindingCard(
        "L4-TOKEN-INACTIVE", "The tenant lists the server token as not active",
        severity: .critical, basis: .fieldGuide("FG-4.5"),
        meaning: """
            The field guide's token list gives each token a status, and only ACTIVE tokens sync. A token that
            is not yet past its date and still not ACTIVE was revoked: by an administrator, by a newer token,
            or by a registration conflict. Apple publishes no such list; the published sign of the same state
            is a 401 from /session.
            """,
        explains: DeadTokenEdges.edges + ["L4-TOKEN-REJECTED"],
        settle: Check(
            "Look for L4-REVOKED-ON-CONFLICT: if two integrations registered at once, settle that first."),
        remedy: Remedy(
            .tenant, "Find out why the token was revoked, then issue one new token for one MDM server.",
            steps: [
                "Read the DEP_TOKEN_SYNC events of the audit log around the revocation.",
                "If two integrations share the token, such as staging and production, separate them first: a new token enters the same race.",
                "Download a new token from the existing server entry and upload it in the MDM.",
            ],
            references: ["field guide FG-4.5, FG-4.6, FG-9.7"]))
}

extension HoldsAValidServerToken {
    package static let workedCases: [WorkedCase<ADETokenFacts>] = [
        WorkedCase("no token in the evidence", ADETokenFacts(), .cannotTell),
        WorkedCase("203 days left", .holding([.token(daysLeft: 203)]), .sound),
        WorkedCase("exactly thirty days left", .holding([.token(daysLeft: 30)]), .sound),
        WorkedCase("29 days left", .holding([.token(daysLeft: 29)]), .raises(["L4-TOKEN-EXPIRING": 1])),
        WorkedCase("six days left", .holding([.token(daysLeft: 6)]), .raises(["L4-TOKEN-EXPIRING": 1])),
        WorkedCase(
            "ends this very moment", .holding([.token(daysLeft: 0)]), .raises(["L4-TOKEN-EXPIRED": 1])),
        WorkedCase(
            "two servers, one token expired",
            .holding([.token("production", daysLeft: -3), .token("schools", daysLeft: 100)]),
            .raises(["L4-TOKEN-EXPIRED": 1])),
        WorkedCase(
            "the expired token was renewed",
            .holding([.token(daysLeft: -3), .token(daysLeft: 362)]), .sound),
        WorkedCase(
            "revoked before its date", .holding([.token(daysLeft: 100, status: "REVOKED")]),
            .raises(["L4-TOKEN-INACTIVE": 1])),
        WorkedCase(
            "revoked and past its date", .holding([.token(daysLeft: -1, status: "REVOKED")]),
            .raises(["L4-TOKEN-EXPIRED": 1])),
        WorkedCase(
            "the MDM notifies that it expired", .holding([.token(daysLeft: nil, status: "EXPIRED")]),
            .raises(["L4-TOKEN-EXPIRED": 1])),
        WorkedCase(
            "a notice beside the token that it speaks of",
            .holding([.token(daysLeft: -5), .token("Jamf", daysLeft: nil, status: "EXPIRED")]),
            .raises(["L4-TOKEN-EXPIRED": 1])),
        WorkedCase("a status in lower case", .holding([.token(daysLeft: 90, status: "active")]), .sound),
        WorkedCase("a token without date and status", .holding([.token(daysLeft: nil)]), .cannotTell),
    ]
}
