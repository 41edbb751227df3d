import CaseReading
import Casework
package import ProbeKit

/// Asks whether Apple's API lets its clients in.
///
/// Needs: HTTP exchanges with account.apple.com or Apple's API.    Source: AE 1.1, AE 7 row 37; RFC 6749 section 5.2.
/// Rules: 1. a token request answered 400 or 401, and none after it answered well: rejected, with the OAuth error.
///        2. the API answers 401 to a token that had not ended, and no later call went well: rejected.
///        3. every call of the API is answered 403: rejected.  4. what speaks in the assertion's claims for a cause
///        (audience, life of more than 180 days) is said.  5. a call that went well at the end: sound.
package struct IsLetIn: Probe {
    package static let card = ProbeCard(
        "tenant-health.access", layer: .tenantHealth, asks: "Does Apple's API let its clients in?",
        needs: [needsExchanges], raises: [rejected])

    /// AE 1.1: always the second version's address, whichever is called.
    static let audience = "https://account.apple.com/auth/oauth2/v2/token"

    package init() {}

    package func examine(_ facts: TenantFacts) -> Conclusion { facts.judgingAccess { judge($0, facts) } }

    private func judge(_ exchanges: [HTTPExchange], _ facts: TenantFacts) -> Conclusion {
        let requests = exchanges.filter(\.isTokenRequest)
        let calls = exchanges.filter { $0.isAxM && $0.status > 0 }
        guard requests.contains(where: { $0.status > 0 }) || !calls.isEmpty else {
            return .cannotTell(
                because: "no exchange is with account.apple.com or Apple's API", supply: needsExchanges.how)
        }
        let claims = [
            refusedRequests(requests), refusedCalls(calls, TokenUses(exchanges, asOf: facts.asOf)),
            forbiddenCalls(calls),
        ].compactMap { $0 }
        // One refusal, told by the place where it begins.
        guard let claim = claims.first else {
            return .sound(
                "let in: \(calls.count(where: \.succeeded).counted("call")) of Apple's API answered")
        }
        return .found(claim)
    }

    /// Rule 1.
    private func refusedRequests(_ requests: [HTTPExchange]) -> Claim? {
        let tail = requests.reversed().prefix { [400, 401].contains($0.status) }
        guard let last = tail.first else { return nil }
        let error = last.oauthError ?? "no error word"
        let faults = requests.flatMap(\.credentials).filter { $0.kind == .assertion }.flatMap(Self.faults)
        let because = Set(faults).sorted()
        return Claim(
            "L1-AUTH-REJECTED", brief: "no token from Apple: \(error)",
            detail:
                "account.apple.com answered the last \(tail.count.counted("token request")) with \(last.status) "
                + "\(error)\(because.isEmpty ? "" : "; the client assertion \(because.joined(separator: ", "))").",
            subject: Subject(.tenant, "tenant"), count: tail.count,
            extent: .standing(since: requests.last(where: \.succeeded)?.at),
            values: [
                "status": .count(last.status), "error": .text(error),
                "faults": .list(because.map { .text($0) }),
            ],
            evidence: tail.prefix(3).map(\.citation))
    }

    /// Rule 4.
    private static func faults(_ claims: TokenClaims) -> [String] {
        var result: [String] = []
        if let audience = claims.audience, audience != Self.audience {
            result.append("names the audience \(audience)")
        }
        if let from = claims.issuedAt, let end = claims.expiresAt, end.since(from) > .days(180) {
            result.append("is made for \(end.since(from)), Apple takes 180 days at most")
        }
        return result
    }

    /// Rule 2.
    private func refusedCalls(_ calls: [HTTPExchange], _ tokens: TokenUses) -> Claim? {
        let tail = calls.reversed().prefix { $0.status == 401 }
        let fresh = tail.filter { tokens.isFresh($0) != false }
        guard let last = fresh.first else { return nil }
        let isKnown = tokens.isFresh(last) == true
        return Claim(
            "L1-AUTH-REJECTED", brief: "Apple's API answers 401",
            detail: "\(last.host) answered the last \(fresh.count.counted("call")) with 401"
                + "\(isKnown ? " though the bearer token had not ended" : "").",
            subject: Subject(.tenant, "tenant"), count: fresh.count,
            extent: .standing(since: calls.last(where: \.succeeded)?.at), values: ["status": 401],
            evidence: fresh.prefix(3).map(\.citation),
            against: isKnown
                ? [] : ["the end of the bearer token is not known; an expired one is answered the same way"])
    }

    /// Rule 3.
    private func forbiddenCalls(_ calls: [HTTPExchange]) -> Claim? {
        guard let last = calls.last, calls.allSatisfy({ $0.status == 403 }) else { return nil }
        let codes = Set(calls.flatMap(\.errorCodes)).sorted()
        return Claim(
            "L1-AUTH-REJECTED", brief: "Apple's API answers 403 to everything",
            detail: "\(last.host) answered all of \(calls.count.counted("call")) with 403"
                + "\(codes.isEmpty ? "" : " (\(codes.joined(separator: ", ")))"): scope or role of the API account are too narrow.",
            subject: Subject(.tenant, "tenant"), count: calls.count, extent: .standing(since: nil),
            values: ["status": 403, "codes": .list(codes.map { .text($0) })],
            evidence: calls.prefix(3).map(\.citation))
    }
}

