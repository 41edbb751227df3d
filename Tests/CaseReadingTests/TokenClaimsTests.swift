import Casework
import Foundation
import OpenFormats
import Testing

@testable import CaseReading

/// What is left of a token: when it ends, for whom it is, and nothing that signs in.
struct TokenClaimsTests {
    private static func jwt(_ claims: String, signature: String = "c2lnLWxlYWs") -> String {
        let parts = [#"{"alg":"ES256","kid":"k"}"#, claims].map {
            Data($0.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
                "=", with: "")
        }
        return (parts + [signature]).joined(separator: ".")
    }

    private func exchange(
        url: String = "https://api-business.apple.com/v1/orgDevices", headers: String = "[]",
        post: String = "null",
        status: Int = 200, content: String = "{}", creator: String = "x"
    ) throws -> HTTPExchange {
        let entry =
            #"{"startedDateTime":"2026-04-17T10:00:00Z","time":1,"request":{"method":"POST","url":"\#(url)","headers":\#(headers),"postData":\#(post)},"response":{"status":\#(status),"content":\#(content)}}"#
        let har =
            #"{"log":{"version":"1.2","creator":{"name":"\#(creator)","version":"1"},"entries":[\#(entry)]}}"#
        return try #require(try CaseOnDisk("exchanges", "x.har", har).read().exchanges.first)
    }

    private let claims = #"{"iat":1776416400,"exp":1776420000.5,"aud":["https://a.example"],"sub":"leak"}"#

    @Test func aBearerTokenTellsItsTimesAndAudience() throws {
        let exchange = try exchange(
            headers: #"[{"name":"AUTHORIZATION","value":"bearer \#(Self.jwt(claims))"}]"#)
        let read = try #require(exchange.credentials.first)
        #expect(
            read.kind == .bearer && !read.isIssued && read.isDecoded && read.audience == "https://a.example")
        #expect(read.issuedAt == Instant(microseconds: 1_776_416_400_000_000))
        #expect(read.expiresAt == Instant(microseconds: 1_776_420_000_500_000))
        #expect(!"\(exchange)".contains("leak") && exchange.requestHeaders.isEmpty)
    }

    @Test(arguments: [
        (#"{"mimeType":"application/x-www-form-urlencoded","text":"a=b&client_assertion=%&scope=y"}"#, ""),
        (#"{"params":[{"name":"client_assertion","value":"%"}]}"#, ""), ("null", "?client_assertion=%&a=b"),
    ])
    func anAssertionIsFoundWhereverItStands(post: String, query: String) throws {
        let token = Self.jwt(claims)
        let exchange = try exchange(
            url: "https://account.apple.com/auth/oauth2/token" + query.replacing("%", with: token),
            post: post.replacing("%", with: token))
        #expect(exchange.credentials.map(\.kind) == [.assertion])
        #expect(exchange.credentials[0].expiresAt == Instant(microseconds: 1_776_420_000_500_000))
        #expect(!"\(exchange)".contains(token))
    }

    @Test func anOpaqueTokenEndsWhenItsAnswerSays() throws {
        let exchange = try exchange(
            url: "https://account.apple.com/auth/oauth2/token",
            content:
                #"{"text":"{\"access_token\":\"opaque-leak\",\"token_type\":\"Bearer\",\"expires_in\":3600}"}"#
        )
        let read = try #require(exchange.credentials.first)
        #expect(read.isIssued && !read.isDecoded && read.expiresAt == instant("2026-04-17T11:00:00Z"))
        #expect(read.issuedAt == instant("2026-04-17T10:00:00Z") && !"\(exchange)".contains("opaque-leak"))
    }

    @Test func equalTokensHaveOneIdentity() throws {
        let one = try #require(TokenClaims(.bearer, token: "opaque"))
        #expect(one.identity == TokenClaims(.bearer, token: " opaque", isIssued: true)?.identity)
        #expect(one.identity != TokenClaims(.bearer, token: "opaquf")?.identity)
    }

    @Test(arguments: ["a.b.c", "a..c", "..", "a.e30.c", "a.WzFd.c", "a.eyJleHAiOjFlOTl9.c", "x"])
    func whatIsNoTokenWithTimesHasNone(token: String) {
        let read = TokenClaims(.bearer, token: token)
        #expect(read != nil && read?.expiresAt == nil && read?.issuedAt == nil)
    }

    @Test(arguments: ["", " ", "REDACTED", String(repeating: "a", count: 20_000)])
    func whatIsNoTokenIsNone(token: String) { #expect(TokenClaims(.bearer, token: token) == nil) }

    @Test func aBodyInBase64IsLookedIntoToo() throws {
        let text = Data(#"{"access_token":"t-leak","expires_in":"60"}"#.utf8).base64EncodedString()
        let exchange = try exchange(
            url: "https://account.apple.com/auth/oauth2/token",
            content: #"{"text":"\#(text)","encoding":"base64"}"#)
        #expect(exchange.credentials.map(\.expiresAt) == [instant("2026-04-17T10:01:00Z")])
    }

    @Test func whoMadeTheExchangesStandsInTheFile() throws {
        #expect(try exchange(creator: "abm-forensics").isOwn)
        #expect(try !exchange(creator: "mitmproxy").isOwn)
    }
}
