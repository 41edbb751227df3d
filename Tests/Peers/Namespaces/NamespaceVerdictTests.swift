import Casework
import Diagnosis
import ProbeKit
import TLSHandshake
import Testing

extension PeerTests {
    /// From packets that a router drops to the sentence that a report says of them.
    @Suite(
        .needsNamespaces,
        .enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"),
        .enabled(if: Program.nginx.isInstalled, "needs nginx (package nginx-light)"))
    struct NamespaceVerdictTests {
        private let path: RoutedPath

        init() async throws { path = try await RoutedPath.make() }

        private func outcomes(
            _ variant: String, _ transcripts: [HandshakeTranscript]
        ) -> [HandshakeTranscript.Outcome] {
            transcripts.filter { $0.trial?.variant == variant && $0.trial?.purpose == "ladder" }.map(
                \.outcome)
        }

        @Test func anOpenPathIsSound() async throws {
            let transcripts = try await path.measure(locating: true)
            #expect(Set(transcripts.map(\.outcome)) == [.completed])
            #expect((transcripts.first?.sent?.bytes ?? 0) > 1_500)
            let verdict = PathVerdict(on: transcripts)
            #expect(verdict.codes.isEmpty, "\(verdict.codes)")
            #expect(verdict.rootCodes.isEmpty)
        }

        @Test func aPathThatDropsLargeClientHellosIsToldFromAPolicy() async throws {
            try path.dropLargeSegments()
            try await expectLargeHelloLost(path.measure())
        }

        @Test func anMTUThatNobodyReportsIsToldFromAPolicy() async throws {
            try path.network.narrowLastLink(to: 1_280)
            try await expectLargeHelloLost(path.measure())
        }

        private func expectLargeHelloLost(_ transcripts: [HandshakeTranscript]) {
            #expect(outcomes("control", transcripts) == [.stalled, .stalled])
            #expect(outcomes("no-pq", transcripts) == [.completed, .completed])
            #expect(outcomes("control-sni", transcripts) == [.stalled])
            let lost = transcripts.filter { $0.outcome == .stalled }
            #expect(lost.allSatisfy { $0.acked == false })
            let verdict = PathVerdict(on: transcripts)
            #expect(verdict.codes == ["L3-STALL", "L3-LARGE-HELLO-DROPPED", "L3-HELLO-NOT-ACKED"])
            #expect(verdict.rootCodes == ["L3-HELLO-NOT-ACKED"])
            #expect(verdict.smallestChange("L3-LARGE-HELLO-DROPPED") == .text("no-pq"))
            #expect(verdict.claim("L3-LARGE-HELLO-DROPPED")?.against == [])
        }

        @Test(arguments: [1, 2]) func aPathThatDropsByNameIsToldFromSize(_ router: Int) async throws {
            try path.network.router(router, drops: RoutedPath.name)
            let transcripts = try await path.measure(locating: true)
            let verdict = PathVerdict(on: transcripts)
            #expect(verdict.codes == ["L3-STALL", "L3-MIDDLEBOX-AT-HOP"])
            #expect(verdict.rootCodes == ["L3-MIDDLEBOX-AT-HOP"])
            #expect(verdict.smallestChange("L3-STALL") == .text("control-sni"))
            let stall = try #require(verdict.claim("L3-STALL"))
            #expect(stall.detail.contains("With another server name"))
            #expect(
                !stall.against.contains { $0.contains("size") || $0.contains("segment") }, "\(stall.against)")
            let box = try #require(verdict.claim("L3-MIDDLEBOX-AT-HOP"))
            #expect(box.values["hop"] == .count(router + 1))
            #expect(box.values["lastRouter"] == .text(path.network.routers[router - 1].address))
        }

        @Test func aPathThatResetsByNameIsToldFromSilence() async throws {
            try path.resetByName()
            let transcripts = try await path.measure(locating: true)
            #expect(outcomes("control", transcripts) == [.reset, .reset])
            #expect(transcripts.filter { $0.outcome == .reset }.allSatisfy { $0.acked != true })
            let verdict = PathVerdict(on: transcripts)
            #expect(verdict.codes == ["L3-RESET", "L3-MIDDLEBOX-AT-HOP"])
            #expect(verdict.rootCodes == ["L3-MIDDLEBOX-AT-HOP"])
            #expect(verdict.smallestChange("L3-RESET") == .text("control-sni"))
            #expect(verdict.claim("L3-MIDDLEBOX-AT-HOP")?.values["hop"] == .count(2))
        }

        @Test func anUnsteadyPathIsNoFindingOfTheLadder() async throws {
            try path.dropEveryOtherConnection()
            let rungs = try await path.measure().filter { $0.trial != nil }
            #expect(Set(rungs.map(\.outcome)) == [.completed, .stalled])
            let verdict = PathVerdict(on: rungs)
            #expect(verdict.codes.isEmpty, "\(verdict.codes)")
            let missing = verdict.verdict.findings.map(\.claim.detail)
            #expect(missing.contains { $0.contains("the path itself is unsteady") }, "\(missing)")
        }
    }
}
