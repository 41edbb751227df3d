import CaseReading
import Casework

/// The registration races in a sequence of token events.
///
/// Rules: 1. an event that calls itself a conflict is one.  2. a revocation is one where another
///           vendor registered
///        shortly before, while this vendor's own registration is older: the newer one pushed it out.
///        3. a registration of the loser afterwards ends the race, until the next one.
///        A revocation long after any other registration is an administrator's deed, not a race.
struct TokenRaces {
    struct Race {
        /// The vendor that lost its token, as written; `nil` where the log does not name it.
        let loser: String?
        /// Who registered at the same time, where the log tells.
        let rival: String?
        /// When the loser's token was last seen to work.
        let lastGood: Instant?
        var events: [AuditTrail.TokenSyncEvent]
        var settledAt: Instant?
    }

    /// How near two registrations count as concurrent.
    ///
    /// Source: FG-4.6, which asks for five minutes between them.
    static let concurrency = Interval.minutes(5)

    private(set) var races: [Race] = []
    private var registered: [String: AuditTrail.TokenSyncEvent] = [:]
    private var lastGood: [String: Instant] = [:]

    /// Takes events in rising time.
    init(_ events: [AuditTrail.TokenSyncEvent]) {
        for event in events { take(event) }
    }

    var open: [Race] { races.filter { $0.settledAt == nil } }

    private mutating func take(_ event: AuditTrail.TokenSyncEvent) {
        let vendor = Self.key(event)
        let detail = event.detail.lowercased()
        if detail.contains("conflict") {
            lose(event, to: rival(of: event))
        } else if detail.contains("revoked") {
            if openIndex(vendor) != nil {
                lose(event, to: nil)
            } else if let rival = rival(of: event), isOlder(vendor, than: rival) {
                lose(event, to: rival)
            }
        } else if detail.contains("activated") {
            if let index = openIndex(vendor) { races[index].settledAt = event.at }
            registered[vendor] = event
            lastGood[vendor] = event.at
        } else if detail.contains("synced") {
            lastGood[vendor] = event.at
        }
    }

    private mutating func lose(_ event: AuditTrail.TokenSyncEvent, to rival: AuditTrail.TokenSyncEvent?) {
        if let index = openIndex(Self.key(event)) {
            races[index].events.append(event)
            return
        }
        let own = registered[Self.key(event)].map { [$0] } ?? []
        let before = (own + (rival.map { [$0] } ?? [])).sorted { $0.at < $1.at }
        races.append(
            Race(
                loser: event.vendor, rival: rival?.vendor, lastGood: lastGood[Self.key(event)],
                events: before + [event], settledAt: nil))
    }

    private func openIndex(_ vendor: String) -> Int? {
        races.lastIndex { $0.settledAt == nil && ADETokenFacts.folded($0.loser ?? "") == vendor }
    }

    /// The other vendor that registered last, if it did so shortly before the event.
    private func rival(of event: AuditTrail.TokenSyncEvent) -> AuditTrail.TokenSyncEvent? {
        let others = registered.filter { $0.key != Self.key(event) }.values
        guard let last = others.max(by: { $0.at < $1.at }) else { return nil }
        return event.at.since(last.at) <= Self.concurrency ? last : nil
    }

    private func isOlder(_ vendor: String, than rival: AuditTrail.TokenSyncEvent) -> Bool {
        registered[vendor].map { $0.at <= rival.at } ?? true
    }

    private static func key(_ event: AuditTrail.TokenSyncEvent) -> String {
        ADETokenFacts.folded(event.vendor ?? "")
    }
}
