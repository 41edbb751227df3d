package import Casework

/// How the states of a fleet changed over time, and how long its devices wait for their enrolment.
package struct FleetChanges: Sendable {
    /// The states of one device between two moments.
    package struct Change: Sendable, Hashable {
        /// `nil` where no list showed the device before.
        package let from: String?
        /// `nil` where no list shows it any more.
        package let to: String?
        /// The last moment before.
        package let after: Instant
        /// The first moment with the new state.
        package let by: Instant
    }

    package struct Transition: Sendable, Hashable {
        package let from: String?
        package let to: String?
        package let count: Int
    }

    /// The waits of one length.
    package struct WaitBar: Sendable, Hashable {
        package let bucket: String
        package let ended: Int
        package let waiting: Int
    }

    /// When the whole fleet was collected; one moment where the case holds no snapshots.
    package var moments: [Instant] = []
    /// Over all steps, the most frequent first.
    package var transitions: [Transition] = []
    /// The median time that devices stay pending (SLI-2), or what it is no less than.
    ///
    /// Units: seconds.
    package var pendingHalfLifeSeconds: Double?
    /// More than half of the devices still wait: the figure is what the median is no less than.
    package var isHalfLifeLowerBound = false
    package var waits: [WaitBar] = []
    /// The changes of one device, in rising time.
    package var ofDevice: @Sendable (Int) -> [Change] = { _ in [] }

    package init() {}
}
