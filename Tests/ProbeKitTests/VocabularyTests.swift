import Casework
import ProbeKit
import Testing

struct VocabularyTests {
    @Test func severitiesRiseFromInfoToCritical() {
        #expect(Severity.allCases.shuffled().sorted() == [.info, .low, .medium, .high, .critical])
    }

    @Test(arguments: [
        ([Severity](), Outcome.pass), ([.info], .pass), ([.info, .low], .warn), ([.low, .medium], .fail),
        ([.high], .fail), ([.critical, .info], .fail),
    ])
    func theWorstSeverityDecides(_ severities: [Severity], _ outcome: Outcome) {
        #expect(Outcome(worst: severities) == outcome)
    }

    @Test func onlyWhatWasMeasuredIsJudged() {
        #expect(Outcome.allCases.filter(\.isJudged) == [.pass, .warn, .fail])
    }

    @Test func confidenceIsLoweredStepByStep() {
        #expect(
            Confidence.high.lowered == .medium && Confidence.medium.lowered == .low
                && Confidence.low.lowered == .low)
        #expect(Confidence.low < .medium && Confidence.medium < .high)
    }

    @Test func theLadderHasSevenLayersWithNames() {
        #expect(Layer.ladder.map(\.rawValue) == Array(1...7))
        #expect(Set(Layer.allCases.map(\.id)).count == 8)
        #expect(Set(Layer.allCases.map(\.name)).count == 8)
        #expect(Layer.ladder.sorted() == Layer.ladder)
    }

    @Test func runLevelCodesAreTold() {
        #expect(RunCards.all.allSatisfy { $0.code.isRunLevel })
        #expect(!FindingCode("L1-RUN-X").isRunLevel)
    }

    @Test(arguments: [
        (Edge.Scope(), true), (Edge.Scope(hosts: ["iprofiles.apple.com"]), true),
        (Edge.Scope(hosts: ["other.test"]), false), (Edge.Scope(roles: [.cloudConfig, .mdm]), true),
        (Edge.Scope(roles: [.mdm]), false), (Edge.Scope(vantages: [.deviceNetwork]), true),
        (Edge.Scope(vantages: [.mdmServer]), false),
        (Edge.Scope(roles: [.cloudConfig], vantages: [.mdmServer]), false),
    ])
    func aScopeAdmitsWhatLiesInside(_ scope: Edge.Scope, _ isInside: Bool) {
        #expect(scope.admits(PathScope(host: "IProfiles.apple.com", vantage: .deviceNetwork)) == isInside)
    }

    @Test func anUnknownVantageFitsEveryVantage() {
        #expect(Edge.Scope(vantages: [.mdmServer]).admits(PathScope(host: "iprofiles.apple.com")))
    }

    @Test func aPathTakesItsRoleFromItsHost() {
        #expect(PathScope(host: "MDMENROLLMENT.apple.com").role == .adeService)
        #expect(PathScope(host: "mdm.example.com", role: .mdm).role == .mdm)
    }

    @Test func aBasisSaysWhoAndWhere() {
        #expect(Basis.fieldGuide("FG-1.2").description == "field guide, FG-1.2")
        #expect(Basis.published("AE 2.1").kind == .published)
        #expect(Basis.Kind.fieldGuide.rawValue == "field-guide")
    }
}
