import CaseReading
import Casework
import OpenFormats
import ProbeKit
import TLSHandshake
import Testing

@testable import ADETokenProbes
@testable import TLSPathProbes

@Suite struct PathReading {
    static let clock = Instant(microseconds: 1_776_427_200_000_000)

    static func evidence(_ records: [String]) -> CaseEvidence {
        let fleet = Fleet(
            count: 0, countByState: [:], stateOf: { _ in "" }, device: { _ in Fleet.Device() },
            ordinalOfSerial: { _ in nil }, ordinalOfUDID: { _ in nil })
        var evidence = CaseEvidence(profile: CaseProfile(), asOf: clock, fleet: fleet)
        evidence.supplied = [Supply(.handshakes)]
        evidence.handshakes = records.enumerated().map {
            RawRecord(
                json: Array($1.utf8), citation: Citation(file: "path.ndjson", locator: "line \($0 + 1)"))
        }
        return evidence
    }

    @Test func reportShowsOnlyTranscriptsAndTheirOutcome() {
        let records = Self.evidence([
            #"{"outcome":"stalled","more":1}"#, #"{"outcome":"stalled","stages":"x"}"#,
            #"{"outcome":"Not so"}"#,
            #"{"serverName":"x","outcome":null}"#,
        ]).handshakes
        #expect(
            records.map { PathFacts.transcript(of: $0)?["outcome"]?.string }
                == ["stalled", nil, nil, "unrecorded"])
        #expect(PathFacts.transcript(of: records[0])?["more"]?.int == 1)
    }

    @Test func oneBrokenRecordCostsItself() {
        let facts = PathFacts(
            reading: Self.evidence([
                #"{"outcome":"completed","serverName":"iprofiles.apple.com:443","version":"TLSv1.3"}"#, "{",
                "[]", "7", "",
                #"{"outcome":3}"#,
                #"{"serverName":"gs.apple.com","stages":[{"name":"server-finished","atMs":1}]}"#,
                #"{"serverName":"x","stages":[]}"#,
            ]))
        #expect(facts.unreadable == 5)
        #expect(facts.handshakes.map(\.host) == ["iprofiles.apple.com", "gs.apple.com", "x"])
        #expect(
            facts.handshakes.map(\.transcript.outcome.rawValue) == ["completed", "completed", "unrecorded"])
    }

    @Test func theDotOfAnAbsoluteNameIsNoMismatch() {
        let facts = PathFacts(
            reading: Self.evidence([
                #"{"outcome":"completed","serverName":"mdm.example.test.","certificates":[{"names":["mdm.example.test"]}]}"#
            ]))
        #expect(facts.handshakes.map(\.host) == ["mdm.example.test"])
        #expect(facts.handshakes.map(\.chain?.namesHost) == [true])
    }

    @Test func theNameOfACaseDecidesWhatIsDirect() {
        let facts = PathFacts(
            reading: Self.evidence([
                #"{"name":"ztna","via":"direct","outcome":"stalled","serverName":"mdmenrollment.apple.com","vantage":"mdm-server"}"#,
                #"{"name":"direct","outcome":"completed","serverName":"mdmenrollment.apple.com","stages":[{"name":"client-finished","atMs":41.2}]}"#,
            ]))
        #expect(facts.handshakes.map(\.isDirect) == [false, true])
        let found = Roster.tlsPath.examine(facts).flatMap(\.findings)
        let stall = found.first { $0.code == "L3-STALL" }
        #expect(stall?.claim.detail.contains("direct path completes in 41.2 ms") == true)
        #expect(stall?.claim.paths.first?.role == .adeService)
    }

    @Test func absurdTimesDoNotTrap() {
        for number in ["1e308", "-1e308", "1e18", "0"] {
            let facts = PathFacts(
                reading: Self.evidence([
                    #"{"outcome":"stalled","serverName":"a","startedAt":"9999-12-31T23:59:59Z","silenceMs":\#(number),"stages":[{"name":"client-hello","atMs":\#(number)},{"name":"close","atMs":\#(number)}]}"#
                ]))
            #expect(Roster.tlsPath.examine(facts).flatMap(\.findings).map(\.code) == ["L3-STALL"])
        }
    }

    @Test func aLaterSuccessMakesWindowsOfAStall() {
        func at(_ minute: Int, _ outcome: String) -> String {
            #"{"outcome":"\#(outcome)","serverName":"a","silenceMs":30000,"startedAt":"2026-04-17T11:0\#(minute):00Z","stages":[{"name":"client-hello","atMs":1}]}"#
        }
        let lasting = PathFacts(
            reading: Self.evidence([at(3, "stalled"), at(1, "completed"), at(2, "stalled")]))
        let passing = PathFacts(reading: Self.evidence([at(1, "stalled"), at(2, "completed")]))
        func extent(_ facts: PathFacts) -> Extent? {
            Roster.tlsPath.examine(facts).flatMap(\.findings).first { $0.code == "L3-STALL" }?.claim.extent
        }
        let first = Instant(rfc3339: "2026-04-17T11:01:00Z")
        #expect(extent(lasting) == .standing(since: first))
        guard case .windows(let windows, _) = extent(passing) else { return #expect(Bool(false)) }
        #expect(windows.first?.length == Interval(milliseconds: 30_001))
    }

    @Test func edgesFollowRoleAndVantage() {
        func ceiling(_ symptom: FindingCode, _ host: String, _ vantage: Vantage) -> Confidence? {
            let path = PathScope(host: host, vantage: vantage)
            return PathEdges.edges.first { $0.symptom == symptom && $0.scope?.admits(path) ?? true }?.ceiling
        }
        #expect(ceiling("L4-SYNC-FAILING", "mdmenrollment.apple.com", .mdmServer) == .high)
        #expect(ceiling("L4-SYNC-FAILING", "mdmenrollment.apple.com", .deviceNetwork) == .low)
        #expect(ceiling("L2-PROFILE-WAITING", "iprofiles.apple.com", .deviceNetwork) == .high)
        #expect(ceiling("L2-ASSIGNED-NOT-ENROLLED", "devices.apple.com", .other) == .high)
        #expect(ceiling("L2-ASSIGNED-NOT-ENROLLED", "iprofiles.apple.com", .deviceNetwork) == .low)
        #expect(ceiling("L2-PROFILE-WAITING", "ocsp.apple.com", .deviceNetwork) == nil)
    }

    @Test func severityAndBasisFollowTheRule() {
        let tls12 = Roster.tlsPath.examine(.measuring([.completed(version: "TLSv1.2")])).flatMap(\.findings)
        #expect(tls12.map(\.basis.kind) == [.fieldGuide])
        let marked = Roster.tlsPath.examine(.measuring([.completed(version: "TLSv1.2", sentinel: true)]))
            .flatMap(\.findings)
        #expect(marked.map(\.basis.kind) == [.published])
        let urgent = Roster.adeToken.examine(.holding([.token(daysLeft: 6)])).flatMap(\.findings)
        #expect(urgent.map(\.severity) == [.high])
        let words = Roster.adeToken.examine(.holding([.token(daysLeft: 203)])).map(\.brief)
        #expect(words.first == "expires in 203 days")
    }

    @Test func soundPathsReadAsTheProductPageShows() {
        let results = Roster.tlsPath.examine(
            .measuring([.completed("a.apple.com"), .completed("b.apple.com")]))
        #expect(results.prefix(3).map(\.brief) == ["2 hosts, 1 path", "TLS 1.3", "chain as expected"])
    }
}
