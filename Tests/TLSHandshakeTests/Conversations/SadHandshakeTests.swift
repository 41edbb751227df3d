import HandshakePeer
import TLSHandshake
import Testing

/// One way in which a server can be wrong, each.
struct SadHandshakeTests {
    /// Runs with a server that alters one message, and gives back how the client ended.
    private func run(
        _ configuration: ClientHandshake.Configuration = .init(serverName: "mdm.example.com"),
        _ script: PeerServer.Script = PeerServer.Script(), altering type: HandshakeType? = nil,
        seen: Bool = true, _ alter: @escaping @Sendable ([UInt8]) -> [UInt8] = { $0 }
    ) throws -> Conversation {
        var script = script
        let change: @Sendable (HandshakeType, [UInt8]) -> [UInt8] = { $0 == type ? alter($1) : $1 }
        if seen { script.alter = change } else { script.alterUnseen = change }
        var conversation = try Conversation(configuration, script, identity: .ed25519())
        try conversation.run()
        return conversation
    }

    /// Rewrites the ServerHello of a server.
    private func serverHello(_ change: @escaping @Sendable (ServerHello) -> ServerHello) throws -> Ending? {
        try run(altering: .serverHello) { bytes in
            guard let hello = try? HandshakeMessage(bytes).decode(ServerHello.self) else { return bytes }
            return change(hello).message.bytes
        }.client.ending
    }

    private static func with(
        _ hello: ServerHello, session: [UInt8]? = nil, suite: CipherSuite? = nil, compression: UInt8 = 0,
        legacy: ProtocolVersion = .tls12, extensions: [RawExtension]? = nil
    ) -> ServerHello {
        ServerHello(
            legacyVersion: legacy, random: hello.random, sessionID: session ?? hello.sessionID,
            cipherSuite: suite ?? hello.cipherSuite, compressionMethod: compression,
            extensions: extensions ?? hello.extensions)
    }

    @Test func wrongFinishedIsReportedAndAnsweredWithDecryptError() throws {
        let conversation = try run(altering: .finished) { $0.dropLast() + [$0.last.map { ~$0 } ?? 0] }
        #expect(conversation.events.contains(.serverFinished(isValid: false)))
        #expect(conversation.client.ending?.deviationAlert == .decryptError)
        #expect(conversation.server.alerts == [Alert(.decryptError)])
    }

    @Test func shortFinishedIsWrongToo() throws {
        let conversation = try run(altering: .finished) { _ in Finished(verifyData: []).message.bytes }
        #expect(conversation.client.ending?.deviationAlert == .decryptError)
    }

    @Test func wrongSignatureIsReportedAndFinishedStillRead() throws {
        let conversation = try run(altering: .certificateVerify) {
            $0.dropLast() + [$0.last.map { ~$0 } ?? 0]
        }
        #expect(conversation.events.contains(.certificateVerify(scheme: .ed25519, verdict: .invalid)))
        #expect(conversation.events.contains(.serverFinished(isValid: true)))
        #expect(conversation.server.alerts == [Alert(.decryptError)])
    }

    @Test func schemeThatWasNotOfferedIsRefused() throws {
        let conversation = try run(altering: .certificateVerify) { _ in
            CertificateVerify(scheme: SignatureScheme(rawValue: 0x0808), signature: []).message.bytes
        }
        #expect(conversation.client.ending?.deviationAlert == .illegalParameter)
    }

    @Test func schemeOfAnotherKindOfKeyIsInvalid() throws {
        let conversation = try run(altering: .certificateVerify) { _ in
            CertificateVerify(scheme: .ecdsaP256SHA256, signature: [1]).message.bytes
        }
        #expect(conversation.events.contains(.certificateVerify(scheme: .ecdsaP256SHA256, verdict: .invalid)))
    }

    @Test func changedMessageOnTheWayIsSeen() throws {
        let conversation = try run(altering: .encryptedExtensions, seen: false) { _ in
            EncryptedExtensions(extensions: [RawExtension(type: .serverName, data: [])]).message.bytes
        }
        #expect(conversation.events.contains(.serverFinished(isValid: false)))
        #expect(conversation.client.ending?.deviationAlert == .decryptError)
    }

    @Test func wrongSessionIDEchoIsRefused() throws {
        #expect(try serverHello { Self.with($0, session: [1]) }?.deviationAlert == .illegalParameter)
    }

    @Test func suiteThatWasNotOfferedIsRefused() throws {
        let ending = try run(.init(serverName: nil, suites: [.chacha20Poly1305SHA256])).client.ending
        #expect(ending?.deviationAlert == .illegalParameter)
    }

    @Test func suiteOfTLS12IsRefusedInTLS13() throws {
        let suite = CipherSuite(rawValue: 0xC02F)
        #expect(try serverHello { Self.with($0, suite: suite) }?.deviationAlert == .illegalParameter)
    }

    @Test func compressionIsRefused() throws {
        #expect(try serverHello { Self.with($0, compression: 1) }?.deviationAlert == .illegalParameter)
    }

