import Casework
import Testing

@testable import CaseReading

/// Files and command outputs off a device, in the forms in which they come.
struct DeviceSideTests {
    private func side(_ kind: String, _ name: String, _ content: String) throws -> CaseEvidence {
        let disk = CaseOnDisk()
        try disk.write("d.ndjson", threeDevices)
        try disk.write(name, content)
        try disk.caseFile(
            """
            evidence:
              - {kind: devices, role: tenant, file: d.ndjson}
              - {kind: \(kind), file: "\(name)", device: ZZTEST000001, collectedAt: 2026-04-17T11:00:00Z}
            """)
        return try disk.read()
    }

    @Test func aHostsFileKeepsTheLinesOfApple() throws {
        let evidence = try side(
            "device-files", "device/hosts",
            """
            ##
            # Host Database
            127.0.0.1\tlocalhost
            255.255.255.255\tbroadcasthost
            ::1             localhost
            0.0.0.0 iprofiles.apple.com MDMEnrollment.apple.com # no
            # 0.0.0.0 albert.apple.com
            10.0.0.7 apple.com.example.net

            """)
        let file = try #require(evidence.deviceFiles.first)
        #expect(
            file.content
                == .hosts([
                    .init(
                        number: 6, address: "0.0.0.0",
                        names: ["iprofiles.apple.com", "mdmenrollment.apple.com"])
                ]))
        #expect(file.device == 0 && file.serial == "ZZTEST000001" && file.name == "hosts")
        #expect(file.citation.short == "device/hosts:6")
        #expect(evidence.supplied.contains(Supply(.deviceFiles, .device)))
    }

    @Test func aListingGivesMarkersWithTheirSize() throws {
        let evidence = try side(
            "device-files", "device/settings.txt",
            """
            total 16
            drwxr-xr-x   8 root  wheel   256 Apr 17 08:02 .
            drwxr-xr-x  12 root  wheel   384 Apr 17 08:02 ..
            -rw-r--r--   1 root  wheel  1873 Apr 17 08:02 .cloudConfigRecordFound
            -rw-r--r--   1 root  wheel     0 Apr 17 08:02 .cloudConfigProfileInstalled

            """)
        #expect(
            evidence.deviceFiles.map(\.name) == [".cloudConfigRecordFound", ".cloudConfigProfileInstalled"])
        #expect(evidence.deviceFiles.map(\.size) == [1873, 0])
        #expect(evidence.deviceFiles.map(\.citation.locator) == ["line 4", "line 5"])
    }

    @Test func aMarkerMayBeEmptyOrAPropertyList() throws {
        let empty = try side("device-files", "device/.cloudConfigRecordNotFound", "")
        #expect(empty.deviceFiles.map(\.size) == [0] && empty.deviceFiles.map(\.content) == [.marker([:])])
        let full = try side(
            "device-files", "device/.cloudConfigRecordFound",
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <plist version="1.0"><dict><key>CloudConfigFetchError</key><string>34006</string>
            <key>ConfigurationURL</key><string>https://mdm.example.com/enroll?token=abc</string></dict></plist>
            """)
        guard case .marker(let values)? = full.deviceFiles.first?.content else {
            Issue.record("expected a marker")
            return
        }
        #expect(values["CloudConfigFetchError"] == "34006")
        #expect(values["ConfigurationURL"]?.contains("abc") == false)
    }

    @Test func aFileThatIsNoneOfTheseSaysSo() throws {
        let evidence = try side("device-files", "device/notes.txt", "the user says it is blue\n")
        #expect(evidence.deviceFiles == [] && evidence.problems(.unreadableFile).count == 1)
    }

    @Test(arguments: [
        ("+0.012345 +/- 0.023456 time.apple.com 17.253.4.125\n", 0.012345),
        ("sntp 4.2.8p10\n-86400.5 +/- 0.1 time.apple.com 17.253.4.125\n", -86400.5),
        (
            "2026-04-17 13:00:00.000000 (+0200) +912.25 +/- 0.003 time.apple.com 17.253.4.125 s1 no-leap\n",
            912.25
        ),
    ])
    func theClockIsMeasuredBySNTP(output: String, seconds: Double) throws {
        let evidence = try side("device-commands", "device/sntp.txt", output)
        #expect(
            evidence.deviceCommands.map(\.output) == [
                .clock(behindSeconds: seconds, server: "time.apple.com")
            ])
        #expect(evidence.deviceCommands.first?.device == 0)
        #expect(evidence.deviceCommands.first?.at == instant("2026-04-17T11:00:00Z"))
    }

    @Test func aClockThatNobodyAnswersIsAnAnswerToo() throws {
        let evidence = try side(
            "device-commands", "device/sntp.txt", "sntp: Exchange failed: Timeout time.apple.com\n")
        #expect(evidence.deviceCommands.map(\.output) == [.clockUnanswered(server: "time.apple.com")])
    }

    @Test func trustSettingsNameTheirCertificates() throws {
        let evidence = try side(
            "device-commands", "device/trust.txt",
            """
            Number of trusted certs = 2
            Cert 0: Zscaler Root CA
               Number of trust settings : 2
               Trust Setting 0:
                  Policy OID            : SSL
                  Result Type           : kSecTrustSettingsResultTrustRoot
               Trust Setting 1:
                  Policy OID            : Apple X509 Basic
                  Result Type           : kSecTrustSettingsResultTrustRoot
            Cert 1: Local CA: test
               Number of trust settings : 0

            """)
        guard case .trustSettings(let certificates)? = evidence.deviceCommands.first?.output else {
            Issue.record("expected trust settings")
            return
        }
        #expect(certificates.map(\.name) == ["Zscaler Root CA", "Local CA: test"])
        #expect(certificates.map(\.results.count) == [2, 0])
        let none = try side(
            "device-commands", "device/none.txt",
            "SecTrustSettingsCopyCertificates: No Trust Settings were found.\n")
        #expect(none.deviceCommands.map(\.output) == [.trustSettings([])])
    }

    @Test func theOutputOfProfilesMayComeAsACommand() throws {
        let evidence = try side(
            "device-commands", "device/profiles.txt",
            "Error fetching Device Enrollment configuration: Client is not DEP enabled.\n")
        #expect(evidence.deviceLog.map(\.process) == ["profiles"])
        #expect(evidence.supplied.contains(Supply(.deviceProfiles, .device)))
    }

    @Test func aCloudConfigurationIsAPropertyList() throws {
        let evidence = try side(
            "device-commands", "device/cloud.plist",
            """
            <?xml version="1.0"?><plist version="1.0"><dict>
            <key>IsSupervised</key><true/><key>ConfigurationURL</key><string>https://mdm.example.com</string>
            </dict></plist>
            """)
        #expect(
            evidence.deviceCommands.map(\.output) == [
                .propertyList(["IsSupervised": "true", "ConfigurationURL": "https://mdm.example.com"])
            ])
    }

    @Test func aBinaryPropertyListSaysHowToConvertIt() throws {
        let evidence = try side("device-commands", "device/cloud.plist", "bplist00\u{1}\u{2}")
        #expect(evidence.problems(.unreadableFile).first?.reason.contains("plutil") == true)
    }

    @Test(arguments: ["device-files", "device-commands"])
    func whatComesOffADeviceIsASignOfLife(kind: String) throws {
        let disk = CaseOnDisk()
        try disk.write(
            "d.ndjson",
            #"{"serialNumber":"ZZTEST000001","enrollmentStatus":"assigned","mdmProfileId":null,"assignedAt":"2026-04-01T00:00:00Z"}"#
                + "\n")
        try disk.write("m.ndjson", #"{"serial":"ZZTEST000009","enrolled":true}"# + "\n")
        try disk.write("hosts", "127.0.0.1 localhost\n")
        try disk.write("sntp.txt", "+0.01 +/- 0.02 time.apple.com\n")
        let file = kind == "device-files" ? "hosts" : "sntp.txt"
        func state(_ device: String) throws -> String? {
            try disk.caseFile(
                """
                evidence:
                  - {kind: devices, role: tenant, dialect: field-guide, file: d.ndjson}
                  - {kind: devices, role: mdm, dialect: generic, file: m.ndjson}
                  - {kind: \(kind), file: \(file), device: \(device)}
                """)
            let fleet = try disk.read().fleet
            return fleet.ordinalOfSerial("ZZTEST000001").map(fleet.stateOf)
        }
        #expect(try state("ZZTEST000001") == "assigned-not-enrolled")
        #expect(try state("ZZTEST000009") == "not-activated")
    }

    @Test(arguments: [
        ("\n\n<?xml version=\"1.0\"?><plist><dict/></plist>", 2, "XML"),
        ("DEBUG ok\n<?xml version=\"1.0\"?><plist><dict/></plist>", 9, "XML"),
    ])
    func bytesBeforeAProfileAreCounted(content: String, count: Int, form: String) throws {
        let evidence = try CaseOnDisk("configuration-profile", "e.mobileconfig", content).read()
        #expect(evidence.profileDefects.map(\.strayBytes) == [count])
        #expect(evidence.profileDefects.map(\.form) == [form] && evidence.profiles == [])
    }

    @Test func bytesBeforeSignedDataAreCounted() throws {
        let signed: [UInt8] =
            [0x30, 0x82, 0x01, 0x00, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]
            + [UInt8](repeating: 0, count: 64)
        #expect(StrayBytes(signed) == nil)
        let stray = try #require(StrayBytes([0x0D, 0x0A] + signed))
        #expect(stray.count == 2 && stray.form == "CMS")
        #expect(StrayBytes(Array("hello".utf8)) == nil && StrayBytes([]) == nil)
    }
}
