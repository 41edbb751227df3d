import Casework
import Testing

@testable import CaseReading

struct ProfileTests {
    private func plist(_ body: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <plist version="1.0">\(body)</plist>
        """
    }

    @Test func fingerprintsAreFoundAtAnyDepth() throws {
        let body = """
            <dict>
              <key>PayloadType</key><string>Configuration</string>
              <key>PayloadIdentifier</key><string>com.example.supervision</string>
              <key>PayloadDisplayName</key><string>Supervision &amp; more</string>
              <key>PayloadContent</key><array><dict>
                <key>PayloadType</key><string>com.example.identity</string>
                <key>SupervisionIdentityFingerprint</key><string>SHA256:AA:BB</string>
                <key>Inner</key><dict><key>SupervisionIdentityFingerprint</key><data>qrs=</data></dict>
                <key>Count</key><integer>3</integer><key>When</key><date>2026-04-17T00:00:00Z</date>
              </dict></array>
              <key>IsSupervised</key><true/>
            </dict>
            """
        let profile = try #require(
            try CaseOnDisk("configuration-profile", "s.mobileconfig", plist(body)).read().profiles.first)
        #expect(
            profile.identifier == "com.example.supervision" && profile.displayName == "Supervision & more")
        #expect(profile.payloadTypes == ["Configuration", "com.example.identity"])
        #expect(
            profile.supervisionFingerprints == [Fingerprint("aabb"), Fingerprint("aabb")].compactMap { $0 })
        #expect(profile.isSupervised == true && profile.citation.sha256?.count == 64)
    }

    @Test(arguments: [
        ("not a plist", "no XML property list"), ("bplist00xyz", "binary"),
        ("-----BEGIN PKCS7-----", "CMS-signed"),
        ("<plist><array/></plist>", "dictionary"),
        ("<plist><dict><key>a</key></plist>", "no XML property list"),
    ])
    func otherFormsAreProblems(content: String, words: String) throws {
        let disk = try CaseOnDisk("configuration-profile", "s.mobileconfig", content)
        #expect(disk.refusal()?.reason.contains(words) == true, "\(disk.refusal()?.reason ?? "")")
    }

    @Test func deepNestingIsRefused() throws {
        let body = String(repeating: "<dict><key>a</key>", count: 50_000)
        let disk = try CaseOnDisk("configuration-profile", "s.mobileconfig", plist(body))
        #expect(disk.refusal()?.reason.contains("levels deep") == true)
    }

    @Test(arguments: [
        "<!-- </dict> -->", "<![CDATA[</dict>]]>", "<!DOCTYPE plist [<!ENTITY a \"b\">]>",
        "<dict a=\"</dict>\">",
    ])
    func hiddenMarkupDoesNotHideNesting(trick: String) throws {
        let body = String(repeating: "<dict><key>a</key>\(trick)", count: 50_000)
        let disk = try CaseOnDisk("configuration-profile", "s.mobileconfig", plist(body))
        #expect(disk.refusal() != nil)
    }

    @Test func charactersAreDecoded() throws {
        let text = "a &lt;&#233;&#xE9;&gt; <![CDATA[<&>]]><!-- no --> &quot;&apos;"
        let body = "<dict><key>PayloadIdentifier</key><string>\(text)</string><key>E</key><array/></dict>"
        let evidence = try CaseOnDisk("configuration-profile", "s.mobileconfig", plist(body)).read()
        #expect(evidence.profiles.first?.identifier == "a <éé> <&> \"'")
    }

    @Test func certificatesAreKeptAsTheyAre() throws {
        let pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
        let evidence = try CaseOnDisk("certificate", "c.pem", pem, more: "role: supervision-identity").read()
        #expect(evidence.certificates.map(\.bytes) == [Array(pem.utf8)])
        #expect(evidence.certificates.first?.role == .supervisionIdentity)
        #expect(evidence.supplied == [Supply(.certificate, .supervisionIdentity)])
    }

    @Test func aCertificateFileBeyondTheLimitIsAProblem() throws {
        var limits = ReadingLimits()
        limits.documentBytes = 10
        let disk = try CaseOnDisk("certificate", "c.pem", String(repeating: "x", count: 100))
        #expect(disk.refusal(limits: limits)?.reason.contains("larger than 10 bytes") == true)
    }
}
