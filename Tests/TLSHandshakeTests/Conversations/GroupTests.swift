import HandshakePeer
import TLSHandshake
import Testing

/// Every group that Apple's systems offer, at once and after a HelloRetryRequest.
struct GroupTests {
    private func run(
        _ configuration: ClientHandshake.Configuration, _ script: PeerServer.Script, piece: Int = .max
    ) throws -> Conversation {
        var conversation = try Conversation(configuration, script, identity: .p256())
        try conversation.run(piece: piece)
        return conversation
    }

    private func expectContent(_ conversation: Conversation) {
        #expect(conversation.client.isConnected)
        #expect(conversation.server.isClientFinishedValid == true)
        #expect(conversation.events.contains(.serverFinished(isValid: true)))
        #expect(conversation.server.alerts.isEmpty)
    }

    private static let groups: [NamedGroup] = [.x25519MLKEM768, .x25519, .secp256r1, .secp384r1, .secp521r1]

    @Test(arguments: groups, CipherSuite.tls13)
    func eachGroupAgreesAtOnce(group: NamedGroup, suite: CipherSuite) throws {
        var script = PeerServer.Script()
        (script.group, script.suite) = (group, suite)
        let conversation = try run(
            .init(serverName: "mdm.example.com", template: .apple26, keyShares: [group]), script)
        expectContent(conversation)
        #expect(conversation.server.clientHellos.map { $0.keyShares.map { $0.group } } == [[group]])
    }

    @Test(
        arguments: [NamedGroup.secp256r1, .secp384r1, .secp521r1], [nil, [UInt8](repeating: 9, count: 40)])
    func serverMayAskForAnotherGroup(group: NamedGroup, cookie: [UInt8]?) throws {
        var script = PeerServer.Script()
        (script.group, script.retries, script.retryCookie) = (group, true, cookie)
        for template in [ClientHelloTemplate.apple26, .apple26NoPQ, .apple18] {
            for piece in [Int.max, 1] {
                let conversation = try run(
                    .init(serverName: "mdm.example.com", template: template), script, piece: piece)
                expectContent(conversation)
                let hellos = conversation.server.clientHellos
                #expect(hellos.count == 2)
                #expect(hellos.last?.keyShares.map { $0.group } == [group])
                #expect(try hellos.last?.extensions.decode(Cookie.self) == cookie.map { Cookie($0) })
            }
        }
    }

    /// Apple resends everything but the key share, GREASE included, and adds the cookie.
    @Test func secondHelloIsTheFirstButForKeyAndCookie() throws {
        var script = PeerServer.Script()
        (script.group, script.retries, script.retryCookie) = (.secp521r1, true, [1, 2])
        let hellos = try run(.init(serverName: "mdm.example.com", template: .apple26), script)
            .server.clientHellos
        let (first, second) = (try #require(hellos.first), try #require(hellos.last))
        #expect(first.random == second.random)
        #expect(first.sessionID == second.sessionID)
        #expect(first.cipherSuites == second.cipherSuites)
        let others = second.extensions.filter { $0.type != .cookie && $0.type != .keyShare }
        #expect(others == first.extensions.filter { $0.type != .keyShare })
        let types = second.extensions.map(\.type)
        let cookie = try #require(types.firstIndex(of: .cookie))
        #expect(types[cookie - 1] == .supportedVersions)
    }

    @Test func cookieAloneKeepsEveryShare() throws {
        var script = PeerServer.Script()
        (script.group, script.retries, script.retryCookie) = (.x25519MLKEM768, true, [3])
        let conversation = try run(.init(serverName: nil, template: .apple26), script)
        expectContent(conversation)
        let hellos = conversation.server.clientHellos
        #expect(hellos.first?.keyShares == hellos.last?.keyShares)
    }

    // MARK: - Shares that are no keys

    /// What a server may do to its share.
    enum Damage: CaseIterable {
        case empty, short, long, zeros, ones
    }

    @Test(arguments: groups, Damage.allCases)
    func brokenShareOfTheServerIsRefused(group: NamedGroup, damage: Damage) throws {
        let alert = try ending(group) { key in
            switch damage {
            case .empty: [0]
            case .short: Array(key.dropLast())
            case .long: key + [0]
            // The point of small order of X25519; off the curve for the others.
            case .zeros: [UInt8](repeating: 0, count: key.count)
            // X25519 takes any 32 bytes: the last bit is masked, the rest is a number.
            case .ones: [UInt8](repeating: 1, count: key.count - 32) + [UInt8](repeating: 0, count: 32)
            }
        }
        #expect(alert == .illegalParameter)
    }

    /// ML-KEM gives a secret for every ciphertext: a damaged one shows when the records do not decrypt.
    @Test func damagedCiphertextShowsInTheRecords() throws {
        var script = PeerServer.Script()
        script.group = .x25519MLKEM768
        script.alter = Self.replacingShare { key in [key[0] ^ 1] + key.dropFirst() }
        var conversation = try Conversation(
            .init(serverName: nil, template: .apple26), script, identity: .p256())
        let flight = try conversation.server.receive(conversation.client.start().send)
        #expect(conversation.client.receive(flight).ended?.deviationAlert == .badRecordMAC)
    }

    /// RFC 8446 section 4.2.8.2: compressed points are no key shares.
    @Test(arguments: [NamedGroup.secp256r1, .secp384r1, .secp521r1])
    func compressedPointIsRefused(group: NamedGroup) throws {
        let alert = try ending(group) { key in
            [2 + (key[key.count - 1] & 1)] + key.dropFirst().prefix((key.count - 1) / 2)
        }
        #expect(alert == .illegalParameter)
    }

    @Test func groupWithoutASentShareIsRefused() throws {
        var script = PeerServer.Script()
        script.alter = Self.replacingShare { _ in [4] + [UInt8](repeating: 7, count: 96) }
        let conversation = try run(.init(serverName: nil, template: .apple26), script)
        #expect(conversation.client.ending?.deviationAlert == .illegalParameter)
    }

    private func ending(
        _ group: NamedGroup, _ change: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) throws -> AlertDescription? {
        var script = PeerServer.Script()
        script.group = group
        script.alter = Self.replacingShare(change)
        return try run(.init(serverName: nil, template: .apple26, keyShares: [group]), script)
            .client.ending?.deviationAlert
    }

    private static func replacingShare(
        _ change: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) -> @Sendable (HandshakeType, [UInt8]) -> [UInt8] {
        { type, bytes in
            guard type == .serverHello, let hello = try? HandshakeMessage(bytes).decode(ServerHello.self),
                let entry = try? hello.extensions.decode(SelectedKeyShare.self)?.entry
            else { return bytes }
            let share = KeyShareEntry(group: entry.group, keyExchange: change(entry.keyExchange))
            return ServerHello(
                random: hello.random, sessionID: hello.sessionID, cipherSuite: hello.cipherSuite,
                extensions: hello.extensions.map { $0.type == .keyShare ? SelectedKeyShare(share).raw : $0 }
            ).message.bytes
        }
    }
}
