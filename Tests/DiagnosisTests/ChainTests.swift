import Casework
import CustomDump
import Diagnosis
import ProbeKit
import Testing

/// What a root accounts for over several steps.
struct ChainTests {
    @Test func aRootAccountsForConsequencesOfItsConsequences() throws {
        let verdict = verdict(
            tenantWide("L4-TOKEN", explains: ["L4-SYNC-STUCK"]),
            finding("L4-SYNC-STUCK", explains: ["L2-STUCK"], subject: Subject(.token, "server")),
            finding("L2-STUCK", devices: DeviceSet(0..<40)))
        #expect(verdict.rootCodes == ["L4-TOKEN"])
        expectNoDifference(
            verdict.explained(by: "L4-TOKEN"), ["L4-SYNC-STUCK": [1, 1], "L2-STUCK": [40, 40]])
        #expect(verdict.unexplained.isEmpty)
        #expect(verdict.root("L4-TOKEN")?.subjects == 40)
        expectNoDifference(verdict.findings.map(\.code), ["L2-STUCK", "L4-SYNC-STUCK", "L4-TOKEN"])
        expectNoDifference(verdict.consequenceOf, ["f1": ["f2"], "f2": ["f3"]])
    }

    @Test func devicesNarrowStepByStep() {
        let verdict = verdict(
            finding("L1-A", devices: DeviceSet(0..<10), explains: ["L3-B"]),
            finding("L3-B", devices: DeviceSet(4..<12), explains: ["L2-STUCK"]),
            finding("L2-STUCK", devices: DeviceSet(0..<20)))
        expectNoDifference(verdict.explained(by: "L1-A"), ["L3-B": [6, 8], "L2-STUCK": [6, 20]])
        expectNoDifference(verdict.unexplainedCodes, ["L2-STUCK": [14, 20]])
    }

    @Test func twoWaysToOneFindingAddUpBehindItToo() {
        // Both ways to C bring other devices; D behind C gets them all, whatever the order of the edges.
        for edges in [["L3-A", "L4-B"], ["L4-B", "L3-A"]] {
            let verdict = verdict(
                finding("L1-ROOT", devices: DeviceSet(0..<10), explains: edges.map { Edge(FindingCode($0)) }),
                finding("L3-A", devices: DeviceSet(0..<5), explains: ["L5-C"]),
                finding("L4-B", devices: DeviceSet(5..<10), explains: ["L5-C"]),
                finding("L5-C", devices: DeviceSet(0..<10), explains: ["L2-STUCK"]),
                finding("L2-STUCK", devices: DeviceSet(0..<10)))
            expectNoDifference(
                verdict.explained(by: "L1-ROOT"),
                ["L3-A": [5, 5], "L4-B": [5, 5], "L5-C": [10, 10], "L2-STUCK": [10, 10]])
            #expect(verdict.unexplained.isEmpty)
        }
    }

    @Test func aTenantWideStepReachesEveryDevice() {
        let verdict = verdict(
            finding("L1-A", devices: [1, 2, 3], explains: ["L4-SYNC"]),
            tenantWide("L4-SYNC", explains: ["L2-STUCK"]), finding("L2-STUCK", devices: DeviceSet(0..<50)))
        expectNoDifference(verdict.explained(by: "L1-A"), ["L4-SYNC": [1, 1], "L2-STUCK": [50, 50]])
    }

    @Test func aStepThatOnlyCountsDevicesReachesNoMoreThanTheRoots() {
        let verdict = verdict(
            finding("L1-A", devices: [1, 2, 3], explains: ["L6-LOST"]),
            finding("L6-LOST", count: 4, explains: ["L2-STUCK"]),
            finding("L2-STUCK", devices: DeviceSet(0..<50)))
        expectNoDifference(verdict.explained(by: "L1-A"), ["L6-LOST": [3, 4], "L2-STUCK": [3, 50]])
        expectNoDifference(verdict.unexplainedCodes, ["L2-STUCK": [47, 50]])
    }

    @Test func anExplainedSymptomPassesItsCauseOn() {
        let verdict = verdict(
            tenantWide("L4-TOKEN", explains: ["L4-SYNC-STUCK"]),
            finding("L4-SYNC-STUCK", explains: ["L5-EFFECT"], subject: Subject(.token, "server")),
            tenantWide("L5-EFFECT"))
        #expect(verdict.rootCodes == ["L4-TOKEN"], "what follows from an explained symptom is no root")
    }

    @Test func anUnexplainedSymptomTakesNobodysPlace() {
        let verdict = verdict(
            finding("L4-SYNC-STUCK", explains: ["L5-EFFECT"], subject: Subject(.token, "server")),
            tenantWide("L5-EFFECT"))
        #expect(verdict.rootCodes == ["L5-EFFECT"])
        expectNoDifference(verdict.unexplainedCodes, ["L4-SYNC-STUCK": [1, 1]])
    }

    @Test func aLongChainEndsAndReachesItsEnd() {
        let names = (0..<60).map { "L3-STEP-\($0 + 10)" }
        let findings = names.indices.map { index in
            tenantWide(
                FindingCode(names[index]),
                explains: index + 1 < 60 ? [Edge(FindingCode(names[index + 1]))] : [])
        }
        let verdict = Diagnosis().verdict(on: results(findings.reversed()))
        #expect(verdict.rootCodes == ["L3-STEP-10"])
        #expect(verdict.root("L3-STEP-10")?.explains.count == 59)
    }
}
