import CaseReading
import Casework
import ProbeKit
import TLSHandshake
import Testing

@testable import TLSPathProbes

/// What was sent beside what a reflector says arrived.
struct FarEndTests {
    private static let nonce = "00112233445566778899aabbccddeeff"

    private static func sent(_ more: String = "", purpose: String? = "reflection", second: Int = 0) -> String
    {
        let trial = purpose.map { #""trial":{"purpose":"\#($0)","variant":"probe","round":1},"# } ?? ""
        return #"{"serverName":"a.example","name":"ztna","outcome":"completed",\#(trial)"nonce":"\#(nonce)","#
            + #""startedAt":"2026-04-17T11:00:\#(second < 10 ? "0" : "")\#(second)Z","sent":{"sni":"a.example","ja4":"x"}\#(more)}"#
    }

    private static func facts(_ handshakes: [String], _ reflections: [String]) -> PathFacts {
        var evidence = PathReading.evidence(handshakes)
        evidence.reflections = reflections.enumerated().map {
            RawRecord(json: Array($1.utf8), citation: Citation(file: "far.ndjson", locator: "line \($0 + 1)"))
        }
        return PathFacts(reading: evidence)
    }

    @Test(arguments: [
        (#"{"random":"\#(nonce)ffff","sni":"b"}"#, "random"),
        (#"{"sessionID":"\#(nonce)","sni":"b"}"#, "session-id"),
        (#"{"nonce":"\#(nonce.uppercased())","random":"99","sni":"b"}"#, "request"),
    ])
    func aNonceFindsItsRecord(_ record: String, _ means: String) throws {
        // A plain handshake is found by its nonce as well.
        for purpose in ["reflection", nil] {
            let facts = Self.facts(
                [Self.sent(purpose: purpose)], [#"{"random":"ffeeddccbbaa99887766","sni":"c"}"#, record, "7"])
            let found = try #require(facts.reflected.first)
            #expect(found.transcript.reflection?.matchedBy == [means])
            #expect(found.farCitation?.locator == "line 2")
            let claim = try #require(
                Roster.tlsPath.examine(facts).flatMap(\.findings).first { $0.code == "L3-SNI-REWRITTEN" }
            ).claim
            #expect(claim.values["arrived"] == .list(["b"]) && claim.against.isEmpty)
            #expect(claim.values["confidence"] == "high")
            #expect(claim.evidence.map(\.file) == ["far.ndjson", "path.ndjson"])
        }
    }

    @Test func shortNoncesMeetNobody() {
        for nonce in ["", "00", "00112233445566"] {
            let sent = Self.sent().replacing(Self.nonce, with: nonce)
            let far =
                #"{"random":"\#(Self.nonce)","sessionID":"","nonce":"","receivedAt":"2026-04-17T13:00:00Z"}"#
            #expect(Self.facts([sent], [far]).reflected.isEmpty)
        }
    }

    @Test func timeAloneIsAWeakProof() throws {
        let far = #"{"random":"ff","peer":"192.0.2.1:1","receivedAt":"2026-04-17T11:01:00Z"}"#
        let facts = Self.facts([Self.sent()], [far, far])
        let claim = try #require(
            Roster.tlsPath.examine(facts).flatMap(\.findings).first { $0.code == "L3-SNI-REWRITTEN" }
        ).claim
        #expect(claim.values["confidence"] == "low" && claim.against.count == 1)
        #expect(claim.detail.contains("none arrived"))
    }

    @Test(arguments: [
        // a second late
        [#"{"random":"ff","receivedAt":"2026-04-17T11:01:01Z"}"#],
        // two of them
        [
            #"{"random":"ff","receivedAt":"2026-04-17T11:00:01Z"}"#,
            #"{"random":"ee","receivedAt":"2026-04-17T11:00:02Z"}"#,
        ],
        // the record of another handshake's request
        [#"{"random":"ff","nonce":"ffffffffffffffffffff","receivedAt":"2026-04-17T11:00:01Z"}"#],
        [#"{"random":"ff","receivedAt":"no time"}"#],
    ])
    func whatIsNotUniqueIsNoProof(_ far: [String]) {
        #expect(Self.facts([Self.sent()], far).reflected.isEmpty)
    }

    @Test func aPlainHandshakeIsNeverGuessed() {
        let far = #"{"random":"ff","receivedAt":"2026-04-17T11:00:01Z"}"#
        #expect(Self.facts([Self.sent(purpose: nil)], [far]).reflected.isEmpty)
    }

    @Test func aRecordGoesToTheHandshakeWhoseNonceItHolds() {
        let far = #"{"random":"\#(Self.nonce)","receivedAt":"2026-04-17T11:00:01Z"}"#
        let other = Self.sent(second: 2).replacing(Self.nonce, with: "ffffffffffffffffffff")
        #expect(Self.facts([other, Self.sent()], [far]).reflected.map(\.citation.locator) == ["line 2"])
    }

    @Test func aReceiptWithAWrongSignatureCounts() throws {
        let facts = PathFacts.measuring([.reflected(sni: nil, signature: "invalid")])
        let claim = try #require(KeepsTheServerName().examine(facts).claims.first)
        #expect(claim.against.first?.contains("signature") == true)
        // One sound receipt beside it is enough.
        let both = PathFacts.measuring([.reflected(sni: nil, signature: "invalid"), .reflected(sni: nil)])
        #expect(KeepsTheServerName().examine(both).claims.first?.against == [])
    }

    @Test func everyDifferenceIsListed() throws {
        let facts = PathFacts.measuring([
            .reflected(
                ja4: "t12d280900_d943125447b4_c32809c6df3d", suites: ["TLS_AES_128_GCM_SHA256"],
                versions: ["TLSv1.2"], alpn: nil)
        ])
        let claims = KeepsTheClientHello().examine(facts).claims
        #expect(claims.map(\.code) == ["L3-HELLO-REWRITTEN", "L3-SUITE-STRIPPED"])
        let claim = try #require(claims.first)
        #expect(claim.detail.contains("cipher suites without TLS_AES_256_GCM_SHA384"))
        #expect(
            claim.detail.contains("versions without TLSv1.3")
                && claim.detail.contains("ALPN without h2, http/1.1"))
        #expect(claim.values["losesTLS13"] == true)
        #expect(claim.values["probableClient"] == "squid with TLS 1.3 turned off towards the server")
        #expect(claims.last?.values["suites"] == .list(["TLS_AES_256_GCM_SHA384"]))
    }

    @Test(arguments: [
        ("t13d3112h1_e8f1e7e78f70_d41ae481755e", "haproxy ending TLS", true),
        ("t13d2812h1_a01be8c064b6_000000000000", "mitmproxy", false),
        ("t13d311200_e8f1e7e78f70_000000000000", "a gateway on OpenSSL 3 with its default suites", false),
    ])
    func gatewaysAreKnownByTheirClientHello(_ ja4: String, _ name: String, _ isExact: Bool) {
        #expect(GatewayClient(ja4: ja4)?.name == name)
        #expect(GatewayClient(ja4: ja4)?.isExact == isExact)
    }

    @Test(arguments: ["t13d2013h2_a09f3c656075_7f0f34a4126d", "", "_e8f1e7e78f70", "a_b_c_d"])
    func othersAreNot(_ ja4: String) { #expect(GatewayClient(ja4: ja4) == nil) }
}

extension Conclusion {
    var claims: [Claim] { if case .found(let claims) = answer { claims } else { [] } }
}
