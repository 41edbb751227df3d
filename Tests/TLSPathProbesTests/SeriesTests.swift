import CaseReading
import Casework
import ProbeKit
import TLSHandshake
import Testing

@testable import TLSPathProbes

/// What series of handshakes say, and what they never may.
struct SeriesTests {
    @Test func transcriptsAreKeptApart() {
        let facts = PathFacts(
            reading: PathReading.evidence([
                #"{"outcome":"stalled","serverName":"a","trial":{"purpose":"ladder","variant":"control"}}"#,
                #"{"outcome":"completed","serverName":"a","application":"ntp"}"#,
                #"{"outcome":"completed","serverName":"a"}"#,
            ]))
        #expect(facts.handshakes.map(\.citation.locator) == ["line 3"])
        #expect(facts.trials.map(\.citation.locator) == ["line 1"])
        #expect(facts.services.map(\.citation.locator) == ["line 2"])
        // A trial that fails is no stall of the path.
        #expect(!Roster.tlsPath.examine(facts).flatMap(\.findings).contains { $0.code == "L3-STALL" })
    }

    /// The questions that need more than plain handshakes stay open, and nothing else does.
    @Test func plainHandshakesLeaveOnlyTheExtraQuestionsOpen() {
        let results = Roster.tlsPath.examine(.measuring([.resolved("17.1.2.3")]))
        let open = results.filter { $0.outcome == .unknown }.map(\.card.id.text)
        #expect(
            Set([
                "tls-path.looks-like-the-baseline", "tls-path.takes-the-whole-client-hello",
                "tls-path.accepts-pre-shared-keys", "tls-path.passes-every-hop",
                "tls-path.keeps-the-server-name",
                "tls-path.keeps-the-client-hello", "tls-path.reaches-the-push-service",
                "tls-path.reaches-the-time-hosts", "tls-path.agrees-with-the-diagnostic-endpoint",
            ]).isSubset(of: Set(open)))
        #expect(results.filter(\.card.isMain).map(\.outcome) == [.pass])
        #expect(results.flatMap(\.findings).isEmpty)
    }

    @Test(arguments: [
        ("no-grease", "cannot take values"), ("no-pq", "its size"), ("control-sni", "goes by the name"),
        ("tls12", "TLS 1.3 itself"),
    ])
    func theSmallestChangeStandsWithTheStall(_ variant: String, _ words: String) throws {
        var facts = PathFacts.climbing(["control": [false, false], variant: [true]])
        facts.take(
            PathHandshake(.stalled(via: "ztna"), citation: Citation(file: "f"), asOf: PathFacts.sampleClock))
        let claim = try #require(AnswersTheClientHello().examine(facts).claims.first)
        #expect(claim.values["smallestChange"] == .text(variant) && claim.detail.contains(words))
    }

    @Test func theSmallestOfSeveralChangesCounts() {
        func change(_ variants: [String: [Bool]]) -> HelloChange? {
            PathFacts.climbing(variants).ladders.first?.smallestChange
        }
        #expect(change(["control": [false, false], "no-sni": [true], "no-pq": [true]]) == .noHybridGroup)
        #expect(change(["control": [false, false], "no-pq": [true], "no-grease": [true]]) == .noGREASE)
        #expect(change(["control": [false, true], "no-pq": [true]]) == nil)
        #expect(change(["control": [false], "no-pq": [true]]) == nil)
        #expect(change(["control": [true, true], "no-pq": [true]]) == nil)
    }

    /// The host itself refuses a name that it does not have: the path let it through.
    @Test func aRefusalOfAnotherNameIsAnAnswer() {
        var facts = PathFacts.climbing(["control": [false, false]])
        facts.take(
            PathHandshake(
                HandshakeTranscript.alerted("unrecognized_name", via: "ztna").trying(.ladder, "control-sni"),
                citation: Citation(file: "f"), asOf: facts.asOf))
        #expect(facts.ladders.first?.smallestChange == .controlName)
    }

    @Test func aLargeHelloThatIsNeverAcknowledgedIsAMatterOfSize() throws {
        let facts = PathFacts.climbing(
            ["control": [false, false], "no-pq": [true], "two-segments": [true]], acked: false)
        let findings = Roster.tlsPath.examine(facts).flatMap(\.findings)
        #expect(Set(findings.map(\.code)) == ["L3-HELLO-NOT-ACKED", "L3-LARGE-HELLO-DROPPED"])
        let large = try #require(findings.first { $0.code == "L3-LARGE-HELLO-DROPPED" })
        #expect(large.claim.detail.contains("full packets"))
        let lost = try #require(findings.first { $0.code == "L3-HELLO-NOT-ACKED" })
        #expect(lost.card.explains.contains { $0.symptom == "L3-LARGE-HELLO-DROPPED" })
    }

    /// What the probe makes of two series: a hop, or why not.
    @Test(arguments: [
        // A name that is swallowed between silent routers.
        (
            "time-exceeded silence silence silence", "time-exceeded silence time-exceeded server-hello", true,
            "between hops 2 and 3"
        ),
        // A box that answers by itself, next to the client.
        ("reset reset", "time-exceeded server-hello", true, "at hop 1"),
        // The far end's own system would acknowledge what it does not answer.
        ("time-exceeded silence", "time-exceeded server-hello", true, "treats them differently"),
        ("time-exceeded silence", "time-exceeded server-hello", false, "at hop 2"),
        ("time-exceeded alert", "time-exceeded server-hello", false, "treats them differently"),
        ("time-exceeded server-hello", "time-exceeded time-exceeded server-hello", true, "passed every hop"),
        ("time-exceeded", "time-exceeded time-exceeded server-hello", true, "say too little"),
        ("reset", "reset", true, "answered nowhere"),
    ])
    func hopsAreCompared(_ target: String, _ control: String, _ isAcked: Bool, _ words: String) {
        func answers(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
        var facts = PathFacts.locating(answers(target), answers(control))
        for index in facts.trials.indices { facts.trials[index].transcript.acked = isAcked }
        let said: String =
            switch PassesEveryHop().examine(facts).answer {
            case .sound(let words): words
            case .cannotTell(let reason, _): reason
            case .found(let claims): claims.first?.brief ?? ""
            }
        #expect(said.contains(words), "\(said)")
    }

    @Test func absurdHopsAndPortsDoNotTrap() {
        let hops = [Int.min, -1, 0, 256, Int.max].map {
            HandshakeTranscript.Hop(limit: $0, answer: "server-hello")
        }
        #expect(HopStory(target: hops, control: hops).farEnd == nil)
        for address in ["", ":", "[", "a:b:443", "a:99999999999999999999", "[::1]:443", "h:5223"] {
            var transcript = HandshakeTranscript(outcome: .completed)
            transcript.address = address
            let handshake = PathHandshake(
                transcript, citation: Citation(file: "f"), asOf: PathFacts.sampleClock)
            #expect(handshake.port == ["[::1]:443": 443, "h:5223": 5223][address])
        }
    }

    @Test func aReplayIsTheWeakerTest() throws {
        let facts = PathFacts.measuring(
            .resuming([true, true, true]) + .resuming([false, false, false], "replay", via: "ztna"))
        let finding = try #require(
            Roster.tlsPath.examine(facts).flatMap(\.findings).first { $0.code == "L3-PSK-REFUSED" })
        #expect(finding.severity == .medium && finding.claim.against.count == 1)
        #expect(finding.claim.detail.contains("The direct path took 3 of 3."))
    }

    @Test func anEndThatPassesTheKeyOverInSilenceIsNoFindingAlone() {
        let answer = AcceptsPreSharedKeys().examine(.measuring(.resuming([false, false, false], "external")))
            .answer
        guard case .cannotTell(let reason, _) = answer else { return #expect(Bool(false)) }
        #expect(reason.contains("passed over in silence"))
    }
}
