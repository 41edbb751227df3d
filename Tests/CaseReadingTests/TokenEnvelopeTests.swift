import Casework
import Testing

@testable import CaseReading

/// Encrypted server tokens, as far as their outside goes.
struct TokenEnvelopeTests {
    private static let token = """
        MIME-Version: 1.0
        Content-Disposition: attachment; filename="smime.p7m"
        Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"
        Content-Transfer-Encoding: base64

        MIAGCSqGSIb3DQEHA6CAMIACAQAxgbYwgbMCAQAwHDAUMRIwEAYDVQQDDAltZG0g
        dG9rZW4CBAobLD0wDQYJKoZIhvcNAQEBBQAEgYAPlT9Ymf7UrrldvfaF98jcsN54
        ajsuM1ZJW4sZ5ECD9ndreQ/uAvxDmx7fRzcY8mkGPm5kSeAYiY902re8pqvrmt7z
        tZ8SQ1BsD9s1sjOckiuh3JnQemKVWNM2vD5TV5KBZ/aXlg+zoWRjQo4S3lOzs4cF
        sVuiZoTQJ0NCs/NGMzCABgkqhkiG9w0BBwEwHQYJYIZIAWUDBAECBBAUiXT0Io/F
        akBl6BULoPawoIAEEPztaecvMt1rJ80Tb4A8Q0sEEOlARHXx+V8Xow/fSC4s9gcA
        AAAAAAAAAAAA

        """
    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIB9DCCAV2gAwIBAgIEChssPTANBgkqhkiG9w0BAQsFADAUMRIwEAYDVQQDDAlt
        ZG0gdG9rZW4wHhcNMjYxMTIxMTAyMDMwWhcNMzYxMTE4MTAyMDMwWjAUMRIwEAYD
        VQQDDAltZG0gdG9rZW4wgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGBALOliqAX
        GNU4WGrgAaLuDkNlKUeb0t1KLZQpYB6HeEyH6MV1QthE4sCLNQ0+HTJuRiW9sfgp
        HLeGOsP16ztmdILG77Fb1KRSVcBEVXss/mgYizq5dZfjRafumX1vHBMKwFbm4f3z
        40X9rqbpXNmTrOK7g1ySgO9yDwlLV2e3UYVhAgMBAAGjUzBRMB0GA1UdDgQWBBSr
        8fkAKBPx1buC6kefaFnVnmGl8TAfBgNVHSMEGDAWgBSr8fkAKBPx1buC6kefaFnV
        nmGl8TAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4GBABv68sA6mgf9
        AHNA6J0nAlV1ApbMKFuaPKZg8Ra7QOMPRnUG5BeFh0oNyxnAGgwaH7rcjV4m0U5A
        cBcCdSsZGaDqo+adI8Ym9kxDFAwxWTmyWZJsQOD+YWdBukYgzwHl6yhzosnu8m2z
        7yErLVsfQfcsQ3JKe+jARNaqoRVwrQBS
        -----END CERTIFICATE-----
        """
    /// Another key of the same name.
    private static let stranger = """
        -----BEGIN CERTIFICATE-----
        MIIB9DCCAV2gAwIBAgIEChssPjANBgkqhkiG9w0BAQsFADAUMRIwEAYDVQQDDAlt
        ZG0gdG9rZW4wHhcNMjYxMTIxMTAyMDMwWhcNMzYxMTE4MTAyMDMwWjAUMRIwEAYD
        VQQDDAltZG0gdG9rZW4wgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGBAKmqYGEQ
        7zxQCDhLXwQ04Anf1JBK3jdylTluE/zWdUz2MGRysQIcOO1Dm0OC3nJ9TVztWfZk
        IEsNBWWo95zVg8sbyTZApNK53RSxyGDTDcRIrciMBFOE5Et5KgaSpVmNbHffdcez
        vTFrBvLlT4zQe8vyWihvBUcZVwEEq/MZ9pJPAgMBAAGjUzBRMB0GA1UdDgQWBBRP
        ugeGCzRoz6m4pUZqQ4OcMfbeqjAfBgNVHSMEGDAWgBRPugeGCzRoz6m4pUZqQ4Oc
        MfbeqjAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4GBAEnyQMhT2pCg
        YIvj0CObvrmVW9EFzDA/sRjc8c6sHpooMxdeGN/xq/41d1hVciYOFF6hbY/5mPM/
        Lr7Fw/uKI7UDdioOKE/Qn1wrC2W9PqXqHpNloBfVnJxJVKrO8j5gBKoWJQ3qRzUn
        IzxZ0Ps933KbD6AojHf5TZBNU0KBeRug
        -----END CERTIFICATE-----
        """

    private func envelope(_ content: String) throws -> TokenEnvelope.Standing? {
        try CaseOnDisk("server-token", "t_smime.p7m", content).read().envelopes.first?.standing
    }

    private func recipient(_ content: String) throws -> IssuerAndSerial? {
        guard case .readable(let names)? = try envelope(content) else { return nil }
        return names.first
    }

    @Test func theRecipientOfAStreamedTokenIsRead() throws {
        let found = try #require(try recipient(Self.token))
        #expect(found == IssuerAndSerial(certificate: Array(Self.certificate.utf8)))
        #expect(found != IssuerAndSerial(certificate: Array(Self.stranger.utf8)))
        #expect(found.text == "mdm token, serial 0A1B2C3D")
    }

    @Test func lineEndsAndMissingHeadersAreForgiven() throws {
        #expect(try recipient(Self.token.replacing("\n", with: "\r\n")) != nil)
        let body = Self.token.split(separator: "\n").filter { !$0.contains(":") }.joined(separator: "\n")
        #expect(try recipient(body) != nil)
        #expect(try recipient("-----BEGIN CMS-----\n\(body)\n-----END CMS-----\n") != nil)
    }

    @Test func theBytesThemselvesAreReadToo() throws {
        let body = Self.token.split(separator: "\n").filter { !$0.contains(":") }.joined()
        let bytes = try #require(Base64.bytes(body))
        let disk = CaseOnDisk()
        try disk.write("t.p7m", bytes: bytes)
        try disk.caseFile("evidence: [{kind: server-token, file: t.p7m}]")
        guard case .readable(let names)? = try disk.read().envelopes.first?.standing else {
            Issue.record("expected a token")
            return
        }
        #expect(names.count == 1)
    }

    @Test func whatIsNoTokenSaysWhy() throws {
        let cut = String(Self.token.prefix(Self.token.count * 2 / 3))
        for content in [cut, "Content-Type: application/pkcs7-mime\n\nMIIB\n", "MIAGCSq*"] {
            guard case .unreadable(let reason)? = try envelope(content) else {
                Issue.record("expected no token: \(content.prefix(40))")
                continue
            }
            #expect(!reason.isEmpty)
        }
    }

    @Test func everyCutIsSurvived() {
        let bytes = Array(Self.token.utf8)
        for count in stride(from: 0, to: bytes.count, by: 7) {
            if case .readable = ServerTokenFileReader.standing(of: Array(bytes.prefix(count))) {
                #expect(count > bytes.count - 16, "cut at \(count)")
            }
        }
        #expect(IssuerAndSerial(certificate: []) == nil && IssuerAndSerial(certificate: [0x30, 0x80]) == nil)
    }

    @Test func nestingAndLengthsAreBounded() {
        let deep = (0..<4000).map { UInt8($0 % 2 == 0 ? 0x30 : 0x80) }
        #expect(BERElement(deep, at: 0, below: deep.count) == nil)
        #expect(BERElement([0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0], at: 0, below: 7) == nil)
        #expect(BERElement([0x30, 0x85, 1, 1, 1, 1, 1], at: 0, below: 7) == nil)
        #expect(BERElement([0x30], at: 0, below: 1) == nil && BERElement([], at: 0, below: 0) == nil)
        #expect(BERElement([0x1F, 0x01, 0x00], at: 0, below: 3) == nil)
        #expect(BERElement([0x02, 0x01, 0x05], at: 0, below: 3)?.end == 3)
    }

    @Test func theDecryptedFormIsReadAsBefore() throws {
        let evidence = try CaseOnDisk(
            "server-token", "t.json", #"{"access_token_expiry":"2027-04-01T00:00:00Z"}"#
        ).read()
        #expect(evidence.tokens.count == 1 && evidence.envelopes == [])
    }
}
