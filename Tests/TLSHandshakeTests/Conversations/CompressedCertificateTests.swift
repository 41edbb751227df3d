import HandshakePeer
import TLSHandshake
import Testing

/// RFC 8879, as a client that offers zlib.
struct CompressedCertificateTests {
    private func run(
        _ script: PeerServer.Script, template: ClientHelloTemplate = .apple26NoPQ, piece: Int = .max
    ) throws -> Conversation {
        var conversation = try Conversation(
            .init(serverName: "mdm.example.com", template: template), script, identity: .p256())
        try conversation.run(piece: piece)
        return conversation
    }

    private var script: PeerServer.Script {
        var script = PeerServer.Script()
        script.compressesChain = true
        script.staple = [0x30, 0]
        script.timestamps = [[1]]
        return script
    }

    private func certificates(_ conversation: Conversation) -> [ReceivedCertificate] {
        conversation.events.compactMap { if case .certificate(let it) = $0 { it } else { nil } }
    }

    /// CertificateVerify and Finished are only valid if the transcript has the compressed message.
    @Test(arguments: [Int.max, 1])
    func compressedChainProvesItselfAsAPlainOneDoes(piece: Int) throws {
        let conversation = try run(script, piece: piece)
        #expect(conversation.client.isConnected)
        #expect(conversation.server.isClientFinishedValid == true)
        #expect(
            conversation.events.contains(.certificateVerify(scheme: .ecdsaP256SHA256, verdict: .valid)))
        let certificate = try #require(certificates(conversation).first)
        #expect(certificate.chain == [conversation.server.identity.certificate])
        #expect(certificate.ocspStaple == [0x30, 0])
        #expect(certificate.timestamps == [[1]])
        #expect(certificate.compression == .zlib)
    }

    @Test func compressionIsRecorded() throws {
        for compresses in [true, false] {
            var script = script
            script.compressesChain = compresses
            let conversation = try run(script)
            var transcript = HandshakeTranscript(of: conversation.client.configuration, startedAt: nil)
            for event in conversation.events { transcript.record(event, atMs: nil) }
            #expect(transcript.certificateCompression == (compresses ? "zlib" : nil))
            #expect(transcript.certificates?.count == 1)
            #expect(transcript.ocsp?.stapled == true)
        }
    }

    @Test func compressionThatWasNotOfferedIsUnexpected() throws {
        let conversation = try run(script, template: .modern)
        #expect(conversation.client.ending?.deviationAlert == .unexpectedMessage)
    }

    /// A CertificateRequest in between changes nothing.
    @Test func compressedChainMayFollowARequest() throws {
        var script = script
        script.requestsCertificate = true
        #expect(try run(script).client.isConnected)
    }

    // MARK: - Damage

    private static let chain = Certificate(entries: [CertificateEntry(der: [1, 2, 3])]).message.body

    private static func message(
        _ algorithm: CertificateCompressionAlgorithm = .zlib, length: Int? = nil, tail: [UInt8] = [],
        cut: Int = 0
    ) -> CompressedCertificate {
        let whole = CompressedCertificate(compressing: chain)
        return CompressedCertificate(
            algorithm: algorithm, uncompressedLength: length ?? whole.uncompressedLength,
            compressed: whole.compressed.dropLast(cut) + tail)
    }

    @Test(arguments: [
        (message(.brotli), AlertDescription.illegalParameter),
        (message(CertificateCompressionAlgorithm(rawValue: 0xFFFF)), .illegalParameter),
        (message(length: 0), .badCertificate),
        (message(length: 1), .badCertificate),
        (message(length: chain.count - 1), .badCertificate),
        (message(length: chain.count + 1), .badCertificate),
        (message(length: RecordLimits.certificateMessage), .badCertificate),
        (message(length: RecordLimits.certificateMessage + 1), .badCertificate),
        (message(length: 0xFF_FFFF), .badCertificate),
        (message(tail: [0]), .badCertificate),
        (message(cut: 1), .badCertificate),
        (message(cut: 10), .badCertificate),
        (
            CompressedCertificate(algorithm: .zlib, uncompressedLength: 9, compressed: [1, 2, 3]),
            .badCertificate
        ),
        // What is inside is judged as a Certificate that came alone.
        (CompressedCertificate(compressing: [0, 0, 0, 9, 1]), .decodeError),
        (CompressedCertificate(compressing: chain + [0]), .decodeError),
        (CompressedCertificate(compressing: Certificate(entries: []).message.body), .decodeError),
    ])
    func brokenCompressionIsRefused(message: CompressedCertificate, alert: AlertDescription) throws {
        var script = script
        script.alter = { type, bytes in
            type == .compressedCertificate ? message.message.bytes : bytes
        }
        let conversation = try run(script)
        #expect(conversation.client.ending?.deviationAlert == alert)
        #expect(certificates(conversation).allSatisfy { $0.chain.isEmpty })
    }

    /// 256 KiB of zeros in 300 bytes are written once; a byte more than was said is not.
    @Test func bombsDoNotGoOff() throws {
        let bomb = CompressedCertificate(
            compressing: [UInt8](repeating: 0, count: 16 << 20))
        #expect(bomb.compressed.count < 64 << 10)
        for length in [1, 1000, RecordLimits.certificateMessage] {
            let message = CompressedCertificate(
                algorithm: .zlib, uncompressedLength: length, compressed: bomb.compressed)
            #expect {
                try message.uncompressed()
            } throws: { error in
                (error as? WireError)?.found == "more bytes"
            }
        }
    }

    @Test func largestChainIsStillTaken() throws {
        let body = [UInt8](repeating: 5, count: RecordLimits.certificateMessage)
        #expect(try CompressedCertificate(compressing: body).uncompressed().body.count == body.count)
    }

    @Test func extensionSaysWhatIsOffered() throws {
        let offer = CompressCertificate([.zlib])
        #expect(offer.raw.data == [2, 0, 1])
        #expect(try offer.raw.decode(CompressCertificate.self) == offer)
        #expect(CertificateCompressionAlgorithm.zlib.description == "zlib")
    }
}
