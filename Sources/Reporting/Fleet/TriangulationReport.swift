package import Casework

/// The join of device lists as one value; renderers only format it.
package struct TriangulationReport: Sendable {
    package static let schema = "abm-forensics/triangulation/1"

    /// What a state means for the outcome.
    package enum Weight: Sendable, Hashable {
        case failing, warning, none
    }

    package struct State: Sendable {
        package let name: String
        package let count: Int
        package let weight: Weight
        package let isDivergence: Bool

        package init(_ name: String, _ count: Int, weight: Weight, isDivergence: Bool) {
            (self.name, self.count, self.weight, self.isDivergence) = (name, count, weight, isDivergence)
        }
    }

    /// Devices that have a value in common.
    package struct Group: Sendable {
        /// `nil` where no source says it.
        package let value: String?
        /// In the order of the state table, without those that do not occur.
        package let states: [State]

        package init(_ value: String?, _ states: [State]) { (self.value, self.states) = (value, states) }

        package var total: Int { states.reduce(0) { $0 + $1.count } }
        package var divergent: Int { states.reduce(0) { $0 + ($1.isDivergence ? $1.count : 0) } }
    }

    package struct Source: Sendable {
        package var file: String
        package var role: String
        /// The kind of record; `nil` where none told it.
        package var shape: String?
        package var records = 0
        package var refused = 0
        package var isComplete = false
        package var fault: String?

        package init(file: String, role: String) { (self.file, self.role) = (file, role) }
    }

    /// Records that do not count, or count in part.
    package struct Refusal: Sendable {
        package let file: String
        package let place: String?
        package let reason: String
        package let count: Int

        package init(file: String, place: String?, reason: String, count: Int) {
            (self.file, self.place, self.reason, self.count) = (file, place, reason, count)
        }
    }

    /// A field or value that no dialect knows: kept, counted, and no error.
    package struct Unknown: Sendable {
        /// The kind of record, or the column.
        package let place: String
        package let text: String
        package let count: Int

        package init(_ place: String, _ text: String, _ count: Int) {
            (self.place, self.text, self.count) = (place, text, count)
        }
    }

    package var tool: Report.Tool
    package var asOf: Instant
    /// States that occur, in the order of the state table.
    package var states: [State] = []
    package var groups: [(name: String, groups: [Group])] = []
    package var sources: [Source] = []
    package var refusals: [Refusal] = []
    package var unknownFields: [Unknown] = []
    package var unknownValues: [Unknown] = []
    /// Devices whose age no record tells, where a rule asked for it.
    package var withoutAge = 0
    /// The file with the devices.
    package var list: String?
    /// Further members of the document, such as what changed between two snapshots.
    package var further: [JSONTree.Member] = []

    package init(tool: Report.Tool, asOf: Instant) { (self.tool, self.asOf) = (tool, asOf) }

    package var total: Int { states.reduce(0) { $0 + $1.count } }
    package var divergent: Int { states.reduce(0) { $0 + ($1.isDivergence ? $1.count : 0) } }

    /// The exit code.
    ///
    /// Rules, the first that holds: 1. no device: 3.  2. `never`: 0.  3. a failing state: 2.  4. a warning state or
    ///        refused records and `--fail-on warn`: 1.  5. devices in an open state and `--fail-on unknown`: 3.
    ///        6. else 0.
    package func exitCode(_ failOn: FailOn, open: Int) -> Int {
        guard total > 0 else { return 3 }
        if failOn == .never { return 0 }
        if states.contains(where: { $0.weight == .failing }) { return 2 }
        let isWarned =
            states.contains { $0.weight == .warning }
            || sources.contains { $0.fault != nil || $0.refused > 0 }
        if failOn == .warn, isWarned { return 1 }
        return failOn == .unknown && open > 0 ? 3 : 0
    }
}
