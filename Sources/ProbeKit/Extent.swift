public import Casework

/// When a finding holds: what the diagnosis compares times with.
public enum Extent: Sendable, Hashable {
    /// The evidence gives no times; fits everything.
    case unknown
    /// A condition that lasts, since the last proof of the opposite where that is known.
    case standing(since: Instant?)
    /// Separate stretches, such as throttled windows. The noun is singular: "throttled window".
    case windows([TimeWindow], noun: String)
    /// An event for each device, in rising ordinal order. The noun is singular: "missing callback".
    case moments([Moment], noun: String)
    /// A state of each device that lasts since then, in rising ordinal order. The noun is singular: "assigned device".
    case since([Moment], noun: String)

    /// When something happened to one device.
    public struct Moment: Sendable, Hashable {
        public let device: Int
        public let at: Instant

        public init(device: Int, at: Instant) {
            self.device = device
            self.at = at
        }
    }
}
