import Casework
import Diagnosis
import ProbeKit
import Testing

/// States of devices that should be enrolled and are not count as stuck, whether something explains them or not.
struct StuckStateTests {
    private func state(_ code: FindingCode, _ devices: DeviceSet, explains: [Edge] = []) -> Finding {
        let sample = finding(code, devices: devices, explains: explains)
        return Finding(
            sample.claim, card: sample.card.ofStuckDevices, layer: sample.layer, probe: sample.probe)
    }

    @Test func whatExplainsSuchAStateExplainsStuckDevices() {
        let verdict = verdict(
            tenantWide("L4-REJECTED", explains: ["L2-NO-PROFILE"]), state("L2-NO-PROFILE", [1, 2, 3]),
            finding("L6-REFUSED", devices: [7], explains: ["L2-STUCK"]), finding("L2-STUCK", devices: [7]))
        #expect(verdict.rootCodes == ["L4-REJECTED", "L6-REFUSED"])
        #expect(verdict.root("L4-REJECTED")?.subjects == 3)
        #expect(verdict.firstBrokenLayer == .adeToken)
    }

    @Test func aRootThatIsSuchAStateCountsItsOwnDevices() {
        let verdict = verdict(
            state("L2-UNASSIGNED", [1, 2]),
            finding("L3-PATH", devices: nil, explains: ["L2-STUCK"], subject: Subject(.path, "a path")),
            finding("L2-STUCK", devices: [5, 6, 7]))
        #expect(verdict.rootCodes == ["L3-PATH", "L2-UNASSIGNED"])
        #expect(verdict.root("L2-UNASSIGNED")?.subjects == 2)
        #expect(verdict.firstBrokenLayer == .deviceState)
        #expect(verdict.unexplained.isEmpty, "a state that may be a root is never unexplained")
    }
}
