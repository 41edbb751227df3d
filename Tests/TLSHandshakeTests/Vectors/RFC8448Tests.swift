import Testing

@testable import TLSHandshake

@Suite(.enabled(if: RFC8448.isThere, "rfc8448.json is not beside the package"))
struct RFC8448Tests {
    let vectors: RFC8448
    let hash = HashAlgorithm.sha256
    let afterFinished = Hex.decode("9608102a0f1ccc6db6250b7b7e417b1a000eaada3daae4777a7686c9ff83df13") ?? []
    let afterClient = Hex.decode("209145a96ee8e2a122ff810047cc952684658d6049e86429426db87c54ad143d") ?? []

    init() throws { vectors = try RFC8448.load() }

    private var handshake: HandshakeSecret {
        EarlySecret(hash: hash).handshakeSecret(sharedSecret: vectors.ecdhe.bytes)
    }

    @Test func earlySecretIsOfZeros() {
        let early = EarlySecret(hash: hash)
        #expect(early.bytes == vectors.early.bytes)
        #expect(early.derived == vectors.derivedHandshake.bytes)
    }

    @Test func keyExchangeGivesTheSharedSecret() throws {
        let hello = try HandshakeMessage(vectors.serverHello.bytes).decode(ServerHello.self)
        let share = try #require(try hello.extensions.decode(SelectedKeyShare.self)).entry
        let key = try #require(entropy().key(for: .x25519))
        #expect(key.sharedSecret(with: share.keyExchange) == vectors.ecdhe.bytes)
        let offered = try HandshakeMessage(vectors.clientHello.bytes).decode(ClientHello.self).keyShares
        #expect(offered == [key.share])
    }

    @Test func handshakeSecretsFollowTheHellos() {
        let transcript = hash.digest(vectors.clientHello.bytes + vectors.serverHello.bytes)
        #expect(transcript == vectors.helloHash.bytes)
        #expect(handshake.bytes == vectors.handshake.bytes)
        #expect(handshake.client(transcriptHash: transcript).bytes == vectors.clientHSTraffic.bytes)
        #expect(handshake.server(transcriptHash: transcript).bytes == vectors.serverHSTraffic.bytes)
    }

    @Test func trafficKeysComeFromTheirSecrets() {
        let client = TrafficSecret(hash: hash, bytes: vectors.clientHSTraffic.bytes)
        let server = TrafficSecret(hash: hash, bytes: vectors.serverHSTraffic.bytes)
        #expect(server.keys(for: .aes128GCM).key == vectors.serverHSKey.bytes)
        #expect(server.keys(for: .aes128GCM).iv == vectors.serverHSIV.bytes)
        #expect(client.keys(for: .aes128GCM).key == vectors.clientHSKey.bytes)
        #expect(client.keys(for: .aes128GCM).iv == vectors.clientHSIV.bytes)
        #expect(server.finishedKey == vectors.serverFinishedKey.bytes)
    }

    @Test func applicationSecretsFollowTheServersFinished() {
        let main = handshake.mainSecret
        #expect(main.bytes == vectors.master.bytes)
        #expect(main.client(transcriptHash: afterFinished).bytes == vectors.clientAppTraffic.bytes)
        #expect(main.server(transcriptHash: afterFinished).bytes == vectors.serverAppTraffic.bytes)
    }

    @Test func ticketsGiveTheirPreSharedKey() {
        let resumption = handshake.mainSecret.resumption(transcriptHash: afterClient)
        #expect(resumption.bytes == vectors.resumptionMaster.bytes)
        #expect(resumption.preSharedKey(ticketNonce: [0, 0]) == vectors.resumptionPSK.bytes)
    }

    @Test func bindersComeFromThePreSharedKey() {
        let early = EarlySecret(hash: hash, preSharedKey: vectors.resumptionPSK.bytes)
        #expect(early.bytes == vectors.psk.earlySecret.bytes)
        let key = early.resumptionBinderKey
        #expect(key.bytes == vectors.psk.binderKeyRes.bytes)
        #expect(key.finishedKey == vectors.psk.binderFinishedKey.bytes)
        let binder = key.verifyData(transcriptHash: vectors.psk.truncatedClientHelloHash.bytes)
        #expect(binder == vectors.psk.binder.bytes)
    }

    /// The offer that this client makes of the RFC's hello and ticket is the RFC's, byte for byte.
    @Test func theResumingHelloIsOfferedAsInTheTrace() throws {
        let truncated = RFC8448Resumption.truncatedHello
        #expect(hash.digest(truncated) == vectors.psk.truncatedClientHelloHash.bytes)
        let whole = truncated + [0, 0x21, 0x20] + vectors.psk.binder.bytes
        let hello = try HandshakeMessage(whole).decode(ClientHello.self)
        #expect(hello.bytesBeforeBinders == truncated)
        let offered = try #require(try hello.extensions.decode(OfferedPreSharedKeys.self))
        let identity = try #require(offered.identities.first)
        #expect(identity.obfuscatedTicketAge == RFC8448Resumption.ticketAge)
        let ticket = NewSessionTicket(
            lifetime: 30, ageAdd: RFC8448Resumption.ticketAge, nonce: [0, 0], ticket: identity.identity)
        let received = ReceivedTicket(
            ticket: ticket, preSharedKey: vectors.resumptionPSK.bytes, suite: .aes128GCMSHA256)
        let key = try #require(PreSharedKey(resuming: received, ageMs: 0))
        #expect(hello.offering(key).message.bytes == whole)
    }

    /// The states of the machine, fed with the messages of the RFC, reach the RFC's application keys.
    @Test func statesWalkThroughTheWholeTrace() throws {
        let hello = try HandshakeMessage(vectors.clientHello.bytes)
        var transcript = TranscriptHash()
        transcript.append(hello)
        var first = AwaitingServerHello(
            offer: Offer(hello: try hello.decode(), alpn: [], entropy: try entropy()), transcript: transcript,
            retriedSuite: nil)
        var effects = Effects()
        let next = try first.receive(HandshakeMessage(vectors.serverHello.bytes), &effects)
        guard case .encryptedExtensions(var second) = next else {
            Issue.record("ServerHello leads elsewhere")
            return
        }
        let flight = try RFC8448Flight.messages()
        guard case .certificateOrRequest(var third) = try second.receive(flight[0], &effects),
            case .certificateVerify(var fourth) = try third.receive(flight[1], &effects)
        else {
            Issue.record("Certificate leads elsewhere")
            return
        }
        var fifth = try fourth.receive(flight[2], &effects)
        #expect(fifth.verdict == .valid)
        let connected = try fifth.receive(flight[3], &effects)
        #expect(connected.client.bytes == vectors.clientAppTraffic.bytes)
        #expect(connected.server.bytes == vectors.serverAppTraffic.bytes)
        #expect(connected.resumption.bytes == vectors.resumptionMaster.bytes)
    }

    private func entropy() throws -> Entropy {
        try #require(
            Entropy(
                random: [UInt8](repeating: 0, count: 32), sessionID: [],
                x25519PrivateKey: vectors.clientPrivate.bytes,
                p256PrivateKey: [UInt8](repeating: 1, count: 32)))
    }
}
