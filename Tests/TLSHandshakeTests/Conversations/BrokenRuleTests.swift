import HandshakePeer
import TLSHandshake
import Testing

/// Rules of RFC 8446 that a server breaks in messages that are well formed.
struct BrokenRuleTests {
    private func ending(
        _ configuration: ClientHandshake.Configuration = .init(serverName: "mdm.example.com"),
        _ script: PeerServer.Script = PeerServer.Script(),
        _ alter: @escaping @Sendable (HandshakeType, [UInt8]) -> [UInt8] = { $1 }
    ) throws -> AlertDescription? {
        var script = script
        script.alter = alter
        var conversation = try Conversation(configuration, script, identity: .ed25519())
        try conversation.run()
        return conversation.client.ending?.deviationAlert
    }

    @Test func suiteMustNotChangeAfterARetry() throws {
        var script = PeerServer.Script()
        script.retries = true
        script.retryCookie = [1]
        let alert = try ending(.init(serverName: nil), script) { type, bytes in
            guard type == .serverHello, let hello = try? HandshakeMessage(bytes).decode(ServerHello.self),
                !hello.isHelloRetryRequest
            else { return bytes }
            return ServerHello(
                random: hello.random, sessionID: hello.sessionID, cipherSuite: .chacha20Poly1305SHA256,
                extensions: hello.extensions
            ).message.bytes
        }
        #expect(alert == .illegalParameter)
    }

    @Test func serverNameMustBeEmptyInTheAnswer() throws {
        let alert = try ending { type, bytes in
            guard type == .encryptedExtensions else { return bytes }
            return EncryptedExtensions(extensions: [RawExtension(type: .serverName, data: [0])]).message.bytes
        }
        #expect(alert == .decodeError)
    }

    @Test func keyShareDoesNotBelongIntoEncryptedExtensions() throws {
        let alert = try ending { type, bytes in
            guard type == .encryptedExtensions else { return bytes }
            return EncryptedExtensions(extensions: [RawExtension(type: .keyShare, data: [0])]).message.bytes
        }
        #expect(alert == .illegalParameter)
    }

    private static let wish = SignatureAlgorithms([.ed25519]).raw

    @Test(arguments: [
        (CertificateRequest(context: [1], extensions: [wish]), AlertDescription.illegalParameter),
        (CertificateRequest(extensions: []), .missingExtension),
        (CertificateRequest(extensions: [wish, wish]), .illegalParameter),
    ])
    func certificateRequestHasItsRules(request: CertificateRequest, alert: AlertDescription) throws {
        var script = PeerServer.Script()
        script.requestsCertificate = true
        let found = try ending(.init(serverName: nil), script) { type, bytes in
            type == .certificateRequest ? request.message.bytes : bytes
        }
        #expect(found == alert)
    }

    @Test func secondCertificateRequestIsRefused() throws {
        var script = PeerServer.Script()
        script.requestsCertificate = true
        let found = try ending(.init(serverName: nil), script) { type, bytes in
            type == .certificateRequest ? bytes + bytes : bytes
        }
        #expect(found == .unexpectedMessage)
    }

    @Test func certificateOfAServerHasNoContext() throws {
        let entry = CertificateEntry(der: try PeerIdentity.ed25519().certificate)
        let alert = try ending { type, bytes in
            guard type == .certificate else { return bytes }
            return Certificate(context: [1], entries: [entry]).message.bytes
        }
        #expect(alert == .illegalParameter)
    }

    @Test func stapleThatNobodyAskedForIsRefused() throws {
        var script = PeerServer.Script()
        script.staple = [0x30, 0]
        #expect(try ending(.init(serverName: nil, template: .minimal), script) == .unsupportedExtension)
    }

    /// What a client says to this answer to its ClientHello.
    private func answer(
        _ configuration: ClientHandshake.Configuration, random: [UInt8], _ extensions: [RawExtension]
    ) throws -> AlertDescription? {
        var client = ClientHandshake(configuration, entropy: try Conversation.entropy())
        _ = client.start()
        let hello = ServerHello(
            random: random, sessionID: [UInt8](repeating: 0x5E, count: 32), cipherSuite: .aes128GCMSHA256,
            extensions: [SelectedVersion(.tls13).raw] + extensions)
        let step = client.receive(Record(type: .handshake, fragment: hello.message.bytes).bytes)
        return step.ended?.deviationAlert
    }

