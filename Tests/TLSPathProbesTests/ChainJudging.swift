import CaseReading
import Casework
import CertificateChains
import ProbeKit
import TLSHandshake
import Testing

@testable import TLSPathProbes

@Suite struct ChainJudging {
    static let leaf =
        "MIIByTCCAW6gAwIBAgIUKrSK1OWkh4edOXu4xJew1Ku/6e8wCgYIKoZIzj0EAwIwMTEVMBMGA1UECgwMWnNjYWxlciBJbmMuMRgwFgYDVQQDDA9ac2NhbGVyIFJvb3QgQ0EwHhcNMjYxMTIxMDM1MzEwWhcNMjcwMjE5MDM1MzEwWjAeMRwwGgYDVQQDDBNpcHJvZmlsZXMuYXBwbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEGhkrSoG0bLTyVTDx5tU5YYcN6oNW/Cqhe/Hc0qx76iVw1dETSDX8RjmIpmJdwDnoevB5MshYmAsChkgqLMMJE6N3MHUwHgYDVR0RBBcwFYITaXByb2ZpbGVzLmFwcGxlLmNvbTATBgNVHSUEDDAKBggrBgEFBQcDATAdBgNVHQ4EFgQUNKHXjNOr7RK37KqUn9rx9GL9mrMwHwYDVR0jBBgwFoAUirtFfcmjMqIEPEV5zGQJ6J4twMgwCgYIKoZIzj0EAwIDSQAwRgIhAM/zqxXk3CnxUdHBVSusEwtCO4yAwVca5pcXmCv4kSQ8AiEA23gO8/bMgx15lg7TegCS/cpA//fDdaXy8fyJjIILKY8="
    static let root =
        "MIIBtTCCAVygAwIBAgITGBhVrR1vdHQmNlQ63KzWhH3hyTAKBggqhkjOPQQDAjAxMRUwEwYDVQQKDAxac2NhbGVyIEluYy4xGDAWBgNVBAMMD1pzY2FsZXIgUm9vdCBDQTAeFw0yNjExMjEwMzUzMTBaFw0zNjExMTgwMzUzMTBaMDExFTATBgNVBAoMDFpzY2FsZXIgSW5jLjEYMBYGA1UEAwwPWnNjYWxlciBSb290IENBMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAETLNwqWWaR7aYpFaPxsnVtGTZW7SH07GUwx8hGqIOt7qPs0ZQL7twFKWQMxW2FY1ETee4vGHQ8EO19KJe6vcS0qNTMFEwHQYDVR0OBBYEFIq7RX3JozKiBDxFecxkCeieLcDIMB8GA1UdIwQYMBaAFIq7RX3JozKiBDxFecxkCeieLcDIMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgDdKiZKxLyezJPz1pkwoQVO0lC5x8pBGFqAOUkD8kpBECIE515ScHnZHGSiqHjoEvKxBo7sbOKRsoOXz3NNQiF5V/"

    static func facts(_ certificates: [String?]) -> PathFacts {
        var transcript = HandshakeTranscript.completed(via: "ztna", trust: "expected")
        transcript.startedAt = "2026-11-21T03:53:10Z"
        transcript.certificates = certificates.map {
            var summary = HandshakeTranscript.CertificateSummary()
            summary.der = $0
            return summary
        }
        return .measuring([transcript])
    }

