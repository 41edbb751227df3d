import Testing

@testable import CertificateChains

@Suite struct InspectionProductTests {
    @Test(arguments: [
        (
            "CN=Zscaler Intermediate Root CA (zscalertwo.net),OU=Zscaler Inc.,O=Zscaler Inc.,C=US",
            "Zscaler ZIA"
        ),
        ("CN=Zscaler Intermediate Root CA (zscalerthree.net) (t) ,O=Example", "Zscaler ZIA"),
        ("CN=Gateway CA - Cloudflare Managed G1 0123456789abcdef,O=Cloudflare\\, Inc.", "Cloudflare Gateway"),
        ("CN=ca.example.eu.goskope.com,O=Example", "Netskope"), ("O=Netskope Inc", "Netskope"),
        ("CN=FGT60ETK18012345,OU=Certificate Authority,O=Fortinet,L=Sunnyvale", "FortiGate"),
        ("CN=Cisco Umbrella Secondary SubCA ams-SG,O=Cisco", "Cisco Umbrella"),
        ("CN=mitmproxy,O=mitmproxy", "mitmproxy"), ("CN=DO_NOT_TRUST_FiddlerRoot", "Fiddler"),
        ("CN=Charles Proxy CA (1 Jan 2026\\, host),OU=https://charlesproxy.com/ssl", "Charles"),
        ("CN=OWASP Zed Attack Proxy Root CA", "OWASP ZAP"), ("CN=Avast Web/Mail Shield Root", "Avast or AVG"),
        ("O=Check Point Software Technologies Ltd.,CN=Firewall", "Check Point"),
        ("O=Securly\\, Inc.,CN=*.securly.com", "Securly"),
        ("CN=Palo Alto Forward Trust", "Palo Alto Networks"),
    ])
    func recognised(_ issuer: String, _ product: String) {
        #expect(InspectionProduct.recognise(issuerTexts: [issuer])?.name == product)
    }

    @Test(arguments: [
        "CN=Example Root,O=Example", "O=Insecurly", "CN=Checkpoints of Interest CA", "CN=We check points,O=X",
        "CN=FG123", "CN=FGaaaaaaaaaaaa", "CN=mitmproxy.example.test,O=Example",
        "CN=Apple Root CA,O=Apple Inc.",
        "CN=DigiCert Global Root G2,OU=www.digicert.com,O=DigiCert Inc", "O=Fortinet", "CN=iBossa", "garbage",
        "",
        "O=Zscaler Incubator",
    ])
    func notRecognised(_ issuer: String) {
        #expect(InspectionProduct.recognise(issuerTexts: [issuer]) == nil)
    }

    @Test func theSurestNameWins() {
        let issuers = ["CN=Prisma Decrypt,O=Example", "CN=Sophos CA", "CN=mitmproxy,O=mitmproxy"]
        #expect(InspectionProduct.recognise(issuerTexts: issuers)?.confidence == .high)
        #expect(InspectionProduct.recognise(issuerTexts: Array(issuers.prefix(2)))?.confidence == .medium)
        #expect(InspectionProduct.recognise(issuerTexts: Array(issuers.prefix(1)))?.confidence == .low)
    }

    @Test func everyRowIsUnique() {
        let table = InspectionProduct.table
        #expect(Set(table.map(\.id)).count == table.count)
        #expect(Set(table.map(\.name)).count == table.count)
        for row in table { #expect(InspectionProduct.named(row.name) == row) }
    }

    @Test(arguments: [
        "CN=a,O=b,C=US", "CN=Acme\\, Inc.+OU=x,O=y", "CN=\\ edge\\ ", "CN=a\\\\,O=\\+1", "1.2.3.4=v,CN=\\0a",
        "O=Müller & Söhne",
    ])
    func namesSurviveTheirText(_ text: String) throws {
        let name = try #require(DirectoryName(text: text))
        #expect(name.text == text)
    }

    @Test(arguments: ["", "novalue", "=x", ",", "CN"])
    func noName(_ text: String) { #expect(DirectoryName(text: text) == nil) }
}
