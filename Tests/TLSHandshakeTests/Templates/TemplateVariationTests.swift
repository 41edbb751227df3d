import HandshakePeer
import Testing

@testable import TLSHandshake

/// What the variations of a template leave out, and what they leave alone.
struct TemplateVariationTests {
    private func hello(_ template: ClientHelloTemplate) throws -> ClientHello {
        var client = ClientHandshake(
            .init(serverName: "mdm.example.com", alpn: ["h2"], template: template), entropy: .fresh())
        return try client.start().hello
    }

    @Test func templatesAreFoundByName() {
        let names = ClientHelloTemplate.all.map(\.name)
        #expect(names == ["apple-26", "apple-26-no-pq", "apple-18", "modern", "minimal"])
        for template in ClientHelloTemplate.all {
            #expect(ClientHelloTemplate.named(template.name) == template)
        }
        #expect(ClientHelloTemplate.named("apple-25") == nil)
    }

    @Test func namesSayWhatIsGone() {
        #expect(ClientHelloTemplate.apple26.withoutPostQuantum.name == "apple-26-no-pq")
        #expect(ClientHelloTemplate.apple26.withoutGREASE.name == "apple-26-no-grease")
        #expect(ClientHelloTemplate.apple26.limitedToTLS12.name == "apple-26-tls12")
        #expect(ClientHelloTemplate.apple26NoPQ.withoutGREASE.name == "apple-26-no-pq-no-grease")
    }

    @Test func encryptedClientHelloIsWellFormedAndNeverTheSame() throws {
        let template = ClientHelloTemplate.apple26.withGREASEECH
        #expect(template.name == "apple-26-grease-ech" && template.withGREASEECH == template)
        #expect(ClientHelloTemplate.apple26.limitedToTLS12.withGREASEECH == .apple26.limitedToTLS12)
        let contents = try (0..<2).map { _ in
            try #require(try hello(template).extensions[.encryptedClientHello]?.data)
        }
        #expect(contents[0] != contents[1])
        var reader = WireReader(contents[0])
        #expect(try reader.read(5, "type and suite").elementsEqual([0, 0, 1, 0, 1]))
        _ = try reader.readUInt8("config_id")
        #expect(try reader.readVector(prefix: 2, 0...64, "enc").count == 32)
        #expect([144, 176, 208, 240].contains(try reader.readVector(prefix: 2, 1...512, "payload").count))
        #expect(reader.isEmpty)
    }

    @Test func templateThatLacksTheThingStaysAsItIs() {
        #expect(ClientHelloTemplate.modern.withoutPostQuantum == .modern)
        #expect(ClientHelloTemplate.modern.withoutGREASE == .modern)
        let old = ClientHelloTemplate.apple26.limitedToTLS12
        #expect(old.limitedToTLS12 == old)
    }

    @Test func noGREASEIsLeft() throws {
        let (plain, full) = (try hello(.apple26.withoutGREASE), try hello(.apple26))
        #expect(!plain.cipherSuites.contains(where: { $0.isGREASE }))
        #expect(!plain.groups.contains(where: { $0.isGREASE }))
        #expect(!plain.versions.contains(where: { $0.isGREASE }))
        #expect(plain.keyShares.map { $0.group } == [.x25519MLKEM768, .x25519])
        #expect(!plain.extensions.contains(where: { $0.type.isGREASE }))
        #expect(JA3(plain) == JA3(full))
    }

    @Test(arguments: ClientHelloTemplate.all)
    func olderClientOffersNothingOfTLS13(template: ClientHelloTemplate) throws {
        let hello = try hello(template.limitedToTLS12)
        #expect(hello.versions.isEmpty)
        #expect(hello.keyShares.isEmpty)
        #expect(hello.sessionID.isEmpty)
        #expect(!hello.cipherSuites.contains(where: { $0.isTLS13 }))
        #expect(hello.cipherSuites.contains(where: { !$0.isGREASE }))
        #expect(!hello.groups.contains(where: { $0.isPostQuantum }))
        #expect(hello.signatureSchemes == template.signatureSchemes)
        let types = hello.extensions.map(\.type)
        for type in [ExtensionType.keyShare, .supportedVersions, .compressCertificate, .pskKeyExchangeModes] {
            #expect(!types.contains(type))
        }
        #expect(JA4(hello).a.hasPrefix("t12d"))
    }

    @Test func olderClientReadsAnOldServerToItsEnd() throws {
        var client = ClientHandshake(
            .init(serverName: "mdm.example.com", template: .apple26.limitedToTLS12), entropy: .fresh())
        _ = client.start()
        let step = client.receive(LegacyFlight.bytes())
        #expect(step.ended == .legacyVersion(.tls12))
        #expect(step.events.contains(.legacyHelloDone))
    }

    @Test func olderClientRefusesTLS13() throws {
        var conversation = try Conversation(
            .init(serverName: "mdm.example.com", template: .apple26), identity: .ed25519())
        let flight = try conversation.server.receive(conversation.client.start().send)
        var client = ClientHandshake(
            .init(serverName: "mdm.example.com", template: .apple26.limitedToTLS12), entropy: .fresh())
        _ = client.start()
        #expect(client.receive(flight).ended?.deviationAlert == .illegalParameter)
    }

    @Test(arguments: [(255, 255), (256, 512), (300, 512), (507, 512), (508, 513), (511, 516), (512, 512)])
    func paddingFillsToTheLengthThatNobodyMinds(length: Int, padded: Int) {
        func hello(_ filler: Int, _ padding: [RawExtension]) -> ClientHello {
            let bytes = [UInt8](repeating: 1, count: filler)
            return ClientHello(
                random: [UInt8](repeating: 0, count: 32), sessionID: [], cipherSuites: [.aes128GCMSHA256],
                extensions: [RawExtension(type: .cookie, data: bytes)] + padding)
        }
        let empty = hello(0, []).message.bytes.count
        let plain = hello(length - empty, [])
        #expect(plain.message.bytes.count == length)
        #expect(plain.padded() == plain)
        let slot = RawExtension(type: .padding, data: [])
        #expect(hello(length - empty, [slot]).padded().message.bytes.count == padded)
    }

    @Test func paddingLeavesRoomForWhatFollows() {
        let hello = ClientHello(
            random: [UInt8](repeating: 0, count: 32), sessionID: [], cipherSuites: [.aes128GCMSHA256],
            extensions: [ServerName(hostName: "a.example").raw, RawExtension(type: .padding, data: [])])
        #expect(hello.padded(later: 300).message.bytes.count == 512 - 300)
    }
}
