import Casework
import Testing

@testable import CaseReading

/// A folder without a case file.
struct RecognitionTests {
    @Test(arguments: [
        ("devices", threeDevices),
        ("audit", #"{"timestamp":"2026-04-17T05:00:01Z","eventType":"RATE_LIMIT"}"#),
        ("rate-limits", #"{"remainingBurst":3,"observedAt":"2026-04-17T05:00:01Z"}"#),
        ("integrations", #"{"data":{"tenant":{"depIntegrations":[{"vendorName":"Jamf"}]}}}"#),
        (
            "mdm-servers",
            #"{"data":[{"type":"mdmServers","id":"A","attributes":{"serverName":"J","serverType":"MDM"}}]}"#
        ),
        (
            "activities",
            #"{"data":{"type":"orgDeviceActivities","id":"A","attributes":{"status":"IN_PROGRESS"}}}"#
        ),
        (
            "audit",
            #"{"data":[{"type":"auditEvents","id":"A","attributes":{"eventDateTime":"2026-04-17T05:00:01Z","type":"DOMAIN_ADDED"}}]}"#
        ),
        ("server-token", #"{"access_token_expiry":"2026-04-17T05:00:01Z"}"#),
        (
            "exchanges",
            #"{"log":{"entries":[{"startedDateTime":"2026-04-17T05:00:01Z","request":{"url":"https://a/"},"response":{"status":200}}]}}"#
        ),
        ("handshakes", #"{"serverName":"a","outcome":"stalled","startedAt":"2026-04-17T05:00:01Z"}"#),
        (
            "reflections",
            #"{"receivedAt":"2026-04-17T05:00:01Z","random":"00","cipherSuites":[],"sni":"a","outcome":"completed"}"#
        ),
        ("reflections", #"{"record":{"random":"00","cipherSuites":[]},"signature":"AA=="}"#),
        ("callbacks", #"{"receivedAt":"2026-04-17T05:00:01Z","headers":{},"body":""}"#),
        ("queue", #"{"at":"2026-04-17T05:00:01Z","total":3,"queued":1}"#),
        ("device-log", #"{"timestamp":"2026-04-17 05:00:01.000000+0000","eventMessage":"MCX: x"}"#),
        ("device-log", "Apr 17 05:00:01 iPad a[1] <Notice>: MCX: x\nApr 17 05:00:02 iPad a[1] <Notice>: x\n"),
        ("mdm-log", "2026-04-17 05:00:01 DEP sync started\n"),
        ("device-profiles", "Enrolled via DEP: Yes\nMDM enrollment: Yes\n"),
        (
            "configuration-profile",
            "<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>PayloadType</key><string>Configuration</string></dict></plist>"
        ),
        ("certificate", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
        ("devices", "serial,enrolled,lastContact\nZZTEST000001,true,2026-04-17T05:00:01Z\n"),
    ])
    func filesAreKnownByTheirContent(kind: String, content: String) throws {
        let disk = CaseOnDisk()
        try disk.write("some/where/file.gz", bytes: try gzipped(content))
        let evidence = try disk.read(ReadingOptions(fallbackAsOf: instant("2026-04-17T12:00:00Z")))
        #expect(evidence.sources.map(\.kind.name) == [kind])
        #expect(evidence.problems == [])
    }

    @Test func dialectsAreKnownByTheirContent() throws {
        let disk = CaseOnDisk()
        try disk.write(
            "a.json",
            #"{"totalCount":1,"results":[{"hardware":{"serialNumber":"ZZTEST000001"},"general":{"remoteManagement":{"managed":true},"lastContactTime":"2026-04-17T05:00:01Z"}}]}"#
        )
        try disk.write("b.json", threeDevices)
        let evidence = try disk.read(ReadingOptions(fallbackAsOf: instant("2026-04-17T12:00:00Z")))
        #expect(evidence.sources.map(\.dialect) == ["jamf-pro", "field-guide"])
        #expect(evidence.fleet.device(0).mdm?.enrolled == true && evidence.fleet.device(0).tenant != nil)
    }

    @Test func whatIsNotEvidenceIsLeftAloneOrNamed() throws {
        let disk = CaseOnDisk()
        for name in ["README.md", "custody.ndjson", ".hidden", ".git/config", "run.sh"] {
            try disk.write(name, "x y z")
        }
        try disk.write("holiday.jpg", bytes: [0xFF, 0xD8, 0xFF, 0xE0])
        try disk.write("d.ndjson", threeDevices)
        let evidence = try disk.read(ReadingOptions(fallbackAsOf: instant("2026-04-17T12:00:00Z")))
        #expect(evidence.problems.map(\.citation.file) == ["holiday.jpg"])
        #expect(evidence.fleet.count == 3)
    }

    @Test func linksAreNotFollowed() throws {
        let disk = CaseOnDisk()
        try disk.write("d.ndjson", threeDevices)
        try disk.link("away", to: "/etc")
        try disk.link("again", to: ".")
        try disk.link("twice.ndjson", to: "d.ndjson")
        let evidence = try disk.read(ReadingOptions(fallbackAsOf: instant("2026-04-17T12:00:00Z")))
        #expect(evidence.sources.map(\.path) == ["d.ndjson"] && evidence.problems == [])
    }

    @Test func theCaseTakesTheNameOfItsFolder() throws {
        let disk = CaseOnDisk()
        try disk.write("d.ndjson", threeDevices)
        let evidence = try disk.read(ReadingOptions(fallbackAsOf: instant("2026-04-17T12:00:00Z")))
        #expect(disk.path.hasSuffix(evidence.profile.id) && !evidence.profile.id.isEmpty)
    }
}

/// The time that ages are measured from.
struct ClockTests {
    private let queue = #"{"at":"2026-04-17T05:00:01Z","total":3,"queued":1}"# + "\n"

    private func disk(_ head: String = "", entry: String = "") throws -> CaseOnDisk {
        let disk = CaseOnDisk()
        try disk.write("q.ndjson", queue)
        try disk.write("l.log", "2027-01-01 05:00:01 a[1]: MCX: x\n")
        try disk.write(
            "case.yaml",
            head + "evidence: [{kind: queue, file: q.ndjson\(entry)}, {kind: device-log, file: l.log}]\n")
        return disk
    }

    @Test func theCallComesFirst() throws {
        let disk = try disk("asOf: 2026-04-18T00:00:00Z\n", entry: ", collectedAt: 2026-04-19T00:00:00Z")
        #expect(
            try disk.read(ReadingOptions(asOf: instant("2026-05-01T00:00:00Z"))).asOf
                == instant("2026-05-01T00:00:00Z"))
    }

    @Test func theCaseFileComesSecond() throws {
        let disk = try disk("asOf: 2026-04-18T00:00:00Z\n", entry: ", collectedAt: 2026-04-19T00:00:00Z")
        #expect(try disk.read().asOf == instant("2026-04-18T00:00:00Z"))
    }

    @Test func theNewestCollectionComesThird() throws {
        #expect(
            try disk(entry: ", collectedAt: 2026-04-19T00:00:00Z").read().asOf
                == instant("2026-04-19T00:00:00Z"))
    }

    @Test func theNewestTimeOfAServerComesFourthAndADevicesNever() throws {
        #expect(try disk().read().asOf == instant("2026-04-17T05:00:01Z"))
    }

    @Test func deviceRecordsOfServersCountToo() throws {
        let disk = CaseOnDisk()
        try disk.write("t.csv", "serial,lastContact\nZZTEST000001,2026-04-17T07:00:00Z\n")
        try disk.write("d.csv", "serial,at\nZZTEST000001,2027-04-17T07:00:00Z\n")
        try disk.write(
            "case.yaml",
            "evidence: [{kind: devices, role: mdm, dialect: generic, file: t.csv}, {kind: devices, role: device, dialect: generic, file: d.csv}]"
        )
        #expect(try disk.read().asOf == instant("2026-04-17T07:00:00Z"))
    }

    @Test func aCaseThatTellsNoTimeNeedsOne() throws {
        let disk = CaseOnDisk()
        try disk.write("c.pem", "x")
        try disk.write("case.yaml", "evidence: [{kind: certificate, file: c.pem}]")
        #expect(disk.refusal()?.exitClass == .configuration)
        let fallback = instant("2026-04-17T12:00:00Z")
        #expect(try disk.read(ReadingOptions(fallbackAsOf: fallback)).asOf == fallback)
    }
}

/// Device lists in a folder, without a case file that names their dialects.
struct DialectRecognitionTests {
    @Test(arguments: [
        (
            "axm", "tenant",
            #"{"data":[{"type":"orgDevices","id":"ZZTEST000001","attributes":{"status":"ASSIGNED"}}]}"#
        ),
        (
            "dep", "ade",
            #"{"devices":[{"serial_number":"ZZTEST000001","profile_status":"empty","op_type":"added"}],"cursor":"x"}"#
        ),
        (
            "intune", "mdm",
            #"{"value":[{"serialNumber":"ZZTEST000001","enrolledDateTime":"2026-04-01T00:00:00Z","managementAgent":"mdm"}]}"#
        ),
        (
            "iru", "ade",
            #"{"count":1,"next":null,"results":[{"serial_number":"ZZTEST000001","profile_status":"empty","blueprint_id":"b"}]}"#
        ),
        (
            "fleet", "mdm",
            #"{"hosts":[{"hardware_serial":"ZZTEST000001","mdm":{"enrollment_status":"Off"}}]}"#
        ),
        (
            "nanomdm", "mdm",
            #"[{"id":"U","serial_number":"ZZTEST000001","authenticate_at":"2026-04-01 00:00:00"}]"#
        ),
        (
            "simplemdm", "mdm",
            #"{"data":[{"type":"device","id":1,"attributes":{"serial_number":"ZZTEST000001","status":"enrolled"}}],"has_more":false}"#
        ),
        (
            "mosyle", "mdm",
            #"{"status":"OK","response":{"devices":[{"serial_number":"ZZTEST000001","date_enroll":"1776420000"}]}}"#
        ),
        (
            "guardmdm", "mdm",
            #"[{"serialNumber":"ZZTEST000001","os":"iOS","assignedProfile":"p","status":"Enrolled"}]"#
        ),
        (
            "jamf-pro", "ade",
            #"{"totalCount":1,"results":[{"serialNumber":"ZZTEST000001","profileStatus":"EMPTY","prestageId":"1"}]}"#
        ),
    ])
    func listsAreKnownByTheirContent(dialect: String, side: String, content: String) throws {
        let disk = CaseOnDisk()
        try disk.write("list.json", content)
        let evidence = try disk.read(ReadingOptions(fallbackAsOf: instant("2026-04-17T12:00:00Z")))
        #expect(evidence.sources.map(\.dialect) == [dialect] && evidence.problems == [])
        let device = evidence.fleet.device(0)
        #expect(device.serial == "ZZTEST000001")
        let isThere = ["tenant": device.tenant != nil, "ade": device.ade != nil, "mdm": device.mdm != nil]
        #expect(isThere[side] == true)
    }
}
