import HandshakePeer
import TLSHandshake
import Testing

/// The signature over the key exchange of a TLS 1.2 server.
struct LegacyProofTests {
    private let random = [UInt8](repeating: 1, count: 32)

    private func events(
        _ identity: PeerIdentity, version: ProtocolVersion = .tls12, scheme: SignatureScheme? = nil,
        damage: Bool = false
    ) throws -> [HandshakeEvent] {
        var client = ClientHandshake(.init(serverName: nil), entropy: try Conversation.entropy())
        guard case .clientHelloSent(let sent)? = client.start().events.first else { return [] }
        let key = [UInt8](repeating: 9, count: 32)
        let content = sent.hello.random + random + [3, 0, 0x1D, 32] + key
        var signature = identity.sign(content)
        if damage { signature[signature.count - 1] ^= 1 }
        var rest = WireWriter()
        rest.writeVector(prefix: 1, key)
        rest.write(scheme ?? identity.scheme)
        rest.writeVector(prefix: 2, signature)
        let hello = ServerHello(
            legacyVersion: version, random: random, sessionID: [], cipherSuite: CipherSuite(rawValue: 0xC02B),
            extensions: [])
        let flight = [
            hello.message, LegacyCertificate(certificates: [identity.certificate]).message,
            ECDHEServerKeyExchange(group: .x25519, rest: rest.bytes).message, ServerHelloDone().message,
        ]
        let record = Record(type: .handshake, version: version, fragment: flight.flatMap(\.bytes))
        return client.receive(record.bytes).events
    }

    @Test func everyKindOfKeyProvesItsExchange() throws {
        let identities = [
            try PeerIdentity.ed25519(), .p256(), .p384(), .p521(), try .rsa(.rsaPSSRSAESHA256),
            try .rsa(.rsaPSSRSAESHA512),
        ]
        for identity in identities {
            let events = try events(identity)
            #expect(events.contains(.legacyKeyExchangeProof(scheme: identity.scheme, verdict: .valid)))
            #expect(events.contains(.alertSent(Alert(.userCanceled))))
        }
    }

    @Test func aWrongProofIsToldAndRefused() throws {
        let events = try events(.p256(), damage: true)
        #expect(events.contains(.legacyKeyExchangeProof(scheme: .ecdsaP256SHA256, verdict: .invalid)))
        #expect(events.last == .alertSent(Alert(.decryptError)))
        let other = try self.events(.p256(), scheme: .rsaPKCS1SHA256)
        #expect(other.contains(.legacyKeyExchangeProof(scheme: .rsaPKCS1SHA256, verdict: .invalid)))
    }

    @Test func whatCannotBeCheckedIsLeftOpen() throws {
        let strange = try events(.strange())
        #expect(strange.contains(.legacyKeyExchangeProof(scheme: .ed25519, verdict: .unsupportedKey)))
        for events in [
            try events(.p256(), scheme: SignatureScheme(rawValue: 0x0402)),
            try events(.p256(), version: .tls11),
        ] {
            #expect(!events.contains { $0.name == "legacyKeyExchangeProof" })
        }
    }

    @Test func theTranscriptTellsIt() throws {
        var transcript = HandshakeTranscript(outcome: .stalled)
        for event in try events(.p384()) { transcript.record(event, atMs: nil) }
        #expect(transcript.verified?.certificateVerify == "valid")
        #expect(transcript.verified?.scheme == "ecdsa_secp384r1_sha384")
        #expect(transcript.outcome == .completed)
    }
}