    static let somePublicRoots = PublicRoots(certificates: [other])
    static let other: [UInt8] = {
        (try? PEMFile(Array(pem.utf8)))?.certificates.first ?? []
    }()
    static let pem = """
        -----BEGIN CERTIFICATE-----
        MIIBdDCCARugAwIBAgIUf2HVmyxVSKn6s07vDpeCth9sT4EwCgYIKoZIzj0EAwIw
        EDEOMAwGA1UEAwwFT3RoZXIwHhcNMjYxMTIxMDM1MzEwWhcNMzYxMTE4MDM1MzEw
        WjAQMQ4wDAYDVQQDDAVPdGhlcjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCCW
        NUn5fFWTEqiYZPZP00v/9BOIRt2KPcRCEwcwOfKb1/8ofDk9kGrJf9jR3NA0MSoq
        OCCyhMc/bwRKCTkT8+ajUzBRMB0GA1UdDgQWBBSJvSqzqHLQ3THz71ius670fmvZ
        cDAfBgNVHSMEGDAWgBSJvSqzqHLQ3THz71ius670fmvZcDAPBgNVHRMBAf8EBTAD
        AQH/MAoGCCqGSM49BAMCA0cAMEQCIGcrQk+fdQzXxK505LJMjxe6pSmEw5Esxdra
        ZpB2+Qq7AiA4hjeNTbodLjb/4ru954tHNaUtlP4wUr5cLPyxPN00lw==
        -----END CERTIFICATE-----
        """

    @Test func certificatesSpeakLouderThanTheRecordedVerdict() async {
        var facts = Self.facts([Self.leaf, Self.root])
        await facts.judgeChains(anchors: [], publicRoots: Self.somePublicRoots)
        #expect(facts.handshakes.first?.chain?.status == .intercepted)
        #expect(facts.handshakes.first?.chain?.product == "Zscaler ZIA")
        #expect(facts.handshakes.first?.chain?.namesHost == true)
        let codes = Roster.tlsPath.examine(facts).flatMap(\.findings).map(\.code)
        #expect(codes == ["L3-INTERCEPTED", "L3-PIN-VIOLATED"])
    }

    @Test func aCasesAnchorMakesTheChainExpected() async {
        var facts = Self.facts([Self.leaf, Self.root])
        let bytes = facts.handshakes[0].presentedCertificates[1]
        let anchor = CertificateFile(role: nil, bytes: bytes, citation: Citation(file: "trust/root.der"))
        await facts.judgeChains(anchors: [anchor], publicRoots: .none)
        #expect(facts.handshakes.first?.chain?.status == .expected)
        // The host is pinned: the root of a known product in the case does not change what devices refuse.
        let codes = Roster.tlsPath.examine(facts).flatMap(\.findings).map(\.code)
        #expect(codes == ["L3-PIN-VIOLATED"])
    }

    @Test func aStapleSpeaksLouderThanWhatWasRecordedOfIt() async {
        // 30 03 0a 01 03 is the response "tryLater", which accuses nobody; the others are no responses.
        for (staple, verified, isBad) in [
            ("MAMKAQM=", "no answer: tryLater", false), ("MAA=", "unreadable: ", true),
            ("AAAA", "unreadable: ", true),
        ] {
            var facts = Self.facts([Self.leaf, Self.root])
            facts.handshakes[0].transcript.ocsp = HandshakeTranscript.OCSP()
            facts.handshakes[0].transcript.ocsp?.stapled = true
            facts.handshakes[0].transcript.ocsp?.status = "good"
            facts.handshakes[0].transcript.ocsp?.verified = "valid"
            facts.handshakes[0].transcript.ocsp?.der = staple
            await facts.judgeChains(anchors: [], publicRoots: Self.somePublicRoots)
            #expect(facts.handshakes[0].transcript.ocsp?.verified?.hasPrefix(verified) == true)
            let codes = Roster.tlsPath.examine(facts).flatMap(\.findings).map(\.code)
            #expect(codes.contains("L3-OCSP-BAD") == isBad)
        }
    }

    @Test func withoutAStoreNobodyIsAccusedAndTheRecordStays() async {
        var facts = Self.facts([Self.leaf, Self.root])
        facts.handshakes[0].chain?.product = nil
        await facts.judgeChains(anchors: [], publicRoots: .unread)
        #expect(facts.handshakes.first?.chain?.status == .expected)
    }

    @Test func aHoleInTheBytesLeavesTheRecordedVerdict() async {
        for certificates in [[Self.leaf, nil], [nil], ["!", Self.root], []] {
            var facts = Self.facts(certificates)
            await facts.judgeChains(anchors: [], publicRoots: Self.somePublicRoots)
            #expect(facts.handshakes.first?.chain?.status == .expected)
        }
    }
}
