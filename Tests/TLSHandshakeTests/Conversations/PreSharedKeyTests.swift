import HandshakePeer
import Testing

@testable import TLSHandshake

/// Pre-shared keys in hellos: accepted, passed over, and answered against the rules.
struct PreSharedKeyTests {
    static let hashes: [HashAlgorithm] = [.sha256, .sha384]

    private static func key(_ hash: HashAlgorithm = .sha256) throws -> PreSharedKey {
        try #require(
            PreSharedKey(
                external: Array("client1".utf8), secret: [UInt8](repeating: 0xAB, count: 32), hash: hash))
    }

    private func configuration(
        _ key: PreSharedKey?, template: ClientHelloTemplate = .modern, keyShares: [NamedGroup]? = nil
    ) -> ClientHandshake.Configuration {
        var configuration = ClientHandshake.Configuration(
            serverName: "mdm.example.com", template: template, keyShares: keyShares)
        configuration.preSharedKey = key
        return configuration
    }

    private func run(
        _ configuration: ClientHandshake.Configuration, _ script: PeerServer.Script, piece: Int = .max
    ) throws -> Conversation {
        var conversation = try Conversation(configuration, script, identity: .ed25519())
        try conversation.run(piece: piece)
        return conversation
    }

    private func transcript(of conversation: Conversation) -> HandshakeTranscript {
        var transcript = HandshakeTranscript(of: conversation.client.configuration, startedAt: nil)
        for event in conversation.events { transcript.record(event, atMs: nil) }
        return transcript
    }

    private func expectResumed(_ conversation: Conversation, _ kind: String) {
        #expect(conversation.client.isConnected)
        #expect(conversation.server.isBinderValid == true)
        #expect(conversation.server.isClientFinishedValid == true)
        let transcript = transcript(of: conversation)
        #expect(transcript.psk?.accepted == true && transcript.psk?.offered == true)
        #expect(transcript.psk?.kind == kind && transcript.psk?.mode == "psk_dhe_ke")
        #expect(transcript.certificates == nil)
        #expect(transcript.verified?.finished == "valid" && transcript.verified?.certificateVerify == nil)
        #expect(transcript.outcome == .completed)
    }

    @Test(arguments: hashes, [Int.max, 1]) func anExternalKeyIsTaken(hash: HashAlgorithm, piece: Int) throws {
        var script = PeerServer.Script()
        script.suite = hash == .sha256 ? .chacha20Poly1305SHA256 : .aes256GCMSHA384
        script.preSharedKeys = [try Self.key(hash)]
        expectResumed(try run(configuration(Self.key(hash)), script, piece: piece), "external")
    }

    @Test(arguments: CipherSuite.tls13) func aTicketIsTaken(suite: CipherSuite) throws {
        var script = PeerServer.Script()
        script.suite = suite
        script.tickets = 1
        let first = try run(configuration(nil), script)
        let tickets = first.events.compactMap { event -> ReceivedTicket? in
            if case .ticket(let ticket) = event { ticket } else { nil }
        }
        let key = try #require(tickets.first.flatMap { PreSharedKey(resuming: $0, ageMs: 1_000) })
        #expect(key.obfuscatedTicketAge == 1_005)
        script.preSharedKeys = [key]
        let second = try run(configuration(key), script)
        expectResumed(second, "resumption")
        #expect(transcript(of: second).tickets == 1 && transcript(of: first).tickets == 1)
        #expect(transcript(of: first).psk == nil)
    }

    @Test(arguments: hashes) func aRetryProvesTheKeyAnew(hash: HashAlgorithm) throws {
        var script = PeerServer.Script()
        script.suite = hash == .sha256 ? .aes128GCMSHA256 : .aes256GCMSHA384
        script.retries = true
        script.retryCookie = [1, 2, 3]
        script.group = .secp256r1
        script.preSharedKeys = [try Self.key(hash)]
        let conversation = try run(configuration(Self.key(hash), keyShares: [.x25519]), script)
        expectResumed(conversation, "external")
        let hellos = conversation.server.clientHellos
        #expect(hellos.map(\.extensions.last?.type) == [.preSharedKey, .preSharedKey])
        #expect(hellos.last?.extensions[.cookie] != nil)
        let binders = try hellos.compactMap { try $0.extensions.decode(OfferedPreSharedKeys.self)?.binders }
        #expect(binders.count == 2 && binders.first != binders.last)
    }

    @Test func aRetryForAnotherHashDropsTheKey() throws {
        var script = PeerServer.Script()
        script.suite = .aes256GCMSHA384
        script.retries = true
        script.retryCookie = [1]
        script.preSharedKeys = [try Self.key()]
        let conversation = try run(configuration(Self.key()), script)
        #expect(conversation.server.clientHellos.map(\.offersPSK) == [true, false])
        #expect(conversation.client.isConnected)
        #expect(transcript(of: conversation).psk?.accepted == false)
    }

    @Test func aServerThatDoesNotKnowTheKeyFallsBackSilently() throws {
        let conversation = try run(configuration(Self.key()), PeerServer.Script())
        let transcript = transcript(of: conversation)
        #expect(conversation.client.isConnected)
        #expect(transcript.psk?.offered == true && transcript.psk?.accepted == false)
        #expect(transcript.outcome == .completed && transcript.certificates?.count == 1)
        #expect(transcript.verified?.certificateVerify == "valid")
    }
}

