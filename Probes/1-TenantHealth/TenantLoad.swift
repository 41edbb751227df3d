import CaseReading
import Casework

/// How much a tenant was asked to do, measured from its own audit log.
///
/// Units: enrolment sessions plus burst tokens of assignments, rounded down; the peaks are those of the busiest minute,
/// hour and 24 hours, each beginning at some event. Complexity: O(events log events).
struct TenantLoad {
    let peakMinute: Int
    let peakHour: Int
    let peakDay: Int
    /// From the first to the last enrolment session, in whole minutes.
    let minutes: Int

    init(_ audit: AuditTrail) {
        let sessions = audit.callbacks.briefs.map { ($0.at, 1.0) }.sorted { $0.0 < $1.0 }
        let assignments = audit.assignments.compactMap { event in event.tokensConsumed.map { (event.at, $0) }
        }
        let events = assignments.isEmpty ? sessions : (sessions + assignments).sorted { $0.0 < $1.0 }
        peakMinute = Self.peak(events, within: .minutes(1))
        peakHour = Self.peak(events, within: .hours(1))
        // A rolling day counts sessions alone: the seeds price assignments in burst tokens only (FG-1.4).
        peakDay = Self.peak(sessions, within: .days(1))
        if let first = sessions.first?.0, let last = sessions.last?.0 {
            minutes = Int((Double(last.since(first).microseconds) / 60e6).rounded())
        } else {
            minutes = 0
        }
    }

    /// The largest sum of weights in any half-open stretch of the given length.
    private static func peak(_ events: [(Instant, Double)], within length: Interval) -> Int {
        var sum = 0.0
        var best = 0.0
        var tail = events.startIndex
        for (at, weight) in events {
            sum += weight
            while tail < events.endIndex, at.since(events[tail].0) >= length {
                sum -= events[tail].1
                tail += 1
            }
            best = max(best, sum)
        }
        return best.isFinite && best < 1e12 ? Int(best) : 0
    }
}
