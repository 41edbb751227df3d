import Foundation
import SwiftASN1
import Testing
import X509

@testable import CertificateChains

@Suite struct CertificateFactsTests {
    @Test func everyFieldIsRead() throws {
        let root = try TestAuthority("Example Root")
        let der = try root.issue(
            .init(
                names: ["mdm.example.test", "*.example.test"], addresses: [[192, 0, 2, 7]],
                unit: "Supervision, North", issuerLocation: "http://pki.example.test/root.cer"))
        let facts = CertificateFacts(der: der)
        #expect(facts.problem == nil)
        #expect(facts.subject.text == "CN=mdm.example.test,OU=Supervision\\, North,O=Example Devices")
        #expect(facts.subject.organisationalUnit == "Supervision, North")
        #expect(facts.issuer.text == "CN=Example Root,O=Example Trust")
        #expect(facts.notBefore?.rfc3339 == "2026-04-07T12:00:00Z")
        #expect(facts.notAfter?.rfc3339 == "2026-07-06T12:00:00Z")
        #expect(facts.names.map(\.description) == ["mdm.example.test", "*.example.test", "192.0.2.7"])
        #expect(facts.key.text == "EC P-256")
        #expect(facts.signature == "ecdsa-with-SHA256")
        #expect(facts.extendedKeyUsages == ["1.3.6.1.5.5.7.3.1"])
        #expect(facts.issuerLocations == ["http://pki.example.test/root.cer"])
        #expect(!facts.isCA)
        #expect(CertificateFacts(der: try root.der).isCA)
        #expect(CertificateFacts(der: try root.der).isSelfIssued)
        #expect(facts.sha256 == Fingerprint.sha256(der))
    }

    @Test func theSerialNumberHasNoSignOctet() throws {
        let root = try TestAuthority("Example Root")
        let certificate = try Certificate(derEncoded: root.issue())
        let expected = Fingerprint.hex(certificate.serialNumber.bytes.drop { $0 == 0 })
        #expect(CertificateFacts(der: try certificate.derBytes).serial == expected)
    }

    @Test func aTruncatedCertificateSaysSo() throws {
        let der = Array(try TestAuthority("Example Root").der.dropLast())
        let facts = CertificateFacts(der: der)
        #expect(facts.sha256 == Fingerprint.sha256(der))
        #expect(facts.problem?.hasPrefix("certificate, certificate at byte 0: not DER") == true)
    }

    @Test func aBrokenDateKeepsTheOtherFields() throws {
        var der = try TestAuthority("Example Root").issue()
        let date = Array("260407120000Z".utf8)
        let start = try #require(der.indices.first { der[$0...].starts(with: date) })
        der[start] = UInt8(ascii: "x")
        let facts = CertificateFacts(der: der)
        #expect(facts.problem?.contains("notBefore at byte \(start - 2)") == true)
        #expect(facts.names.map(\.description) == ["mdm.example.test"])
        #expect(facts.notAfter == nil)
    }

    @Test func oversizedInputIsRefused() {
        let facts = CertificateFacts(der: Array(repeating: 0x30, count: CertificateReader.byteLimit + 1))
        #expect(facts.problem?.contains("more than the 1048576") == true)
    }

    @Test func timesAreWrittenForEveryYear() {
        #expect(CertificateTime(secondsSince1970: 0).rfc3339 == "1970-01-01T00:00:00Z")
        #expect(CertificateTime(secondsSince1970: 951_782_399).rfc3339 == "2000-02-28T23:59:59Z")
        #expect(CertificateTime(secondsSince1970: 951_782_400).rfc3339 == "2000-02-29T00:00:00Z")
        #expect(CertificateTime(secondsSince1970: 253_402_300_799).rfc3339 == "9999-12-31T23:59:59Z")
        #expect(CertificateTime(secondsSince1970: -62_167_219_200).rfc3339 == "0000-01-01T00:00:00Z")
        #expect(CertificateTime(secondsSince1970: .max).rfc3339 == "@9223372036854775807")
        let leap = CertificateTime(year: 2024, month: 2, day: 29, hours: 1, minutes: 2, seconds: 3)
        #expect(leap?.rfc3339 == "2024-02-29T01:02:03Z")
    }

    @Test func namesOfOtherStringTypesBecomeText() throws {
        let bmp = try DER.parse([0x1E, 0x04, 0x00, 0x41, 0x00, 0xE9])
        #expect(DirectoryNameReader.text(bmp) == "Aé")
        let teletex = try DER.parse([0x14, 0x02, 0x41, 0xE9])
        #expect(DirectoryNameReader.text(teletex) == "Aé")
        let number = try DER.parse([0x02, 0x01, 0x05])
        #expect(DirectoryNameReader.text(number) == "#020105")
    }

    @Test func mutatedCertificatesNeverTrap() async throws {
        let root = try TestAuthority("Example Root")
        let sound = try root.issue(.init(addresses: [[192, 0, 2, 7]], unit: "U"))
        let trust = ChainTrust(anchors: [try root.der], publicRoots: .none)
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<3_000 {
            var der = sound
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                der[Int.random(in: 0..<der.count, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            let verdict = await trust.judge(
                presented: [der], for: HostIdentity("mdm.example.test"), at: TestAuthority.now)
            // One flipped bit anywhere breaks the signature or the encoding.
            #expect(verdict.status != .expected || der == sound)
        }
    }
}

/// A generator that gives the same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
