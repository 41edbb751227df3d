import CaseReading
import Casework

/// The stretches of time in which too large a share of the callbacks waited.
///
/// Shape: `samples` in rising time. A sample without callbacks, or with impossible figures, is below the
/// threshold.
struct QueueBacklog {
    /// A run of samples above the threshold.
    struct Stretch {
        let window: TimeWindow
        let peak: QueueSample
    }

    /// Those that lasted long enough, in rising time.
    let stretches: [Stretch]
    /// The sample with the largest share.
    let peak: QueueSample?
    let sampleCount: Int
    /// Whether the last stretch reaches the last sample.
    let isLasting: Bool
    private let percent: Int

    /// Longer silences between two samples prove nothing about the time between them.
    ///
    /// Source: ours.
    static let longestPause = Interval.hours(1)

    init(_ samples: [QueueSample], percent: Int, longerThan shortest: Interval) {
        var runs: [[QueueSample]] = []
        var before: QueueSample?
        for sample in samples {
            if Self.share(sample) > Double(percent) {
                let goesOn = before.map { last in
                    Self.share(last) > Double(percent) && sample.at.since(last.at) <= Self.longestPause
                }
                if goesOn == true, !runs.isEmpty {
                    runs[runs.count - 1].append(sample)
                } else {
                    runs.append([sample])
                }
            }
            before = sample
        }
        stretches = runs.compactMap { Self.stretch($0, longerThan: shortest) }
        peak = samples.max { Self.share($0) < Self.share($1) }
        sampleCount = samples.count
        isLasting = stretches.last.map { $0.window.end == samples.last?.at } ?? false
        self.percent = percent
    }

    private static func stretch(_ run: [QueueSample], longerThan shortest: Interval) -> Stretch? {
        guard let first = run.first, let last = run.last, last.at.since(first.at) > shortest,
            let peak = run.max(by: { share($0) < share($1) })
        else { return nil }
        return Stretch(window: TimeWindow(first.at, last.at), peak: peak)
    }

    /// The stretch with the highest share.
    var worst: Stretch? {
        stretches.max { Self.share($0.peak) < Self.share($1.peak) }
    }

    func isAbove(_ sample: QueueSample) -> Bool { Self.share(sample) > Double(percent) }

    /// Units: per cent.
    private static func share(_ sample: QueueSample) -> Double {
        guard sample.total > 0, sample.queued > 0 else { return 0 }
        return Double(sample.queued) * 100 / Double(sample.total)
    }
}
