import Casework
import CustomDump
import Diagnosis
import ForensicsTestKit
import ProbeKit
import Testing

/// The same evidence gives the same verdict, and no fleet is too large.
struct DeterminismTests {
    /// A dozen findings with every kind of link between them, drawn from a seed.
    private func story(_ seed: UInt64) -> [Finding] {
        var generator = SeededGenerator(seed: seed)
        let codes = (1...7).flatMap { ["L\($0)-A", "L\($0)-B", "L\($0)-STUCK"] }
        return codes.map { code in
            let devices = DeviceSet((0..<40).filter { _ in Int.random(in: 0..<3, using: &generator) > 0 })
            let edges = (0..<3).compactMap { _ in codes.randomElement(using: &generator) }.filter {
                $0 != code
            }
            return finding(
                FindingCode(code), Severity.allCases.randomElement(using: &generator) ?? .high,
                devices: Bool.random(using: &generator) ? devices : nil,
                explains: edges.map { Edge(FindingCode($0)) },
                subject: Bool.random(using: &generator) ? .fleet : Subject(.tenant, "tenant"))
        }
    }

    @Test(arguments: 0..<30)
    func theSameResultsGiveTheSameBytes(_ seed: UInt64) {
        let first = String(customDumping: Diagnosis().verdict(on: results(story(seed))))
        let second = String(customDumping: Diagnosis().verdict(on: results(story(seed))))
        #expect(first == second)
    }

    @Test(arguments: 0..<30)
    func theOrderOfProbesChangesNothingButTheirOwn(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed &+ 1000)
        let findings = story(seed)
        let one = Diagnosis().verdict(on: results(findings))
        // Another order of the probes, and of the findings in each.
        let other = Diagnosis().verdict(
            on: results(findings.shuffled(using: &generator)).shuffled(using: &generator))
        expectNoDifference(one.findings.map(\.id), other.findings.map(\.id))
        expectNoDifference(one.findings.map(\.code), other.findings.map(\.code))
        expectNoDifference(one.rootCauses, other.rootCauses)
        expectNoDifference(one.unexplained, other.unexplained)
        expectNoDifference(one.firstBrokenLayer, other.firstBrokenLayer)
        expectNoDifference(one.layers.map(\.summary), other.layers.map(\.summary))
        expectNoDifference(
            one.consequenceOf.mapValues(Set.init), other.consequenceOf.mapValues(Set.init))
    }

    @Test(arguments: 0..<60)
    func everyVerdictKeepsItsPromises(_ seed: UInt64) {
        let verdict = Diagnosis().verdict(on: results(story(seed)))
        let roots = Set(verdict.rootCauses.map(\.finding.id))
        for root in verdict.rootCauses {
            #expect(root.finding.severity >= .medium && !root.finding.card.isSymptom)
            #expect(root.explains.allSatisfy { $0.count <= $0.of && $0.finding != root.finding.id })
            #expect(root.subjects >= 0)
        }
        #expect(verdict.consequenceOf.keys.allSatisfy { !roots.contains($0) })
        for symptom in verdict.unexplained {
            #expect(symptom.count > 0 && symptom.count <= symptom.of)
        }
        // Whatever could be a root is one, or is explained by one.
        let explained = Set(verdict.rootCauses.flatMap(\.explains).map(\.finding))
        for finding in verdict.findings where finding.severity >= .medium && !finding.card.isSymptom {
            #expect(
                roots.contains(finding.id) || explained.contains(finding.id), "\(finding.code) is nowhere")
        }
    }

    @Test func findingsOfOneKeyKeepTheirOrder() {
        let hosts = ["c", "a", "b"].map { finding("L3-A", subject: Subject(.host, $0)) }
        let verdict = Diagnosis().verdict(on: results(hosts))
        #expect(verdict.findings.map(\.claim.subject.id) == ["c", "a", "b"])
        #expect(verdict.findings.map(\.id) == ["f1", "f2", "f3"])
        #expect(verdict.finding("f2")?.claim.subject.id == "a" && verdict.finding("f9") == nil)
    }

    @Test func findingsStandLayerByLayerWorstFirst() {
        let verdict = verdict(
            finding("L7-A", .critical), finding("L1-B", .low), finding("L1-A", .low),
            finding("L1-C", .critical))
        #expect(verdict.findings.map(\.code) == ["L1-C", "L1-A", "L1-B", "L7-A"])
    }

    @Test(.timeLimit(.minutes(1))) func aMillionDevicesAreNoTrouble() {
        let fleet = DeviceSet(0..<1_000_000)
        let times = (0..<100_000).map { Extent.Moment(device: $0, at: at($0 % 600)) }
        let causes = (1...7).map { layer in
            finding(
                FindingCode("L\(layer)-A"), devices: fleet, explains: ["L2-STUCK", "L6-STUCK"],
                extent: .windows((0..<300).map { window($0 * 2, $0 * 2 + 1) }, noun: "window"))
        }
        let verdict = Diagnosis().verdict(
            on: results(
                causes + [
                    finding("L2-STUCK", devices: fleet, extent: .moments(times, noun: "event")),
                    finding("L6-STUCK", devices: fleet, extent: .since(times, noun: "state")),
                ]))
        #expect(verdict.rootCauses.count == 7)
        #expect(verdict.rootCauses.allSatisfy { $0.subjects == 1_000_000 && $0.against.count == 12 })
    }

    @Test(.timeLimit(.minutes(1))) func manyUnreadableRecordsAreNoTrouble() {
        let unreadable = (0..<50_000).map { index in
            Finding(
                Claim(
                    .evidenceUnreadable, brief: "unreadable", detail: "Line \(index).",
                    subject: Subject(.evidence, "a")), card: RunCards.unreadable, layer: .tenantHealth,
                probe: "run.reading")
        }
        let verdict = Diagnosis(runFindings: unreadable).verdict(on: results(story(1)))
        #expect(verdict.findings.count == 50_021)
    }
}
