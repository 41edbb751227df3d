import CaseReading
import Casework
package import ProbeKit

/// Asks whether bearer tokens and client assertions were valid when they were used, and how long they last.
///
/// Needs: HTTP exchanges with the tenant.    Source: AE 1.1, RFC 7519; field guide FG-1.9.
/// Rules: claims are decoded, never verified; of each kind the token that was used last decides.
///        1. used after its end: expired.  2. made to last, and past its end now: expired.  3. made to last, and less
///        than an hour left (assertion: 7 days): expiring.  4. a token that lives no longer than that is made anew all
///        the time: only rule 1 holds for it.  5. no end is known: cannot tell.
package struct PresentsLastingTokens: Probe {
    package static let card = ProbeCard(
        "tenant-health.tokens", layer: .tenantHealth,
        asks: "Were bearer tokens and client assertions valid, and for how long?", needs: [needsExchanges],
        raises: [expired, expiring])

    package init() {}

    package func examine(_ facts: TenantFacts) -> Conclusion {
        facts.judgingAccess { exchanges in judge(exchanges.filter(\.isTenantService), facts) }
    }

    private func judge(_ exchanges: [HTTPExchange], _ facts: TenantFacts) -> Conclusion {
        let uses = TokenUses(exchanges, asOf: facts.asOf)
        let kinds: [(TokenClaims.Kind, String, Interval)] = [
            (.bearer, "bearer token", .minutes(facts.thresholds.bearerLowMinutes)),
            (.assertion, "client assertion", .days(facts.thresholds.assertionLowDays)),
        ]
        var claims: [Claim] = []
        var words: [String] = []
        for (kind, noun, warning) in kinds {
            guard let last = uses.last(kind), let end = last.expiresAt else { continue }
            // Rules 2 to 4.
            let isBrief = last.life.map { $0 <= warning } ?? true
            let moment = isBrief ? last.usedAt : max(last.usedAt, facts.asOf)
            let left = end.since(moment)
            if left.microseconds <= 0 {
                claims.append(
                    claim(
                        "L1-TOKEN-EXPIRED", noun, last,
                        "expired \((-left).description) before \(isBrief ? "it was used" : "now")",
                        uses.expired(kind)))
            } else if left < warning, !isBrief || last.life == nil {
                claims.append(claim("L1-TOKEN-EXPIRING", noun, last, "has \(left.description) left", []))
            } else {
                words.append("\(noun) valid for \(left.description) more")
            }
        }
        guard !claims.isEmpty || !words.isEmpty else {
            return .cannotTell(
                because: "no token in the exchanges says when it ends",
                supply: "exchanges with their Authorization headers, or with the token request and its answer"
            )
        }
        return .found(claims, orSound: words.joined(separator: ", "))
    }

    private func claim(
        _ code: FindingCode, _ noun: String, _ use: TokenUses.Use, _ words: String, _ expired: [HTTPExchange]
    ) -> Claim {
        let rest =
            expired.count > 1
            ? " \(expired.count.counted("exchange")) were sent with one that had ended." : ""
        return Claim(
            code, brief: "the \(noun) \(words)",
            detail: "The \(noun) used last, at \(use.usedAt.minute), \(words); its end is "
                + "\(use.expiresAt?.minute ?? "not known"). Its claims were decoded and not verified.\(rest)",
            subject: Subject(.token, noun), count: max(1, expired.count),
            extent: .standing(since: code == "L1-TOKEN-EXPIRED" ? use.expiresAt : nil),
            values: [
                "expiresAt": use.expiresAt.map { .text($0.description) } ?? .absent,
                "usedAt": .text(use.usedAt.description), "verified": false,
            ], evidence: expired.isEmpty ? [use.citation] : expired.prefix(3).map(\.citation))
    }
}

/// The tokens of a set of exchanges: when each was used, and when it ends.
struct TokenUses {
    struct Use {
        let identity: UInt64
        let kind: TokenClaims.Kind
        let usedAt: Instant
        let issuedAt: Instant?
        let expiresAt: Instant?
        let citation: Citation

        var life: Interval? {
            guard let issuedAt, let expiresAt else { return nil }
            return expiresAt.since(issuedAt)
        }
    }

    private var uses: [(use: Use, exchange: HTTPExchange)] = []

