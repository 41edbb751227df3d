import CryptoExtras
import Testing
import X509

@testable import CertificateChains

@Suite struct UnfitnessTests {
    private let root: TestAuthority
    private let host = HostIdentity("mdm.example.test")

    init() throws { root = try TestAuthority("Example Root") }

    private func unfit(_ leaf: [UInt8], authority: TestAuthority? = nil) async throws -> [Unfitness] {
        await ChainTrust(anchors: [try (authority ?? root).der], publicRoots: .none)
            .judge(presented: [leaf], for: host, at: TestAuthority.now).unfit
    }

    @Test func aSoundLeafHasNoReason() async throws {
        #expect(try await unfit(try root.issue()) == [])
    }

    @Test func aCommonNameAloneIsNoName() async throws {
        let leaf = try root.issue(.init(withNames: false))
        #expect(try await unfit(leaf) == [.noSubjectAlternativeName])
        #expect(!host.matches(CertificateFacts(der: leaf)))
    }

    @Test func serverAuthenticationIsRequired() async throws {
        #expect(try await unfit(try root.issue(.init(withServerUsage: false))) == [.noServerAuthentication])
    }

    @Test(arguments: [(825, false), (826, true)])
    func theLongestValidityIs825Days(_ days: Int, _ tooLong: Bool) async throws {
        let leaf = try root.issue(.init(validFrom: -10, validTo: days - 10))
        #expect(try await unfit(leaf) == (tooLong ? [.validTooLong(days: days)] : []))
    }

    @Test func olderCertificatesMayLastLonger() async throws {
        let leaf = try root.issue(.init(validFrom: -3_000, validTo: 100, withServerUsage: false))
        #expect(try await unfit(leaf) == [])
    }

    @Test func shortRSAKeysAreNamed() async throws {
        let key = Certificate.PrivateKey(try _RSA.Signing.PrivateKey(unsafeKeySize: .init(bitCount: 1_024)))
        let reasons = try await unfit(try root.issue(.init(key: key)))
        #expect(reasons == [.shortKey(subject: "CN=mdm.example.test,O=Example Devices", bits: 1_024)])
    }

    @Test func outdatedDigestsAreNamed() async throws {
        let authority = try TestAuthority(
            "RSA Root", key: Certificate.PrivateKey(try _RSA.Signing.PrivateKey(keySize: .bits2048)))
        let leaf = try authority.issue(.init(algorithm: .sha1WithRSAEncryption))
        let reasons = try await unfit(leaf, authority: authority)
        #expect(
            reasons == [
                .outdatedSignature(
                    subject: "CN=mdm.example.test,O=Example Devices", algorithm: "sha1WithRSAEncryption")
            ])
    }
}
