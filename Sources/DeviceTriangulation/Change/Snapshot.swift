/// The states of all devices at one moment.
///
/// Memory: one byte a device.
package struct Snapshot: Sendable, Hashable {
    /// Units: microseconds since 1970 UTC.
    package let at: Int64
    /// The raw value of the state in the lower bits, `waitingBit` where the device waits for its enrolment,
    /// `absent` where no list shows it.
    let marks: [UInt8]

    static let absent: UInt8 = 0xFF
    static let waitingBit: UInt8 = 0x80

    /// The state of a device; nil where no list showed it.
    package func state(of ordinal: UInt32) -> DeviceState? {
        guard Int(ordinal) < marks.count, marks[Int(ordinal)] != Self.absent else { return nil }
        return DeviceState(rawValue: marks[Int(ordinal)] & ~Self.waitingBit)
    }

    /// Whether the device waits for its enrolment.
    package func isWaiting(_ ordinal: UInt32) -> Bool {
        guard Int(ordinal) < marks.count, marks[Int(ordinal)] != Self.absent else { return false }
        return marks[Int(ordinal)] & Self.waitingBit != 0
    }

    /// Marks the states of a fleet at a moment.
    init(at: Int64, _ fleet: FleetLedger, _ states: Triangulation) {
        self.at = at
        marks = (0..<UInt32(clamping: fleet.count)).map { ordinal in
            guard fleet.isShown(ordinal), let state = states.state(of: ordinal) else { return Self.absent }
            return state.rawValue | (fleet.isWaiting(ordinal, state) ? Self.waitingBit : 0)
        }
    }
}