// MARK: - The offer

extension PreSharedKeyTests {
    @Test(arguments: ClientHelloTemplate.all) func theHelloIsTheTemplatesButForTheKey(
        template: ClientHelloTemplate
    ) throws {
        func hello(_ key: PreSharedKey?) throws -> ClientHello {
            var client = ClientHandshake(
                configuration(key, template: template), entropy: try Conversation.entropy())
            guard case .clientHelloSent(let sent)? = client.start().events.first else {
                throw WireError(reading: "events", offset: 0, expected: "a ClientHello", found: "none")
            }
            return sent.hello
        }
        let (plain, offering) = (try hello(nil), try hello(Self.key()))
        #expect(offering.cipherSuites == plain.cipherSuites)
        let types = plain.extensions.map(\.type)
        let modes: [ExtensionType] = types.contains(.pskKeyExchangeModes) ? [] : [.pskKeyExchangeModes]
        #expect(offering.extensions.map(\.type) == types + modes + [.preSharedKey])
        #expect(offering.extensions[.earlyData] == nil)
    }

    @Test func aSuiteWithTheKeysHashIsAmongThem() throws {
        for (hash, suite) in [
            (HashAlgorithm.sha384, CipherSuite.aes256GCMSHA384), (.sha256, .aes128GCMSHA256),
        ] {
            var configuration = configuration(try Self.key(hash))
            configuration.suites = [hash == .sha384 ? .aes128GCMSHA256 : .aes256GCMSHA384]
            var script = PeerServer.Script()
            script.suite = suite
            script.preSharedKeys = [try Self.key(hash)]
            expectResumed(try run(configuration, script), "external")
        }
    }

    @Test func anOfferOfOlderVersionsHasNoKey() throws {
        var template = ClientHelloTemplate.modern
        template.versions = [.tls12]
        var client = ClientHandshake(
            configuration(try Self.key(), template: template), entropy: try Conversation.entropy())
        guard case .clientHelloSent(let sent)? = client.start().events.first else {
            Issue.record("no ClientHello")
            return
        }
        #expect(!sent.hello.offersPSK)
    }

    @Test func keysThatCannotBeOfferedAreNone() throws {
        #expect(PreSharedKey(external: [], secret: [1]) == nil)
        #expect(PreSharedKey(external: [1], secret: []) == nil)
        let long = [UInt8](repeating: 1, count: PreSharedKey.maximumIdentity)
        #expect(PreSharedKey(external: long, secret: [1]) != nil)
        #expect(PreSharedKey(external: long + [1], secret: [1]) == nil)
    }

