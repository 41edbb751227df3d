import CaseReading
import Casework
import ProbeKit
import Testing

@testable import SupervisionProbes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The anchors of a profile against chains that an MDM presents, with real certificates.
struct AnchorTests {
    private static let rootOne = """
        MIIBjDCCATGgAwIBAgIUbQFvG8jdYusHr7fjptQG9mBvHV0wCgYIKoZIzj0EAwIwEzERMA8GA1UEAwwIUm9vdCBvbmUwHhcN\
        MjYxMTIxMTAwNjQ5WhcNNDYxMTE2MTAwNjQ5WjATMREwDwYDVQQDDAhSb290IG9uZTBZMBMGByqGSM49AgEGCCqGSM49AwEH\
        A0IABOkevA2jS7IoikqKiygacGbrmN5HtpBC/aJfjjuU7XD4X/d9ZDhV+/xsVJ7J+laXKYq6nrnfbygi8gouh+tbDjSjYzBh\
        MB0GA1UdDgQWBBR7VUUVX2LijamxXGz67RhZjGni8TAfBgNVHSMEGDAWgBR7VUUVX2LijamxXGz67RhZjGni8TAPBgNVHRMB\
        Af8EBTADAQH/MA4GA1UdDwEB/wQEAwICBDAKBggqhkjOPQQDAgNJADBGAiEAzIvSnXVLaWJZ/Gk3J52ENgsydpytlosQrSv3\
        993HSuMCIQD4lCosWxHI080MM8//XkTJxNMpJYCoVPnKqRucKADXXQ==
        """
    private static let rootTwo = """
        MIIBizCCATGgAwIBAgIUYoGvmwQBgNtxa7Ldic830Ir9mZ8wCgYIKoZIzj0EAwIwEzERMA8GA1UEAwwIUm9vdCB0d28wHhcN\
        MjYxMTIxMTAwNjUwWhcNNDYxMTE2MTAwNjUwWjATMREwDwYDVQQDDAhSb290IHR3bzBZMBMGByqGSM49AgEGCCqGSM49AwEH\
        A0IABGc93qo9Td0htIg+izIlcUA0lRySkG0HK/63SXQR2ZOL766RRIYhjdGa4BC3lQPk7oAAy0QZRbQuOTRy2X2QTVejYzBh\
        MB0GA1UdDgQWBBRO86o5gon/RGCLo0XGwsHYnaVbHTAfBgNVHSMEGDAWgBRO86o5gon/RGCLo0XGwsHYnaVbHTAPBgNVHRMB\
        Af8EBTADAQH/MA4GA1UdDwEB/wQEAwICBDAKBggqhkjOPQQDAgNIADBFAiAY8y0qkTWlWW5fXT/iFfHXFpVUnALLXHY+Aqt6\
        Cn/X4wIhALm71qyNdnpoLKF/szkjCxCtUfJIiyJclr1GVc8j/UAj
        """
    /// `mdm.example.com`, signed by the first root, valid from 2026-11-21 to 2028-10-21.
    private static let leaf = """
        MIIBnjCCAUSgAwIBAgIBBzAKBggqhkjOPQQDAjATMREwDwYDVQQDDAhSb290IG9uZTAeFw0yNjExMjExMDA2NTBaFw0yODEw\
        MjExMDA2NTBaMBoxGDAWBgNVBAMMD21kbS5leGFtcGxlLmNvbTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIrF2u4EuGR3\
        NXcIiExpBcwSW0W+at1ypFR/BYy+k5RuNckgq4gpA3sGCTjwPUbKodl4nnAirpiUKmAMZj1EbHSjgYEwfzAaBgNVHREEEzAR\
        gg9tZG0uZXhhbXBsZS5jb20wEwYDVR0lBAwwCgYIKwYBBQUHAwEwDAYDVR0TAQH/BAIwADAdBgNVHQ4EFgQUYVEi7bqAcsz3\
        s0HShpnXqUzX1IswHwYDVR0jBBgwFoAUe1VFFV9i4o2psVxs+u0YWYxp4vEwCgYIKoZIzj0EAwIDSAAwRQIgR+m2/GVPXlUh\
        QKNVSJeOpZDhn+uSWG1skRRHUw0rtRICIQCypZPe0zrVLPSgIDElqHZ53nRQy/HJ312u2eMszRbExQ==
        """

    private static func der(_ base64: String) -> [UInt8] { Data(base64Encoded: base64).map(Array.init) ?? [] }

