import Synchronization

/// Counts what a reflector did.
package final class ReflectorMetrics: Sendable {
    /// The counters at one moment.
    package struct Counters: Sendable, Hashable {
        /// Connections that were taken on.
        package var connections = 0
        /// Connections that were sent away because there were too many.
        package var turnedAway = 0
        package var hellos = 0
        /// Handshakes that this side finished.
        package var handshakes = 0
        /// Connections that came to nothing: no TLS, broken, too slow, too long, left early.
        package var failures = 0
        /// Questions that were answered with records.
        package var answers = 0
        /// Lines that were not written.
        package var lostLines = 0

        /// One line for the end of a run.
        package var text: String {
            "\(connections) connections, \(hellos) ClientHellos, \(handshakes) handshakes, "
                + "\(answers) answers, \(failures) without a handshake, \(turnedAway) turned away, \(lostLines) lines lost"
        }
    }

    private let counters = Mutex(Counters())

    package init() {}

    package var current: Counters { counters.withLock { $0 } }

    func count(_ counter: WritableKeyPath<Counters, Int>) {
        counters.withLock { $0[keyPath: counter] += 1 }
    }
}
