import ForensicsTestKit
import ProbeKit
import Testing

/// Every card against the house's list of codes.
struct CardTests {
    private let rows = Dictionary(Catalogue.rows.map { ($0.code, $0) }) { first, _ in first }

    @Test func theListIsReadWhole() {
        let lines = Catalogue.table.split(separator: "\n")
        #expect(Catalogue.rows.count == lines.count)
        #expect(Catalogue.codes.count == lines.count, "a code stands twice in the list")
        #expect(Catalogue.rows.allSatisfy { !$0.bases.isEmpty })
        #expect(Catalogue.rows.filter { $0.owner == nil }.map(\.code) == ["L5-CLOUD-CONFIG-ERROR"])
        #expect(Catalogue.symptoms.isSubset(of: Catalogue.codes))
    }

    @Test func codesAreUnique() {
        let count = everyCard.reduce(into: [FindingCode: Int]()) { $0[$1.code, default: 0] += 1 }
        let twice = count.filter { $0.value > 1 }.keys.sorted()
        #expect(twice.isEmpty)
    }

    @Test func probesAreUnique() {
        let ids = everyRoster.flatMap(\.cards).map(\.id)
        #expect(Set(ids).count == ids.count)
    }

    @Test(arguments: everyNamedCard)
    func severityBasisAndOwnerAreTheLists(_ named: NamedCard) throws {
        let card = named.card
        let row = try #require(rows[card.code], "\(card.code) is not in the list of codes")
        #expect(card.severity == row.severity, "\(card.code)")
        #expect(row.bases.contains(card.basis.kind), "\(card.code): \(card.basis)")
        if let owner = row.owner { #expect(card.remedy.owner == owner, "\(card.code)") }
    }

    @Test(arguments: everyNamedCard)
    func whatIsASymptomIsTheLists(_ named: NamedCard) {
        let card = named.card
        #expect(card.isSymptom == Catalogue.symptoms.contains(card.code), "\(card.code)")
    }

    @Test(arguments: everyNamedCard)
    func edgesLeadToCodesOfTheList(_ named: NamedCard) {
        let card = named.card
        for edge in card.explains {
            #expect(Catalogue.codes.contains(edge.symptom), "\(card.code) explains \(edge.symptom)")
            #expect(edge.symptom != card.code, "\(card.code) explains itself")
        }
    }

    @Test(arguments: everyNamedCard)
    func wordsAreNotEmpty(_ named: NamedCard) {
        let card = named.card
        for (words, what) in [
            (card.title, "title"), (card.meaning, "meaning"), (card.remedy.summary, "remedy"),
            (card.basis.rule, "rule"),
        ] {
            #expect(!words.allSatisfy { $0.isWhitespace }, "\(card.code) has no \(what)")
        }
        #expect(card.meaning.hasSuffix("."), "\(card.code): a meaning is made of sentences")
        #expect(card.remedy.summary.hasSuffix("."), "\(card.code): a remedy is a sentence")
    }

    @Test(arguments: everyRoster)
    func probesStandInTheirLayer(_ roster: RehearsedRoster) {
        #expect(!roster.cards.isEmpty)
        for card in roster.cards {
            #expect(card.layer == roster.layer, "\(card.id)")
            #expect(card.id.text.hasPrefix("\(roster.layer.id)."), "\(card.id)")
            #expect(card.asks.hasSuffix("?"), "\(card.id) asks no question")
            #expect(!card.raises.isEmpty, "\(card.id) can find nothing")
            #expect(
                card.needs.allSatisfy { !$0.how.isEmpty }, "\(card.id) does not say how to get its evidence")
            for code in card.raises.map(\.code) {
                #expect(code.text.hasPrefix("L\(roster.layer.rawValue)-"), "\(card.id) raises \(code)")
            }
        }
    }

    @Test func blockingCodesAreOfTheList() {
        for card in everyRoster.flatMap(\.cards) {
            #expect(Set(card.blockedBy).isSubset(of: Catalogue.codes), "\(card.id)")
        }
    }
}
