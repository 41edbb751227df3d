import HandshakePeer
import TLSHandshake
import Testing

/// Rules that are easily forgotten: what GREASE, PKCS #1, old flights, cookies and padding may not do.
struct ForgottenRuleTests {
    private func ending(
        _ configuration: ClientHandshake.Configuration, _ script: PeerServer.Script = PeerServer.Script(),
        _ alter: @escaping @Sendable (HandshakeType, [UInt8]) -> [UInt8] = { $1 }
    ) throws -> Conversation {
        var script = script
        script.alter = alter
        var conversation = try Conversation(configuration, script, identity: .ed25519())
        try conversation.run()
        return conversation
    }

    /// RFC 8701 section 3.1.
    @Test func greaseIsNeverAnAnswer() throws {
        let conversation = try ending(.init(serverName: nil, template: .apple26)) { type, bytes in
            guard type == .encryptedExtensions else { return bytes }
            let grease = ExtensionType(rawValue: 0x0A0A)
            return EncryptedExtensions(extensions: [RawExtension(type: grease, data: [])]).message.bytes
        }
        #expect(conversation.client.ending?.deviationAlert == .unsupportedExtension)
    }

    /// RFC 8446 section 4.4.3; the scheme stands in signature_algorithms for certificates alone.
    @Test(arguments: [SignatureScheme.rsaPKCS1SHA256, .rsaPKCS1SHA1])
    func oldSchemesProveNothing(scheme: SignatureScheme) throws {
        let conversation = try ending(.init(serverName: nil, template: .apple26)) { type, bytes in
            guard type == .certificateVerify else { return bytes }
            return CertificateVerify(scheme: scheme, signature: [1]).message.bytes
        }
        #expect(conversation.client.ending?.deviationAlert == .illegalParameter)
        // Nothing was judged, so that nobody is accused of a wrong signature.
        #expect(!conversation.events.contains { if case .certificateVerify = $0 { true } else { false } })
    }

    /// RFC 5246 section 7.3: each message once, in order.
    @Test(arguments: [[0, 1, 1], [0, 1, 3, 1], [0, 1, 4, 3], [0, 1, 2, 2], [0, 3, 3]])
    func oldFlightsHaveAnOrder(places: [Int]) throws {
        var client = ClientHandshake(.init(serverName: nil), entropy: try Conversation.entropy())
        _ = client.start()
        let messages = LegacyFlight.messages()
        let flight = places.flatMap { messages[$0].bytes }
        let step = client.receive(Record(type: .handshake, fragment: flight).bytes)
        #expect(step.ended?.deviationAlert == .unexpectedMessage)
    }

    @Test(arguments: [0x0305, 0x0A0A, 0x0002, 0x7F1C])
    func versionsThatAreNoneAreRefusedAtOnce(version: Int) throws {
        var client = ClientHandshake(
            .init(serverName: nil, template: .apple26), entropy: try Conversation.entropy())
        _ = client.start()
        let hello = ServerHello(
            legacyVersion: ProtocolVersion(rawValue: UInt16(truncatingIfNeeded: version)),
            random: [UInt8](repeating: 1, count: 32), sessionID: [],
            cipherSuite: CipherSuite(rawValue: 0xC02F), extensions: [])
        let step = client.receive(Record(type: .handshake, fragment: hello.message.bytes).bytes)
        #expect(step.ended?.deviationAlert == .protocolVersion)
    }

    @Test func cookieMustLeaveRoom() throws {
        var script = PeerServer.Script()
        script.retries = true
        script.retryCookie = [UInt8](repeating: 1, count: 65_000)
        let conversation = try ending(.init(serverName: nil, template: .apple26), script)
        #expect(conversation.client.ending?.deviationAlert == .illegalParameter)
        #expect(conversation.server.clientHellos.count == 1)
    }

    /// BoringSSL's `ssl_add_clienthello_tlsext` counts the key that stands behind the padding.
    @Test func paddingCountsThePreSharedKey() throws {
        for retries in [false, true] {
            var script = PeerServer.Script()
            script.retries = retries
            script.group = retries ? .secp384r1 : .x25519
            script.retryCookie = retries ? [1, 2, 3] : nil
            let key = try #require(
                PreSharedKey(external: [1, 2, 3], secret: [UInt8](repeating: 7, count: 32)))
            script.preSharedKeys = [key]
            var configuration = ClientHandshake.Configuration(
                serverName: "mdmenrollment.apple.com", template: .apple18)
            configuration.preSharedKey = key
            let conversation = try ending(configuration, script)
            #expect(conversation.client.isConnected)
            #expect(conversation.server.isBinderValid == true)
            for hello in conversation.server.clientHellos {
                #expect(hello.message.bytes.count == 512)
                #expect(hello.extensions.suffix(2).map(\.type) == [.padding, .preSharedKey])
            }
        }
    }

    @Test func dumpsShowNoSecrets() throws {
        let byte: UInt8 = 0xB7
        let secret = [UInt8](repeating: byte, count: 32)
        let early = EarlySecret(hash: .sha256, preSharedKey: secret)
        let traffic = TrafficSecret(hash: .sha256, bytes: secret)
        let values: [Any] = [
            early, early.handshakeSecret(sharedSecret: secret), traffic, traffic.keys(for: .aes128GCM),
            early.handshakeSecret(sharedSecret: secret).mainSecret, try Conversation.entropy(),
        ]
        for value in values {
            var text = ""
            dump(value, to: &text)
            #expect(!text.contains("183") && !"\(value)".contains("183"), "\(type(of: value))")
            // The private keys of the entropy are 0x11 and 0x12.
            #expect(!text.contains("- 17\n") && !text.contains("- 18\n"))
        }
        var text = ""
        dump(early, to: &text)
        #expect(!text.contains("\(early.bytes[0])\n"))
    }
}
