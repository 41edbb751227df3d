import TLSHandshake

/// Tickets to resume with: each is used once while there is another, then the newest again.
///
/// Servers may take a ticket only once, and give new ones with each handshake (RFC 8446 appendix C.4).
struct TicketPurse {
    /// The most tickets that are kept; three rounds need three.
    static let limit = 16

    private var unused: [HeldTicket] = []
    private var newest: HeldTicket?

    var isEmpty: Bool { newest == nil }

    /// Adds the tickets that can be used at all.
    mutating func add(_ tickets: [HeldTicket]) {
        for ticket in tickets where ticket.preSharedKey() != nil {
            newest = ticket
            if unused.count < Self.limit { unused.append(ticket) }
        }
    }

    /// The next ticket, and the key to offer now.
    mutating func next() -> (ticket: HeldTicket, key: PreSharedKey)? {
        while !unused.isEmpty {
            let ticket = unused.removeFirst()
            if let key = ticket.preSharedKey() { return (ticket, key) }
        }
        guard let newest, let key = newest.preSharedKey() else { return nil }
        return (newest, key)
    }
}
