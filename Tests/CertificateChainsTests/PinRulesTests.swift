import ForensicsTestKit
import Foundation
import Testing

@testable import CertificateChains

@Suite struct PinRulesTests {
    static let store = PublicRoots(certificates: [RealAppleChains.publicRoot])

    private func judge(
        _ presented: [[UInt8]], _ host: String, anchors: [[UInt8]] = [], _ roots: PublicRoots = store
    ) async -> TrustVerdict {
        await ChainTrust(anchors: anchors, publicRoots: roots)
            .judge(presented: presented, for: HostIdentity(host), at: TestAuthority.now)
    }

    @Test(arguments: [
        ("iprofiles.apple.com", "Profiles"), ("identity.apple.com", "PushCertPortal"),
        ("axm-adm-mdm.apple.com", "Olympus"), ("axm-adm-scep.apple.com", "Olympus"),
        ("axm-adm-enroll.apple.com", "Olympus"), ("axm-app.apple.com", "AppleBusinessEssentials"),
        ("gdmf.apple.com", "Pallas"), ("GDMF.apple.com.", "Pallas"), ("courier.push.apple.com", "APN"),
        ("init.push.apple.com", "APN"), ("tbsc.apple.com", "Activation"), ("humb.apple.com", "BAA"),
        ("gs.apple.com", "Personalization"), ("gsa.apple.com", "GS"),
        ("mesu.apple.com", "AppleIssuedTransparent"),
        ("setup.icloud.com", "iCloudSetup"), ("p42-setup.icloud.com", "iCloudSetup"),
        ("idmsa.apple.com", "IdMS"), ("query.ess.apple.com", "IDS"),
    ])
    func pinnedHosts(_ host: String, _ policy: String) {
        #expect(PinRules.policy(for: HostIdentity(host)) == policy)
    }

    @Test(arguments: [
        "mdmenrollment.apple.com", "deviceenrollment.apple.com", "albert.apple.com", "api.push.apple.com",
        "init.ess.apple.com", "apple.com", "iprofiles.apple.com.example.test", "xiprofiles.apple.com",
        "mdm.example.test", "17.0.0.1", "a.iprofiles.apple.com", "localhost", "",
    ])
    func unpinnedHosts(_ host: String) {
        #expect(PinRules.policy(for: HostIdentity(host)) == nil)
    }

    @Test func plainPatternsAgreeWithTheEngine() {
        let labels = [
            "courier", "courier2", "xcourier", "init", "int-courier", "my-int-courier-2", "homekit", "pass",
            "iprofiles", "ps2ls", "aps2lsx", "gateway", "", "-", "swcdn", "meridian",
        ]
        for pattern in Set(PinTable.policies.flatMap(\.hosts).map(\.label)) {
            for label in labels {
                #expect(pattern.matches(label) == pattern.matchesByEngine(label), "\(pattern.text) \(label)")
            }
        }
    }

    @Test func everyPatternCompiles() {
        for pattern in Set(PinTable.policies.flatMap(\.hosts).map(\.label.text)) {
            #expect(throws: Never.self) { try Regex(pattern) }
        }
    }

    @Test func applesOwnChainKeepsItsRule() async {
        let chain = [RealAppleChains.gsaLeaf, RealAppleChains.serverAuthentication]
        #expect(await judge(chain, "gsa.apple.com").pin == .kept(policy: "GS"))
        #expect(await judge(chain, "gsa.apple.com", .unread).pin == .kept(policy: "GS"))
        #expect(await judge(chain, "mdmenrollment.apple.com").pin == .unpinned)
    }

    @Test func anAppleOperatedChainUnderAPublicRootKeepsItsRule() async {
        let verdict = await judge(
            [RealAppleChains.smootLeaf, RealAppleChains.publicServer], "api.smoot.apple.com")
        #expect(verdict.status == .expected)
        #expect(verdict.anchorKind == .public)
        #expect(verdict.pin == .kept(policy: "AppleIssued"))
    }

    @Test func theMarkerOfAnotherServiceBreaksTheRule() async throws {
        let chain = [RealAppleChains.gsaLeaf, RealAppleChains.serverAuthentication]
        guard case .broken("Pallas", let breaches) = await judge(chain, "gdmf.apple.com").pin else {
            Issue.record("expected a broken rule")
            return
        }
        #expect(breaches.map(\.requirement) == [.leaf])
        #expect(breaches.first?.reason.contains("1.2.840.113635.100.6.27.16") == true)
    }

    @Test func withoutTheIntermediateNothingIsDecided() async {
        let verdict = await judge([RealAppleChains.gsaLeaf], "gsa.apple.com")
        #expect(verdict.status == .incomplete)
        #expect(verdict.pin.word == "undecided")
        #expect(verdict.pin.reason?.contains("Apple Server Authentication CA") == true)
    }

