package import Casework

/// When devices began an enrolment.
package struct Beginnings: Sendable, Hashable {
    /// A device that began too often.
    package struct Loop: Sendable, Hashable {
        package let device: Int
        /// The most beginnings within the stretch of time that was asked for.
        package let count: Int
        package let window: TimeWindow
    }

    private struct Beginning: Sendable, Hashable {
        let device: Int
        let at: Instant
        let place: Int
    }

    /// Beginnings of one device whose single times nobody tells.
    private struct Run: Sendable, Hashable {
        let device: Int
        let count: Int
        let window: TimeWindow
        let citation: Citation
    }

    private var all: [Beginning] = []
    private var runs: [Run] = []
    /// Places of the first few thousand; later ones count without theirs.
    private var places: [Citation] = []

    /// Two messages closer than this belong to one beginning.
    ///
    /// Source: ours; a device waits longer before it starts over.
    static let again = Interval.minutes(1)
    private static let keptPlaces = 4096

    package init() {}

    package var isEmpty: Bool { all.isEmpty && runs.isEmpty }
    package var deviceCount: Int { DeviceSet(all.map(\.device) + runs.map(\.device)).count }

    package mutating func add(device: Int, at: Instant, citation: @autoclosure () -> Citation) {
        var place = -1
        if places.count < Self.keptPlaces {
            place = places.count
            places.append(citation())
        }
        all.append(Beginning(device: device, at: at, place: place))
    }

    /// Takes beginnings of which only the number and a stretch of time are known.
    package mutating func add(device: Int, count: Int, within window: TimeWindow, citation: Citation) {
        guard count > 0 else { return }
        runs.append(Run(device: device, count: count, window: window, citation: citation))
    }

    /// The devices that began often enough within one stretch, in rising ordinal order.
    ///
    /// A run counts only where its whole stretch is no longer than that.    Complexity: O(n log n).
    package func loops(atLeast times: Int, within length: Interval) -> [Loop] {
        let timed = timedLoops(atLeast: times, within: length)
        var known = DeviceSet(timed.map(\.device))
        let told = runs.compactMap { run -> Loop? in
            guard run.count >= max(2, times), run.window.length <= length, !known.contains(run.device) else {
                return nil
            }
            known.insert(run.device)
            return Loop(device: run.device, count: run.count, window: run.window)
        }
        return (timed + told).sorted { $0.device < $1.device }
    }

    private func timedLoops(atLeast times: Int, within length: Interval) -> [Loop] {
        let sorted = all.sorted { ($0.device, $0.at) < ($1.device, $1.at) }
        var loops: [Loop] = []
        var start = sorted.startIndex
        while start < sorted.endIndex {
            let device = sorted[start].device
            let end = sorted[start...].firstIndex { $0.device != device } ?? sorted.endIndex
            if let loop = Self.loop(of: device, Self.distinct(sorted[start..<end]), max(2, times), length) {
                loops.append(loop)
            }
            start = end
        }
        return loops
    }

    /// The times of beginnings that are not the same message again.
    private static func distinct(_ beginnings: ArraySlice<Beginning>) -> [Instant] {
        beginnings.reduce(into: []) { times, next in
            if let last = times.last, next.at.since(last) < again { return }
            times.append(next.at)
        }
    }

    private static func loop(
        of device: Int, _ times: [Instant], _ least: Int, _ length: Interval
    ) -> Loop? {
        var best: (first: Int, last: Int)?
        var first = 0
        for last in times.indices {
            while times[last].since(times[first]) > length { first += 1 }
            if last - first + 1 >= least, best.map({ last - first > $0.last - $0.first }) ?? true {
                best = (first, last)
            }
        }
        return best.map {
            Loop(
                device: device, count: $0.last - $0.first + 1,
                window: TimeWindow(times[$0.first], times[$0.last]))
        }
    }

    /// Where the first beginnings of a device stand.
    package func evidence(of device: Int) -> [Citation] {
        let timed = all.lazy.filter { $0.device == device && $0.place >= 0 }.prefix(3).map {
            places[$0.place]
        }
        return timed + runs.lazy.filter { $0.device == device }.prefix(3 - timed.count).map(\.citation)
    }
}
