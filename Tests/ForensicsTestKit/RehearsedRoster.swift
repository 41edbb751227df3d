package import ProbeKit
package import Testing

/// A roster without its kind of facts, so that one parameterised test takes the rosters of all layers.
package struct RehearsedRoster: Sendable, CustomTestStringConvertible {
    package let layer: Layer
    package let cards: [ProbeCard]
    /// The type names of the probes, in reading order.
    package let probes: [String]
    /// What the worked cases of each probe expect.
    package let expected: [ProbeID: [Expectation]]
    private let work: @Sendable () -> [Rehearsal]

    package enum Expectation: Sendable, Hashable {
        case sound
        case raises(Set<FindingCode>)
        case cannotTell
    }

    package init<Facts>(_ roster: Roster<Facts>) {
        layer = roster.layer
        cards = roster.cards
        probes = roster.probes.map { String(describing: type(of: $0)) }
        expected = roster.probes.reduce(into: [:]) { result, probe in
            result[Self.card(of: probe).id] = Self.expectations(of: probe)
        }
        work = { roster.rehearse() }
    }

    package var testDescription: String { "layer \(layer.rawValue) (\(layer.name))" }

    package func rehearse() -> [Rehearsal] { work() }

    private static func card<P: Probe>(of probe: P) -> ProbeCard { P.card }

    private static func expectations<P: Probe>(of probe: P) -> [Expectation] {
        P.workedCases.map { workedCase in
            switch workedCase.expects {
            case .sound: .sound
            case .raises(let codes): .raises(Set(codes.keys))
            case .cannotTell: .cannotTell
            }
        }
    }
}

/// Works every worked case of a roster, and expects each to come out as it says.
package func expectRehearsesWell(_ roster: RehearsedRoster, sourceLocation: SourceLocation = #_sourceLocation)
{
    let rehearsals = roster.rehearse()
    #expect(!rehearsals.isEmpty, "no worked case", sourceLocation: sourceLocation)
    for rehearsal in rehearsals {
        if let difference = rehearsal.difference {
            Issue.record(
                "\(rehearsal.probe), \"\(rehearsal.name)\": \(difference)", sourceLocation: sourceLocation)
        }
    }
}

package func expectRehearsesWell<Facts>(
    _ roster: Roster<Facts>, sourceLocation: SourceLocation = #_sourceLocation
) {
    expectRehearsesWell(RehearsedRoster(roster), sourceLocation: sourceLocation)
}