extension IsLetIn {
    static let rejected = FindingCard(
        "L1-AUTH-REJECTED", "Apple's API lets a client in no longer", severity: .critical,
        basis: .published("AE 1.1"),
        meaning: """
            The OAuth service refuses the client assertion (invalid_client: unknown or revoked key, wrong audience, made for more
            than 180 days; invalid_scope: business.api against school.api), or the API refuses a token that has not ended. Nothing
            is read or assigned through this API account meanwhile. The server token of the MDM is another credential and is not
            concerned.
            """,
        settle: Check(
            "Ask for a token with a fresh assertion and read the error word.",
            command: "abm-forensics run --layer 1 CASE"),
        remedy: Remedy(
            .tenant,
            "Check key id, client id, audience, scope and dates of the client assertion; make a new key if it was revoked.",
            steps: [
                "Portal: Access management > API: is the account there, and its key not revoked?",
                "aud must be \(IsLetIn.audience), exp at most 180 days after iat, scope business.api or school.api.",
                "A 403 to everything: give the API account a role that may read devices and services.",
            ], references: ["AE 1.1", "AE 7 row 37", "RFC 6749 section 5.2"]))

    package static let workedCases: [WorkedCase<TenantFacts>] = [
        WorkedCase("no exchanges", TenantFacts(), .cannotTell),
        WorkedCase("exchanges with others", .exchanged([.ade("/account", 200, minute: 1)]), .cannotTell),
        WorkedCase("let in", .exchanged([.oauth(200), .axm("/v1/orgDevices", 200)]), .sound),
        WorkedCase(
            "an unknown client", .exchanged([.oauth(400, #"{"error":"invalid_client"}"#)]),
            .raises(["L1-AUTH-REJECTED": 1])),
        WorkedCase(
            "refused once, then let in",
            .exchanged([.oauth(400, #"{"error":"invalid_client"}"#), .oauth(200)]), .sound),
        WorkedCase(
            "a 401 and a new token",
            .exchanged([.axm("/v1/orgDevices", 401), .oauth(200), .axm("/v1/orgDevices", 200)]), .sound),
        WorkedCase(
            "401 to a fresh token", .bearing([.bearer(from: 0, to: 60)], at: 1, status: 401),
            .raises(["L1-AUTH-REJECTED": 1])),
        WorkedCase(
            "401 to a token that has ended", .bearing([.bearer(from: -90, to: -30)], at: 1, status: 401),
            .sound),
        WorkedCase(
            "403 to everything", .exchanged([.axm("/v1/orgDevices", 403), .axm("/v1/mdmServers", 403)]),
            .raises(["L1-AUTH-REJECTED": 2])),
        WorkedCase(
            "403 to one call", .exchanged([.axm("/v1/orgDevices", 200), .axm("/v1/users", 403)]), .sound),
    ]
}
