import Casework
import OpenFormats
import Testing

@testable import CaseReading

struct LogTests {
    private func log(_ content: String, more: String = "device: ZZTEST000001") throws -> CaseEvidence {
        let disk = CaseOnDisk()
        try disk.write("d.ndjson", threeDevices)
        try disk.write("device.log", content)
        try disk.caseFile(
            """
            evidence:
              - {kind: devices, role: tenant, file: d.ndjson}
              - {kind: device-log, file: device.log, \(more)}
            """)
        return try disk.read()
    }

    private let ndjson = [
        #"{"timestamp":"2026-04-17 08:02:11.123456+0200","eventMessage":"MCX: Enrollment initiated via DEP","subsystem":"com.apple.ManagedClient","processImagePath":"\/usr\/libexec\/mdmclient","processID":7}"#,
        #"{"timestamp":"2026-04-17 08:02:12.000000+0200","eventMessage":"weather is fine","processImagePath":"/usr/libexec/weatherd"}"#,
        #"{"timestamp":"2026-04-17 08:02:13.500000+0200","eventMessage":"SecTrustEvaluateWithError: kSecTrustResultRecoverableTrustFailure kSecTrustSettingsDomainUser","process":"trustd","subsystem":""}"#,
    ]

    @Test(arguments: ["%", "[%]"])
    func unifiedLogsAreReadAsLinesAndAsAList(container: String) throws {
        let separator = container == "%" ? "\n" : ","
        let footer = container == "%" ? "\n{\"count\":3,\"finished\":1}\n" : ""
        let evidence = try log(container.replacing("%", with: ndjson.joined(separator: separator)) + footer)
        #expect(evidence.problems == [])
        #expect(evidence.deviceLog.map(\.process) == ["mdmclient", "trustd"])
        let first = try #require(evidence.deviceLog.first)
        #expect(
            first.text == "MCX: Enrollment initiated via DEP" && first.subsystem == "com.apple.ManagedClient")
        #expect(first.at == instant("2026-04-17T06:02:11.123456Z") && first.device == 0)
        let span = try #require(evidence.deviceLogSpans.first)
        #expect(span.lines == 3 && span.device == 0)
        #expect(
            span.covers
                == TimeWindow(instant("2026-04-17T06:02:11.123456Z"), instant("2026-04-17T06:02:13.5Z")))
    }

    @Test func theIteratorsLinesAreRead() throws {
        let line =
            #"{"subsystem":"com.apple.ManagedClient","pid":7,"process":"/usr/libexec/mdmclient","message":"MCX: No enrollment profile found","timestamp":"2026-04-17T06:02:11.434850816Z","time":1776402131434850816.0,"log_type":"Info"}"#
        let evidence = try log(line)
        #expect(evidence.deviceLog.map(\.process) == ["mdmclient"])
        #expect(evidence.deviceLog.first?.at == instant("2026-04-17T06:02:11.434850Z"))
    }

    @Test(arguments: [
        "2026-04-17 08:02:11.123456+0200  localhost mdmclient[123]: (ManagedClient) [com.apple.ManagedClient:Enroll] MCX: x",
        "2026-04-17 08:02:11.123456+0200 0x1a2b     Default     0x0                  123    0    mdmclient: (ManagedClient) [com.apple.ManagedClient:Enroll] MCX: x",
        "2026-04-17 06:02:11.123456 Df mdmclient[123:1a2b] [com.apple.ManagedClient:Enroll] MCX: x",
    ])
    func textStylesGiveProcessSubsystemAndMessage(line: String) throws {
        let evidence = try log("Timestamp  Ty Process[PID:TID]\n\(line)\nweather\n")
        let read = try #require(evidence.deviceLog.first)
        #expect(
            read.process == "mdmclient" && read.subsystem == "com.apple.ManagedClient"
                && read.text == "MCX: x")
        #expect(read.at == instant("2026-04-17T06:02:11.123456Z") && read.citation.short == "device.log:2")
    }

    @Test func syslogsWithoutYearTakeItFromTheirCollection() throws {
        let content =
            "Dec 31 23:59:58 iPad mdmclient(ManagedClient)[123] <Notice>: MCX: first\n"
            + "Jan  1 00:00:03.250000 iPad trustd(Security)[9] <Error>: SecTrustEvaluate second\nJan  1 01:00:00 iPad x[1] <Notice>: idle\n"
        let evidence = try log(
            content, more: "device: ZZTEST000001, collectedAt: 2026-01-01T12:00:00Z, timeZone: \"-01:00\"")
        #expect(
            evidence.deviceLog.map(\.at) == [
                instant("2026-01-01T00:59:58Z"), instant("2026-01-01T01:00:03.25Z"),
            ])
        #expect(evidence.deviceLog.map(\.process) == ["mdmclient", "trustd"])
        #expect(evidence.deviceLog.map(\.text) == ["MCX: first", "SecTrustEvaluate second"])
        #expect(evidence.deviceLogSpans.first?.covers?.end == instant("2026-01-01T02:00:00Z"))
    }

    @Test func syslogsWithoutCollectionTakeTheYearFromTheCase() throws {
        let evidence = try log("Dec 31 23:00:00 iPad a[1] <Notice>: MCX: x\n")
        #expect(evidence.deviceLog.first?.at == instant("2025-12-31T23:00:00Z"))
    }

    @Test func theTwentyNinthOfFebruaryFindsItsYear() throws {
        let bytes = Array("Feb 29 10:00:00 x".utf8)
        let read = LogTime.read(bytes.span, zoneSeconds: 0)?.time
        let time = try #require(read)
        #expect(time.instant(latest: instant("2026-04-17T00:00:00Z")) == instant("2024-02-29T10:00:00Z"))
        #expect(time.instant(latest: nil) == nil)
    }

    @Test func keptLinesAreLimitedAndTheRestIsCounted() throws {
        var limits = ReadingLimits()
        limits.keptLogLines = 2
        let disk = try CaseOnDisk(
            "device-log", "d.log", String(repeating: "2026-04-17 06:02:11 a[1]: MCX: x\n", count: 5))
        let evidence = try disk.read(limits: limits)
        #expect(evidence.deviceLog.count == 2 && evidence.deviceLogSpans.first?.lines == 5)
        #expect(evidence.problems.map(\.count) == [3])
    }

    @Test func theMDMsLogGivesItsSyncs() throws {
        let disk = try CaseOnDisk(
            "mdm-log", "server.log",
            "2026-04-17 09:00:00,123 [INFO] [DepThread] - DEP sync started\n2026-04-17 09:00:01 nothing\n"
                + "Apr 17 09:05:00 jamf dep: DEP sync started\n", more: "timeZone: \"+02:00\"")
        let evidence = try disk.read()
        #expect(
            evidence.mdmLog.map(\.at) == [
                instant("2026-04-17T07:00:00.123Z"), instant("2026-04-17T07:05:00Z"),
            ])
        #expect(evidence.mdmLog.first?.text.contains("DEP sync started") == true)
        #expect(evidence.mdmLog.map(\.citation.locator) == ["line 1", "line 3"])
    }

    @Test func theOutputOfProfilesIsKeptLineByLine() throws {
        let disk = try CaseOnDisk(
            "device-profiles", "p.txt", "Device Enrollment configuration:\n(null)\n\n",
            more: "device: ZZTEST000001, collectedAt: 2026-04-17T11:00:00Z")
        let evidence = try disk.read()
        #expect(evidence.deviceLog.map(\.text) == ["Device Enrollment configuration:", "(null)"])
        #expect(evidence.deviceLog.allSatisfy { $0.process == "profiles" && $0.serial == "ZZTEST000001" })
    }

    @Test func aPatternIsFoundAtAnyPlaceAndNowhereElse() {
        let patterns = LogPatterns(["abc", "abd", "x"])
        func occurs(_ text: String) -> Bool { patterns.occurs(in: Array(text.utf8).span) }
        for text in ["abc", "zzabd", "ababc", "x"] { #expect(occurs(text), "\(text)") }
        for text in ["", "ab", "aabb", "ABC"] { #expect(!occurs(text), "\(text)") }
    }

    @Test(arguments: [
        "", "2026", "2026-04-17", "2026-13-17 08:02:11 x", "Foo 17 08:02:11 x", "Apr 32 08:02:11 x",
        "Apr 17 25:02:11 x",
        "Apr 17 08:02", "not a time at all here",
    ])
    func linesWithoutATimeHaveNone(line: String) {
        let bytes = Array(line.utf8)
        let time = LogTime.read(bytes.span, zoneSeconds: 0)?.time
        #expect(time == nil)
    }
}
