import Casework
import CustomDump
import PlugIns
import ProbeKit
import Testing

/// The NDJSON that a plug-in prints.
struct AnswerTests {
    private let fleet = ["S1": 0, "S2": 1, "S9": 8]

    private func answer(_ text: String) throws(PlugInFault) -> PlugInAnswer {
        try PlugInAnswer(ndjson: Array(text.utf8), codes: ["X-A"]) { fleet[$0] }
    }

    private func refusal(_ text: String) -> String? {
        fault { () throws(PlugInFault) in try answer(text) }?.description
    }

    @Test func findingsAndNotesAreRead() throws {
        let answer = try answer(
            """
            {"type":"note","text":"one"}

            {"type":"finding","code":"X-A","title":"T","detail":"D.","count":4,"devices":["S9","S1","unknown","S9"],\
            "values":{"n":1,"x":1.5,"t":"w","f":true,"z":null,"l":[1,"a"],"o":{"k":false}}}\r
            {"type":"note"}

            """)
        #expect(answer.notes == ["one", ""])
        let claim = try #require(answer.claims.first)
        #expect(answer.claims.count == 1 && claim.code == "X-A" && claim.brief == "T" && claim.detail == "D.")
        #expect(claim.count == 4)
        #expect(claim.devices == [0, 8], "serials become ordinals of the ledger")
        expectNoDifference(
            claim.values,
            [
                "n": .count(1), "x": .number(1.5), "t": .text("w"), "f": .flag(true), "z": .absent,
                "l": .list([.count(1), .text("a")]), "o": .table(["k": .flag(false)]),
            ])
    }

    @Test(arguments: [
        (#"{"type":"finding","code":"X-A","devices":["S1","S2","S3"]}"#, 3, DeviceSet([0, 1])),
        (#"{"type":"finding","code":"X-A","count":-7}"#, 0, nil),
        (#"{"type":"finding","code":"X-A"}"#, 1, nil),
        (#"{"type":"finding","code":"X-A","devices":["S7"]}"#, 1, nil),
    ])
    func theCountIsGivenOrThatOfTheDevices(_ line: String, _ count: Int, _ devices: DeviceSet?) throws {
        let claim = try #require(try answer(line).claims.first)
        #expect(claim.count == count && claim.devices == devices && claim.brief == "X-A")
    }

    @Test(arguments: [
        (#"{"type":"finding","code":"X-B"}"#, "line 1 of its answer: code X-B was not described"),
        (#"{"type":"finding"}"#, "line 1 of its answer: code (none) was not described"),
        (#"{"type":"advice"}"#, "line 1 of its answer: type \"advice\" is no finding and no note"),
        ("{\"type\":\"note\"}\n\n\nhello", "line 4 of its answer: not one JSON object"),
        (#"{"text":"x"}"#, "line 1 of its answer: type is missing at the top"),
        (#"{"type":"note"} {"type":"note"}"#, "line 1 of its answer: not one JSON object"),
    ])
    func aBrokenLineIsNamed(_ text: String, _ words: String) {
        #expect(refusal(text) == words)
    }

    @Test(arguments: ["", "\n", " \r\n\t\n"])
    func nothingIsAnAnswer(_ text: String) throws {
        let answer = try answer(text)
        #expect(answer.claims.isEmpty && answer.notes.isEmpty)
    }

    @Test func deepNestingTrapsNothing() {
        let depth = 5000
        let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(refusal(#"{"type":"finding","code":"X-A","values":{"v":\#(nested)}}"#) != nil)
    }
}
