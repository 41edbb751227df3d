import Casework

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// When a run began, by the wall clock and by the monotonic one: for the `run` block, and for `--as-of now`.
struct RunClock: Sendable {
    let startedAt: Instant
    private let start = ContinuousClock.now

    init() {
        let seconds = Date().timeIntervalSince1970
        startedAt = Instant(microseconds: Int64(seconds * 1000) * 1000)
    }

    var milliseconds: Double { Stopwatch.milliseconds(since: start) }
}
