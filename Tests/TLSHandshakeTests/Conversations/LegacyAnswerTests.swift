import HandshakePeer
import TLSHandshake
import Testing

/// Servers that speak TLS 1.2 or less.
struct LegacyAnswerTests {
    private func answer(
        _ version: ProtocolVersion, random: [UInt8] = [UInt8](repeating: 1, count: 32),
        template: ClientHelloTemplate = .modern, piece: Int = .max
    ) throws -> Step {
        var client = ClientHandshake(
            .init(serverName: nil, template: template), entropy: try Conversation.entropy())
        _ = client.start()
        let bytes = LegacyFlight.bytes(version: version, random: random)
        var whole = Step()
        for start in stride(from: 0, to: bytes.count, by: min(piece, bytes.count)) {
            whole.append(client.receive(bytes[start..<min(start + min(piece, bytes.count), bytes.count)]))
        }
        return whole
    }

    @Test(arguments: [Int.max, 1])
    func clearFlightOfTLS12IsRecorded(piece: Int) throws {
        let step = try answer(.tls12, piece: piece)
        #expect(step.ended == .legacyVersion(.tls12))
        let stages = step.events.map(\.name)
        #expect(
            stages == [
                "legacyServerHello", "certificate", "legacyCertificateStatus", "legacyKeyExchange",
                "certificateRequest", "legacyHelloDone", "alertSent", "alertSent",
            ])
        #expect(step.events.contains(.legacyKeyExchange(.x25519)))
        #expect(step.events.suffix(2) == [.alertSent(Alert(.userCanceled)), .alertSent(Alert(.closeNotify))])
    }

    @Test func versionThatWasNotOfferedIsRecordedAndRefused() throws {
        let step = try answer(.tls10)
        #expect(step.ended == .legacyVersion(.tls10))
        #expect(step.events.last == .alertSent(Alert(.protocolVersion)))
        #expect(try answer(.tls12, template: .minimal).events.last == .alertSent(Alert(.protocolVersion)))
    }

    @Test func markOfADowngradeIsSeen() throws {
        let random = [UInt8](repeating: 1, count: 24) + "DOWNGRD".utf8 + [1]
        let step = try answer(.tls12, random: random)
        guard case .legacyServerHello(let hello) = step.events.first else {
            Issue.record("no ServerHello")
            return
        }
        #expect(hello.downgradeSentinel == .toTLS12)
        #expect(step.events.last == .alertSent(Alert(.illegalParameter)))
    }
}

extension LegacyAnswerTests {
    @Test func versionChosenByExtensionMustBeTLS13() throws {
        var client = ClientHandshake(.init(serverName: nil), entropy: try Conversation.entropy())
        _ = client.start()
        for (number, data): (Int, [UInt8]) in [(0, [3, 3]), (1, [3]), (2, [3, 4, 0])].map({ ($0.0, $0.1) }) {
            var client = client
            let hello = ServerHello(
                random: [UInt8](repeating: 1, count: 32), sessionID: [UInt8](repeating: 0x5E, count: 32),
                cipherSuite: .aes128GCMSHA256,
                extensions: [RawExtension(type: .supportedVersions, data: data)])
            let step = client.receive(Record(type: .handshake, fragment: hello.message.bytes).bytes)
            #expect(step.ended?.deviationAlert == (number == 0 ? .illegalParameter : .decodeError))
        }
    }

    @Test func olderVersionAfterARetryIsRefused() throws {
        var client = ClientHandshake(.init(serverName: nil), entropy: try Conversation.entropy())
        _ = client.start()
        let retry = ServerHello(
            random: ServerHello.helloRetryRequestRandom, sessionID: [UInt8](repeating: 0x5E, count: 32),
            cipherSuite: .aes128GCMSHA256, extensions: [SelectedVersion(.tls13).raw, Cookie([1]).raw])
        _ = client.receive(Record(type: .handshake, fragment: retry.message.bytes).bytes)
        let step = client.receive(LegacyFlight.bytes())
        #expect(step.ended?.deviationAlert == .illegalParameter)
    }

    @Test func transcriptTellsWhatTLS12SaysInTheClear() throws {
        var transcript = HandshakeTranscript(outcome: .stalled)
        for event in try answer(.tls12).events { transcript.record(event, atMs: 1) }
        #expect(transcript.outcome == .completed)
        #expect(transcript.version == "TLSv1.2")
        #expect(transcript.cipherSuite == "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
        #expect(transcript.group == "x25519")
        #expect(transcript.ocsp?.bytes == 2)
        #expect(transcript.certificates?.count == 2)
        #expect(transcript.clientCertificateRequested == true)
        #expect(transcript.acceptedAuthorities == ["CN=Fleet Authority"])
        #expect(transcript.stages?.map(\.name) == [.serverHello, .certificate, .certificateRequest])
        #expect(transcript.alert == nil)
    }
}

extension HandshakeEvent {
    /// The name of the case.
    var name: String { String(String(describing: self).prefix { $0 != "(" }) }
}
