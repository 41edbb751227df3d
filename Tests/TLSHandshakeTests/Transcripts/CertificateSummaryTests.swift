import HandshakePeer
import TLSHandshake
import Testing

struct CertificateSummaryTests {
    private typealias Summary = HandshakeTranscript.CertificateSummary

    @Test func fieldsOfACertificateAreRead() throws {
        let summary = Summary(der: try PeerIdentity.ed25519().certificate)
        #expect(summary.subject == "CN=mdm.example.com")
        #expect(summary.issuer == "CN=Test Authority")
        #expect(summary.serial == "01ab")
        #expect(summary.notBefore == "2026-01-01T00:00:00Z")
        #expect(summary.notAfter == "2050-01-01T00:00:00Z")
        #expect(summary.names == ["mdm.example.com", "192.0.2.1"])
        #expect(summary.key == "Ed25519")
        #expect(summary.signature == "ecdsa-with-SHA256")
        #expect(summary.isCA == false)
        #expect(summary.scts == 0)
        #expect(summary.sha256?.count == 64)
        #expect(summary.spkiSHA256?.count == 64)
    }

    @Test func kindsOfKeysHaveTheirNames() throws {
        let keys = try [
            PeerIdentity.p256(), .p384(), .p521(), .rsa(), .strange(),
        ].map { Summary(der: $0.certificate).key }
        #expect(keys == ["P-256", "P-384", "P-521", "RSA 2048", "1.2.3.4.5"])
    }

    @Test func certificateOfRFC8448IsRead() throws {
        let message = try RFC8448Flight.messages()[1].decode(Certificate.self)
        let summary = Summary(der: try #require(message.entries.first).der)
        #expect(summary.subject == "CN=rsa")
        #expect(summary.key == "RSA 1024")
        #expect(summary.notBefore == "2016-07-30T01:23:59Z")
        #expect(summary.signature == "sha256WithRSAEncryption")
    }

    @Test func bytesThatAreNoCertificateHaveOnlyAHash() {
        let summary = Summary(der: [1, 2, 3])
        #expect(summary.sha256 == "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81")
        #expect(summary.subject == nil)
    }

    @Test func everyTruncationIsHarmless() throws {
        let der = try PeerIdentity.ed25519().certificate
        for length in 0..<der.count { #expect(Summary(der: Array(der.prefix(length))).subject == nil) }
    }

    @Test func namesKeepTheirOrderAndEscapeTheirSigns() {
        let two = TestCertificate.value(
            0x30,
            Array(TestCertificate.name("a, b").dropFirst(2)) + Array(TestCertificate.name("c").dropFirst(2)))
        #expect(DistinguishedName.text(der: two) == "CN=c,CN=a\\, b")
        #expect(DistinguishedName.text(der: TestCertificate.name("\u{1B}[2J")) == "CN=\\1b[2J")
        #expect(DistinguishedName.text(der: [0xFF, 0x01]) == "#ff01")
    }
}
