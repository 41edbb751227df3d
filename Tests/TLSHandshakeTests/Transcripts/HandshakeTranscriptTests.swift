import HandshakePeer
import TLSHandshake
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The names of a JSON object.
private struct Names: Decodable {
    private struct Name: CodingKey {
        let stringValue: String
        let intValue: Int? = nil
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    let names: Set<String>

    init(from decoder: any Decoder) throws {
        names = Set(try decoder.container(keyedBy: Name.self).allKeys.map(\.stringValue))
    }
}

struct HandshakeTranscriptTests {
    /// A transcript of a conversation in which event number n comes at n milliseconds.
    private func transcript(
        _ configuration: ClientHandshake.Configuration = .init(
            serverName: "mdm.example.com", alpn: ["h2"], reportsRawMessages: true),
        _ script: PeerServer.Script = PeerServer.Script()
    ) throws -> HandshakeTranscript {
        var conversation = try Conversation(configuration, script, identity: .ed25519())
        try conversation.run()
        var transcript = HandshakeTranscript(of: configuration, startedAt: "2026-11-21T03:00:00Z")
        for (number, event) in conversation.events.enumerated() {
            transcript.record(event, atMs: Double(number))
        }
        return transcript
    }

    private func fullScript() -> PeerServer.Script {
        var script = PeerServer.Script()
        script.alpn = "h2"
        script.acknowledgesName = true
        script.requestsCertificate = true
        script.authorities = [TestCertificate.name("Fleet Authority")]
        script.staple = [0x30, 0]
        script.timestamps = [[1]]
        script.tickets = 1
        return script
    }

    @Test func completedHandshakeTellsEverything() throws {
        let transcript = try transcript(.init(serverName: "mdm.example.com", alpn: ["h2"]), fullScript())
        #expect(transcript.outcome == .completed)
        #expect(transcript.version == "TLSv1.3")
        #expect(transcript.cipherSuite == "TLS_AES_128_GCM_SHA256")
        #expect(transcript.group == "x25519")
        #expect(transcript.alpn == "h2")
        #expect(transcript.sniAcknowledged == true)
        #expect(transcript.clientCertificateRequested == true)
        #expect(transcript.acceptedAuthorities == ["CN=Fleet Authority"])
        #expect(transcript.ocsp?.stapled == true)
        #expect(transcript.tlsSCTs == 1)
        #expect(transcript.verified?.certificateVerify == "valid")
        #expect(transcript.verified?.finished == "valid")
        #expect(transcript.verified?.scheme == "ed25519")
        #expect(transcript.sent?.sni == "mdm.example.com")
        #expect(transcript.sent?.groups == ["x25519", "secp256r1"])
        #expect(transcript.sent?.psk == false)
        #expect(
            transcript.stages?.map(\.name.rawValue) == [
                "client-hello", "server-hello", "encrypted-extensions", "certificate-request", "certificate",
                "certificate-verify", "server-finished", "client-finished", "ticket",
            ])
        #expect(transcript.error == nil)
    }

    @Test func jsonComesBackUnchangedUnderTheAgreedNames() throws {
        let transcript = try transcript()
        let data = try JSONEncoder().encode(transcript)
        #expect(try JSONDecoder().decode(HandshakeTranscript.self, from: data) == transcript)
        let names = try JSONDecoder().decode(Names.self, from: data).names
        for name in [
            "startedAt", "serverName", "template", "outcome", "stages", "sent", "version", "cipherSuite",
            "group",
            "sniAcknowledged", "clientCertificateRequested", "certificates", "ocsp", "ja3s", "verified",
            "rawMessages",
        ] {
            #expect(names.contains(name), "\(name)")
        }
        let stage = try JSONEncoder().encode(HandshakeTranscript.Stage(.connect, atMs: 1))
        #expect(try JSONDecoder().decode(Names.self, from: stage).names == ["name", "atMs"])
    }

    @Test func absentFieldsAndUnknownNamesAreTolerated() throws {
        let text = #"{"outcome": "abducted", "stages": [{"name": "teleport"}], "novelty": {"a": 1}}"#
        let transcript = try JSONDecoder().decode(HandshakeTranscript.self, from: Data(text.utf8))
        #expect(transcript.outcome.rawValue == "abducted")
        #expect(transcript.stages?.first?.name.rawValue == "teleport")
        let again = try JSONEncoder().encode(transcript)
        #expect(String(decoding: again, as: UTF8.self).contains("teleport"))
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(HandshakeTranscript.self, from: Data("{}".utf8))
        }
    }

    @Test func rawMessagesAreKeptOnRequest() throws {
        let raw = try #require(try transcript().rawMessages)
        #expect(raw.first?.direction == "sent")
        #expect(raw.first?.hex?.hasPrefix("01") == true)
        #expect(
            raw.map(\.type) == [
                "client_hello", "server_hello", "encrypted_extensions", "certificate", "certificate_verify",
                "finished", "finished",
            ])
        #expect(try transcript(.init(serverName: nil)).rawMessages == nil)
    }

    @Test func helloRetryIsAStageAndTheFirstHelloIsReported() throws {
        var script = PeerServer.Script()
        script.retries = true
        script.group = .secp256r1
        let transcript = try transcript(.init(serverName: nil, keyShares: [.x25519]), script)
        #expect(
            transcript.stages?.prefix(4).map(\.name.rawValue) == [
                "client-hello", "hello-retry", "client-hello", "server-hello",
            ])
        #expect(transcript.group == "secp256r1")
        #expect(transcript.outcome == .completed)
    }

    @Test func deviationIsAProtocolErrorWithItsPlace() throws {
        var script = PeerServer.Script()
        script.alter = { $0 == .finished ? Finished(verifyData: [1]).message.bytes : $1 }
        let transcript = try transcript(.init(serverName: nil), script)
        #expect(transcript.outcome == .protocolError)
        #expect(transcript.verified?.finished == "invalid")
        #expect(
            transcript.error
                == "verify_data is not that of this handshake (byte 4 of finished; decrypt_error)")
        #expect(transcript.alert?.name == "decrypt_error")
        #expect(transcript.alert?.direction == "sent")
    }

    @Test func alertOfTheServerIsTheOutcome() {
        var transcript = HandshakeTranscript(outcome: .stalled)
        transcript.record(.alertReceived(Alert(.unrecognizedName), isProtected: false), atMs: 3)
        #expect(transcript.outcome == .alert)
        #expect(transcript.alert?.name == "unrecognized_name")
        #expect(transcript.alert?.code == 112)
        #expect(transcript.stages == [HandshakeTranscript.Stage(.alert, atMs: 3)])
    }

    @Test func endOfTheStreamClosesAnUnfinishedHandshake() throws {
        var transcript = HandshakeTranscript(outcome: .stalled)
        transcript.record(.truncated(within: "3 bytes of a record"))
        #expect(transcript.outcome == .closed)
        #expect(transcript.error == "the stream ended after 3 bytes of a record")
        var finished = HandshakeTranscript(outcome: .completed)
        finished.record(.closedByPeer)
        #expect(finished.outcome == .completed)
        finished.record(.alertReceived(Alert(.internalError)))
        #expect(finished.outcome == .alert)
    }

    @Test func answerThatIsNoTLSIsKeptAsHex() {
        var transcript = HandshakeTranscript(outcome: .stalled)
        transcript.record(.notTLS(firstBytes: Array("HTTP".utf8)), atMs: nil)
        #expect(transcript.firstBytes == "48545450")
        #expect(transcript.outcome == .protocolError)
    }
}
