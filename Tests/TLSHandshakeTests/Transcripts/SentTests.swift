import TLSHandshake
import Testing

/// What a transcript says of the ClientHello.
struct SentTests {
    private func sent(
        _ template: ClientHelloTemplate, limit: Int = RecordLimits.plaintext
    ) throws -> HandshakeTranscript.Sent {
        let configuration = ClientHandshake.Configuration(
            serverName: "mdmenrollment.apple.com", alpn: ["h2", "http/1.1"], template: template,
            clientHelloFragmentLimit: limit)
        var client = ClientHandshake(configuration, entropy: .fresh())
        var transcript = HandshakeTranscript(of: configuration, startedAt: nil)
        for event in client.start().events { transcript.record(event, atMs: nil) }
        #expect(transcript.template == template.name)
        return try #require(transcript.sent)
    }

    @Test func everyListIsInWireOrder() throws {
        let sent = try sent(.apple26.withoutGREASE)
        #expect(sent.versions == ["TLSv1.3", "TLSv1.2"])
        #expect(sent.keyShares == ["X25519MLKEM768", "x25519"])
        #expect(sent.groups == ["X25519MLKEM768", "x25519", "secp256r1", "secp384r1", "secp521r1"])
        #expect(sent.signatureSchemes?.prefix(2) == ["ecdsa_secp256r1_sha256", "rsa_pss_rsae_sha256"])
        #expect(sent.signatureSchemes?.count == 10)
        #expect(
            sent.extensions == [
                "server_name", "extended_master_secret", "renegotiation_info", "supported_groups",
                "ec_point_formats", "application_layer_protocol_negotiation", "status_request",
                "signature_algorithms", "signed_certificate_timestamp", "key_share",
                "psk_key_exchange_modes", "supported_versions", "compress_certificate",
            ])
        #expect(sent.psk == false)
        #expect(sent.records == 1)
    }

    /// GREASE has no name: it stands as the number that was sent.
    @Test func greaseIsWrittenAsANumber() throws {
        let first = try #require(try sent(.apple26).extensions?.first)
        #expect(first.hasPrefix("0x"))
        #expect(first.hasSuffix("A"))
    }

    @Test(arguments: [(1541, 1), (1540, 2), (1000, 2), (1, 1541), (0, 1541), (1 << 20, 1)])
    func recordsAreCounted(limit: Int, records: Int) throws {
        let sent = try sent(.apple26, limit: limit)
        #expect(sent.records == records)
        #expect(sent.bytes == 1541 + 5 * records)
    }

    @Test func olderHelloHasNoVersionsAndNoShares() throws {
        let sent = try sent(.apple26.limitedToTLS12)
        #expect(sent.versions == [])
        #expect(sent.keyShares == [])
    }
}
