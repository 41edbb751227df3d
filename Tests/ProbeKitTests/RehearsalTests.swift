import Casework
import CustomDump
import ForensicsTestKit
import ProbeKit
import Testing

struct RehearsalTests {
    @Test func rightCasesHaveNoDifference() {
        expectRehearsesWell(Roster(.tenantHealth, [CountsWhatIsBroken()]))
    }

    @Test func everyWrongCaseSaysWhatDiffers() {
        let rehearsals = Roster(.supervision, [IsAlwaysWrong()]).rehearse()
        #expect(rehearsals.allSatisfy { $0.probe == "sample.wrong" })
        expectNoDifference(
            rehearsals.map(\.difference),
            [
                "expected [S-BROKEN: 1], got [:]",
                "expected cannot tell, got pass [:]",
                "expected [S-BROKEN: 1], got [S-BROKEN: 2]",
                "expected sound, got fail [S-BROKEN: 2]",
                "expected cannot tell, got fail [S-BROKEN: 2]",
                "raised S-STRANGER, not on its card",
                "raised S-STRANGER, not on its card",
                "answered with no claim and did not say that all is sound",
                "expected sound, got unknown [:]",
            ])
    }

    @Test func aFailingRehearsalFailsTheTest() {
        withKnownIssue { expectRehearsesWell(Roster(.supervision, [IsAlwaysWrong()])) }
        withKnownIssue { expectRehearsesWell(Roster<SampleFacts>(.supervision, [])) }
    }

    @Test func aRosterAsksInReadingOrder() {
        let roster = Roster<SampleFacts>(.tenantHealth, [CountsWhatIsBroken(), IsAlwaysWrong()])
        #expect(roster.examine(.whole(0)).map(\.card.id) == ["sample.counts", "sample.wrong"])
        #expect(roster.cards.map(\.id) == ["sample.counts", "sample.wrong"])
    }

    @Test func onlyChosenProbesAreAskedAndEachIsTimed() {
        let roster = Roster<SampleFacts>(.tenantHealth, [CountsWhatIsBroken(), IsAlwaysWrong()])
        var timed: [ProbeID] = []
        let results = roster.examine(.whole(0), where: { $0.id == "sample.wrong" }) { id, ask in
            timed.append(id)
            return ask()
        }
        #expect(results.map(\.card.id) == ["sample.wrong"])
        #expect(timed == ["sample.wrong"])
    }
}