    @Test func duplicateExtensionIsRefused() throws {
        let ending = try serverHello { Self.with($0, extensions: $0.extensions + $0.extensions.suffix(1)) }
        #expect(ending?.deviationAlert == .illegalParameter)
    }

    @Test func extensionThatWasNotOfferedIsRefused() throws {
        let extra = RawExtension(type: .earlyData, data: [])
        let ending = try serverHello { Self.with($0, extensions: $0.extensions + [extra]) }
        #expect(ending?.deviationAlert == .unsupportedExtension)
    }

    @Test func extensionInTheWrongMessageIsRefused() throws {
        let extra = RawExtension(type: .extendedMasterSecret, data: [])
        let ending = try serverHello { Self.with($0, extensions: $0.extensions + [extra]) }
        #expect(ending?.deviationAlert == .illegalParameter)
    }

    @Test func missingKeyShareIsRefused() throws {
        let ending = try serverHello { Self.with($0, extensions: [SelectedVersion(.tls13).raw]) }
        #expect(ending?.deviationAlert == .missingExtension)
    }

    @Test func keyThatIsNoneOfItsGroupIsRefused() throws {
        let zero = KeyShareEntry(group: .x25519, keyExchange: [UInt8](repeating: 0, count: 32))
        let ending = try serverHello {
            Self.with($0, extensions: [SelectedVersion(.tls13).raw, SelectedKeyShare(zero).raw])
        }
        #expect(ending?.deviationAlert == .illegalParameter)
    }

    @Test func groupWithoutAKeyIsRefused() throws {
        let share = KeyShareEntry(group: .secp384r1, keyExchange: [4])
        let ending = try serverHello {
            Self.with($0, extensions: [SelectedVersion(.tls13).raw, SelectedKeyShare(share).raw])
        }
        #expect(ending?.deviationAlert == .illegalParameter)
    }

    @Test func applicationProtocolThatWasNotOfferedIsRefused() throws {
        var script = PeerServer.Script()
        script.alpn = "spdy/3"
        let ending = try run(.init(serverName: nil, alpn: ["h2"]), script).client.ending
        #expect(ending?.deviationAlert == .illegalParameter)
    }

    @Test func secondHelloRetryIsRefused() throws {
        var conversation = try Conversation(.init(serverName: nil), identity: .ed25519())
        let hello = try #require(conversation.client.start().events.first)
        guard case .clientHelloSent(let sent) = hello else { return }
        let retry = ServerHello(
            random: ServerHello.helloRetryRequestRandom, sessionID: sent.hello.sessionID,
            cipherSuite: .aes128GCMSHA256, extensions: [SelectedVersion(.tls13).raw, Cookie([1]).raw])
        let record = Record(type: .handshake, fragment: retry.message.bytes).bytes
        #expect(conversation.client.receive(record).ended == nil)
        #expect(conversation.client.phase == .secondServerHello)
        #expect(conversation.client.receive(record).ended?.deviationAlert == .unexpectedMessage)
    }

    @Test func helloRetryThatChangesNothingIsRefused() throws {
        var script = PeerServer.Script()
        script.retries = true
        #expect(try run(.init(serverName: nil), script).client.ending?.deviationAlert == .illegalParameter)
    }

    @Test func tenThousandCertificatesAreRefused() throws {
        var script = PeerServer.Script()
        script.chain = (0..<10_000).map { _ in CertificateEntry(der: [0x30, 0]) }
        let conversation = try run(.init(serverName: nil), script)
        #expect(conversation.client.ending?.deviationAlert == .badCertificate)
        #expect(conversation.client.bufferedCount <= RecordLimits.buffered)
    }

    @Test func hugeCertificateIsRefusedByItsHeader() throws {
        var script = PeerServer.Script()
        script.chain = [CertificateEntry(der: [UInt8](repeating: 0, count: 300_000))]
        let conversation = try run(.init(serverName: nil), script)
        #expect(conversation.client.ending?.deviationAlert == .badCertificate)
    }

    @Test func emptyChainIsRefused() throws {
        var script = PeerServer.Script()
        script.chain = []
        #expect(try run(.init(serverName: nil), script).client.ending?.deviationAlert == .decodeError)
    }

    @Test func messageOutOfOrderIsRefused() throws {
        let conversation = try run(altering: .encryptedExtensions) { _ in
            Finished(verifyData: [1]).message.bytes
        }
        #expect(conversation.client.ending?.deviationAlert == .unexpectedMessage)
    }

    @Test func deviationsSayWhereTheyAre() throws {
        guard case .deviation(let deviation) = try serverHello({ Self.with($0, session: [1]) }) else {
            Issue.record("no deviation")
            return
        }
        #expect(deviation.place == .message(.serverHello))
        #expect(deviation.offset == 38)
        #expect(deviation.what == "legacy_session_id_echo is not the session id that was sent")
        #expect(deviation.description.hasSuffix("(byte 38 of server_hello; illegal_parameter)"))
    }
}
