import CaseReading
import Casework
import ProbeKit

/// Every enrolment session of the tenant's audit log, and whether a delivery of it reached the MDM.
///
/// Rules: 1. a delivery with the same session id: received, whenever it came.
///        2. no such delivery, but one of the same device that lacks an id (or the session lacks one), from
///        the
///           time of the session on: received; one delivery answers for one session.
///        3. neither, but a later delivery of another session of the device: the tenant tried again, not
///        missing.
///        4. sent after the deliveries were collected: in flight, not missing.
///        5. anything else is missing.
/// Complexity: O(events + deliveries), with a sort.
struct EnrolmentSessions {
    /// One session: its first event, and what became of it.
    struct Session {
        let id: String?
        let event: AuditTrail.CallbackEvent
        /// Whether the last event says that the tenant dropped it.
        var dropped: Bool
        var fate = Fate.missing
    }

    enum Fate {
        case received, retried, inFlight, missing
    }

    /// In rising time.
    private(set) var all: [Session]

    /// Clocks of two services, and the way of a callback between them.
    static let slack = Interval.minutes(2)
    /// What the audit log calls a callback that was due; a rejected one did arrive.
    static let dueOutcomes: Set<String> = ["sent", "dropped"]

    init(_ facts: CallbackFacts) {
        all = Self.sessions(of: facts.events)
        var arrivals = Arrivals(facts.deliveries, sessions: Set(all.compactMap(\.id)))
        for index in all.indices {
            all[index].fate = arrivals.fate(of: all[index], collected: facts.deliveriesCollectedAt)
        }
    }

    private static func sessions(of events: [AuditTrail.CallbackEvent]) -> [Session] {
        var sessions: [Session] = []
        var places: [String: Int] = [:]
        for event in events.sorted(by: { $0.at < $1.at })
        where dueOutcomes.contains(event.outcome.lowercased()) {
            let dropped = event.outcome.lowercased() == "dropped"
            if let id = event.session, let place = places[id] {
                sessions[place].dropped = dropped
                continue
            }
            if let id = event.session { places[id] = sessions.count }
            sessions.append(Session(id: event.session, event: event, dropped: dropped))
        }
        return sessions
    }

    func count(_ fate: Fate) -> Int { all.count { $0.fate == fate } }

    var missing: [Session] { all.filter { $0.fate == .missing } }
}

/// The deliveries by what a session can be matched with.
private struct Arrivals {
    private var sessions: Set<String> = []
    /// Deliveries that no session id claims, by device, in rising time.
    private var unclaimed: [Int: [CallbackDelivery]] = [:]
    /// The last delivery of a device; `nil` inside where one has no time.
    private var last: [Int: Instant?] = [:]

    init(_ deliveries: [CallbackDelivery], sessions known: Set<String>) {
        for delivery in deliveries {
            if let id = delivery.session { sessions.insert(id) }
            guard let device = delivery.device else { continue }
            note(delivery.receivedAt, of: device)
            if delivery.session.map(known.contains) != true {
                unclaimed[device, default: []].append(delivery)
            }
        }
        for device in unclaimed.keys {
            unclaimed[device]?.sort { Self.time($0) < Self.time($1) }
        }
    }

    private mutating func note(_ at: Instant?, of device: Int) {
        guard let known = last[device] else { return last[device] = .some(at) }
        guard let known, let at else { return last[device] = .some(nil) }
        last[device] = .some(max(known, at))
    }

    /// A delivery without a time fits every session.
    private static func time(_ delivery: CallbackDelivery) -> Instant {
        delivery.receivedAt ?? Instant(microseconds: .max)
    }

    mutating func fate(
        of session: EnrolmentSessions.Session, collected: Instant?
    ) -> EnrolmentSessions.Fate {
        if let id = session.id, sessions.contains(id) { return .received }  // rule 1
        let start = session.event.at + -EnrolmentSessions.slack
        if let device = session.event.device {
            let place = unclaimed[device]?.firstIndex { delivery in
                (session.id == nil || delivery.session == nil) && Self.time(delivery) >= start
            }
            if let place {  // rule 2
                unclaimed[device]?.remove(at: place)
                return .received
            }
            // Rule 3.
            if let latest = last[device], latest.map({ $0 > session.event.at }) ?? true { return .retried }
        }
        if !session.dropped, let collected, session.event.at >= collected { return .inFlight }  // rule 4
        return .missing
    }
}
