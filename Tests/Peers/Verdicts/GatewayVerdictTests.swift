import Casework
import Diagnosis
import ProbeKit
import TLSHandshake
import Testing

extension PeerTests {
    /// Each gateway judged from end to end: the right codes, the right cause, and nothing where nothing is wrong.
    @Suite(
        .enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"),
        .enabled(if: Program.nginx.isInstalled, "needs nginx (package nginx-light)"))
    struct GatewayVerdictTests {
        static let installed = Gateway.all.filter { $0.missing.isEmpty }

        @Test(arguments: installed)
        func aGatewayIsJudgedAsExpected(_ gateway: Gateway) async throws {
            let expected = try #require(GatewayExpectation.all[gateway.name])
            let survey = try await GatewaySurvey.of(gateway, stall: expected.stall)
            PeersTable.add(gateway, survey, isExpected: expected.isMet(by: survey))
            #expect(survey.codes == expected.codes.sorted())
            #expect(survey.causes == (expected.cause.map { [$0] } ?? []))
            #expect(survey.unexplained == [])
            #expect(survey.verdict.outcome == expected.outcome)
            #expect(survey.hidesDowngrade == expected.hidesDowngrade)
            #expect(survey.findingsOnTheDirectWay.map(\.code.text) == [])
            expectArrival(survey, gateway.effect, expected)
            expectProduct(survey, expected)
            expectFlaw(survey, expected)
        }

        /// The name that came out on the other side is the one that the gateway is known to send.
        private func expectArrival(
            _ survey: GatewaySurvey, _ effect: GatewayEffect, _ expected: GatewayExpectation
        ) {
            #expect((survey.arrived != nil) == expected.isReflected)
            guard let arrived = survey.arrived else { return }
            switch effect.serverName {
            case .kept: #expect(arrived.sni == OriginServer.host)
            case .dropped: #expect(arrived.sni == nil)
            case .replaced(let name): #expect(arrived.sni == name)
            }
            #expect((arrived.ja4 == survey.seen.sent?.ja4) == effect.passesThrough)
        }

        private func expectProduct(_ survey: GatewaySurvey, _ expected: GatewayExpectation) {
            let claim = survey.verdict.findings.first { $0.code == "L3-INTERCEPTED" }?.claim
            let named: Figure? = claim?.values["product"]
            if let product = expected.product {
                #expect(claim?.brief.contains(product) == true, "\(claim?.brief ?? "-")")
            } else {
                #expect(named == nil)
            }
        }

        private func expectFlaw(_ survey: GatewaySurvey, _ expected: GatewayExpectation) {
            let claim = survey.verdict.findings.first { $0.code == "L3-CERT-UNFIT" }?.claim
            #expect((claim != nil) == (expected.flaw != nil))
            if let flaw = expected.flaw {
                #expect(claim?.detail.contains(flaw) == true, "\(claim?.detail ?? "-")")
            }
        }

        @Test(arguments: Gateway.all)
        func aGatewayThatIsNotInstalledIsNamed(_ gateway: Gateway) throws {
            guard !gateway.missing.isEmpty else { return }
            PeersTable.addAbsent(gateway)
            try Test.cancel("needs \(gateway.missing.joined(separator: ", "))")
        }

        @Test func everyGatewayHasOneRow() {
            #expect(Gateway.all.map(\.name).sorted() == GatewayExpectation.all.keys.sorted())
        }
    }
}
