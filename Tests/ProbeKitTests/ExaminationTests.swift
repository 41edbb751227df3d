import Casework
import CustomDump
import ProbeKit
import Testing

/// What the kit makes of a probe's answer.
struct ExaminationTests {
    @Test func aSoundAnswerPasses() {
        let result = CountsWhatIsBroken().examination(of: .whole(0))
        #expect(result.outcome == .pass)
        #expect(result.brief == "nothing broken")
        expectNoDifference(result.measures, ["broken": .count(0)])
        #expect(result.findings.isEmpty && result.fault == nil && result.because == nil)
    }

    @Test func aClaimBecomesAFindingOfItsCard() throws {
        let result = CountsWhatIsBroken().examination(of: .whole(2))
        #expect(result.outcome == .fail)
        let finding = try #require(result.findings.first)
        #expect(finding.code == "S-BROKEN" && finding.count == 2 && finding.severity == .high)
        #expect(finding.layer == .tenantHealth && finding.probe == "sample.counts")
        #expect(result.brief == "2 broken")
        expectNoDifference(result.measures, ["broken": .count(2)])
    }

    @Test func unmetNeedsNeverReachTheProbe() {
        let result = CountsWhatIsBroken().examination(of: SampleFacts(broken: 9))
        #expect(result.outcome == .unknown && result.findings.isEmpty)
        #expect(result.because == "no audit or exchanges and no devices of the mdm")
        #expect(result.supply == "the audit log; the MDM's device list")
    }

    @Test func anyOneOfANeedIsEnough() {
        let facts = SampleFacts(supplied: [Supply(.exchanges, .tenant), Supply(.devices, .mdm)], broken: 1)
        #expect(CountsWhatIsBroken().examination(of: facts).outcome == .fail)
    }

    @Test func theRoleCountsWhereOneIsAskedFor() {
        let others = SampleFacts(supplied: [Supply(.audit), Supply(.devices, .tenant), Supply(.devices)])
        let unmet = others.unmet(CountsWhatIsBroken.card.needs)
        #expect(unmet.map(\.how) == ["the MDM's device list"])
        #expect(CountsWhatIsBroken().examination(of: others).because == "no devices of the mdm")
    }

    @Test func whatCannotBeToldIsUnknown() {
        let result = CountsWhatIsBroken().examination(of: .whole(-1))
        #expect(result.outcome == .unknown && result.fault == nil)
        #expect(result.because == "a number below zero" && result.supply == "another number")
    }

    @Test func aCodeThatIsNotOnTheCardIsAFault() {
        let result = told([sampleClaim("S-STRANGER"), sampleClaim("S-OTHER")])
        #expect(result.findings.isEmpty)
        #expect(result.fault == "raised S-STRANGER, S-OTHER, not on its card")
        #expect(result.outcome == .unknown, "what was lost is never a pass")
    }

    @Test func aFaultBesideAFindingKeepsTheFinding() {
        let result = told([sampleClaim("S-ODD"), sampleClaim("S-STRANGER")])
        #expect(result.findings.map(\.code) == ["S-ODD"])
        #expect(result.outcome == .warn)
        #expect(result.fault == "raised S-STRANGER, not on its card")
        #expect(told([sampleClaim("S-NOTE"), sampleClaim("S-STRANGER")]).outcome == .unknown)
    }

    @Test func anEmptyAnswerIsAFaultAndNoPass() {
        let result = told([])
        #expect(result.outcome == .unknown && result.fault != nil)
    }

    @Test func notesChangeNoOutcome() {
        let result = told([sampleClaim("S-NOTE")])
        #expect(result.outcome == .pass && result.findings.count == 1 && result.fault == nil)
    }

    @Test func theClaimsSeverityAndBasisWin() throws {
        let result = told([sampleClaim("S-BROKEN", severity: .low, basis: .fieldGuide("FG-1"))])
        #expect(result.outcome == .warn)
        let finding = try #require(result.findings.first)
        #expect(finding.severity == .low && finding.card.severity == .high)
        #expect(finding.basis == .fieldGuide("FG-1"))
    }

    @Test func claimsOrSoundIsWhatItSays() {
        #expect(Conclusion.found([], orSound: "fine") == .sound("fine"))
        #expect(Conclusion.found([sampleClaim("S-ODD")], orSound: "fine") == .found([sampleClaim("S-ODD")]))
    }

    private func told(_ claims: [Claim]) -> ProbeResult {
        AnswersAsTold(answer: .found(claims)).examination(of: SampleFacts())
    }
}
