import CaseReading
import Casework
import ProbeKit

/// The stretches in which a tenant throttled, whom they hit, and what the tenant was asked to do meanwhile.
struct ThrottleEpisodes {
    /// In rising order; throttled events less than `gap` apart belong together.
    let windows: [TimeWindow]
    /// Devices whose callback was dropped, or whose record says throttled.
    let devices: DeviceSet
    /// How many device records say throttled.
    let throttledRecords: Int
    let dropped: Int
    let sessions: Int
    let load: TenantLoad
    /// Events by the tier that they name.
    let eventsByTier: [String: Int]
    let evidence: [Citation]
    private let limits: Thresholds

    /// Throttling lasts 6 to 11 minutes (FG-1.2): a pause of this length ends an episode.
    static let gap = Interval.minutes(3)

    var isEmpty: Bool { windows.isEmpty && devices.isEmpty }

    init(_ facts: TenantFacts) {
        let callbacks = facts.audit.callbacks
        let isThrottled = !facts.audit.throttles.isEmpty
        let drops = callbacks.briefs.filter { $0.throttled || $0.outcome == "dropped" && isThrottled }
        windows = Self.windows(of: facts.audit.throttles.map(\.at) + drops.map(\.at))
        devices = DeviceSet(drops.compactMap(\.device)).union(facts.throttledDevices)
        throttledRecords = facts.throttledDevices.count
        dropped = drops.count
        sessions = callbacks.count
        load = TenantLoad(facts.audit)
        eventsByTier = facts.audit.throttles.reduce(into: [:]) { $0[$1.tier ?? "unnamed", default: 0] += 1 }
        evidence = facts.audit.throttles.prefix(3).map(\.citation) + facts.throttledExamples
        limits = facts.tiers
    }

    private static func windows(of instants: [Instant]) -> [TimeWindow] {
        var result: [TimeWindow] = []
        for instant in instants.sorted() {
            if let last = result.last, instant.since(last.end) <= gap {
                result[result.count - 1] = TimeWindow(last.start, instant)
            } else {
                result.append(TimeWindow(instant, instant))
            }
        }
        return result
    }

    /// The time inside the windows, in whole minutes.
    var throttledMinutes: Int {
        Int((windows.reduce(0.0) { $0 + Double($1.length.microseconds) } / 60e6).rounded())
    }
}

extension ThrottleEpisodes {
    var brief: String {
        guard !windows.isEmpty else { return "\(devices.count.counted("device")) throttled" }
        let stretches = windows.count.counted("throttled window")
        let minutes =
            load.minutes > 0 ? ", \(throttledMinutes.grouped) of \(load.minutes.counted("minute"))" : ""
        return "\(stretches)\(minutes); \(dropped.counted("callback")) dropped"
    }

    var detail: String {
        var sentences: [String] = []
        if let first = windows.first, let last = windows.last {
            sentences.append(
                "\(windows.count.counted("throttled window")) between \(first.start.clock) and "
                    + "\(last.end.clock), \(throttledMinutes.counted("minute")) in all.")
        }
        if dropped > 0 {
            sentences.append(
                "The tenant dropped \(dropped.grouped) of \(sessions.counted("enrolment callback")) "
                    + "(\(dropped.percent(of: sessions))).")
        }
        if let day = exceeded { sentences.append(day) }
        if throttledRecords > 0 {
            sentences.append(
                "\(throttledRecords.counted("device record")) of the tenant say throttled_by_rate_limit.")
        }
        return sentences.joined(separator: " ")
    }

    /// The tier that the measured load did exceed.
    private var exceeded: String? {
        if load.peakDay > limits.rollingPerDay {
            return "The 24 h tier tripped: \(load.peakDay.grouped) of \(limits.rollingPerDay.grouped)."
        }
        if load.peakHour > limits.sustainedPerHour {
            return "The hourly tier tripped: \(load.peakHour.grouped) of \(limits.sustainedPerHour.grouped)."
        }
        if load.peakMinute > limits.burstPerMinute {
            return
                "The burst tier tripped: \(load.peakMinute.grouped) of \(limits.burstPerMinute.grouped) a minute."
        }
        return nil
    }

    /// Rule 2: tiers that the events name and the measured load cannot reach.
    var tiersThatCannotTrip: [String] {
        guard sessions > 0 else { return [] }
        return eventsByTier.sorted { $0.key < $1.key }.compactMap { tier, events in
            guard let (measured, limit, unit) = reach(of: tier), measured <= limit else { return nil }
            return
                "\(events.counted("event names", "events name")) the \(tier) tier, but the measured load of \(measured.grouped) \(unit) "
                + "alone would not trip its limit of \(limit.grouped)"
        }
    }

    private func reach(of tier: String) -> (measured: Int, limit: Int, unit: String)? {
        if tier.hasPrefix("burst") { return (load.peakMinute, limits.burstPerMinute, "a minute") }
        if tier.hasPrefix("sustained") || tier.hasSuffix("hour") {
            return (load.peakHour, limits.sustainedPerHour, "an hour")
        }
        if tier.hasPrefix("rolling") || tier.contains("24") {
            return (load.peakDay, limits.rollingPerDay, "in 24 hours")
        }
        return nil
    }

    var values: [String: Figure] {
        [
            "windows": .count(windows.count), "throttledMinutes": .count(throttledMinutes),
            "droppedCallbacks": .count(dropped), "sessions": .count(sessions),
            "peakMinute": .count(load.peakMinute),
            "peakHour": .count(load.peakHour), "peak24h": .count(load.peakDay),
            "eventsByTier": .table(eventsByTier.mapValues { .count($0) }),
        ]
    }
}
