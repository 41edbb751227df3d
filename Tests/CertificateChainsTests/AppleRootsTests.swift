import SwiftASN1
import Testing
import X509

@testable import CertificateChains

/// The roots that are shipped as data.
@Suite struct AppleRootsTests {
    @Test func everyCertificateHasItsFingerprintAndName() throws {
        let table = AppleRootCertificates.table
        #expect(AppleRoots.certificates.count == table.count)
        #expect(AppleRoots.names.count == 7)
        for (row, der) in zip(table, AppleRoots.certificates) {
            let facts = CertificateFacts(der: der)
            #expect(facts.sha256 == row.sha256)
            #expect(facts.subject.commonName == row.name)
            #expect(facts.subject.organisation == "Apple Inc.")
            #expect(facts.isCA)
            #expect(facts.problem == nil)
        }
    }

    @Test func everyRootSignedItself() throws {
        for der in AppleRoots.certificates {
            let certificate = try Certificate(derEncoded: der)
            #expect(certificate.hasSigned(certificate))
        }
        #expect(AppleRoots.anchors.count == 7)
    }

    @Test func aChainOfApplesOwnNeedsNoStore() async {
        let verdict = await ChainTrust(publicRoots: .none).judge(
            presented: [RealAppleChains.gsaLeaf, RealAppleChains.serverAuthentication],
            for: HostIdentity("gsa.apple.com"), at: CertificateTime(secondsSince1970: 1_550_000_000))
        #expect(verdict.status == .expected)
        #expect(verdict.anchorKind == .apple)
        #expect(verdict.path.count == 3)
        #expect(verdict.path.last?.subject.commonName == "Apple Root CA")
        #expect(verdict.leafValidity == .valid)
    }

    @Test func aCallersAnchorComesFirst() async {
        let root = AppleRoots.certificates[0]
        let verdict = await ChainTrust(anchors: [root], publicRoots: .none).judge(
            presented: [RealAppleChains.gsaLeaf, RealAppleChains.serverAuthentication],
            for: HostIdentity("gsa.apple.com"), at: TestAuthority.now)
        #expect(verdict.anchorKind == .given)
        #expect(verdict.leafValidity == .expired)
    }

    @Test func theNameOfAnAppleRootAloneIsACounterfeit() async throws {
        let fake = try TestAuthority("Apple Root CA", organisation: "Apple Inc.")
        let leaf = try fake.issue(TestAuthority.Wish(names: ["mdmenrollment.apple.com"]))
        let verdict = await ChainTrust(publicRoots: PublicRoots(certificates: [RealAppleChains.publicRoot]))
            .judge(
                presented: [leaf, try fake.der], for: HostIdentity("mdmenrollment.apple.com"),
                at: TestAuthority.now)
        #expect(verdict.status == .intercepted)
    }
}