    @Test func retryMustAskForAnOfferedGroupWithoutAKey() throws {
        let random = ServerHello.helloRetryRequestRandom
        let one = ClientHandshake.Configuration(serverName: nil, groups: [.x25519])
        let two = ClientHandshake.Configuration(serverName: nil, keyShares: [.x25519])
        #expect(try answer(one, random: random, [RequestedGroup(.secp256r1).raw]) == .illegalParameter)
        #expect(try answer(two, random: random, [RequestedGroup(.x25519).raw]) == .illegalParameter)
        #expect(try answer(two, random: random, [RequestedGroup(.secp256r1).raw]) == nil)
        let x448 = NamedGroup(rawValue: 0x001E)
        let odd = ClientHandshake.Configuration(serverName: nil, groups: [x448, .x25519])
        #expect(try answer(odd, random: random, [RequestedGroup(x448).raw]) == .handshakeFailure)
    }

    @Test func serverMustUseAGroupForWhichAKeyCame() throws {
        var other = ClientHandshake(.init(serverName: nil), entropy: try Conversation.entropy())
        guard case .clientHelloSent(let sent) = other.start().events.first else { return }
        let share = try #require(sent.hello.keyShares.first { $0.group == .secp256r1 })
        let alert = try answer(
            .init(serverName: nil, keyShares: [.x25519]), random: [UInt8](repeating: 0, count: 32),
            [SelectedKeyShare(share).raw])
        #expect(alert == .illegalParameter)
    }

    @Test func otherRecordsDoNotComeBetweenFragments() throws {
        var conversation = try Conversation(.init(serverName: nil), identity: .ed25519())
        try conversation.run()
        let ticket = NewSessionTicket(lifetime: 1, ageAdd: 1, nonce: [], ticket: [1]).message.bytes
        try conversation.exchange(conversation.server.seal(ticket.prefix(5) + []))
        #expect(conversation.client.ending == nil)
        try conversation.exchange(conversation.server.seal([1], as: .applicationData))
        #expect(conversation.client.ending?.deviationAlert == .unexpectedMessage)
    }

    @Test func handshakeInTheClearAfterKeysIsRefused() throws {
        var conversation = try Conversation(.init(serverName: nil), identity: .ed25519())
        try conversation.run()
        let ticket = NewSessionTicket(lifetime: 1, ageAdd: 1, nonce: [], ticket: [1]).message.bytes
        try conversation.exchange(Record(type: .handshake, fragment: ticket).bytes)
        #expect(conversation.client.ending?.deviationAlert == .unexpectedMessage)
    }

    @Test(arguments: [[UInt8](), [0], [1, 1]])
    func changeCipherSpecIsOneByteOfOne(fragment: [UInt8]) throws {
        var client = ClientHandshake(.init(serverName: nil), entropy: try Conversation.entropy())
        _ = client.start()
        let step = client.receive(Record(type: .changeCipherSpec, fragment: fragment).bytes)
        #expect(step.ended?.deviationAlert == .unexpectedMessage)
    }

    @Test func dataBeforeTheServersFinishedIsRefused() throws {
        var conversation = try Conversation(.init(serverName: nil), identity: .ed25519())
        let answer = try conversation.server.receive(conversation.client.start().send)
        let hello = 5 + (Int(answer[3]) << 8 | Int(answer[4]))
        _ = conversation.client.receive(answer.prefix(hello))
        #expect(conversation.client.phase == .encryptedExtensions)
        #expect(conversation.client.sendApplicationData([1]).send.isEmpty)
        var server = conversation.server.rewoundToHandshakeKeys()
        let step = conversation.client.receive(server.sealRecord([1], as: .applicationData))
        #expect(step.ended?.deviationAlert == .unexpectedMessage)
    }
}
