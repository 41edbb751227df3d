import Casework
import ForensicsTestKit
import PlugIns
import ProbeKit
import Testing

/// What a plug-in says of itself, and what is wrong with it.
struct DescriptionTests {
    private static let code = #"{"code":"X-A","severity":"low","title":"A"}"#

    private func description(
        protocol version: String = "1", id: String = "x.claim", layer: String = "2",
        codes: String = "[\(Self.code)]",
        more: String = ""
    ) throws(PlugInFault) -> PlugInDescription {
        let text = #"{"protocol":\#(version),"id":"\#(id)","layer":\#(layer),"codes":\#(codes)\#(more)}"#
        return try PlugInDescription(json: Array(text.utf8))
    }

    private func complaints(_ description: PlugInDescription) -> [String] {
        description.complaints(
            takenIDs: ["tenant-health.quota"], takenCodes: ["L1-QUOTA-LOW", "RUN-PROBE-ERROR"])
    }

    @Test func aGoodDescriptionHasNoComplaints() throws {
        #expect(complaints(try description()).isEmpty)
        let full = try description(
            codes: """
                [{"code":"X-B-2","severity":"critical","title":"B","meaning":"M","owner":"mdm","remedy":"R.","basis":"field-guide",\
                "rule":"FG-9"}]
                """,
            more: #","needs":["devices","findings","audit"],"timeoutSeconds":120,"asks":"Is B?","title":"T""#)
        #expect(complaints(full).isEmpty)
        let card = full.card
        #expect(card.id == "x.claim" && card.layer == .deviceState && card.asks == "Is B?")
        let raised = try #require(card.raises.first)
        #expect(raised.severity == .critical && raised.basis == .fieldGuide("FG-9") && raised.meaning == "M")
        #expect(raised.remedy.owner == .mdm && raised.remedy.summary == "R.")
    }

    @Test func whatIsLeftOutHasADefault() throws {
        let card = try description().card
        let raised = try #require(card.raises.first)
        #expect(
            card.asks == "x.claim" && raised.basis == .observed("plug-in") && raised.remedy.owner == .nobody)
        #expect(raised.meaning == "A" && !raised.remedy.summary.isEmpty)
    }

    @Test func everyFaultOfTheWholeIsSaid() throws {
        let bad = try description(
            protocol: "2", id: "Serial Format", layer: "0", codes: "[]",
            more: #","needs":["phones"],"timeoutSeconds":121"#)
        #expect(
            complaints(bad) == [
                "protocol is 2, expected 1",
                "id \"Serial Format\" is not layer.kebab-claim in lower case, such as x.serial-format",
                "layer is 0, expected 1 to 7",
                "needs \"phones\", which is no evidence kind, \"devices\" or \"findings\"",
                "codes is empty: a probe that can find nothing is no probe",
                "timeoutSeconds is 121.0, expected more than 0 and at most 120",
            ])
    }

    @Test(arguments: [
        (
            #"{"code":"L1-QUOTA-LOW","severity":"low","title":"A"}"#,
            "code L1-QUOTA-LOW belongs to a built-in probe"
        ),
        (#"{"code":"RUN-X","severity":"low","title":"A"}"#, "code RUN-X belongs to a built-in probe"),
        (
            #"{"code":"x-a","severity":"low","title":"A"}"#,
            "code \"x-a\" is not capital words joined by hyphens"
        ),
        (
            #"{"code":"XA","severity":"low","title":"A"}"#,
            "code \"XA\" is not capital words joined by hyphens"
        ),
        (
            #"{"code":"X--A","severity":"low","title":"A"}"#,
            "code \"X--A\" is not capital words joined by hyphens"
        ),
        (
            #"{"code":"X-A","severity":"fatal","title":"A"}"#,
            "severity \"fatal\" of X-A is none of info, low, medium, high, critical"
        ),
        (
            #"{"code":"X-A","severity":"low","title":"A","owner":"me"}"#,
            "owner \"me\" of X-A is none of tenant, mdm, network, device, apple, nobody"
        ),
        (
            #"{"code":"X-A","severity":"low","title":"A","basis":"guess"}"#,
            "basis \"guess\" of X-A is none of published, field-guide, observed, inferred"
        ),
        ("\(code),\(code)", "code X-A is described twice"),
    ])
    func everyFaultOfACodeIsSaid(_ codes: String, _ complaint: String) throws {
        #expect(complaints(try description(codes: "[\(codes)]")) == [complaint])
    }

    @Test func aBuiltInIDIsRefused() throws {
        let taken = try description(id: "tenant-health.quota")
        #expect(complaints(taken) == ["id \"tenant-health.quota\" belongs to a built-in probe"])
    }

    @Test(arguments: ["x", "x.y.z", ".y", "x.", "X.y", "x.y_z", "x. y", "ä.y"])
    func anIDHasItsForm(_ id: String) throws {
        #expect(complaints(try description(id: id)).count == 1)
    }

    @Test(arguments: [
        (nil, 10.0), ("5", 5), ("0.5", 0.5), ("0", 10), ("-3", 10), ("1e9", 120),
    ])
    func theDeadlineIsBounded(_ seconds: String?, _ expected: Double) throws {
        let more = seconds.map { #","timeoutSeconds":\#($0)"# } ?? ""
        #expect(try description(more: more).deadline == expected)
    }

    @Test(arguments: [
        ("", "describe printed no description: not one JSON object"),
        ("usage: probe", "describe printed no description: not one JSON object"),
        ("{}", "describe printed no description: protocol is missing at the top"),
        (
            #"{"protocol":1,"id":"x.y","layer":2,"codes":[{"code":"X-A"}]}"#,
            "describe printed no description: severity is missing at codes.Index 0"
        ),
    ])
    func whatIsNoDescriptionSaysWhy(_ text: String, _ words: String) {
        let found = fault { () throws(PlugInFault) in try PlugInDescription(json: Array(text.utf8)) }
        #expect(found == .protocolBroken(words))
    }

    @Test func aWrongTypeSaysWhere() {
        let text = #"{"protocol":"one","id":"x.y","layer":2,"codes":[]}"#
        let found = fault { () throws(PlugInFault) in try PlugInDescription(json: Array(text.utf8)) }
        #expect(
            found?.description.hasPrefix("describe printed no description: wrong type at protocol") == true)
    }
}
