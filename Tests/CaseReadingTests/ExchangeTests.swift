import Casework
import Testing

@testable import CaseReading

struct ExchangeTests {
    private func entry(
        _ url: String, status: Int = 200, time: String = "12.5", request: String = "[]",
        response: String = "[]",
        content: String = "{}", post: String = "null"
    ) -> String {
        #"{"startedDateTime":"2026-04-17T10:00:00.000Z","time":\#(time),"request":{"method":"GET","url":"\#(url)","headers":\#(request),"postData":\#(post)},"response":{"status":\#(status),"headers":\#(response),"content":\#(content)}}"#
    }

    private func har(_ entries: String...) -> String {
        #"{"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[\#(entries.joined(separator: ","))]}}"#
    }

    @Test func anEntryGivesURLStatusTimeHeadersAndBody() throws {
        let content = har(
            entry(
                "https://api.example/v2/devices?page=2", status: 207,
                request: #"[{"name":"Accept","value":"application/json"}]"#,
                response:
                    #"[{"name":"X-ABM-Queue-Delay","value":"3"},{"name":"Link","value":"<https://x.example/v2?token=abc>; rel=\"deprecation\""}]"#,
                content: #"{"mimeType":"application/json","text":"{\"ok\":true}"}"#))
        let evidence = try CaseOnDisk("exchanges", "x.har", content).read()
        let exchange = try #require(evidence.exchanges.first)
        #expect(exchange.url == "https://api.example/v2/devices?page=2" && exchange.path == "/v2/devices")
        #expect(exchange.status == 207 && exchange.timeMs == 12.5)
        #expect(exchange.requestHeaders == [HTTPHeader("accept", "application/json")])
        #expect(exchange.response("x-abm-queue-delay") == "3")
        #expect(exchange.response("link") == #"<https://x.example/v2?token=REDACTED>; rel="deprecation""#)
        #expect(exchange.responseBody == #"{"ok":true}"# && exchange.citation.locator == "entry 1")
    }

    @Test func noAnswerAndNoTimeAreKeptAsSuch() throws {
        let evidence = try CaseOnDisk(
            "exchanges", "x.ndjson", entry("https://a.example/", status: 0, time: "-1") + "\n"
        ).read()
        #expect(evidence.exchanges.map(\.status) == [0] && evidence.exchanges.map(\.timeMs) == [nil])
        #expect(evidence.exchanges.first?.citation.locator == "line 1")
    }

    @Test func base64BodiesAreDecoded() throws {
        let content = #"{"text":"eyJvayI6dHJ1ZX0=","encoding":"base64"}"#
        let evidence = try CaseOnDisk(
            "exchanges", "x.har", har(entry("https://a.example/", content: content))
        ).read()
        #expect(evidence.exchanges.first?.responseBody == #"{"ok":true}"#)
    }

    @Test func credentialsDoNotReachAFact() throws {
        let entry = entry(
            "https://user:pw-leak@a.example/v2/diag?token=q-leak&x=1#f-leak",
            request:
                #"[{"name":"Authorization","value":"Bearer h-leak"},{"name":"Cookie","value":"c-leak"},{"name":"X-Auth-Token","value":"x-leak"},{"name":"Referer","value":"https://r.example/?access_token=r-leak"}]"#,
            response: #"[{"name":"Set-Cookie","value":"s-leak"}]"#,
            content:
                #"{"text":"{\"access_token\":\"b-leak\",\"list\":[{\"consumer_secret\" : \"d-leak\"}],\"token\":\"e-leak\",\"status\":\"ok\"}"}"#,
            post:
                #"{"mimeType":"application/x-www-form-urlencoded","text":"client_assertion=p-leak&scope=y"}"#)
        let evidence = try CaseOnDisk("exchanges", "x.har", har(entry)).read()
        let exchange = try #require(evidence.exchanges.first)
        #expect(!"\(exchange)".contains("leak"), "\(exchange)")
        #expect(
            exchange.url.hasSuffix("a.example/v2/diag?token=REDACTED&x=1") && exchange.host == "a.example")
        #expect(exchange.requestBody == "client_assertion=REDACTED&scope=y")
        #expect(exchange.responseBody?.contains(#""status":"ok""#) == true)
        #expect(exchange.requestHeaders.map(\.name) == ["referer"])
    }

    @Test func otherEvidenceInsideBodiesCountsAsItsOwnKind() throws {
        let limits = #"{"text":"{\"remainingBurst\":17,\"remaining24h\":800}"}"#
        let tokens =
            #"{"text":"[{\"token\":\"t-leak\",\"expiresAt\":\"2026-05-01T00:00:00Z\",\"status\":\"ACTIVE\"}]"}"#
        let graph =
            #"{"text":"{\"data\":{\"tenant\":{\"depIntegrations\":[{\"vendorName\":\"Jamf\",\"lastSyncStatus\":\"success\"}]}}}"}"#
        let evidence = try CaseOnDisk(
            "exchanges", "x.har",
            har(
                entry("https://a.example/v2/tenants/t/rate_limits", content: limits),
                entry("https://a.example/v2/depTokens", content: tokens),
                entry("https://a.example/graphql", content: graph),
                entry("https://a.example/v2/tenants/t/rate_limits", status: 403, content: limits))
        ).read()
        #expect(evidence.rateLimits.map(\.remainingBurst) == [17])
        #expect(evidence.rateLimits.first?.at == instant("2026-04-17T10:00:00Z"))
        #expect(
            evidence.tokens.map(\.status) == ["ACTIVE"] && evidence.integrations.map(\.vendor) == ["Jamf"])
        #expect(evidence.exchanges.count == 4)
        #expect(evidence.supplied.contains(Supply(.rateLimits, .tenant)))
        #expect(evidence.supplied.contains(Supply(.integrations, .tenant)))
        #expect(evidence.supplied.contains(Supply(.serverToken, .ade)))
    }

    @Test func bodiesAreCutAtTheLimit() throws {
        var limits = ReadingLimits()
        limits.bodyBytes = 4
        let disk = try CaseOnDisk(
            "exchanges", "x.har", har(entry("https://a.example/", content: #"{"text":"abcdefgh"}"#)))
        #expect(try disk.read(limits: limits).exchanges.first?.responseBody == "abcd")
    }

    @Test func anEntryWithoutARequestCostsThatEntry() throws {
        let evidence = try CaseOnDisk(
            "exchanges", "x.har", har(entry("https://a.example/"), #"{"response":{}}"#)
        ).read()
        #expect(evidence.exchanges.count == 1)
        #expect(evidence.problems.map(\.citation.locator) == ["element 2"])
    }

    @Test func aMitmproxyFlowIsRecognised() throws {
        let disk = try CaseOnDisk("exchanges", "x.flow", "1234:9:websocket;0:~8:response;7:version;2:20#")
        #expect(disk.refusal()?.reason.contains("mitmdump") == true)
    }

    @Test(arguments: [
        ("", [UInt8]()), ("TQ==", [0x4D]), ("TWE=", [0x4D, 0x61]), ("TWFu", [0x4D, 0x61, 0x6E]),
        ("-_8", [0xFB, 0xFF]),
        ("TW\nFu", [0x4D, 0x61, 0x6E]),
    ])
    func base64IsDecoded(text: String, bytes: [UInt8]) {
        #expect(Base64.bytes(text) == bytes)
    }

    @Test(arguments: ["T", "TQ=Q", "T!==", "====", "TWFuT"])
    func otherTextIsNoBase64(text: String) {
        #expect(Base64.bytes(text) == nil)
    }
}
