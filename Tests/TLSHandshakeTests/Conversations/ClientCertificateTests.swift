import Crypto
import HandshakePeer
import Testing

@testable import TLSHandshake

/// A server that asks for a certificate, and a client that has one.
struct ClientCertificateTests {
    private static func identity() throws -> ClientIdentity {
        let key = P256.Signing.PrivateKey()
        let signer = try #require(SigningKey(der: Array(key.derRepresentation), format: .pkcs8))
        let certificate = TestCertificate.der(spki: Array(key.publicKey.derRepresentation), subject: "client")
        return try ClientIdentity(chain: [certificate, [1, 2, 3]], key: signer)
    }

    private func run(
        _ identity: ClientIdentity?, _ change: (inout PeerServer.Script) -> Void = { _ in }
    ) throws -> Conversation {
        var configuration = ClientHandshake.Configuration(serverName: "mdm.example.com", keyShares: [.x25519])
        configuration.clientIdentity = identity
        var script = PeerServer.Script()
        script.requestsCertificate = true
        change(&script)
        var conversation = try Conversation(configuration, script, identity: .ed25519())
        try conversation.run()
        #expect(conversation.client.isConnected && conversation.server.isClientFinishedValid == true)
        return conversation
    }

    private func answer(in conversation: Conversation) -> SentClientCertificate? {
        for case .clientCertificateSent(let answer) in conversation.events { return answer }
        return nil
    }

    @Test(arguments: [false, true]) func theChainAndItsProofAreGiven(afterRetry: Bool) throws {
        let identity = try Self.identity()
        let conversation = try run(identity) {
            $0.retries = afterRetry
            $0.group = afterRetry ? .secp256r1 : .x25519
            $0.clientSchemes = [.ed25519, .ecdsaP256SHA256]
        }
        #expect(conversation.server.clientCertificate?.entries.map(\.der) == identity.chain)
        let proof = try #require(conversation.server.clientProof)
        #expect(proof.scheme == .ecdsaP256SHA256)
        let leaf = try #require(LeafProof(certificate: identity.chain.first ?? []))
        #expect(leaf.isValid(proof.signature, over: conversation.server.clientProofContent))
        #expect(
            answer(in: conversation)
                == SentClientCertificate(certificates: 2, scheme: .ecdsaP256SHA256, problem: nil))
    }

    @Test func withoutACommonSchemeNothingIsGivenAndThatIsSaid() throws {
        let conversation = try run(try Self.identity()) { $0.clientSchemes = [.ed25519, .rsaPSSRSAESHA256] }
        #expect(conversation.server.clientCertificate?.entries.isEmpty == true)
        #expect(conversation.server.clientProof == nil)
        var transcript = HandshakeTranscript(outcome: .stalled)
        for event in conversation.events { transcript.record(event, atMs: nil) }
        #expect(transcript.clientCertificateSent == false && transcript.outcome == .completed)
        #expect(transcript.error?.contains("EC P-256") == true)
        #expect(transcript.error?.contains("ed25519, rsa_pss_rsae_sha256") == true)
    }

    @Test func withoutAnIdentityNothingIsGivenAndNothingIsWrong() throws {
        let answer = try #require(answer(in: try run(nil)))
        #expect(answer == SentClientCertificate(certificates: 0, scheme: nil, problem: nil))
    }

    @Test func aRequestAfterTheHandshakeIsRefused() throws {
        var conversation = try run(try Self.identity())
        let request = CertificateRequest(context: [1], extensions: [SignatureAlgorithms([.ed25519]).raw])
        try conversation.exchange(conversation.server.seal(request.message.bytes))
        #expect(conversation.client.ending?.deviationAlert == .unexpectedMessage)
    }

    @Test func aKeyOfAnotherCertificateIsNoIdentity() throws {
        let (key, other) = (P256.Signing.PrivateKey(), P256.Signing.PrivateKey())
        let signer = try #require(SigningKey(der: Array(key.derRepresentation), format: .pkcs8))
        let certificate = TestCertificate.der(spki: Array(other.publicKey.derRepresentation))
        #expect(throws: ClientIdentity.Problem.otherKey("EC P-256")) {
            try ClientIdentity(chain: [certificate], key: signer)
        }
        #expect(throws: ClientIdentity.Problem.noCertificate) { try ClientIdentity(chain: [], key: signer) }
        #expect(throws: ClientIdentity.Problem.unusableCertificate) {
            try ClientIdentity(chain: [[0x30, 0]], key: signer)
        }
    }

    @Test func damagedKeysAreNoKeys() throws {
        let der = Array(P256.Signing.PrivateKey().derRepresentation)
        for length in 0..<der.count {
            for format in SigningKey.Format.allCases {
                #expect(SigningKey(der: Array(der.prefix(length)), format: format) == nil)
            }
        }
        let long = [UInt8](repeating: 0x30, count: SigningKey.maximumLength + 1)
        #expect(SigningKey(der: long, format: .pkcs8) == nil)
    }

    @Test func nothingPrintsTheKey() throws {
        let key = P256.Signing.PrivateKey()
        let signer = try #require(SigningKey(der: Array(key.derRepresentation), format: .pkcs8))
        var text = "\(signer) \(String(reflecting: signer)) "
        dump(signer, to: &text)
        #expect(text.contains("EC P-256") && text.count < 200)
    }
}

/// The key of a certificate with P-256, taken from it without this package's own reader.
private struct LeafProof {
    private let key: P256.Signing.PublicKey

    init?(certificate: [UInt8]) {
        // The public key info of P-256 has 91 bytes and ends with the point of 65.
        let start = certificate.indices.first { index in
            index + 65 <= certificate.count && certificate[index] == 4
                && (try? P256.Signing.PublicKey(x963Representation: certificate[index..<index + 65])) != nil
        }
        guard let start,
            let key = try? P256.Signing.PublicKey(x963Representation: certificate[start..<start + 65])
        else { return nil }
        self.key = key
    }

    func isValid(_ signature: [UInt8], over content: [UInt8]) -> Bool {
        (try? P256.Signing.ECDSASignature(derRepresentation: signature))
            .map { key.isValidSignature($0, for: SHA256.hash(data: content)) } ?? false
    }
}
