package import TLSHandshake

/// A ticket, when it came and by which way.
package struct HeldTicket: Sendable, Hashable {
    package let ticket: ReceivedTicket
    package let receivedAt: ContinuousClock.Instant
    /// The way over which it was given, as the transcript calls it.
    package let via: String

    package init(_ ticket: ReceivedTicket, receivedAt: ContinuousClock.Instant, via: String) {
        self.ticket = ticket
        self.receivedAt = receivedAt
        self.via = via
    }

    /// The key to offer now, absent once the ticket is too old or if it never was of use.
    package func preSharedKey(at now: ContinuousClock.Instant = .now) -> PreSharedKey? {
        let (seconds, attoseconds) = receivedAt.duration(to: now).components
        // Ages beyond a year are nonsense; the bound keeps the multiplication small.
        guard abs(seconds) < 31_536_000 else { return nil }
        return PreSharedKey(resuming: ticket, ageMs: seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
    }
}

extension Conversation {
    /// The tickets that came, in their order.
    func tickets(over route: Route, clock: StageClock) -> [HeldTicket] {
        moments.compactMap { moment in
            guard case .ticket(let ticket) = moment.event else { return nil }
            return HeldTicket(
                ticket, receivedAt: clock.moment(atMs: moment.atMs), via: route.via ?? "direct")
        }
    }
}
