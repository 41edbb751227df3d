/// The state of every device of a fleet.
package struct Triangulation: Sendable, Hashable {
    /// The raw value of `DeviceState` for each ordinal.
    package fileprivate(set) var states: [UInt8]
    /// How many devices are in each state, by raw value; the sum is the number of devices.
    package fileprivate(set) var counts: [Int]
    /// Devices whose age no record tells, where a rule asked for it.
    package fileprivate(set) var withoutAge = 0

    package init(capacity: Int) {
        states = []
        states.reserveCapacity(capacity)
        counts = Array(repeating: 0, count: DeviceState.allCases.count)
    }

    mutating func append(_ state: DeviceState, lacksAge: Bool) {
        states.append(state.rawValue)
        counts[Int(state.rawValue)] += 1
        if lacksAge { withoutAge += 1 }
    }

    /// Appends what another thread found out about the devices that follow.
    package mutating func append(_ other: Triangulation) {
        states.append(contentsOf: other.states)
        for index in counts.indices { counts[index] += other.counts[index] }
        withoutAge += other.withoutAge
    }

    /// The number of devices.
    package var total: Int { states.count }

    /// The state of a device.
    package func state(of ordinal: UInt32) -> DeviceState? {
        Int(ordinal) < states.count ? DeviceState(rawValue: states[Int(ordinal)]) : nil
    }

    /// The number of devices in a state.
    package func count(_ state: DeviceState) -> Int { counts[Int(state.rawValue)] }

    /// The devices in a state, by ordinal.
    package func ordinals(in state: DeviceState) -> [UInt32] {
        states.indices.filter { states[$0] == state.rawValue }.map { UInt32($0) }
    }

    /// The numbers of the states that occur, under their names.
    package var countsByName: [String: Int] {
        var named: [String: Int] = [:]
        for state in DeviceState.allCases where count(state) > 0 { named[state.name] = count(state) }
        return named
    }
}
