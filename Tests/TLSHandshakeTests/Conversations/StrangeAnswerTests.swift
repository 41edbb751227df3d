import HandshakePeer
import TLSHandshake
import Testing

/// Answers that are no TLS 1.3 handshake at all.
struct StrangeAnswerTests {
    private func started(_ configuration: ClientHandshake.Configuration = .init(serverName: nil)) throws
        -> ClientHandshake
    {
        var client = ClientHandshake(configuration, entropy: try Conversation.entropy())
        #expect(client.start().send.first == ContentType.handshake.rawValue)
        return client
    }

    @Test func webPageIsRecognised() throws {
        var client = try started()
        let page = Array("HTTP/1.1 302 Found\r\n".utf8) + [UInt8](repeating: 0x20, count: 500)
        let step = client.receive(page)
        #expect(step.ended == .notTLS)
        #expect(step.events == [.notTLS(firstBytes: Array(page.prefix(256)))])
        #expect(step.send.isEmpty)
    }

    @Test func webPageInPiecesIsStillKept() throws {
        var client = try started()
        let page = Array("HTTP/1.0 403 Forbidden\r\n\r\n".utf8)
        for byte in page { _ = client.receive([byte]) }
        #expect(client.firstBytes == page)
        _ = client.receive([UInt8](repeating: 1, count: 1000))
        #expect(client.firstBytes.count == ClientHandshake.maximumFirstBytes)
    }

    @Test func oldSSLIsRecognised() throws {
        var client = try started()
        #expect(client.receive([0x80, 0x2E, 0x04, 0x00, 0x00, 0x02]).ended == .notTLS)
    }

    @Test func garbageAfterARecordIsADeviation() throws {
        var client = try started()
        let warning = Record(type: .alert, fragment: Alert(.unrecognizedName, level: .warning).bytes).bytes
        #expect(client.receive(warning).ended == nil)
        #expect(client.receive([0x48, 0x54]).ended?.deviationAlert == .unexpectedMessage)
    }

    @Test func oversizeRecordIsRefusedByItsHeader() throws {
        var client = try started()
        let step = client.receive([22, 3, 3, 0x40, 0x01])
        #expect(step.ended?.deviationAlert == .recordOverflow)
        #expect(step.send == [21, 3, 3, 0, 2, 2, 22])
    }

    @Test func fatalAlertEndsTheConversation() throws {
        var client = try started()
        let step = client.receive(Record(type: .alert, fragment: [2, 112]).bytes)
        #expect(step.ended == .alertReceived(Alert(.unrecognizedName, level: .fatal)))
        #expect(step.events == [.alertReceived(Alert(.unrecognizedName, level: .fatal), isProtected: false)])
    }

    @Test func warningsWithoutEndAreStopped() throws {
        var client = try started()
        let warning = Record(type: .alert, fragment: [1, 112]).bytes
        for _ in 0..<ConnectionLimits.warnings { #expect(client.receive(warning).ended == nil) }
        #expect(client.receive(warning).ended != nil)
    }

    @Test(arguments: [[UInt8](), [2], [2, 40, 0]])
    func alertOfTheWrongLengthIsRefused(fragment: [UInt8]) throws {
        var client = try started()
        let step = client.receive(Record(type: .alert, fragment: fragment).bytes)
        #expect(step.ended?.deviationAlert == .decodeError)
    }

    @Test func emptyHandshakeRecordIsRefused() throws {
        var client = try started()
        let step = client.receive(Record(type: .handshake, fragment: []).bytes)
        #expect(step.ended?.deviationAlert == .unexpectedMessage)
    }

    @Test func applicationDataBeforeKeysIsRefused() throws {
        var client = try started()
        let step = client.receive(Record(type: .applicationData, fragment: [1]).bytes)
        #expect(step.ended?.deviationAlert == .unexpectedMessage)
    }

    @Test func changeCipherSpecFloodIsStopped() throws {
        var client = try started()
        let record = Record(type: .changeCipherSpec, fragment: [1]).bytes
        for _ in 0..<ConnectionLimits.changeCipherSpecs { #expect(client.receive(record).ended == nil) }
        #expect(client.receive(record).ended?.deviationAlert == .unexpectedMessage)
    }

    @Test func recordThatDoesNotDecryptIsRefused() throws {
        var conversation = try Conversation(.init(serverName: nil), identity: .ed25519())
        var answer = try conversation.server.receive(conversation.client.start().send)
        answer[answer.count - 1] ^= 1
        #expect(conversation.client.receive(answer).ended?.deviationAlert == .badRecordMAC)
    }

    @Test func silenceIsKnownByItsPhase() throws {
        var client = try started()
        #expect(client.phase == .serverHello)
        #expect(client.receiveEndOfStream().ended == .truncated(within: nil))
        #expect(client.phase == .ended)
    }

    @Test func nothingHappensAfterTheEnd() throws {
        var client = try started()
        _ = client.close()
        let step = client.receive([UInt8](repeating: 22, count: 100))
        #expect(step.events.isEmpty && step.send.isEmpty && step.ended == nil)
    }
}
