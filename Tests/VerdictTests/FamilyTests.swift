import CaseReading
import Casework
import CustomDump
import Diagnosis
import Foundation
import ForensicsTestKit
import ProbeKit
import Testing

@testable import abm_forensics

/// Each real failure leads to its root cause and to the one who must act; two causes stay two; health is silent.
@Suite struct FamilyTests {
    /// What a verdict comes to, as one line that a person can compare.
    private static func line(_ code: String, _ owner: String, _ devices: Int) -> String {
        "\(code) for \(owner), \(devices) devices"
    }

    private func verdict(of family: FamilyCase) async throws -> Verdict {
        await Judge().judge(try CaseReader().read(at: family.folder)).verdict
    }

    @Test func theListIsWhole() {
        #expect(FamilyCase.named("mixed").count == 10)
        #expect(FamilyCase.named("healthy").count == 5)
        #expect(FamilyCase.named("mixed").allSatisfy { $0.causes.count == 2 })
        let rows = Set(FamilyCase.all.compactMap(\.row))
        #expect(Set(1...39).subtracting(rows) == [])
    }

    @Test(arguments: FamilyCase.all) func theCausesAreTheTrueOnes(_ family: FamilyCase) async throws {
        let verdict = try await verdict(of: family)
        let found = verdict.rootCauses.map {
            Self.line($0.code.text, $0.finding.remedy.owner.rawValue, $0.devices)
        }
        let truth = family.causes.map { Self.line($0.code, $0.owner, $0.devices) }
        expectNoDifference(found.sorted(), truth.sorted())
        #expect(verdict.firstBrokenLayer?.rawValue == family.firstBrokenLayer)
        #expect(verdict.unexplained.map(\.code.text) == [])
        let codes = Set(verdict.findings.map(\.code.text))
        #expect(Set(family.also).subtracting(codes) == [])
    }

    @Test(arguments: FamilyCase.all) func everyFileOfItIsRead(_ family: FamilyCase) async throws {
        let verdict = try await verdict(of: family)
        let unread = verdict.findings.filter {
            ["RUN-EVIDENCE-UNREADABLE", "RUN-EVIDENCE-ALTERED", "RUN-PROBE-ERROR"].contains($0.code.text)
        }
        expectNoDifference(unread.map(\.claim.detail), [])
    }

    @Test(arguments: FamilyCase.named("healthy")) func healthIsSilent(_ family: FamilyCase) async throws {
        let verdict = try await verdict(of: family)
        let loud = verdict.findings.filter { $0.severity >= .medium && !$0.code.isRunLevel }
        expectNoDifference(loud.map(\.code.text), [])
        #expect(verdict.rootCauses.isEmpty && verdict.outcome != .fail)
    }

    /// The name and the title of a case are what a user says, never what the tool should find.
    @Test(arguments: FamilyCase.all) func noCaseTellsItsAnswer(_ family: FamilyCase) throws {
        let text = try String(contentsOfFile: family.folder + "/case.yaml", encoding: .utf8)
        for cause in family.causes { #expect(!text.contains(cause.code)) }
        #expect(text.firstMatch(of: /L[1-7]-[A-Z]/) == nil)
    }
}

extension RootCause {
    /// The devices that it is about: those of a state that it explains, else its own.
    fileprivate var devices: Int {
        let states = explains.filter { $0.code.text.hasPrefix("L2-") }.map(\.count)
        return max(states.max() ?? 0, finding.devices?.count ?? 0)
    }
}
