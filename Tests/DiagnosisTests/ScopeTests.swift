import Casework
import CustomDump
import Diagnosis
import ProbeKit
import Testing

/// A path explains only what depends on hosts of its role, seen from its side.
struct ScopeTests {
    private let service = Edge("L4-STUCK", scope: Edge.Scope(roles: [.adeService], vantages: [.mdmServer]))
    private let rest = Edge(
        "L4-STUCK", scope: Edge.Scope(), ceiling: .low, standingAgainst: "not known to depend on it")

    private func verdictOn(
        _ edges: [Edge], _ paths: [PathScope], symptomPaths: [PathScope] = []
    ) -> Verdict {
        verdict(
            finding("L3-CAUSE", explains: edges, subject: Subject(.path, "gateway"), paths: paths),
            finding("L4-STUCK", subject: Subject(.token, "server"), paths: symptomPaths))
    }

    @Test func thePathInsideTheScopeExplains() {
        let verdict = verdictOn([service], [PathScope(host: "mdmenrollment.apple.com", vantage: .mdmServer)])
        expectNoDifference(verdict.explained(by: "L3-CAUSE"), ["L4-STUCK": [1, 1]])
    }

    @Test(arguments: [
        PathScope(host: "mdmenrollment.apple.com", vantage: .deviceNetwork),
        PathScope(host: "iprofiles.apple.com", vantage: .mdmServer),
        PathScope(host: "example.com", role: .mdm, vantage: .mdmServer),
    ])
    func anotherRoleOrVantageDoesNot(_ path: PathScope) {
        let verdict = verdictOn([service], [path])
        #expect(verdict.explained(by: "L3-CAUSE").isEmpty)
        #expect(verdict.unexplainedCodes == ["L4-STUCK": [1, 1]])
    }

    @Test func aScopedEdgeNeedsAPath() {
        #expect(verdictOn([service], []).explained(by: "L3-CAUSE").isEmpty)
    }

    @Test func anUnknownVantageFits() {
        let verdict = verdictOn([service], [PathScope(host: "mdmenrollment.apple.com")])
        expectNoDifference(verdict.explained(by: "L3-CAUSE"), ["L4-STUCK": [1, 1]])
    }

    @Test func oneOfSeveralPathsIsEnough() {
        let paths = [
            PathScope(host: "example.com"), PathScope(host: "mdmenrollment.apple.com", vantage: .mdmServer),
        ]
        expectNoDifference(verdictOn([service], paths).explained(by: "L3-CAUSE"), ["L4-STUCK": [1, 1]])
    }

    @Test func ofTwoEdgesTheOneThatIsTrustedMoreCounts() throws {
        let path = PathScope(host: "mdmenrollment.apple.com", vantage: .mdmServer)
        for edges in [[service, rest], [rest, service]] {
            let root = try #require(verdictOn(edges, [path]).root("L3-CAUSE"))
            #expect(root.confidence == .high)
            #expect(root.against.isEmpty)
            #expect(root.explains.count == 1)
        }
        let elsewhere = PathScope(host: "mdmenrollment.apple.com", vantage: .deviceNetwork)
        let root = try #require(verdictOn([service, rest], [elsewhere]).root("L3-CAUSE"))
        #expect(root.confidence == .low)
        #expect(root.against.map(\.text) == ["not known to depend on it"])
    }

    @Test(arguments: [
        ("iprofiles.apple.com", Vantage.deviceNetwork, true),
        ("deviceenrollment.apple.com", .deviceNetwork, true),
        ("iprofiles.apple.com", .mdmServer, false), ("mdmenrollment.apple.com", .deviceNetwork, false),
        ("iprofiles.apple.com", nil, true),
    ])
    func pathsOfBothAreCompared(_ host: String, _ vantage: Vantage?, _ holds: Bool) {
        let cause = PathScope(host: "iprofiles.apple.com", vantage: .deviceNetwork)
        let verdict = verdictOn(
            ["L4-STUCK"], [cause], symptomPaths: [PathScope(host: host, vantage: vantage)])
        #expect(verdict.explained(by: "L3-CAUSE").isEmpty != holds)
    }

    @Test func hostsWithoutARoleAreComparedByName() {
        let cause = [PathScope(host: "a.example.com")]
        #expect(
            !verdictOn(["L4-STUCK"], cause, symptomPaths: [PathScope(host: "A.example.com")])
                .explained(by: "L3-CAUSE").isEmpty)
        #expect(
            verdictOn(["L4-STUCK"], cause, symptomPaths: [PathScope(host: "b.example.com")])
                .explained(by: "L3-CAUSE").isEmpty)
    }

    @Test func onlyThePathsInsideTheScopeAreCompared() {
        let paths = [
            PathScope(host: "mdmenrollment.apple.com", vantage: .mdmServer),
            PathScope(host: "iprofiles.apple.com"),
        ]
        let verdict = verdictOn([service], paths, symptomPaths: [PathScope(host: "iprofiles.apple.com")])
        #expect(verdict.explained(by: "L3-CAUSE").isEmpty)
    }
}
