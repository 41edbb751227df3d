import Casework
@testable import Diagnosis
import ProbeKit
@testable import Reporting
import Testing

@Test func theSameInputGivesTheSameBytes() {
    let first = JSONReport(Report(Sample.input())).text
    for _ in 0..<20 { #expect(JSONReport(Report(Sample.input())).text == first) }
}

@Test func onlyTheRunBlockHoldsWhatDiffersBetweenRuns() {
    var other = Sample.input()
    other.run = Report.Run(
        id: "r-2", mode: .live, startedAt: Sample.asOf + .hours(9), duration: .seconds(40), command: ["run"])
    let members = zip(Report(Sample.input()).json.members, Report(other).json.members)
    #expect(members.filter { $0 != $1 }.map(\.0.name) == ["run"])
}

@Test func theReportHasTheMembersOfItsSchemaInOrder() {
    let json = Sample.report.json
    #expect(
        json.members.map(\.name) == [
            "schema", "tool", "run", "case", "verdict", "layers", "findings", "devices", "handshakes",
            "score",
            "notTested",
        ])
    #expect(json["schema"] == "abm-forensics/report/1")
    #expect(json["layers"]?.elements.compactMap { $0["layer"]?.int } == Array(1...7))
    #expect(json["case"]?["mdm"]?["serverId"] == .null)
}

@Test func aFindingNamesTenDevicesAndCountsThemAll() {
    let finding = Sample.report.json["findings"]?.elements.first
    #expect(finding?["count"] == 5254)
    #expect(finding?["values"]?["examples"]?.elements.count == 10)
    #expect(finding?["values"]?["examples"]?.elements.first == "C02X00000000")
    let symptom = Sample.report.json["findings"]?.elements.last
    #expect(symptom?["values"]?["explainedBy"]?.compactText == #"[{"cause":"f1","count":5254}]"#)
    #expect(symptom?["values"]?["unexplained"] == 46)
}

extension JSONTree {
    fileprivate var compactText: String { compact }
}

@Test func aLayerThatNobodyAskedIsUnknown() {
    let report = Report(Sample.input(Sample.pathVerdict))
    #expect(report.layers.count == 7)
    #expect(report.layers.filter { $0.status == .unknown }.count == 6)
}

@Test func theHeadlineSaysWhatBroke() {
    func headline(_ verdict: Verdict) -> String { Report(Sample.input(verdict)).verdict.headline }
    #expect(headline(Sample.burst) == "Layer 1 broke first: L1-THROTTLED accounts for 5,254 stuck devices.")
    #expect(headline(Sample.calm) == "Nothing is broken in the 6 layers that could be judged.")
    #expect(headline(Sample.blind) == "No layer could be judged.")
    #expect(headline(Sample.pathVerdict) == "Layer 3 broke first: L3-INTERCEPTED.")
    #expect(
        headline(Sample.open)
            == "Layer 6 is the lowest layer that fails; the evidence does not explain L6-CALLBACK-MISSING (5,300)."
    )
}

/// The table of the exit codes: outcome of the run, outcome of layer 1, `--fail-on`, code.
@Test(arguments: [
    (Outcome.pass, Outcome.pass, FailOn.fail, 0), (.warn, .warn, .fail, 0), (.fail, .fail, .fail, 2),
    (.pass, .pass, .warn, 0), (.warn, .warn, .warn, 1), (.fail, .fail, .warn, 2), (.pass, .unknown, .warn, 0),
    (.pass, .pass, .unknown, 0), (.pass, .unknown, .unknown, 3), (.pass, .blocked, .unknown, 3),
    (.warn, .unknown, .unknown, 3), (.fail, .unknown, .unknown, 2), (.warn, .warn, .unknown, 0),
    (.fail, .fail, .never, 0), (.pass, .unknown, .never, 0), (.pass, .unknown, .fail, 0),
    (.fail, .fail, .unknown, 2),
])
func theExitCodeFollowsTheTable(outcome: Outcome, first: Outcome, failOn: FailOn, code: Int) {
    let layers = [Layer.tenantHealth: first, .deviceState: outcome.isJudged ? .pass : outcome]
    #expect(
        ExitStatus.code(outcome, outcomes: layers, failOn: failOn, required: [.tenantHealth, .deviceState])
            == code)
}

@Test(arguments: FailOn.allCases) func noLayerJudgedIsThreeWhateverIsAsked(failOn: FailOn) {
    #expect(ExitStatus.code(Sample.blind, failOn: failOn) == 3)
    #expect(Report(Sample.input(Sample.blind)).verdict.exitCode == 3)
}

@Test func onlyRequiredLayersCountAsOpen() {
    #expect(ExitStatus.code(Sample.calm, failOn: .unknown) == 3)
    #expect(ExitStatus.code(Sample.calm, failOn: .unknown, required: [.tenantHealth]) == 0)
    #expect(ExitStatus.code(Sample.pathVerdict, failOn: .fail, required: [.tlsPath]) == 2)
}

@Test func theCommandMayOverrideTheCode() {
    var input = Sample.input(Sample.blind)
    input.exitCode = 77
    #expect(Report(input).verdict.exitCode == 77)
}
