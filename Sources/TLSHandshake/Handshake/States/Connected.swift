/// The handshake is done; tickets, key updates and data may come.
struct Connected: Sendable {
    let parameters: SuiteParameters
    var client: TrafficSecret
    var server: TrafficSecret
    let resumption: TrafficSecret
    private var tickets = 0
    private var keyUpdates = 0

    init(
        parameters: SuiteParameters, client: TrafficSecret, server: TrafficSecret, resumption: TrafficSecret
    ) {
        self.parameters = parameters
        self.client = client
        self.server = server
        self.resumption = resumption
    }

    mutating func receive(
        _ message: HandshakeMessage, _ effects: inout Effects
    ) throws(Deviation) -> Connected {
        try message.expect(.newSessionTicket, .keyUpdate)
        if message.type == .keyUpdate {
            try update(message, &effects)
        } else {
            try keep(message, &effects)
        }
        return self
    }

    private mutating func keep(_ message: HandshakeMessage, _ effects: inout Effects) throws(Deviation) {
        tickets += 1
        try limit(tickets, to: ConnectionLimits.tickets, message)
        let ticket = try message.checked(NewSessionTicket.self)
        effects.report(
            .ticket(
                ReceivedTicket(
                    ticket: ticket, preSharedKey: resumption.preSharedKey(ticketNonce: ticket.nonce),
                    suite: parameters.suite)))
    }

    private mutating func update(_ message: HandshakeMessage, _ effects: inout Effects) throws(Deviation) {
        keyUpdates += 1
        try limit(keyUpdates, to: ConnectionLimits.keyUpdates, message)
        let update = try message.checked(KeyUpdate.self)
        effects.report(.keyUpdate(isRequested: update.isRequested))
        server = server.next
        effects.protectReads(server.keys(for: parameters.aead))
        guard update.isRequested else { return }
        effects.send(KeyUpdate(isRequested: false).message)
        client = client.next
        effects.protectWrites(client.keys(for: parameters.aead))
    }

    private func limit(_ count: Int, to limit: Int, _ message: HandshakeMessage) throws(Deviation) {
        guard count <= limit else {
            throw Deviation(
                "more than \(limit) messages of this kind", in: .message(message.type), at: 0,
                alert: .unexpectedMessage)
        }
    }
}
