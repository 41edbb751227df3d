import Casework
import Foundation
import OpenFormats
import Testing

@testable import CaseReading

/// What a tired administrator, or a broken export, does to a case.
struct SlipTests {
    @Test func lineThatEndsWithItsTimeIsRead() throws {
        let disk = try CaseOnDisk(
            "device-log", "d.log", "2026-04-17 08:02\n2026-04-17 08:02:01 MCX: No enrollment profile found\n")
        let evidence = try disk.read()
        #expect(evidence.deviceLog.map(\.text) == ["No enrollment profile found"])
        #expect(evidence.deviceLogSpans.first?.covers?.start == instant("2026-04-17T08:02:00Z"))
    }

    @Test func zoneOfTheCaseCountsForJSONLogs() throws {
        let disk = try CaseOnDisk(
            "device-log", "d.ndjson",
            #"{"timestamp":"2026-04-17 08:02:01.5","eventMessage":"MCX: Enrollment initiated via DEP"}"#
                + "\n",
            more: "timeZone: \"+02:00\"")
        #expect(try disk.read().deviceLog.first?.at == instant("2026-04-17T06:02:01.5Z"))
    }

    @Test func emptyExportSaysNothingOfAbsence() throws {
        let disk = CaseOnDisk()
        try disk.write("tenant.ndjson", threeDevices)
        try disk.write("mdm.json", "")
        try disk.caseFile(
            """
            evidence:
              - {kind: devices, role: tenant, dialect: field-guide, file: tenant.ndjson}
              - {kind: devices, role: mdm, dialect: jamf-pro, file: mdm.json}
            """)
        let evidence = try disk.read()
        #expect(evidence.problems(.missing).map(\.citation.file) == ["mdm.json"])
        // An export that says so itself is a list of nothing, and nobody asks.
        try disk.write("mdm.json", "[]")
        #expect(try disk.read().problems == [])
    }

    @Test func firstLineMayBeBroken() throws {
        let disk = CaseOnDisk()
        try disk.write("tenant/devices.ndjson", "{\"serialNumber\":\"ZZ\n" + threeDevices)
        let evidence = try disk.read(ReadingOptions(asOf: instant("2026-04-17T12:00:00Z")))
        #expect(evidence.fleet.count == 3)
        #expect(evidence.problems(.unreadableRecord).count == 1)
    }

