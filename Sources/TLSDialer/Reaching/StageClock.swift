/// The monotonic clock of one attempt; every stage is measured from its start.
///
/// Units: milliseconds with three decimals.
struct StageClock: Sendable {
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant

    init() { start = clock.now }

    /// The time since the start.
    var elapsed: Duration { start.duration(to: clock.now) }

    /// The moment at which this many milliseconds had passed.
    func moment(atMs milliseconds: Double) -> ContinuousClock.Instant {
        start.advanced(by: .microseconds(Int64(milliseconds * 1_000)))
    }

    var elapsedMs: Double { StageClock.milliseconds(elapsed) }

    /// What is left of a span that began at the start, never negative.
    func remaining(of span: Duration) -> Duration { max(.zero, span - elapsed) }

    static func milliseconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        let microseconds = Double(seconds) * 1_000_000 + Double(attoseconds / 1_000_000_000_000)
        return microseconds / 1_000
    }
}
