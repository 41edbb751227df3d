import Casework
import Testing

@testable import CaseReading

/// What stands beside the handshakes of a path: trials, and what a reflector wrote down.
struct PathTrialTests {
    private static func document(_ trials: String, handshake: String = "null") -> String {
        #"{"schema":"abm-forensics/path/1","target":"a.example","paths":[{"name":"ztna","via":"http://u:p@gw:3128","#
            + #""vantage":"device-network","handshake":\#(handshake),"trials":\#(trials)}]}"#
    }

    @Test func trialsKeepTheNameOfTheirPath() throws {
        let disk = try CaseOnDisk(
            "handshakes", "p.json",
            Self.document(
                #"[{"outcome":"stalled","trial":{"purpose":"ladder","variant":"control","round":1}},{"outcome":"completed","name":"own"}]"#,
                handshake: #"{"outcome":"stalled"}"#))
        let evidence = try disk.read()
        #expect(evidence.problems == [])
        #expect(
            evidence.handshakes.map(\.citation.locator) == [
                "line 1, path 1", "line 1, path 1, trial 1", "line 1, path 1, trial 2",
            ])
        let texts = evidence.handshakes.map { String(decoding: $0.json, as: UTF8.self) }
        #expect(texts[1].contains(#""name":"ztna""#) && texts[1].contains(#""serverName":"a.example""#))
        #expect(
            texts[1].contains(#""purpose":"ladder""#) && texts[1].contains(#""vantage":"device-network""#))
        #expect(texts[2].contains(#""name":"own""#))
        #expect(!texts.contains { $0.contains("u:p@") })
    }

    @Test func repetitionsKeepTheNameOfTheirPath() throws {
        let disk = try CaseOnDisk(
            "handshakes", "p.json",
            Self.document(
                #"[{"outcome":"completed","trial":{"purpose":"psk","variant":"full","round":1}}],"repeats":[{"outcome":"reset"},3,{"outcome":"stalled","name":"own"}]"#,
                handshake: #"{"outcome":"stalled"}"#))
        let evidence = try disk.read()
        #expect(
            evidence.handshakes.map(\.citation.locator) == [
                "line 1, path 1", "line 1, path 1, repeat 1", "line 1, path 1, repeat 3",
                "line 1, path 1, trial 1",
            ])
        let texts = evidence.handshakes.map { String(decoding: $0.json, as: UTF8.self) }
        #expect(texts[1].contains(#""name":"ztna""#) && texts[1].contains(#""vantage":"device-network""#))
        #expect(texts[2].contains(#""name":"own""#) && !texts.contains { $0.contains("u:p@") })
        #expect(evidence.problems.first?.reason.contains("repeat 2: expected an object") == true)
    }

    @Test func aPathThatWasNotMeasuredIsNoProblem() throws {
        let disk = try CaseOnDisk(
            "handshakes", "p.json",
            #"{"schema":"abm-forensics/path/1","target":"a.example","interrupted":"SIGINT","paths":["#
                + #"{"name":"direct","via":null,"handshake":{"outcome":"completed"},"repeats":[],"trials":[]},"#
                + #"{"name":"ztna","via":"http://gw:1","handshake":null,"repeats":[],"trials":[]}]}"#)
        let evidence = try disk.read()
        #expect(evidence.handshakes.count == 1 && evidence.problems.isEmpty)
    }

    @Test func aBrokenTrialCostsItself() throws {
        let disk = try CaseOnDisk(
            "handshakes", "p.json",
            Self.document(#"[7,{"outcome":"completed"},"x"]"#, handshake: #""no object""#))
        let evidence = try disk.read()
        #expect(evidence.handshakes.map(\.citation.locator) == ["line 1, path 1, trial 2"])
        #expect(evidence.problems.map(\.kind) == [.unreadableRecord])
    }

    @Test func trialsThatAreNoListAreAProblem() throws {
        let disk = try CaseOnDisk(
            "handshakes", "p.json", Self.document(#"{"outcome":"x"}"#, handshake: #"{"outcome":"stalled"}"#))
        let evidence = try disk.read()
        #expect(evidence.handshakes.count == 1)
        #expect(evidence.problems.first?.reason.contains("trials: expected a list") == true)
    }

    @Test func aReflectionIsReadBareOrOutOfItsReceipt() throws {
        let disk = try CaseOnDisk(
            "reflections", "r.ndjson",
            #"""
            {"receivedAt":"2026-04-17T11:00:00Z","random":"0a","cipherSuites":["TLS_AES_128_GCM_SHA256"]}
            {"record":{"random":"0b","cipherSuites":[]},"signature":"AAAA","key":"BBBB"}
            {"record":"{\"random\":\"0c\"}","signature":"AAAA"}
            {"record":7}
            {"sni":"a"}
            []
            """#)
        let evidence = try disk.read()
        let texts = evidence.reflections.map { String(decoding: $0.json, as: UTF8.self) }
        #expect(texts.count == 3 && !texts.contains { $0.contains("AAAA") })
        #expect(texts[2] == #"{"random":"0c"}"#)
        #expect(evidence.reflections.map(\.citation.locator) == ["line 1", "line 2", "line 3"])
        #expect(evidence.supplied.contains(Supply(.reflections)))
        #expect(evidence.problems.map(\.count).reduce(0, +) == 3)
    }

    @Test func aCaseMayRequireAKey() throws {
        let disk = CaseOnDisk()
        try disk.write("a.json", #"{"serverName":"a","outcome":"stalled"}"#)
        let evidence = "evidence: [{kind: handshakes, file: a.json}]"
        try disk.caseFile("expect: {psk: required}\n" + evidence)
        #expect(try disk.read().profile.requiresPSK)
        try disk.caseFile("expect: {psk: maybe}\n" + evidence)
        #expect(throws: CaseError.self) { try disk.read() }
    }
}
