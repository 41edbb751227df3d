import HandshakePeer
import TLSHandshake
import Testing

struct AfterHandshakeTests {
    private func connected(_ script: PeerServer.Script = PeerServer.Script()) throws -> Conversation {
        var conversation = try Conversation(
            .init(serverName: "mdm.example.com"), script, identity: .ed25519())
        try conversation.run()
        try #require(conversation.client.isConnected)
        return conversation
    }

    @Test func ticketsAreReported() throws {
        var script = PeerServer.Script()
        script.tickets = 2
        let tickets = try connected(script).events.compactMap { event -> ReceivedTicket? in
            if case .ticket(let ticket) = event { ticket } else { nil }
        }
        #expect(tickets.map(\.ticket.lifetime) == [7200, 7200])
        #expect(tickets.map(\.preSharedKey.count) == [32, 32])
        #expect(Set(tickets.map(\.preSharedKey)).count == 2)
    }

    @Test func dataGoesBothWays() throws {
        var conversation = try connected()
        let sent = conversation.client.sendApplicationData(Array("question".utf8))
        _ = try conversation.server.receive(sent.send)
        #expect(conversation.server.applicationData == Array("question".utf8))
        let answer = conversation.server.seal(Array("answer".utf8), as: .applicationData)
        try conversation.exchange(answer)
        #expect(conversation.events.last == .applicationData(Array("answer".utf8)))
    }

    @Test func keyUpdatesChangeBothDirectionsWhenAsked() throws {
        var conversation = try connected()
        for isRequested in [true, false, true] {
            try conversation.exchange(conversation.server.updateKeys(requesting: isRequested))
        }
        #expect(conversation.server.clientUpdates == 2)
        try conversation.exchange(conversation.server.seal([1, 2], as: .applicationData))
        #expect(conversation.events.last == .applicationData([1, 2]))
        _ = try conversation.server.receive(conversation.client.sendApplicationData([3]).send)
        #expect(conversation.server.applicationData == [3])
    }

    @Test func closingSaysGoodbyeUnderTheKeys() throws {
        var conversation = try connected()
        let step = conversation.client.close()
        #expect(step.ended == .closedLocally)
        _ = try conversation.server.receive(step.send)
        #expect(conversation.server.alerts == [Alert(.closeNotify)])
        #expect(conversation.client.close().send.isEmpty)
    }

    @Test func goodbyeOfTheServerEndsTheConversation() throws {
        var conversation = try connected()
        try conversation.exchange(conversation.server.seal(Alert(.closeNotify).bytes, as: .alert))
        #expect(conversation.client.ending == .closedByPeer)
        #expect(conversation.events.last == .closed)
    }

    @Test func streamThatEndsWithoutGoodbyeIsTruncated() throws {
        var conversation = try connected()
        _ = conversation.client.receive([23, 3, 3])
        #expect(conversation.client.receiveEndOfStream().ended == .truncated(within: "3 bytes of a record"))
    }

    @Test func secretsAreLoggedAsWiresharkReadsThem() throws {
        let log = try connected().client.keyLog
        let random = Hex.encode([UInt8](repeating: 0xC1, count: 32))
        #expect(
            log.map { $0.split(separator: " ").first.map(String.init) } == [
                "CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET",
                "CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0", "EXPORTER_SECRET",
            ])
        #expect(log.allSatisfy { $0.split(separator: " ")[1] == random })
    }

    @Test func secondTicketFloodIsStopped() throws {
        var conversation = try connected()
        let ticket = NewSessionTicket(lifetime: 1, ageAdd: 1, nonce: [], ticket: [1]).message.bytes
        for _ in 0...ConnectionLimits.tickets { try conversation.exchange(conversation.server.seal(ticket)) }
        #expect(conversation.client.ending?.deviationAlert == .unexpectedMessage)
    }

    @Test func keyUpdateFloodIsStopped() throws {
        var conversation = try connected()
        for _ in 0...ConnectionLimits.keyUpdates where conversation.client.ending == nil {
            try conversation.exchange(conversation.server.updateKeys(requesting: false))
        }
        #expect(conversation.client.ending?.deviationAlert == .unexpectedMessage)
    }

    @Test func neverEndingEmptyRecordsAreStopped() throws {
        var conversation = try connected()
        for _ in 0...ConnectionLimits.emptyRecords {
            #expect(conversation.client.ending == nil)
            try conversation.exchange(conversation.server.sealRecord([], as: .applicationData))
        }
        #expect(conversation.client.ending?.deviationAlert == .unexpectedMessage)
        #expect(conversation.server.alerts == [Alert(.unexpectedMessage)])
    }

    @Test func changeCipherSpecAfterTheHandshakeIsRefused() throws {
        var conversation = try connected()
        try conversation.exchange(Record(type: .changeCipherSpec, fragment: [1]).bytes)
        #expect(conversation.client.ending?.deviationAlert == .unexpectedMessage)
    }

    @Test func messageAcrossAChangeOfKeysIsRefused() throws {
        var conversation = try connected()
        let update = KeyUpdate(isRequested: false).message.bytes
        try conversation.exchange(conversation.server.seal(update + [4]))
        #expect(conversation.client.ending?.deviationAlert == .unexpectedMessage)
    }

    @Test func plaintextAlertIsTakenAsTheWorkOfABox() throws {
        var conversation = try connected()
        try conversation.exchange(Record(type: .alert, fragment: Alert(.handshakeFailure).bytes).bytes)
        #expect(conversation.client.ending == .alertReceived(Alert(.handshakeFailure)))
        #expect(
            conversation.events.last == .alertReceived(Alert(.handshakeFailure), isProtected: false))
    }
}

extension Ending {
    /// The alert that the deviation deserved, if one ended the conversation.
    var deviationAlert: AlertDescription? {
        if case .deviation(let deviation) = self { deviation.alert } else { nil }
    }
}