    init(_ exchanges: [HTTPExchange], asOf: Instant) {
        // An opaque token's end is known from the answer that issued it.
        var issued: [UInt64: TokenClaims] = [:]
        for claims in exchanges.lazy.flatMap(\.credentials) where claims.isIssued {
            issued[claims.identity] = claims
        }
        for exchange in exchanges {
            for claims in exchange.credentials where !claims.isIssued {
                let origin = issued[claims.identity]
                let use = Use(
                    identity: claims.identity, kind: claims.kind, usedAt: exchange.at ?? asOf,
                    issuedAt: claims.issuedAt ?? origin?.issuedAt,
                    expiresAt: claims.expiresAt ?? origin?.expiresAt,
                    citation: exchange.citation)
                uses.append((use, exchange))
            }
        }
    }

    func last(_ kind: TokenClaims.Kind) -> Use? {
        uses.map(\.use).filter { $0.kind == kind && $0.expiresAt != nil }.max { $0.usedAt < $1.usedAt }
    }

    /// The exchanges that a token was sent with after its end.
    func expired(_ kind: TokenClaims.Kind) -> [HTTPExchange] {
        uses.filter { item in
            item.use.kind == kind && item.use.expiresAt.map { item.use.usedAt >= $0 } ?? false
        }.map(\.exchange)
    }

    /// Whether the bearer token of an exchange was within its time; `nil` where its end is not known.
    func isFresh(_ exchange: HTTPExchange) -> Bool? {
        guard let use = uses.first(where: { $0.exchange == exchange && $0.use.kind == .bearer })?.use,
            let end = use.expiresAt
        else { return nil }
        return use.usedAt < end
    }
}

extension PresentsLastingTokens {
    private static let renew = Remedy(
        .tenant, "Make a new token before each run, and on any 401; sign a new client assertion in time.",
        steps: [
            "A bearer token of Apple lives one hour: ask for a new one, there is nothing to refresh.",
            "Sign a client assertion that ends at most 180 days after it was made, and note the date.",
            "Keep tokens in a secret store, never in a script.",
        ], references: ["AE 1.1", "RFC 7519", "field guide FG-1.9"])

    static let expired = FindingCard(
        "L1-TOKEN-EXPIRED", "A token was used, or is kept, after its end", severity: .high,
        basis: .published("AE 1.1"),
        meaning: """
            The exp claim of a bearer token or client assertion lies before its last use, or, for one that was made to last,
            before now. The service answers 401 or 400 until a new one is made. Claims are read from the evidence and not
            verified; the token itself is never kept.
            """, remedy: renew)

    static let expiring = FindingCard(
        "L1-TOKEN-EXPIRING", "A token will end soon", severity: .low, basis: .published("AE 1.1"),
        meaning: """
            Less than an hour is left of a bearer token that was made to last, or less than seven days of a client assertion.
            Tokens that are made anew for each run are not meant. The hour is the field guide's figure, the week is ours.
            """, remedy: renew)

    package static let workedCases: [WorkedCase<TenantFacts>] = [
        WorkedCase("no exchanges", TenantFacts(), .cannotTell),
        WorkedCase("an opaque token", .bearing([TokenClaims(.bearer, isDecoded: false)], at: 0), .cannotTell),
        WorkedCase(
            "fresh from the service, one hour long", .bearing([.bearer(from: -1, to: 59)], at: 50), .sound),
        WorkedCase(
            "used after its hour", .bearing([.bearer(from: -120, to: -60)], at: 0),
            .raises(["L1-TOKEN-EXPIRED": 1])),
        WorkedCase(
            "made for a year, ended now", .bearing([.bearer(from: -525_600, to: 30)], at: 0, asOf: 31),
            .raises(["L1-TOKEN-EXPIRED": 1])),
        WorkedCase(
            "made for a year, 59 minutes left", .bearing([.bearer(from: -525_600, to: 59)], at: 0),
            .raises(["L1-TOKEN-EXPIRING": 1])),
        WorkedCase(
            "made for a year, one hour left", .bearing([.bearer(from: -525_600, to: 60)], at: 0), .sound),
        WorkedCase(
            "an assertion with six days left", .bearing([.assertion(from: -100_000, to: 6 * 1440)], at: 0),
            .raises(["L1-TOKEN-EXPIRING": 1])),
        WorkedCase("an assertion of five minutes", .bearing([.assertion(from: 0, to: 5)], at: 1), .sound),
        WorkedCase(
            "this tool's own token", .bearing([.bearer(from: -120, to: -60)], at: 0, isOwn: true), .cannotTell
        ),
    ]
}
