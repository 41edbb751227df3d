import CaseReading
import Casework
import ProbeKit
import TLSHandshake
import Testing

@testable import TLSPathProbes

/// Ways beside one another, services beside TLS, and the tenant's own word.
struct ComparisonTests {
    @Test func onlyUsualDifferencesWeighNothing() throws {
        func severity(_ transcripts: [HandshakeTranscript]) -> Severity? {
            Roster.tlsPath.examine(.measuring(transcripts)).flatMap(\.findings)
                .first { $0.code == "L3-PATHS-DIFFER" }?.severity
        }
        let issuer = HandshakeTranscript.completed(via: "ztna", issuer: "CN=Another CA")
        #expect(severity([.completed(), issuer]) == .info)
        #expect(severity([.completed(), issuer.with { $0.version = "TLSv1.2" }]) == .high)
        // Two hosts over one gateway are one claim, as heavy as the heavier.
        let second = [
            HandshakeTranscript.completed("b.apple.com"),
            .completed("b.apple.com", via: "ztna", version: "TLSv1.2"),
        ]
        #expect(severity([.completed(), issuer] + second) == .high)
        let claim = try #require(
            LooksLikeTheBaseline().examine(.measuring([.completed(), issuer] + second)).claims.first)
        guard case .list(let differences)? = claim.values["differences"] else { return #expect(Bool(false)) }
        #expect(differences.count == 2 && claim.count == 2)
    }

    @Test func oneSharedEdgeIsNoDifference() {
        let other = HandshakeTranscript.completed(issuer: "CN=Another CA")
        let facts = PathFacts.measuring([
            .completed(), other, .completed(via: "ztna", issuer: "CN=Another CA"),
        ])
        #expect(LooksLikeTheBaseline().examine(facts).claims.isEmpty)
    }

    @Test func aWayNamedBaselineIsWhatTheOthersAreComparedWith() {
        let facts = PathFacts.measuring([
            .completed(via: "direct", version: "TLSv1.2"), .completed(via: "baseline"),
        ])
        let claims = LooksLikeTheBaseline().examine(facts).claims
        #expect(claims.map(\.paths.first?.via) == ["direct"])
        #expect(facts.groups.map { facts.baseline(of: $0)?.via } == ["baseline", nil])
    }

    @Test func liveWaysMayBeNamed() {
        let facts = PathFacts(
            transcripts: [.completed(via: "http://a:1", version: "TLSv1.2"), .completed(via: "http://b:2")],
            names: [nil, "baseline"], asOf: PathFacts.sampleClock)
        #expect(facts.handshakes.map(\.via) == ["http://a:1", "baseline"])
        #expect(LooksLikeTheBaseline().examine(facts).claims.map(\.code) == ["L3-PATHS-DIFFER"])
    }

    @Test(arguments: [
        ("10.0.0.1", "private"), ("172.31.255.255", "private"), ("fd12::1", "private"),
        ("100.127.255.255", "carrier-grade"),
        ("127.0.0.53", "loopback"), ("::1", "loopback"), ("169.254.1.1", "link-local"),
        ("fe80::1%en0", "link-local"),
        ("198.19.255.255", "benchmark"), ("0.0.0.0", "unspecified"), ("::ffff:10.0.0.1", "private"),
    ])
    func specialAddressesHaveANetwork(_ address: String, _ network: String) {
        #expect(SpecialNetwork.holding(address)?.name == network)
    }

    @Test(arguments: [
        "17.253.1.1", "172.32.0.0", "100.128.0.0", "198.20.0.0", "2620:149::1", "64:ff9b::1101:101", "",
        "apple.com", "10.1",
    ])
    func publicOnesHaveNone(_ address: String) { #expect(SpecialNetwork.holding(address) == nil) }

    @Test(arguments: [
        ("HTTP/1.1 403 Forbidden\r\n", false), ("HTTP/1.1 404 x\r\n", false),
        ("HTTP/1.1 403 Forbidden\r\nX-Squid-Error: ERR_ACCESS_DENIED 0\r\n", true),
        ("HTTP/1.1 200 OK\r\n", false), ("HTTP/1.1 451 x\r\n", true), ("HTTP/1.0 511 x", true),
        ("HTTP/1.1 301 x\r\nlocation: https://ocsp.apple.com/\r\n", false),
        ("HTTP/1.1 302 x\r\nLocation: //filter.example/\r\n", true),
        ("HTTP/1.1 302 x\r\nLocation: /there\r\n", false),
        ("HTTP/1.1 302 x\r\nLocation: http://notapple.com\r\n", true), ("HTTP/1.1 302 x\r\n", false),
    ])
    func blockPagesOnPort80(_ text: String, _ isBlocking: Bool) {
        #expect(WebAnswer(.web("a", .completed, text))?.isBlocking(for: "ocsp.apple.com") == isBlocking)
    }

    @Test(arguments: ["", "HTTP", "HTTP/1.1", "HTTP/1.1 4", "SSH-2.0"])
    func otherWordsAreNoWebAnswer(_ text: String) { #expect(WebAnswer(.web("a", .completed, text)) == nil) }

    private static func exchange(_ url: String, _ body: String, status: Int = 200) -> HTTPExchange {
        HTTPExchange(url: url, status: status, responseBody: body, citation: Citation(file: "diag.har"))
    }

    @Test func theDiagnosticAnswerIsReadOutOfItsExchange() throws {
        let body =
            #"{"ztna_compatibility":{"sni_preserved":true,"psk_supported":false,"cert_chain_valid":true,"other":1}}"#
        let url = "https://mdmenrollment.apple.com/v2/diag?token=REDACTED"
        let answer = try #require(DiagnosticAnswer(Self.exchange(url, body)))
        #expect(answer.keepsServerName == true && answer.takesPSK == false && answer.chainIsValid == true)
        #expect(answer.host == "mdmenrollment.apple.com")
        #expect(DiagnosticAnswer(Self.exchange(url, body, status: 404)) == nil)
        #expect(DiagnosticAnswer(Self.exchange(url, "{")) == nil)
        #expect(
            DiagnosticAnswer(Self.exchange(url, #"{"ztna_compatibility":{"sni_preserved":"yes"}}"#)) == nil)
        #expect(DiagnosticAnswer(Self.exchange("https://a.example/v2/other", body)) == nil)
    }

    @Test func theDiagnosticAnswerComesOutOfACase() {
        var evidence = PathReading.evidence([
            #"{"outcome":"completed","serverName":"mdmenrollment.apple.com","name":"ztna","trust":{"status":"intercepted"}}"#
        ])
        evidence.supplied.insert(Supply(.exchanges))
        evidence.exchanges = [
            Self.exchange(
                "https://mdmenrollment.apple.com/v2/diag",
                #"{"ztna_compatibility":{"cert_chain_valid":true}}"#)
        ]
        let found = Roster.tlsPath.examine(PathFacts(reading: evidence)).flatMap(\.findings)
        #expect(Set(found.map(\.code)) == ["L3-INTERCEPTED", "L3-DIAG-DISAGREES"])
    }

    @Test func aPushHostThatFallsBackIsNoBrokenPath() {
        let codes = { (transcripts: [HandshakeTranscript]) in
            Set(Roster.tlsPath.examine(.measuring(transcripts)).flatMap(\.findings).map(\.code))
        }
        #expect(codes([.push(5223, .unreachable), .push(443)]).isEmpty)
        #expect(codes([.push(5223, .unreachable), .push(443, .refused)]).contains("L3-APNS-BLOCKED"))
    }
}
