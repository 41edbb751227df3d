/// A change of state and how many devices made it.
package struct StateTransition: Sendable, Hashable {
    /// Nil for a device that no list showed before.
    package let from: DeviceState?
    /// Nil for a device that no list shows any more.
    package let to: DeviceState?
    package let count: Int
}

/// How many devices went from which state to which.
package struct TransitionTable: Sendable, Hashable {
    private static let states = DeviceState.allCases.count
    /// Row: from; column: to; the last of each is "not shown".
    private var counts = Array(repeating: 0, count: (states + 1) * (states + 1))

    package init() {}

    /// Counts the devices of two snapshots of one fleet.
    mutating func count(from one: Snapshot, to next: Snapshot) {
        for ordinal in 0..<UInt32(clamping: max(one.marks.count, next.marks.count)) {
            let from = one.state(of: ordinal).map { Int($0.rawValue) } ?? Self.states
            let to = next.state(of: ordinal).map { Int($0.rawValue) } ?? Self.states
            counts[from * (Self.states + 1) + to] += 1
        }
    }

    /// The devices that went from one state to another; nil stands for "not shown".
    package subscript(from: DeviceState?, to: DeviceState?) -> Int {
        let row = from.map { Int($0.rawValue) } ?? Self.states
        return counts[row * (Self.states + 1) + (to.map { Int($0.rawValue) } ?? Self.states)]
    }

    /// The changes that occurred, the most frequent first; devices that stayed as they were are left out.
    package var changes: [StateTransition] {
        let all: [DeviceState?] = DeviceState.allCases + [nil]
        var found: [StateTransition] = []
        for from in all {
            for to in all where from != to && self[from, to] > 0 {
                found.append(StateTransition(from: from, to: to, count: self[from, to]))
            }
        }
        return found.enumerated().sorted {
            (-$0.element.count, $0.offset) < (-$1.element.count, $1.offset)
        }.map(\.element)
    }

    /// Devices that were in the same state at both ends of a step.
    package var unchanged: Int { DeviceState.allCases.reduce(0) { $0 + self[$1, $1] } }
}
