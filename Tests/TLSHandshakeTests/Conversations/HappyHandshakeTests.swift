import HandshakePeer
import TLSHandshake
import Testing

struct HappyHandshakeTests {
    /// Runs a conversation and checks that both sides are content.
    @discardableResult
    private func run(
        _ configuration: ClientHandshake.Configuration = .init(serverName: "mdm.example.com"),
        _ script: PeerServer.Script = PeerServer.Script(), identity: PeerIdentity? = nil, piece: Int = .max
    ) throws -> Conversation {
        var conversation = try Conversation(configuration, script, identity: identity ?? .ed25519())
        try conversation.run(piece: piece)
        #expect(conversation.client.isConnected)
        #expect(conversation.server.isClientFinishedValid == true)
        #expect(conversation.events.contains(.serverFinished(isValid: true)))
        #expect(conversation.server.alerts.isEmpty)
        return conversation
    }

    @Test(arguments: CipherSuite.tls13, [NamedGroup.x25519, .secp256r1])
    func eachSuiteWorksWithEachGroup(suite: CipherSuite, group: NamedGroup) throws {
        var script = PeerServer.Script()
        script.suite = suite
        script.group = group
        for piece in [Int.max, 1, 7] {
            let conversation = try run(
                .init(serverName: "mdm.example.com", suites: [suite]), script, piece: piece)
            #expect(conversation.server.clientHellos.first?.cipherSuites == [suite])
            let hello = conversation.events.compactMap { event -> ReceivedServerHello? in
                if case .serverHello(let hello) = event { hello } else { nil }
            }
            #expect(hello.map(\.cipherSuite) == [suite])
            #expect(hello.map(\.group) == [group])
        }
    }

    @Test func chunkingDoesNotChangeTheEvents() throws {
        var script = PeerServer.Script()
        script.tickets = 2
        script.fragmentLength = 10
        script.padding = 3
        let whole = try run(.init(serverName: "a.example"), script)
        let dripped = try run(.init(serverName: "a.example"), script, piece: 1)
        #expect(whole.events == dripped.events)
    }

    @Test func everyKindOfKeyProvesItself() throws {
        let identities = try [
            PeerIdentity.ed25519(), .p256(), .p384(), .p521(), .rsa(.rsaPSSRSAESHA256),
            .rsa(.rsaPSSRSAESHA384), .rsa(.rsaPSSRSAESHA512),
        ]
        for identity in identities {
            let conversation = try run(identity: identity)
            #expect(
                conversation.events.contains(
                    .certificateVerify(scheme: identity.scheme, verdict: .valid)))
        }
    }

    @Test func unknownKindOfKeyIsSaidButDoesNotEndTheHandshake() throws {
        let conversation = try run(identity: .strange())
        #expect(
            conversation.events.contains(.certificateVerify(scheme: .ed25519, verdict: .unsupportedKey)))
    }

    @Test(arguments: [Int.max, 1])
    func helloRetryBringsTheOtherGroupAndTheCookie(piece: Int) throws {
        var script = PeerServer.Script()
        script.retries = true
        script.group = .secp256r1
        script.retryCookie = [1, 2, 3]
        script.suite = .aes256GCMSHA384
        let conversation = try run(
            .init(serverName: "mdm.example.com", keyShares: [.x25519]), script, piece: piece)
        let hellos = conversation.server.clientHellos
        #expect(hellos.map { $0.keyShares.map(\.group) } == [[.x25519], [.secp256r1]])
        #expect(try hellos.last?.extensions.decode(Cookie.self) == Cookie([1, 2, 3]))
        #expect(hellos.first?.random == hellos.last?.random)
        #expect(conversation.server.changeCipherSpecs == 1)
    }

    @Test func helloRetryForACookieKeepsTheKeyShare() throws {
        var script = PeerServer.Script()
        script.retries = true
        script.retryCookie = [9]
        let hellos = try run(script: script).server.clientHellos
        #expect(hellos.count == 2)
        #expect(hellos.first?.keyShares == hellos.last?.keyShares)
    }

    private func run(script: PeerServer.Script) throws -> Conversation {
        try run(.init(serverName: "mdm.example.com"), script)
    }

    @Test func certificateRequestIsAnsweredWithNone() throws {
        var script = PeerServer.Script()
        script.requestsCertificate = true
        script.authorities = [TestCertificate.name("Fleet Authority")]
        let conversation = try run(script: script)
        #expect(conversation.server.clientCertificate == Certificate(entries: []))
        #expect(conversation.events.contains(.clientFinishedSent(answersCertificateRequest: true)))
        let authorities = conversation.events.compactMap { event -> [String]? in
            if case .certificateRequest(let request) = event { request.authorities } else { nil }
        }
        #expect(authorities == [["CN=Fleet Authority"]])
    }

    @Test func answersOfTheServerAreReported() throws {
        var script = PeerServer.Script()
        script.alpn = "h2"
        script.acknowledgesName = true
        script.staple = [0x30, 0]
        script.timestamps = [[1], [2]]
        let conversation = try run(
            .init(serverName: "mdm.example.com", alpn: ["h2", "http/1.1"]), script)
        for event in conversation.events {
            if case .encryptedExtensions(let content) = event {
                #expect(content.alpn == "h2")
                #expect(content.isServerNameAcknowledged)
            }
            if case .certificate(let certificate) = event {
                #expect(certificate.ocspStaple == [0x30, 0])
                #expect(certificate.timestamps == [[1], [2]])
                #expect(certificate.chain.count == 1)
            }
        }
    }

    @Test func minimalTemplateOffersOnlyTLS13() throws {
        let conversation = try run(.init(serverName: nil, template: .minimal))
        let hello = try #require(conversation.server.clientHellos.first)
        #expect(hello.versions == [.tls13])
        #expect(hello.serverName == nil)
        #expect(hello.cipherSuites == CipherSuite.tls13)
    }

    @Test func helloCanBeCutIntoSmallRecords() throws {
        let conversation = try run(.init(serverName: "mdm.example.com", clientHelloFragmentLimit: 50))
        guard case .clientHelloSent(let sent) = conversation.events.first else {
            Issue.record("no ClientHello")
            return
        }
        let records = (sent.hello.message.bytes.count + 49) / 50
        #expect(sent.byteCount == sent.hello.message.bytes.count + 5 * records)
    }

    @Test func templatesReplaceGREASE() throws {
        var template = ClientHelloTemplate.minimal
        template.cipherSuites.insert(CipherSuite(rawValue: 0x0A0A), at: 0)
        template.groups.insert(NamedGroup(rawValue: 0x0A0A), at: 0)
        template.keyShares.insert(NamedGroup(rawValue: 0x0A0A), at: 0)
        for value: UInt16 in [0x0A0A, 0x1A1A] {
            template.slots.append(.fixed(RawExtension(type: ExtensionType(rawValue: value), data: [])))
        }
        let hello = try #require(
            try run(.init(serverName: "a.example", template: template)).server.clientHellos.first)
        let grease = GREASE([])
        #expect(hello.cipherSuites.first?.rawValue == grease.cipherSuite)
        #expect(hello.groups.first?.rawValue == grease.group)
        #expect(
            hello.keyShares.first
                == KeyShareEntry(
                    group: NamedGroup(rawValue: grease.group), keyExchange: [0]))
        let greased = hello.extensions.map(\.type).filter(\.isGREASE).map(\.rawValue)
        #expect(greased == [grease.firstExtension, grease.lastExtension])
        #expect(grease.firstExtension != grease.lastExtension)
    }
}
