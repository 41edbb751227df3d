import Casework
import CustomDump
import Diagnosis
import ProbeKit
import Testing

/// Which findings are root causes, and in which order.
struct RootTests {
    @Test func mediumAndWorseWithoutACauseAreRoots() {
        let verdict = verdict(
            tenantWide("L1-A", .medium), tenantWide("L2-B", .critical), tenantWide("L3-C", .low),
            tenantWide("L4-D", .info))
        #expect(verdict.rootCodes == ["L2-B", "L1-A"])
        #expect(verdict.rootCauses.allSatisfy { $0.confidence == .medium })
    }

    @Test func symptomsScoresAndTheRunAreNever() {
        let altered = Finding(
            Claim(.evidenceAltered, brief: "altered", detail: "Altered.", subject: Subject(.evidence, "a")),
            card: RunCards.altered, layer: .run, probe: "run.custody")
        let verdict = Diagnosis(runFindings: [altered]).verdict(
            on: results([
                finding("L2-STUCK", .critical, devices: [1]), finding("L1-SCORE", .high, isScore: true),
            ]))
        #expect(verdict.rootCauses.isEmpty)
        expectNoDifference(verdict.unexplainedCodes, ["L2-STUCK": [1, 1]])
    }

    @Test func aSymptomThatIsOnlyANoteIsNotUnexplained() {
        #expect(verdict(finding("L2-STUCK", .info, devices: [1])).unexplained.isEmpty)
    }

    @Test func aLowCauseIsNoRootButAnArgument() throws {
        let verdict = verdict(
            tenantWide("L1-BULK", .low, explains: ["L1-THROTTLE"]),
            tenantWide("L1-THROTTLE", .critical, explains: ["L2-STUCK"]),
            finding("L2-STUCK", devices: [1, 2]))
        #expect(verdict.rootCodes == ["L1-THROTTLE"])
        let root = try #require(verdict.root("L1-THROTTLE"))
        #expect(root.arguments.map(\.text).contains("L1-BULK: brief of L1-BULK"))
        #expect(verdict.consequenceOf == ["f3": ["f1"]])
    }

    @Test func aLowCauseOfASymptomLeavesItUnexplained() {
        let verdict = verdict(
            tenantWide("L1-BULK", .low, explains: ["L2-STUCK"]), finding("L2-STUCK", devices: [1]))
        #expect(verdict.rootCauses.isEmpty)
        expectNoDifference(verdict.unexplainedCodes, ["L2-STUCK": [1, 1]])
        #expect(verdict.firstBrokenLayer == .deviceState, "the lowest failing layer where there is no root")
    }

    @Test func mostStuckSubjectsComeFirst() {
        let verdict = verdict(
            finding("L1-SMALL", .critical, devices: [1], explains: ["L2-STUCK"]),
            finding("L6-LARGE", .medium, devices: DeviceSet(2..<9), explains: ["L2-STUCK"]),
            finding("L7-LONELY", .critical, devices: DeviceSet(0..<100)),
            finding("L2-STUCK", devices: DeviceSet(0..<10)))
        #expect(verdict.rootCodes == ["L6-LARGE", "L1-SMALL", "L7-LONELY"])
    }

    @Test func thenSeverityThenLayerThenCode() {
        let verdict = verdict(
            tenantWide("L7-A", .critical), tenantWide("L5-B", .high), tenantWide("L5-A", .high),
            tenantWide("L4-Z", .high),
            tenantWide("L1-A", .medium))
        #expect(verdict.rootCodes == ["L7-A", "L4-Z", "L5-A", "L5-B", "L1-A"])
    }

    @Test func theFirstBrokenLayerExplainsStuckSubjects() {
        let lonely = tenantWide("L1-LONELY")
        let path = tenantWide("L3-PATH", explains: ["L2-STUCK"])
        let hook = tenantWide("L6-HOOK", explains: ["L2-STUCK"])
        let stuck = finding("L2-STUCK", devices: [1])
        #expect(verdict(lonely, path, hook, stuck).firstBrokenLayer == .tlsPath)
        #expect(verdict(lonely, stuck).firstBrokenLayer == .tenantHealth, "else the lowest root")
        #expect(verdict(stuck).firstBrokenLayer == .deviceState, "else the lowest failing layer")
        #expect(verdict(tenantWide("L3-NOTE", .low)).firstBrokenLayer == nil)
    }

    @Test func twoThatExplainEachOtherHaveTheLowerLayerAsRoot() {
        let verdict = verdict(
            tenantWide("L6-UPPER", .critical, explains: ["L3-LOWER", "L2-STUCK"]),
            tenantWide("L3-LOWER", explains: ["L6-UPPER"]), finding("L2-STUCK", devices: [1]))
        #expect(verdict.rootCodes == ["L3-LOWER"])
        expectNoDifference(verdict.explained(by: "L3-LOWER"), ["L6-UPPER": [1, 1], "L2-STUCK": [1, 1]])
        #expect(verdict.consequenceOf["f2"] == nil, "a root is no consequence")
    }

    @Test(arguments: [["L1-A", "L3-C", "L2-B"], ["L1-A", "L2-B", "L3-C"], ["L2-B", "L1-A", "L3-C"]])
    func aCircleHasOneRoot(_ circle: [String]) {
        let findings = circle.indices.map { index in
            tenantWide(
                FindingCode(circle[index]), explains: [Edge(FindingCode(circle[(index + 1) % circle.count]))])
        }
        let verdict = Diagnosis().verdict(on: results(findings))
        #expect(verdict.rootCodes == ["L1-A"])
        #expect(verdict.explained(by: "L1-A").keys.sorted() == ["L2-B", "L3-C"])
    }

    @Test func aCircleWithACauseOutsideHasNoRootInside() {
        let verdict = verdict(
            tenantWide("L2-A", explains: ["L3-B"]), tenantWide("L3-B", explains: ["L2-A"]),
            tenantWide("L6-OUTSIDE", explains: ["L3-B"]))
        #expect(verdict.rootCodes == ["L6-OUTSIDE"])
        #expect(verdict.explained(by: "L6-OUTSIDE").count == 2)
    }

    @Test func aWeakLinkBackMakesNoCircle() {
        let verdict = verdict(
            finding("L6-UPPER", devices: DeviceSet(0..<100), explains: ["L1-LOWER"]),
            finding("L1-LOWER", devices: DeviceSet(99..<300), explains: ["L6-UPPER"]))
        #expect(verdict.rootCodes == ["L1-LOWER", "L6-UPPER"], "one device in common explains neither")
        let strong = self.verdictOfUnequalCircle
        #expect(strong.rootCodes == ["L6-UPPER"])
    }

    /// The upper explains all of the lower, the lower a hundredth of the upper.
    private var verdictOfUnequalCircle: Verdict {
        verdict(
            finding("L6-UPPER", devices: DeviceSet(0..<100), explains: ["L1-LOWER"]),
            finding("L1-LOWER", devices: [5], explains: ["L6-UPPER"]))
    }

    @Test(arguments: [(4, true), (5, false), (6, false)])
    func halfOfTheSubjectsMakesAConsequence(_ shared: Int, _ isRoot: Bool) {
        let verdict = verdict(
            finding("L1-CAUSE", devices: DeviceSet(0..<shared), explains: ["L6-EFFECT"]),
            finding("L6-EFFECT", devices: DeviceSet(0..<10)))
        #expect(verdict.rootCodes.contains("L6-EFFECT") == isRoot)
    }
}
