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
///        5. an enrolment that a device's own log tells, of which the audit log knows no session, is due too:
///        any delivery of that device answers for it.
///        6. anything else is missing.
/// Complexity: O(events + deliveries), with a sort.
struct EnrolmentSessions {
    /// One session: its first event, and what became of it.
    struct Session {
        let at: Instant
        let device: Int?
        let origin: Origin
        /// Whether the last event says that the tenant dropped it.
        var dropped = false
        var fate = Fate.missing
    }

    /// Who tells of a session, by its place there.
    enum Origin {
        case audit(Int)
        case deviceLog(Int)

        var isDeviceLog: Bool { if case .deviceLog = self { true } else { false } }
    }

    enum Fate {
        case received, retried, inFlight, missing
    }

    /// In rising time.
    private(set) var all: [Session]

    /// Clocks of two services, and the way of a callback between them.
    static let slack = Interval.minutes(2)
    /// What the audit log calls a callback that was due; a rejected one did arrive.
    static let dueOutcomes: Set<String> = ["sent", "dropped", "started"]

    init(_ facts: CallbackFacts) {
        let events = facts.events
        let (audited, places) = Self.sessions(of: events)
        all = audited + Self.started(facts.starts, beside: audited)
        var arrivals = Arrivals(facts.arrivals, sessions: places)
        for index in all.indices {
            var id: String?
            if case .audit(let place) = all[index].origin { id = events[place].session }
            all[index].fate = arrivals.fate(of: all[index], id: id, collected: facts.deliveriesCollectedAt)
        }
    }

    /// The sessions of the log in rising time, and the place of each that has an id.
    private static func sessions(of events: CallbackEvents) -> (all: [Session], places: [String: Int]) {
        var sessions: [Session] = []
        var places: [String: Int] = [:]
        let isSorted = events.indices.dropFirst().allSatisfy {
            events.brief($0 - 1).at <= events.brief($0).at
        }
        let order =
            isSorted
            ? Array(events.indices) : events.indices.sorted { events.brief($0).at < events.brief($1).at }
        for place in order where dueOutcomes.contains(events.brief(place).outcome.lowercased()) {
            let event = events[place]
            let dropped = event.outcome.lowercased() == "dropped"
            if let id = event.session, let known = places[id] {
                sessions[known].dropped = dropped
                continue
            }
            if let id = event.session { places[id] = sessions.count }
            sessions.append(
                Session(at: event.at, device: event.device, origin: .audit(place), dropped: dropped))
        }
        return (sessions, places)
    }

    /// The first enrolment of each device that no session of the audit log belongs to.
    private static func started(_ starts: [CallbackFacts.SessionStart], beside audited: [Session])
        -> [Session]
    {
        var known = DeviceSet(audited.compactMap(\.device))
        return starts.indices.compactMap { index in
            let start = starts[index]
            guard !known.contains(start.device) else { return nil }
            known.insert(start.device)
            return Session(at: start.at, device: start.device, origin: .deviceLog(index))
        }
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

    init(_ deliveries: CallbackDeliveries, sessions known: [String: Int]) {
        for delivery in deliveries {
            if let id = delivery.session, known[id] != nil { sessions.insert(id) }
            guard let device = delivery.device else { continue }
            note(delivery.receivedAt, of: device)
            if delivery.session.map({ known[$0] != nil }) != true {
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
        of session: EnrolmentSessions.Session, id: String?, collected: Instant?
    ) -> EnrolmentSessions.Fate {
        if let id, sessions.contains(id) { return .received }  // rule 1
        if session.origin.isDeviceLog, let device = session.device, last[device] != nil {  // rule 5
            return .received
        }
        let start = session.at + -EnrolmentSessions.slack
        if let device = session.device {
            let place = unclaimed[device]?.firstIndex { delivery in
                (id == nil || delivery.session == nil) && Self.time(delivery) >= start
            }
            if let place {  // rule 2
                unclaimed[device]?.remove(at: place)
                return .received
            }
            // Rule 3.
            if let latest = last[device], latest.map({ $0 > session.at }) ?? true { return .retried }
        }
        if !session.dropped, let collected, session.at >= collected { return .inFlight }  // rule 4
        return .missing
    }
}
