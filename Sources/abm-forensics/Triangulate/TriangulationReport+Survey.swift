import CaseReading
import Casework
import DeviceTriangulation
import Reporting

extension TriangulationReport {
    /// The report of a fleet that was read and classified.
    init(_ readout: FleetReadout, _ survey: FleetSurvey, asOf: Instant) {
        self.init(tool: Report.Tool(version: Version.text), asOf: asOf)
        states = Self.states(survey.states.counts)
        withoutAge = survey.states.withoutAge
        groups = survey.groups.map { group in
            (group.key.rawValue, group.lines.map { Group($0.value, Self.states($0.counts)) })
        }
        further = Self.waits(survey.waits) + Self.contrasts(survey.groups)
        sources = readout.files.map(Self.source)
        refusals = readout.files.flatMap(\.problems).map {
            Refusal(
                file: $0.citation.file, place: $0.citation.locator, reason: $0.reason, count: $0.count)
        }
        for (shape, tally) in readout.fleet.tallies.sorted(by: { $0.key < $1.key }) {
            unknownFields += tally.unknownKeys.sorted { $0.key < $1.key }.map {
                Unknown(shape, $0.key, $0.value)
            }
        }
        for field in WordField.allCases {
            unknownValues += readout.fleet.unknownWords(field).map { Unknown("\(field)", $0.text, $0.count) }
        }
    }

    private static func states(_ counts: [Int]) -> [State] {
        DeviceState.allCases.compactMap { state in
            let count = counts[Int(state.rawValue)]
            guard count > 0 else { return nil }
            return State(
                state.name, count, weight: Weight(state.weight), isDivergence: state.isDivergence)
        }
    }

    private static func source(_ file: FleetFile) -> Source {
        var source = Source(file: file.input.name, role: file.roles.map(\.name).joined(separator: "+"))
        source.shape = file.shape
        source.records = file.records
        source.refused = file.refused
        source.isComplete = file.isComplete
        source.fault = file.fault
        return source
    }
}

extension TriangulationReport.Weight {
    fileprivate init(_ weight: StateWeight) {
        self =
            switch weight {
            case .failing: .failing
            case .warning: .warning
            case .none: .none
            }
    }
}
