import ProbeKit
import TLSHandshake
import Testing

@testable import TLSPathProbes

/// What is said where a proxy stands on the way: the host is not blamed for what the proxy did.
struct ProxyWordsTests {
    private static func findings(_ transcript: HandshakeTranscript) -> [Finding] {
        Roster.tlsPath.examine(.measuring([transcript])).flatMap(\.findings)
    }

    @Test(arguments: [
        (
            HandshakeTranscript.atProxy(.proxyRefused, status: 403, "Forbidden"), "L3-REFUSED",
            "the proxy refuses the host (403 Forbidden)"
        ),
        (
            .atProxy(.proxyRefused, status: 502, "Bad Gateway"), "L3-REFUSED",
            "the proxy finds no way to the host (502 Bad Gateway)"
        ),
        (.atProxy(.reset), "L3-REFUSED", "the proxy cuts the connection off"),
        (.atProxy(.closed), "L3-REFUSED", "the proxy cuts the connection off"),
        (.atProxy(.protocolError), "L3-REFUSED", "the proxy does not answer as a proxy does"),
        (.atProxy(.refused), "L3-REFUSED", "the proxy refuses the connection"),
        (.atProxy(.stalled), "L3-UNREACHABLE", "the proxy does not answer"),
        (.atProxy(.unreachable), "L3-UNREACHABLE", "the proxy does not answer"),
        (.atProxy(.unresolved), "L3-UNRESOLVED", "the proxy's own name does not resolve"),
        (.atProxy(.proxyAuth, status: 407), "L3-PROXY-AUTH", "the proxy asks for a login"),
    ])
    func whatTheProxyDidIsSaidOfTheProxy(
        _ transcript: HandshakeTranscript, _ code: FindingCode, _ words: String
    ) throws {
        let findings = Self.findings(transcript)
        #expect(findings.map(\.code) == [code])
        #expect(try #require(findings.first).claim.brief.contains(words))
        #expect(try #require(findings.first).claim.detail.contains("The host itself was told nothing"))
    }

    @Test func aStallBehindAnOpenTunnelIsAStall() throws {
        let stalled = HandshakeTranscript.stalled(via: "ztna").throughProxy.with { $0.acked = true }
        let finding = try #require(Self.findings(stalled).first)
        #expect(finding.code == "L3-STALL")
        #expect(finding.claim.detail.contains("The proxy acknowledged the ClientHello"))
        #expect(!finding.claim.detail.contains("TCP acknowledged"))
    }

    /// The far end shows a made certificate; that is the reflector's, and never the host's.
    @Test func aReflectorsCertificateAccusesNobody() {
        let reflected = HandshakeTranscript.reflected().with {
            $0.trust?.status = "untrusted"
            $0.certificates = [
                .sample(
                    names: ["reflector.example"], issuer: "CN=reflector.example", days: 1...2, key: "P-256")
            ]
        }
        let codes = Roster.tlsPath.examine(.measuring([.completed(), reflected])).flatMap(\.findings).map(
            \.code)
        #expect(codes == [])
    }

    @Test func aMissedClientCertificateIsTheServersOwner() throws {
        let transcript = HandshakeTranscript.completed("mdm.example.com", trust: "public")
            .missingClientCertificate
        let findings = Self.findings(transcript)
        #expect(findings.map(\.code) == ["L3-CLIENT-CERT-REQUESTED"])
        #expect(findings.first?.severity == .high)
        #expect(findings.first?.remedy.owner == .mdm)
    }
}
