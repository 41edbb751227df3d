import ForensicsTestKit
import ProbeKit
import Testing

/// The worked cases of every probe, and that none forgets a conclusion that the probe can reach.
struct RehearsalTests {
    @Test(arguments: everyRoster)
    func everyWorkedCaseComesOutAsItSays(_ roster: RehearsedRoster) {
        expectRehearsesWell(roster)
    }

    @Test(arguments: everyRoster)
    func everyCodeOnACardIsWorked(_ roster: RehearsedRoster) {
        for card in roster.cards {
            let worked = raised(by: card.id, in: roster)
            for code in card.raises.map(\.code) where !exempt.contains("\(card.id) \(code)") {
                #expect(worked.contains(code), "\(card.id) has no worked case that raises \(code)")
            }
        }
    }

    @Test(arguments: everyRoster)
    func everyProbeHasASoundCase(_ roster: RehearsedRoster) {
        for card in roster.cards where !exempt.contains("\(card.id) sound") {
            #expect(
                roster.expected[card.id]?.contains(.sound) == true,
                "\(card.id) has no worked case for a sound state")
        }
    }

    @Test(arguments: everyRoster)
    func everyProbeThatNeedsEvidenceHasACaseWithout(_ roster: RehearsedRoster) {
        for card in roster.cards where !card.needs.isEmpty {
            #expect(
                roster.expected[card.id]?.contains(.cannotTell) == true,
                "\(card.id) has no worked case in which it cannot tell")
        }
    }

    @Test func exemptionsAreOfProbesThatExist() {
        let probes = Set(everyRoster.flatMap(\.cards).map(\.id.text))
        for line in exempt {
            let probe = line.split(separator: " ").first.map(String.init) ?? ""
            #expect(probes.contains(probe), "\(line) exempts nothing")
        }
    }

    private func raised(by probe: ProbeID, in roster: RehearsedRoster) -> Set<FindingCode> {
        (roster.expected[probe] ?? []).reduce(into: []) { result, expectation in
            if case .raises(let codes) = expectation { result.formUnion(codes) }
        }
    }

    /// `PROBE CODE` or `PROBE sound`, each with the reason why no worked case can show it.
    private let exempt: Set<String> = []
}
