import Testing

@testable import CertificateChains

@Suite struct HostIdentityTests {
    @Test(arguments: [
        ("mdm.example.test", "mdm.example.test", true),
        ("MDM.Example.Test.", "mdm.example.TEST", true),
        ("mdm.example.test", "example.test", false),
        ("mdm.example.test", "*.example.test", true),
        ("a.mdm.example.test", "*.example.test", false),
        ("example.test", "*.example.test", false),
        ("example.test", "*.test", false),
        ("mdm.example.test", "m*.example.test", false),
        ("mdm.example.test", "*.*.test", false),
        ("mdm.example.test", "*", false),
        ("mdm.example.test", "", false),
        ("", "", false),
        ("192.0.2.1", "192.0.2.1", false),
    ])
    func namesMatchLabelByLabel(_ host: String, _ pattern: String, _ matches: Bool) {
        var certificate = CertificateFacts(der: [])
        certificate.names = [.dns(pattern)]
        #expect(HostIdentity(host).matches(certificate) == matches)
    }

    @Test func addressesMatchOctets() {
        var certificate = CertificateFacts(der: [])
        certificate.names = [.ip([127, 0, 0, 1]), .ip(Array(repeating: 0, count: 15) + [1])]
        #expect(HostIdentity("127.0.0.1").matches(certificate))
        #expect(HostIdentity("[::1]").matches(certificate))
        #expect(!HostIdentity("127.0.0.2").matches(certificate))
        #expect(!HostIdentity("::ffff:127.0.0.1").matches(certificate))
    }

    @Test(arguments: [
        ("apple.com", true), ("iprofiles.apple.com", true), ("GDMF.Apple.com.", true),
        ("notapple.com", false), ("apple.com.example.test", false), ("17.0.0.1", false),
    ])
    func namesOfAppleAreKnown(_ host: String, _ isApple: Bool) {
        #expect(HostIdentity(host).isApple == isApple)
    }

    @Test(arguments: [
        ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("fe80::1%eth0", "fe80::1"), ("::ffff:192.0.2.1", "::ffff:c000:201"), ("192.0.2.255", "192.0.2.255"),
        ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"),
    ])
    func addressesAreReadAndWritten(_ text: String, _ canonical: String) {
        #expect(IPAddress(text)?.description == canonical)
    }

    @Test(arguments: [
        "", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "g::", "12345::", "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1", "01.2.3.4", "1.2.3.-4", "+1.2.3.4", "1.2.3.4::", "example.test", "::1:2:3:4:5:6:7:8",
    ])
    func whatIsNoAddressIsNone(_ text: String) {
        #expect(IPAddress(text) == nil)
    }
}