    private func checks(
        anchors: [String], host: String = "mdm.example.com", presented: [String] = [leaf, rootOne],
        asFile: Bool = false
    ) async -> [AnchorCheck] {
        let fleet = Fleet(
            count: 0, countByState: [:], stateOf: { _ in "" }, device: { _ in Fleet.Device() },
            ordinalOfSerial: { _ in nil }, ordinalOfUDID: { _ in nil })
        var evidence = CaseEvidence(
            profile: CaseProfile(), asOf: Instant(microseconds: 1_798_761_600_000_000), fleet: fleet)
        var profile = ADEProfile(citation: Citation(file: "ade/profile.json"))
        profile.name = "Staff"
        profile.url = "https://mdm.example.com:8443/enroll"
        profile.anchorCertificates = anchors.map(Self.der)
        evidence.ade.profiles = [profile]
        let certificates = presented.map { #"{"der":"\#($0)"}"# }.joined(separator: ",")
        let json = #"{"serverName":"\#(host)","outcome":"completed","certificates":[\#(certificates)]}"#
        if asFile {
            evidence.certificates = [
                CertificateFile(
                    role: EvidenceRole("mdm-server"), bytes: presented.flatMap(Self.der),
                    citation: Citation(file: "chain.der"))
            ]
        } else {
            evidence.handshakes = [RawRecord(json: Array(json.utf8), citation: Citation(file: "path.json"))]
        }
        var facts = SupervisionFacts(reading: evidence)
        await facts.judgeAnchors(of: evidence)
        return facts.anchorChecks
    }

    @Test(arguments: [false, true])
    func aChainThatEndsInAnAnchorFits(asFile: Bool) async {
        let found = await checks(anchors: [Self.rootTwo, Self.rootOne], asFile: asFile)
        #expect(found.map(\.fault) == [nil] && found.first?.host == "mdm.example.com")
    }

    @Test(arguments: [false, true])
    func aChainUnderAnotherRootDoesNot(asFile: Bool) async throws {
        let found = try #require(await checks(anchors: [Self.rootTwo], asFile: asFile).first)
        #expect(found.fault != nil && found.anchors == ["CN=Root two"] && found.presented == "CN=Root one")
        #expect(found.evidence.count == 2)
    }

    @Test func theRootNeedNotBePresentedAndTheLeafItselfMayBeTheAnchor() async {
        #expect(await checks(anchors: [Self.rootOne], presented: [Self.leaf]).map(\.fault) == [nil])
        #expect(await checks(anchors: [Self.leaf], presented: [Self.leaf]).map(\.fault) == [nil])
    }

    @Test func onlyTheProfilesOwnHostIsCompared() async {
        #expect(await checks(anchors: [Self.rootTwo], host: "iprofiles.apple.com").isEmpty)
        #expect(await checks(anchors: []).isEmpty)
        #expect(await checks(anchors: [Self.rootTwo], presented: []).isEmpty)
    }
}

/// What is handed to devices, and how they came.
struct DefinitionTests {
    private func served(_ type: String?, agent: String, body: String) -> [String?] {
        let fleet = Fleet(
            count: 0, countByState: [:], stateOf: { _ in "" }, device: { _ in Fleet.Device() },
            ordinalOfSerial: { _ in nil }, ordinalOfUDID: { _ in nil })
        var evidence = CaseEvidence(profile: CaseProfile(), asOf: Instant(microseconds: 0), fleet: fleet)
        evidence.exchanges = [
            HTTPExchange(
                url: "https://mdm.example.com/enroll", status: 200,
                requestHeaders: [HTTPHeader("user-agent", agent)],
                responseHeaders: type.map { [HTTPHeader("content-type", $0)] } ?? [], responseBody: body,
                citation: Citation(file: "t.har"))
        ]
        return SupervisionFacts(reading: evidence).served.map(\.type)
    }

    @Test func onlyProfilesForDevicesCount() {
        let body = "<plist><key>PayloadContent</key><string>com.apple.mdm</string></plist>"
        let type = "Application/x-apple-aspen-config; charset=utf-8"
        #expect(served(type, agent: "mdmclient/1", body: body) == ["application/x-apple-aspen-config"])
        #expect(served("text/xml", agent: "Darwin CFNetwork/1", body: body) == ["text/xml"])
        #expect(served("text/xml", agent: "Mozilla/5.0", body: body).isEmpty)
        #expect(served("text/xml", agent: "mdmclient/1", body: "<html/>").isEmpty)
    }

    @Test func automatedEnrolmentIsTakenFromOthersThanTheFlag() {
        func device(_ ordinal: Int, via: Bool?, supervised: Bool?, pushed: Int?, enrolled: Int?)
            -> Fleet.Device
        {
            var device = Fleet.Device()
            device.ordinal = ordinal
            var mdm = Fleet.MDMView()
            mdm.enrolled = true
            mdm.supervised = supervised
            mdm.isViaADE = via
            mdm.enrolledAt = enrolled.map { Instant(microseconds: 0) + .hours($0) }
            device.mdm = mdm
            if let pushed {
                var ade = Fleet.ADEView()
                ade.profileStatus = "pushed"
                ade.pushedAt = Instant(microseconds: 0) + .hours(pushed)
                device.ade = ade
            }
            return device
        }
        let devices = [
            device(0, via: true, supervised: false, pushed: nil, enrolled: nil),
            device(1, via: nil, supervised: false, pushed: 1, enrolled: 2),
            device(2, via: nil, supervised: false, pushed: 3, enrolled: 2),
            device(3, via: false, supervised: false, pushed: 1, enrolled: 2),
            device(4, via: true, supervised: true, pushed: nil, enrolled: nil),
            device(5, via: true, supervised: nil, pushed: nil, enrolled: nil),
        ]
        var facts = SupervisionFacts()
        for device in devices { facts.takeADE(device) }
        #expect(facts.outcomes.viaADE == DeviceSet([0, 1, 4, 5]))
        #expect(facts.outcomes.adeUnsupervised == DeviceSet([0, 1]) && facts.outcomes.adeTold == 3)
    }
}
