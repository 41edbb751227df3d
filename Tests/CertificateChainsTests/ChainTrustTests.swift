import CryptoExtras
import Testing
import X509

@testable import CertificateChains

@Suite struct ChainTrustTests {
    private let root: TestAuthority
    private let middle: TestAuthority
    private let mdm = HostIdentity("mdm.example.test")
    private let apple = HostIdentity("iprofiles.apple.com")

    init() throws {
        root = try TestAuthority("Example Root")
        middle = try root.subordinate("Example Issuing CA 1")
    }

    private func judge(
        _ presented: [[UInt8]], _ host: HostIdentity, anchors: [[UInt8]] = [],
        publicRoots: PublicRoots = .none
    ) async -> TrustVerdict {
        await ChainTrust(anchors: anchors, publicRoots: publicRoots)
            .judge(presented: presented, for: host, at: TestAuthority.now)
    }

    @Test func aPathToAGivenAnchorIsExpected() async throws {
        let presented = [try middle.issue(), try middle.der]
        let verdict = await judge(presented, mdm, anchors: [try root.der])
        #expect(verdict.status == .expected)
        #expect(verdict.anchor == "CN=Example Root,O=Example Trust")
        #expect(
            verdict.path.map(\.subject.commonName) == [
                "mdm.example.test", "Example Issuing CA 1", "Example Root",
            ])
        #expect(verdict.namesHost)
        #expect(verdict.leafValidity == .valid)
        #expect(verdict.unfit.isEmpty)
    }

    @Test func aPathToAPublicRootIsPublicAndForAppleExpected() async throws {
        let roots = PublicRoots(certificates: [try root.der])
        let plain = await judge([try middle.issue(), try middle.der], mdm, publicRoots: roots)
        #expect(plain.status == .public)
        let presented = [try middle.issue(.init(names: ["*.apple.com"])), try middle.der]
        let apples = await judge(presented, apple, publicRoots: roots)
        #expect(apples.status == .expected)
        #expect(apples.namesHost)
    }

    @Test func theOrderOfIssuersDoesNotMatter() async throws {
        let lower = try middle.subordinate("Example Issuing CA 2")
        let presented = [try lower.issue(), try root.der, try middle.der, try lower.der]
        #expect(await judge(presented, mdm, anchors: [try root.der]).status == .expected)
    }

    @Test func aLeafMayBeTheAnchor() async throws {
        let leaf = try middle.issue()
        let verdict = await judge([leaf, try middle.der], mdm, anchors: [leaf])
        #expect(verdict.status == .expected)
        #expect(verdict.anchor == verdict.path.first?.subject.text)
        #expect(await judge([try middle.issue()], mdm, anchors: [leaf]).status != .expected)
    }

    @Test func anIntermediateMayBeTheAnchor() async throws {
        let verdict = await judge([try middle.issue()], mdm, anchors: [try middle.der])
        #expect(verdict.status == .expected)
        #expect(verdict.anchor == "CN=Example Issuing CA 1,O=Example Trust")
    }

    @Test func aForeignSelfSignedRootInterceptsApple() async throws {
        let gateway = try TestAuthority("Gateway CA", organisation: "Inspection Inc.")
        let presented = [try gateway.issue(.init(names: ["iprofiles.apple.com"])), try gateway.der]
        let verdict = await judge(presented, apple, publicRoots: PublicRoots(certificates: [try root.der]))
        #expect(verdict.status == .intercepted)
        #expect(verdict.anchor == "CN=Gateway CA,O=Inspection Inc.")
        let plain = await judge(presented, mdm, publicRoots: PublicRoots(certificates: [try root.der]))
        #expect(plain.status == .untrusted)
        #expect(
            plain.reason == "the chain ends in CN=Gateway CA,O=Inspection Inc., which is no expected anchor")
    }

    @Test func anUnknownIssuerThatIsNotPresentedInterceptsApple() async throws {
        let gateway = try TestAuthority("Gateway CA", organisation: "Inspection Inc.")
        let presented = [try gateway.issue(.init(names: ["iprofiles.apple.com"]))]
        let verdict = await judge(presented, apple, publicRoots: PublicRoots(certificates: [try root.der]))
        #expect(verdict.status == .intercepted)
        #expect(verdict.missingIssuer == "CN=Gateway CA,O=Inspection Inc.")
    }

    @Test func anInspectionRootTheCallerGaveIsExpected() async throws {
        let gateway = try TestAuthority("Gateway CA", organisation: "Inspection Inc.")
        let presented = [try gateway.issue(.init(names: ["iprofiles.apple.com"]))]
        #expect(await judge(presented, apple, anchors: [try gateway.der]).status == .expected)
    }

    @Test func aRootTheAdministratorAddedIsNotPublic() async throws {
        let gateway = try TestAuthority("Gateway CA", organisation: "Inspection Inc.")
        let roots = PublicRoots(certificates: [try root.der, try gateway.der], additions: [try gateway.der])
        let presented = [try gateway.issue(.init(names: ["iprofiles.apple.com"]))]
        let verdict = await judge(presented, apple, publicRoots: roots)
        #expect(verdict.status == .intercepted)
        #expect(verdict.reason.contains("administrator added"))
    }

    @Test func anImpostorWithTheNameOfAnAnchorIsFound() async throws {
        let impostor = try TestAuthority("Example Root")
        let verdict = await judge([try impostor.issue()], mdm, anchors: [try root.der])
        #expect(verdict.status == .untrusted)
        #expect(verdict.reason.contains("has another key"))
    }

    @Test func anIssuerPresentedWithAnotherKeyIsFound() async throws {
        let other = try root.subordinate("Example Issuing CA 1")
        let verdict = await judge([try middle.issue(), try other.der], mdm, anchors: [try root.der])
        #expect(verdict.status == .untrusted)
        #expect(verdict.reason.contains("with another key than the one that signed"))
    }

    @Test func aMissingIntermediateOfAKnownOrganisationIsIncomplete() async throws {
        let verdict = await judge([try middle.issue()], mdm, anchors: [try root.der])
        #expect(verdict.status == .incomplete)
        #expect(verdict.missingIssuer == "CN=Example Issuing CA 1,O=Example Trust")
    }

    @Test func aMissingIntermediateWithALocationIsIncomplete() async throws {
        let other = try TestAuthority("Other CA", organisation: "Somebody Else")
        let location = "http://pki.example.test/other.cer"
        let verdict = await judge(
            [try other.issue(.init(issuerLocation: location))], mdm, anchors: [try root.der])
        #expect(verdict.status == .incomplete)
        #expect(verdict.reason.contains(location))
    }

    @Test func anUnknownIssuerIsUntrusted() async throws {
        let other = try TestAuthority("Other CA", organisation: "Somebody Else")
        let verdict = await judge([try other.issue()], mdm, anchors: [try root.der])
        #expect(verdict.status == .untrusted)
        #expect(verdict.missingIssuer == "CN=Other CA,O=Somebody Else")
    }

    @Test func withoutPublicRootsNobodyIsAccused() async throws {
        let gateway = try TestAuthority("Gateway CA", organisation: "Inspection Inc.")
        let roots = PublicRoots.system(bundles: ["/nonexistent/roots.pem"], additionFolders: [])
        let verdict = await judge([try gateway.issue(), try gateway.der], apple, publicRoots: roots)
        #expect(verdict.status == nil)
        #expect(verdict.reason.contains("/nonexistent/roots.pem"))
    }

    @Test(arguments: [(-100, -10, TrustVerdict.Validity.expired), (5, 80, .notYetValid)])
    func datesOfTheLeafAreAnsweredApart(_ from: Int, _ to: Int, _ validity: TrustVerdict.Validity)
        async throws
    {
        let leaf = try middle.issue(.init(validFrom: from, validTo: to))
        let verdict = await judge([leaf, try middle.der], mdm, anchors: [try root.der])
        #expect(verdict.leafValidity == validity)
        #expect(verdict.status == .expected)
    }

    @Test func anExpiredIntermediateBreaksThePath() async throws {
        let old = try root.subordinate("Old CA", .init(validFrom: -800, validTo: -20))
        let verdict = await judge([try old.issue(), try old.der], mdm, anchors: [try root.der])
        // The leaf is valid since ten days ago, when its issuer had already expired.
        #expect(verdict.status == .untrusted)
        #expect(verdict.reason.hasPrefix("the path to an anchor breaks a rule"))
    }

    @Test func aLeafThatSignsIsRefused() async throws {
        let leafKey = try TestAuthority("Unrelated").key
        let leaf = try root.issue(.init(key: leafKey))
        let forged = try TestAuthority("mdm.example.test", organisation: "Example Devices", key: leafKey)
        let verdict = await judge(
            [try forged.issue(.init(commonName: "forged")), leaf], mdm, anchors: [try root.der])
        #expect(verdict.status == .untrusted)
    }

    @Test func aWrongNameLeavesTheStatusAlone() async throws {
        let presented = [try middle.issue(.init(names: ["other.example.test"])), try middle.der]
        let verdict = await judge(presented, mdm, anchors: [try root.der])
        #expect(verdict.status == .expected)
        #expect(!verdict.namesHost)
    }

    @Test func noCertificateIsUntrusted() async {
        let verdict = await judge([], mdm)
        #expect(verdict.status == .untrusted)
        #expect(verdict.path.isEmpty)
    }

    @Test func garbageIsUntrustedWithAReason() async throws {
        let verdict = await judge([[1, 2, 3]], mdm, anchors: [try root.der])
        #expect(verdict.status == .untrusted)
        #expect(verdict.reason.contains("the leaf cannot be read"))
    }

    @Test func garbageAmongIssuersCostsOnlyItself() async throws {
        let presented = [try middle.issue(), [0x30, 0x03, 1, 2, 3], try middle.der]
        #expect(await judge(presented, mdm, anchors: [try root.der]).status == .expected)
    }

    @Test func rsaChainsAreJudged() async throws {
        let key = Certificate.PrivateKey(try _RSA.Signing.PrivateKey(keySize: .bits2048))
        let authority = try TestAuthority("RSA Root", key: key)
        let verdict = await judge([try authority.issue(.init(key: key))], mdm, anchors: [try authority.der])
        #expect(verdict.status == .expected)
        #expect(verdict.path.first?.key.text == "RSA 2048")
        #expect(verdict.path.first?.signature == "sha256WithRSAEncryption")
    }
}
