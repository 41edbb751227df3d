import TLSHandshake
import Testing

struct ExtensionRoundTripTests {
    /// Checks that the content comes back, that each shorter form is refused, and so is a longer one.
    private func check<Content: HelloExtension>(_ content: Content, isFree: Bool = false) throws {
        let raw = content.raw
        #expect(try raw.decode(Content.self) == content)
        for length in 0..<raw.data.count {
            let short = RawExtension(type: raw.type, data: Array(raw.data.prefix(length)))
            #expect(throws: WireError.self) { try short.decode(Content.self) }
        }
        let long = RawExtension(type: raw.type, data: raw.data + [0])
        #expect(throws: WireError.self) { try long.decode(Content.self) }
    }

    @Test func everyExtensionComesBackUnchanged() throws {
        let share = KeyShareEntry(group: .x25519, keyExchange: [1, 2, 3])
        try check(ServerName(hostName: "mdm.example.com"))
        try check(SupportedGroups([.x25519, NamedGroup(rawValue: 0xEEEE)]))
        try check(SignatureAlgorithms([.ed25519, .rsaPSSPSSSHA512]))
        try check(OfferedVersions([.tls13, .tls12]))
        try check(SelectedVersion(.tls13))
        try check(OfferedKeyShares([share, share]))
        try check(SelectedKeyShare(share))
        try check(RequestedGroup(.secp256r1))
        try check(ApplicationProtocols(["h2", "http/1.1"]))
        try check(PSKKeyExchangeModes([PSKKeyExchangeModes.pskWithECDHE]))
        try check(Cookie([1, 2, 3]))
        try check(
            OfferedPreSharedKeys(
                identities: [.init(identity: [1, 2], obfuscatedTicketAge: 3)],
                binders: [[UInt8](repeating: 4, count: 32)]))
        try check(SelectedPreSharedKey(1))
        try check(CertificateStatusRequest(responderIDs: [1], requestExtensions: [2]))
        try check(CertificateStatus(response: [1, 2, 3]))
        try check(SignedCertificateTimestamps([[1], [2, 3]]))
        try check(ECPointFormats([0]))
        try check(CertificateAuthorities([[0x30, 0x00], [0x30, 0x01, 0x02]]))
    }

    @Test func errorsSayWhatAndWhere() throws {
        let raw = RawExtension(type: .serverName, data: [0, 5, 7, 0, 2, 0x61, 0x62], offset: 100)
        let error = #expect(throws: WireError.self) { try raw.decode(ServerName.self) }
        #expect(error?.description == "name_type at byte 102: expected host_name (0), found 7")
        #expect(error?.alert == .decodeError)
    }

    @Test func unknownCodePointsSurviveAndPrintAsHex() {
        #expect(CipherSuite(rawValue: 0x1399).description == "0x1399")
        #expect(HandshakeType(rawValue: 99).description == "0x63")
        #expect(CipherSuite.aes128GCMSHA256.description == "TLS_AES_128_GCM_SHA256")
        #expect(AlertDescription(rawValue: 112) == .unrecognizedName)
        #expect(ProtocolVersion.tls13.description == "TLSv1.3")
    }

    @Test func vectorTooLongForItsLengthIsCut() {
        var writer = WireWriter()
        writer.writeVector(prefix: 1, [UInt8](repeating: 7, count: 300))
        #expect(writer.bytes.count == 256)
        #expect(writer.bytes.first == 255)
    }
}
