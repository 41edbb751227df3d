import Casework
import CustomDump
import Diagnosis
import ProbeKit
import Testing

/// An edge holds for the devices that both findings name.
struct DeviceLinkTests {
    private func verdictOn(cause: DeviceSet?, symptom: DeviceSet?, count: Int? = nil) -> Verdict {
        verdict(
            finding("L1-CAUSE", devices: cause, explains: ["L2-STUCK"]),
            finding("L2-STUCK", devices: symptom, count: count))
    }

    @Test func theSameDevicesAreWhollyExplained() throws {
        let verdict = verdictOn(cause: [1, 2, 3], symptom: [1, 2, 3])
        expectNoDifference(verdict.explained(by: "L1-CAUSE"), ["L2-STUCK": [3, 3]])
        #expect(verdict.unexplained.isEmpty)
        let root = try #require(verdict.root("L1-CAUSE"))
        #expect(root.confidence == .high && root.subjects == 3 && root.against.isEmpty)
        #expect(root.arguments.map(\.text).contains("3 of the 3 devices of L2-STUCK are among its devices"))
        #expect(verdict.consequenceOf == ["f2": ["f1"]])
    }

    @Test func aPartIsExplainedInPart() throws {
        let verdict = verdictOn(cause: DeviceSet(0..<6), symptom: DeviceSet(0..<10))
        expectNoDifference(verdict.explained(by: "L1-CAUSE"), ["L2-STUCK": [6, 10]])
        expectNoDifference(verdict.unexplainedCodes, ["L2-STUCK": [4, 10]])
        let root = try #require(verdict.root("L1-CAUSE"))
        #expect(root.confidence == .medium && root.subjects == 6)
        #expect(root.against.map(\.text) == ["4 of the 10 subjects of L2-STUCK are not accounted for"])
    }

    @Test func aSmallPartIsLittleTrusted() {
        let verdict = verdictOn(cause: [0], symptom: DeviceSet(0..<10))
        #expect(verdict.root("L1-CAUSE")?.confidence == .low)
        expectNoDifference(verdict.unexplainedCodes, ["L2-STUCK": [9, 10]])
    }

    @Test func disjointDevicesBreakTheEdge() {
        let verdict = verdictOn(cause: [1, 2], symptom: [3, 4])
        #expect(verdict.rootCodes == ["L1-CAUSE"])
        #expect(verdict.explained(by: "L1-CAUSE").isEmpty)
        let against = verdict.root("L1-CAUSE")?.against.map(\.text)
        #expect(against == ["none of the 2 devices of L2-STUCK is among its devices"])
        expectNoDifference(verdict.unexplainedCodes, ["L2-STUCK": [2, 2]])
        #expect(verdict.consequenceOf.isEmpty)
    }

    @Test func aCauseWithoutDevicesCoversAllOfThem() {
        let verdict = verdictOn(cause: nil, symptom: DeviceSet(0..<500))
        expectNoDifference(verdict.explained(by: "L1-CAUSE"), ["L2-STUCK": [500, 500]])
        #expect(verdict.root("L1-CAUSE")?.confidence == .medium, "no device was compared")
        #expect(verdict.unexplained.isEmpty)
    }

    @Test func devicesThatAreOnlyCountedAreCoveredUpToTheCausesOwn() {
        let verdict = verdictOn(cause: [1, 2, 3], symptom: nil, count: 500)
        expectNoDifference(verdict.explained(by: "L1-CAUSE"), ["L2-STUCK": [3, 500]])
        expectNoDifference(verdict.unexplainedCodes, ["L2-STUCK": [497, 500]])
        #expect(verdict.root("L1-CAUSE")?.confidence == .low)
    }

    @Test func whatIsNoDeviceIsCoveredWhole() {
        let lag = finding("L4-STUCK", count: 7, subject: Subject(.token, "server"))
        let verdict = verdict(finding("L1-CAUSE", devices: [1, 2], explains: ["L4-STUCK"]), lag)
        expectNoDifference(verdict.explained(by: "L1-CAUSE"), ["L4-STUCK": [7, 7]])
        #expect(verdict.root("L1-CAUSE")?.confidence == .medium)
    }

    @Test func twoThatNameNoDevicesArePlainlyLinked() {
        let verdict = verdict(
            tenantWide("L4-CAUSE", explains: ["L6-STUCK"]),
            finding("L6-STUCK", subject: Subject(.webhook, "callback")))
        #expect(verdict.root("L4-CAUSE")?.confidence == .high)
    }

    @Test func anEmptySetOfDevicesTrapsNothing() {
        let verdict = verdictOn(cause: [], symptom: [])
        #expect(verdict.rootCodes == ["L1-CAUSE"])
        #expect(verdict.unexplained.isEmpty)
    }

    @Test func stuckDevicesOfSeveralSymptomsAreCountedOnce() {
        let verdict = verdict(
            finding("L1-CAUSE", devices: DeviceSet(0..<8), explains: ["L2-STUCK", "L6-STUCK", "L7-EFFECT"]),
            finding("L2-STUCK", devices: DeviceSet(0..<5)), finding("L6-STUCK", devices: DeviceSet(3..<8)),
            finding("L7-EFFECT", .low, devices: DeviceSet(0..<8)))
        #expect(verdict.root("L1-CAUSE")?.subjects == 8)
        #expect(verdict.root("L1-CAUSE")?.explains.map(\.code) == ["L7-EFFECT", "L2-STUCK", "L6-STUCK"])
    }

    @Test func whereNoDeviceIsNamedTheCountedSubjectsStand() {
        let verdict = verdict(
            tenantWide("L1-CAUSE", explains: ["L6-STUCK"]),
            finding("L6-STUCK", count: 500, subject: Subject(.webhook, "callback")))
        #expect(verdict.root("L1-CAUSE")?.subjects == 500)
        #expect(verdict.firstBrokenLayer == .tenantHealth)
    }
}
