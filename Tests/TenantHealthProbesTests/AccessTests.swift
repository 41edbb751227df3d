import CaseReading
import Casework
import ProbeKit
import Testing

@testable import TenantHealthProbes

/// What the claims about access to Apple's services say, beyond their codes.
struct AccessTests {
    private func found(_ conclusion: Conclusion) -> Claim? {
        if case .found(let claims) = conclusion.answer { return claims.first }
        return nil
    }

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Sat, 29 Feb 2020 23:59:59 GMT", 1_583_020_799), ("Fri, 31 Dec 9999 00:00:00 GMT", 253_402_214_400),
    ])
    func datesOfHeadersAreRead(text: String, seconds: Int) {
        #expect(HTTPDate.instant(text) == Instant(microseconds: 0) + .seconds(seconds))
    }

    @Test(arguments: [
        "", "Sun", "Sun, 06 Nov 1994 08:49:37 PST", "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 06 Nov 99999999999999999999 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
    ])
    func whatIsNoDateOfAHeaderIsNone(text: String) { #expect(HTTPDate.instant(text) == nil) }

    @Test func aDeprecationTellsItsDatesAndItsLink() throws {
        let notice = try #require(
            Deprecation(
                .axm(
                    "/v1/x", 200,
                    [
                        "deprecation": "@1688169599", "sunset": "Sun, 30 Jun 2024 23:59:59 GMT",
                        "link":
                            #"<https://a.example/p?b=1,2>; rel="next", <https://a.example/d>; rel="deprecation"; type="text/html""#,
                    ])))
        #expect(notice.since == Instant(microseconds: 1_688_169_599_000_000))
        #expect(notice.sunset == Instant(microseconds: 1_719_791_999_000_000))
        #expect(notice.link == "https://a.example/d")
    }

    @Test(arguments: [
        ("link", "<https://a.example/deprecation>; rel=next"), ("link", "deprecation"), ("link", "<>"),
        ("link", "<"),
        ("link", "<https://a.example/x>; title=deprecation"), ("deprecation", "false"), ("server", "x"),
    ])
    func whatAnnouncesNoEndIsNoDeprecation(name: String, value: String) {
        #expect(Deprecation(.axm("/v1/x", 200, [name: value])) == nil)
    }

    @Test(
        arguments: [("true", nil), ("@x", nil), ("@99999999999999999999", nil), ("@5;a=b", 5)]
            as [(String, Int?)])
    func aDeprecationWithoutADateIsOne(value: String, seconds: Int?) {
        let notice = Deprecation(.axm("/v1/x", 200, ["deprecation": value]))
        #expect(notice != nil && notice?.since == seconds.map { Instant(microseconds: 0) + .seconds($0) })
    }

    @Test func waitingIsJudgedByTheNextCallToTheSameHost() throws {
        let facts = TenantFacts.exchanged([
            .axm("/v1/a", 429, ["retry-after": "120"], minute: 0), .ade("/account", 200, minute: 1),
            .axm("/v1/a", 429, ["retry-after": "120"], minute: 1), .axm("/v1/a", 200, minute: 3),
            .axm("/v1/a", 429, ["retry-after": "Fri, 17 Apr 2026 04:00:00 GMT"], minute: 4),
            .axm("/v1/a", 200, minute: 900),
        ])
        let claim = try #require(found(KeepsItsPace().examine(facts)))
        #expect(claim.count == 3 && claim.brief == "3 of 6 answers are 429, Retry-After ignored 1 time")
        #expect(claim.values["retryAfterHonoured"] == 2 && claim.values["retryAfterIgnored"] == 1)
        #expect(claim.detail.contains("(50%)"))
    }

    @Test func whatIsWrongWithAnAssertionIsSaid() throws {
        var facts = TenantFacts.exchanged([
            .oauth(400, #"{"error":"invalid_client","error_description":"x"}"#)
        ])
        let start = Instant(microseconds: 1_776_400_000_000_000)
        let assertion = TokenClaims(
            .assertion, issuedAt: start, expiresAt: start + .days(365), audience: "appstoreconnect-v1")
        facts.exchanges = [
            HTTPExchange(
                url: facts.exchanges[0].url, status: 400, responseBody: facts.exchanges[0].responseBody,
                credentials: [assertion], citation: facts.exchanges[0].citation)
        ]
        let claim = try #require(found(IsLetIn().examine(facts)))
        #expect(claim.brief == "no token from Apple: invalid_client")
        #expect(claim.detail.contains("names the audience appstoreconnect-v1"))
        #expect(claim.detail.contains("is made for 365 days"))
    }

    @Test func aRefusalOfWhichNobodyKnowsWhetherTheTokenWasFreshSaysSo() throws {
        let claim = try #require(found(IsLetIn().examine(.exchanged([.axm("/v1/orgDevices", 401)]))))
        #expect(claim.against.count == 1 && claim.count == 1)
    }

    @Test func theTenantsOwnLimitsWin() {
        var facts = TenantFacts()
        let citation = Citation(file: "limits.json")
        facts.rateLimits = [
            RateLimitSample(at: Instant(microseconds: 2), burstLimit: 500, citation: citation),
            RateLimitSample(
                at: Instant(microseconds: 1), burstLimit: 900, limit24h: 10_000, citation: citation),
            RateLimitSample(at: Instant(microseconds: 3), hourLimit: -1, citation: citation),
        ]
        #expect(facts.tiers.burstPerMinute == 500 && facts.tiers.rollingPerDay == 10_000)
        #expect(facts.tiers.sustainedPerHour == Thresholds().sustainedPerHour)
    }

    @Test(arguments: [
        (
            "https://api-business.apple.com/v1/orgDevices/C02XK1ABJG5J?x=1",
            "GET api-business.apple.com/v1/orgDevices/{id}"
        ),
        ("https://api-business.apple.com/v1/mdmServers", "GET api-business.apple.com/v1/mdmServers"),
        ("https://a.apple.com/v2/tenants/t_1", "GET a.apple.com/v2/tenants/{id}"), ("x", "GET x"),
    ])
    func endpointsAreNamedWithoutTheirIds(url: String, expected: String) {
        #expect(HTTPExchange(url: url, status: 200, citation: Citation(file: "x")).endpoint == expected)
    }
}