    @Test func nonsenseLifetimesAreNotUsed() throws {
        func key(lifetime: UInt32, ageMs: Int64, suite: CipherSuite = .aes128GCMSHA256) -> PreSharedKey? {
            let ticket = NewSessionTicket(lifetime: lifetime, ageAdd: .max, nonce: [0], ticket: [1])
            return PreSharedKey(
                resuming: ReceivedTicket(ticket: ticket, preSharedKey: [1], suite: suite), ageMs: ageMs)
        }
        #expect(key(lifetime: 0, ageMs: 0) == nil)
        #expect(key(lifetime: 10, ageMs: -1) == nil)
        #expect(key(lifetime: 10, ageMs: 10_000) == nil)
        #expect(key(lifetime: 10, ageMs: 9_999)?.obfuscatedTicketAge == 9_998)
        #expect(key(lifetime: .max, ageMs: .max) == nil)
        #expect(key(lifetime: .max, ageMs: 604_800_000) == nil)
        #expect(key(lifetime: .max, ageMs: 604_799_999) != nil)
        #expect(key(lifetime: 10, ageMs: 0, suite: CipherSuite(rawValue: 0xC02F)) == nil)
    }
}

// MARK: - Broken answers

extension PreSharedKeyTests {
    private func ending(
        _ key: PreSharedKey?, _ script: PeerServer.Script,
        _ alter: @escaping @Sendable (HandshakeType, [UInt8]) -> [UInt8] = { $1 }
    ) throws -> AlertDescription? {
        var script = script
        script.alter = alter
        return try run(configuration(key), script).client.ending?.deviationAlert
    }

    @Test func theAnswerMustNameTheOfferedKey() throws {
        var script = PeerServer.Script()
        for index: UInt16 in [1, 0xFFFF] {
            script.selectedIdentity = index
            #expect(try ending(Self.key(), script) == .illegalParameter)
        }
        script.selectedIdentity = 0
        #expect(try ending(nil, script) == .unsupportedExtension)
        script.suite = .aes256GCMSHA384
        #expect(try ending(Self.key(), script) == .illegalParameter)
    }

    @Test func aKeyAloneIsNotEnough() throws {
        var script = PeerServer.Script()
        script.preSharedKeys = [try Self.key()]
        let alert = try ending(Self.key(), script) { type, bytes in
            guard type == .serverHello, let hello = try? HandshakeMessage(bytes).decode(ServerHello.self)
            else { return bytes }
            return ServerHello(
                random: hello.random, sessionID: hello.sessionID, cipherSuite: hello.cipherSuite,
                extensions: hello.extensions.filter { $0.type != .keyShare }
            ).message.bytes
        }
        #expect(alert == .illegalParameter)
    }

    @Test func aClaimWithoutTheKeyFailsWithItsFirstProtectedRecord() throws {
        var script = PeerServer.Script()
        script.selectedIdentity = 0
        var conversation = try Conversation(configuration(Self.key()), script, identity: .ed25519())
        let hello = conversation.client.start().send
        let step = conversation.deliver(try conversation.server.receive(hello))
        #expect(step.ended?.deviationAlert == .badRecordMAC)
    }

    @Test func nothingButFinishedFollowsAKey() throws {
        var script = PeerServer.Script()
        script.preSharedKeys = [try Self.key()]
        let certificate = Certificate(entries: [CertificateEntry(der: [1])]).message.bytes
        let request = CertificateRequest(extensions: [SignatureAlgorithms([.ed25519]).raw]).message.bytes
        for other in [certificate, request] {
            let alert = try ending(Self.key(), script) { $0 == .finished ? other : $1 }
            #expect(alert == .unexpectedMessage)
        }
    }
}

// MARK: - Silence

extension PreSharedKeyTests {
    @Test func nothingPrintsTheSecret() throws {
        let ticket = ReceivedTicket(
            ticket: NewSessionTicket(lifetime: 1, ageAdd: 1, nonce: [0], ticket: [1]),
            preSharedKey: [UInt8](repeating: 0xAB, count: 32), suite: .aes128GCMSHA256)
        let configuration = configuration(try Self.key())
        var texts = [
            "\(try Self.key())", String(reflecting: try Self.key()), "\(ticket)", String(reflecting: ticket),
            "\(configuration)", "\(HandshakeEvent.ticket(ticket))",
        ]
        for value: any Sendable in [try Self.key(), ticket, configuration, HandshakeEvent.ticket(ticket)] {
            var text = ""
            dump(value, to: &text)
            texts.append(text)
        }
        for text in texts {
            // As an array prints, as a dump prints, and as hex.
            #expect(!text.contains("171, 171") && !text.contains("- 171\n") && !text.contains("abab"))
        }
    }
}