    @Test func aGatewaysRootBreaksTheRuleEvenAsAnAnchor() async throws {
        let gateway = try TestAuthority("Zscaler Root CA", organisation: "Zscaler Inc.")
        let leaf = try gateway.issue(TestAuthority.Wish(names: ["iprofiles.apple.com"]))
        let presented = [leaf, try gateway.der]
        let trusted = await judge(presented, "iprofiles.apple.com", anchors: [try gateway.der])
        #expect(trusted.status == .expected)
        #expect(trusted.pin.word == "broken")
        let plain = await judge(presented, "iprofiles.apple.com")
        #expect(plain.status == .intercepted)
        #expect(plain.product?.name == "Zscaler ZIA")
        #expect(plain.pin.word == "broken")
        #expect(
            plain.pin.reason == "CN=Zscaler Root CA,O=Zscaler Inc.: is not one of DigiCert's three roots; "
                + "CN=Zscaler Root CA,O=Zscaler Inc.: is not an Apple root; CN=Zscaler Root CA,O=Zscaler Inc.: "
                + "is not one of the public roots that Apple names")
    }

    @Test func onlyTheLeafOfAGatewayIsEnough() async throws {
        let gateway = try TestAuthority("Example Gateway CA")
        let leaf = try gateway.issue(TestAuthority.Wish(names: ["gdmf.apple.com"]))
        #expect(await judge([leaf], "gdmf.apple.com", .unread).pin.word == "broken")
    }

    @Test func markersAreReadByTheirContent() {
        #expect(AppleMarker([5, 0]) == .null)
        #expect(AppleMarker([12, 1, 65]) == .text("A"))
        #expect(AppleMarker([2, 1, 65]) == .other)
        #expect(AppleMarker([5]) == .other)
        var leaf = CertificateFacts(der: [])
        leaf.appleMarkers = ["48.1": .text("1.2.840.113635.100.6.27.16")]
        #expect(PinMark.one("27.16").isOn(leaf))
        #expect(!PinMark.bare(["27.16"]).isOn(leaf))
        leaf.appleMarkers = ["27.16": .other]
        #expect(!PinMark.one("27.16").isOn(leaf))
    }
}

/// The table against Apple's own file.
@Suite struct PinTableTests {
    @Test(.needs(sharedFile: "apple-CertificatePinning-v114.plist"))
    func theTableSaysWhatApplesListSays() throws {
        let path = try #require(PackageRoot.sharedFile("apple-CertificatePinning-v114.plist"))
        let bytes = try Data(contentsOf: URL(filePath: path))
        let file = try unsafe PropertyListSerialization.propertyList(from: bytes, format: nil)
        let list = try #require(file as? [Any])
        #expect(list.first as? Int == PinTable.version)
        let policies = list.compactMap { $0 as? [String: Any] }
        #expect(policies.count == 51)
        #expect(PinTable.policies.count == policies.count)
        let byName = Dictionary(uniqueKeysWithValues: PinTable.policies.map { ($0.name, $0) })
        for theirs in policies {
            let mine = try #require(byName[theirs["policyName"] as? String ?? ""])
            #expect(mine.isTransparent == (theirs["transparentConnection"] as? Bool ?? false))
            let domains = try #require(theirs["domains"] as? [[String: String]])
            #expect(mine.hosts.map(\.suffix) == domains.map { $0["suffix"] }, "\(mine.name)")
            #expect(mine.hosts.map(\.label.text) == domains.map { $0["labelRegex"] }, "\(mine.name)")
            let rules = try #require(theirs["rules"] as? [[String: Any]])
            #expect(mine.alternatives.map(\.inApplesWords) == rules.map(canonical), "\(mine.name)")
        }
    }

    /// Every key and value of a rule as sorted lines; one identifier of version 114 has a stray blank.
    private func canonical(_ rule: [String: Any]) -> [String] {
        rule.map { key, value in "\(key)=\(text(value))" }.sorted()
    }

    private func text(_ value: Any) -> String {
        switch value {
        case let data as Data: Fingerprint.hex(data)
        case let list as [Any]: "[" + list.map(text).sorted().joined(separator: ",") + "]"
        case let table as [String: Any]:
            "{" + table.map { "\($0):\(text($1))" }.sorted().joined(separator: ",") + "}"
        case let words as String: words.contains("113635") ? words.filter { $0 != " " } : words
        case let number as Int: String(number)
        default: "?"
        }
    }
}

extension PinRule {
    /// What Apple's file would write for this rule.
    fileprivate var inApplesWords: [String] {
        switch self {
        case .appleServer(let mark):
            [
                "AnchorApple={}", "ChainLength=3", "CheckIntermediateMarkerOid=1.2.840.113635.100.6.2.12",
                mark.inApplesWords, "Revocation=AnyRevocationMethod",
            ].sorted()
        case .appleOperated(let anchors, let mark):
            [
                anchors.inApplesWords, "ChainLength=3", "CheckIntermediateCountry=US",
                "CheckIntermediateOrganization=Apple Inc.", mark.inApplesWords,
                "Revocation=AnyRevocationMethod",
            ].sorted()
        case .extendedValidation:
            [
                PublicAnchors.extendedValidation.inApplesWords, "CertificatePolicy=2.23.140.1.1",
                "SubjectOrganization=Apple Inc.",
            ].sorted()
        }
    }
}

extension PublicAnchors {
    fileprivate var inApplesWords: String {
        "AnchorSHA256=[" + fingerprints.sorted().joined(separator: ",") + "]"
    }
}

extension PinMark {
    fileprivate var inApplesWords: String {
        guard let test else { return "CheckLeafMarkerOid=" + list(markers) }
        return "CheckLeafMarkersProdAndQA={ProdMarker:\(list(markers)),QAMarker:\(list([test]))}"
    }

    private func list(_ markers: [String]) -> String {
        let full = markers.map { AppleMarker.arc + $0 }
        let named = mayBeNamed ? full.map { "{1.2.840.113635.100.6.48.1:\($0)}" } : []
        return "[" + (full + named).sorted().joined(separator: ",") + "]"
    }
}
