import Casework
import CustomDump
import Diagnosis
import ProbeKit
import Testing

/// Two causes that could explain one symptom, and how sure each is.
struct RivalTests {
    private let check = Check("Re-assign ten devices.", command: "abm-forensics device SERIAL")

    private func rivals(_ one: DeviceSet?, _ other: DeviceSet?, of all: DeviceSet = DeviceSet(0..<10))
        -> Verdict
    {
        verdict(
            finding("L1-ONE", devices: one, explains: ["L2-STUCK"], settle: check),
            finding("L6-OTHER", devices: other, explains: ["L2-STUCK"]), finding("L2-STUCK", devices: all))
    }

    @Test func bothAreListedAgainstEachOther() throws {
        let verdict = rivals(DeviceSet(0..<10), DeviceSet(0..<10))
        #expect(Set(verdict.rootCodes) == ["L1-ONE", "L6-OTHER"])
        let one = try #require(verdict.root("L1-ONE"))
        #expect(one.confidence == .medium, "a rival takes a step away")
        #expect(one.against.map(\.text) == ["L6-OTHER could account for 10 of the same subjects of L2-STUCK"])
        #expect(one.against.first?.finding == verdict.root("L6-OTHER")?.finding.id)
        #expect(one.settle == check)
        let other = try #require(verdict.root("L6-OTHER"))
        #expect(other.against.map(\.text) == ["L1-ONE could account for 10 of the same subjects of L2-STUCK"])
        #expect(other.settle == nil)
        expectNoDifference(verdict.consequenceOf, ["f2": ["f1", "f3"]])
    }

    @Test func onlyTheSharedDevicesAreContested() throws {
        let verdict = rivals(DeviceSet(0..<7), DeviceSet(5..<10))
        let against = try #require(verdict.root("L1-ONE")).against.map(\.text)
        #expect(
            against == [
                "3 of the 10 subjects of L2-STUCK are not accounted for",
                "L6-OTHER could account for 2 of the same subjects of L2-STUCK",
            ])
        #expect(verdict.unexplained.isEmpty, "together they account for all")
    }

    @Test func causesOfDifferentDevicesAreNoRivals() throws {
        let verdict = rivals(DeviceSet(0..<5), DeviceSet(5..<10))
        let one = try #require(verdict.root("L1-ONE"))
        #expect(one.confidence == .medium, "half of the devices")
        #expect(one.against.map(\.text) == ["5 of the 10 subjects of L2-STUCK are not accounted for"])
    }

    @Test func aRootAndItsConsequenceAreNoRivals() {
        let verdict = verdict(
            finding("L1-ONE", devices: [1, 2], explains: ["L6-OTHER", "L2-STUCK"]),
            finding("L6-OTHER", devices: [1, 2], explains: ["L2-STUCK"]),
            finding("L2-STUCK", devices: [1, 2]))
        #expect(verdict.rootCodes == ["L1-ONE"])
        #expect(verdict.root("L1-ONE")?.confidence == .high)
        #expect(verdict.root("L1-ONE")?.against.isEmpty == true)
    }

    @Test func causesOfASymptomWithoutDevicesAreRivals() {
        let verdict = verdict(
            tenantWide("L4-ONE", explains: ["L6-STUCK"]), tenantWide("L3-OTHER", explains: ["L6-STUCK"]),
            finding("L6-STUCK", count: 3, subject: Subject(.webhook, "callback")))
        #expect(verdict.rootCauses.allSatisfy { $0.confidence == .medium && $0.against.count == 1 })
        #expect(verdict.rootCauses.count == 2)
    }

    @Test func whatTheFindingItselfSaysAgainstComesFirst() {
        let verdict = verdict(
            finding(
                "L1-ONE", devices: [1], explains: [Edge("L2-STUCK", standingAgainst: "standing words")],
                against: ["own words"]),
            finding("L2-STUCK", devices: [1]))
        #expect(verdict.root("L1-ONE")?.against.map(\.text) == ["own words", "standing words"])
        #expect(verdict.root("L1-ONE")?.arguments.first?.text == "Detail of L1-ONE.")
    }

    @Test(arguments: Confidence.allCases)
    func anEdgeIsTrustedUpToItsCeiling(_ ceiling: Confidence) {
        let verdict = verdict(
            finding("L1-ONE", devices: [1], explains: [Edge("L2-STUCK", ceiling: ceiling)]),
            finding("L2-STUCK", devices: [1]))
        #expect(verdict.root("L1-ONE")?.confidence == ceiling)
    }

    @Test func theBestLinkToAStuckSymptomDecides() {
        let verdict = verdict(
            tenantWide("L3-PATH", explains: [Edge("L2-STUCK", ceiling: .low), "L3-DETAIL"]),
            tenantWide("L3-DETAIL"), finding("L2-STUCK", devices: DeviceSet(0..<10)))
        #expect(verdict.root("L3-PATH")?.confidence == .low, "a sure detail makes no sure cause")
    }

    @Test func twoSymptomsOfOneCauseCorroborateEachOther() {
        let stuck = [
            finding("L2-STUCK", devices: DeviceSet(0..<10)), finding("L6-STUCK", devices: DeviceSet(0..<10)),
        ]
        func confidence(_ edges: [Edge], rival: Bool = false) -> Confidence? {
            let causes =
                [tenantWide("L3-PATH", explains: edges)]
                + (rival ? [tenantWide("L1-X", explains: ["L2-STUCK"])] : [])
            return Diagnosis().verdict(on: results(causes + stuck)).root("L3-PATH")?.confidence
        }
        #expect(confidence(["L2-STUCK"]) == .medium)
        #expect(confidence(["L2-STUCK", "L6-STUCK"]) == .high)
        #expect(confidence(["L2-STUCK", "L6-STUCK"], rival: true) == .medium)
        #expect(
            confidence([Edge("L2-STUCK", ceiling: .medium), Edge("L6-STUCK", ceiling: .medium)]) == .medium)
    }

    @Test func aCauseThatExplainsNothingIsHalfSure() {
        let verdict = verdict(tenantWide("L1-ONE"), finding("L5-TWO", basis: .inferred("community")))
        #expect(verdict.root("L1-ONE")?.confidence == .medium)
        #expect(verdict.root("L5-TWO")?.confidence == .low)
        #expect(verdict.root("L1-ONE")?.subjects == 1)
    }
}