    @Test func ownReportIsNoEvidence() throws {
        let disk = CaseOnDisk()
        try disk.write("tenant/devices.ndjson", threeDevices)
        try disk.write("report.json", #"{"schema": "abm-forensics/report/1", "devices": []}"#)
        try disk.write("report.devices.ndjson", #"{"serial":"ZZTEST000009","state":"enrolled"}"# + "\n")
        try disk.write("jamf.devices.ndjson", #"{"serial":"ZZTEST000001","enrolled":true}"# + "\n")
        let evidence = try disk.read(ReadingOptions(asOf: instant("2026-04-17T12:00:00Z")))
        #expect(evidence.sources.map(\.path) == ["jamf.devices.ndjson", "tenant/devices.ndjson"])
        #expect(evidence.problems.isEmpty)
    }

    @Test(arguments: ["asOf: 20260417", "asOf: 2026", "evidence: [{kind: audit, file: a, collectedAt: 17}]"])
    func digitsAreNoDate(_ line: String) throws {
        let disk = CaseOnDisk()
        try disk.write("case.yaml", "schema: abm-forensics/case/1\n\(line)\n")
        let refusal = disk.refusal()
        #expect(refusal?.exitClass == .configuration && refusal?.line == 2)
    }

    @Test func caseFileThatLeadsOutsideIsSaid() throws {
        let disk = CaseOnDisk()
        let outside = CaseOnDisk()
        try outside.write("shared.yaml", "schema: abm-forensics/case/1\n")
        try disk.write("tenant/devices.ndjson", threeDevices)
        try disk.link("case.yaml", to: "\(outside.path)/shared.yaml")
        let refusal = disk.refusal()
        #expect(refusal?.exitClass == .configuration && refusal?.file == "case.yaml")
    }

    @Test func manifestNamesAreComparedAsFiles() throws {
        let disk = try CaseOnDisk(
            "audit", "a/b.ndjson", #"{"timestamp":"2026-04-17T08:00:00Z","eventType":"X"}"#)
        try disk.write(Manifest.name, String(repeating: "0", count: 64) + "  a//b.ndjson\n")
        #expect(disk.refusal()?.reason.contains("altered") == true)
    }

    @Test func oddValueIsSaidWithItsLine() throws {
        let disk = try CaseOnDisk(
            "devices", "d.ndjson",
            #"{"serial":"ZZTEST000001"}"# + "\n" + #"{"serial":"ZZTEST000002","enrolled":"perhaps"}"# + "\n",
            more: "role: mdm, dialect: generic")
        #expect(try disk.read().problems.map(\.citation.locator) == ["line 2"])
    }

    @Test func columnThatIsNotThereIsSaid() throws {
        let disk = try CaseOnDisk(
            "devices", "d.csv", "Seriennummer,Status\nZZTEST000001,enrolled\n",
            more: "role: mdm, columns: {serial: Seriennummer, state: Staus}")
        let evidence = try disk.read()
        #expect(evidence.fleet.count == 1)
        #expect(evidence.problems.map(\.reason) == ["columns: the header has no \"Staus\""])
    }

    @Test func badElementCostsThatElement() throws {
        let disk = CaseOnDisk()
        try disk.write(
            "i.json",
            #"{"data":{"org":{"depIntegrations":[{"vendorName":1},{"vendorName":"B"},{"vendorName":"C"}]}}}"#)
        try disk.write(
            "h.json",
            #"{"schema":"abm-forensics/path/1","paths":[{"handshake":3},{"handshake":{"outcome":"reset"}}]}"#)
        try disk.caseFile("evidence: [{kind: integrations, file: i.json}, {kind: handshakes, file: h.json}]")
        let evidence = try disk.read()
        #expect(evidence.integrations.map(\.vendor) == ["B", "C"])
        #expect(evidence.handshakes.count == 1)
        #expect(evidence.problems(.unreadableRecord).count == 2)
    }

    @Test func eventMayNameItsDevices() throws {
        let disk = try CaseOnDisk(
            "audit", "a.ndjson",
            #"{"timestamp":"2026-04-17T08:00:00Z","eventType":"ASSIGNMENT","devices":["A","B"],"deviceCount":2}"#
                + "\n")
        let evidence = try disk.read()
        #expect(evidence.audit.assignments.map(\.deviceCount) == [2])
        #expect(evidence.problems.isEmpty)
    }

    @Test func detailOfAnEventMayBeAnObject() throws {
        let disk = try CaseOnDisk(
            "audit", "a.ndjson",
            #"{"timestamp":"2026-04-17T08:00:00Z","eventType":"OTHER","detail":{"old":1,"new":2}}"# + "\n")
        let evidence = try disk.read()
        #expect(evidence.audit.countByType == ["OTHER": 1] && evidence.problems.isEmpty)
    }

    @Test func bodiesOfManyExchangesAreBounded() throws {
        let entry =
            #"{"startedDateTime":"2026-04-17T08:00:00Z","request":{"method":"GET","url":"https://a.example/x","headers":[]},"#
            + #""response":{"status":200,"headers":[],"content":{"text":"0123456789"}}}"#
        let disk = try CaseOnDisk("exchanges", "x.ndjson", entry + "\n" + entry + "\n")
        var limits = ReadingLimits()
        limits.exchangeBytes = 40
        let evidence = try disk.read(limits: limits)
        #expect(evidence.exchanges.map(\.responseBody) == ["0123456789", nil])
        #expect(evidence.exchanges.map(\.status) == [200, 200])
        #expect(evidence.problems.map(\.count) == [1])
    }
}
