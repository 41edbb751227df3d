import Casework
import Testing

@testable import CaseReading

struct AuditTests {
    private let events = [
        #"{"timestamp":"2026-04-17T05:00:02.000001Z","eventType":"ENROLLMENT_CALLBACK","deviceUdid":"00008120-000000000001001e","enrollmentSessionId":"es_1","outcome":"dropped","abm_sync_status":"throttled_by_rate_limit","httpStatus":null,"direction":"to-mdm"}"#,
        #"{"timestamp":"2026-04-17T05:00:01Z","eventType":"RATE_LIMIT","tier":"burst","abm_sync_status":"throttled_by_rate_limit"}"#,
        #"{"timestamp":"2026-04-17T05:00:03Z","eventType":"DEP_TOKEN_SYNC","mdmVendor":"jamf-pro","detail":"conflict","outcome":"failed"}"#,
        #"{"timestamp":"2026-04-17T05:00:04Z","eventType":"SUPERVISION","serialNumber":"ZZTEST000002","outcome":"rejected","errorReason":"SUPERVISION_IDENTITY_MISMATCH"}"#,
        #"{"timestamp":1776402005,"eventType":"ASSIGNMENT","endpoint":"/v2/devices/bulk-assign","deviceCount":100,"tokensConsumed":"16.2"}"#,
        #"{"timestamp":"2026-04-17T05:00:06Z","eventType":"COFFEE_BREAK"}"#,
        #"{"timestamp":"2026-04-17T05:00:07Z","eventType":"SOMETHING","abm_sync_status":"throttled_by_rate_limit"}"#,
        #"{"timestamp":"2026-04-17T05:00:08Z","eventType":"ENROLLMENT_CALLBACK","deviceUdid":"UNKNOWN-UDID","outcome":"sent"}"#,
    ]

    private func trail(_ content: String, more: String = "") throws -> AuditTrail {
        let disk = CaseOnDisk()
        try disk.write("d.ndjson", threeDevices)
        try disk.write("a.json", content)
        try disk.caseFile(
            """
            evidence:
              - {kind: devices, role: tenant, dialect: field-guide, file: d.ndjson}
              - {kind: audit, file: a.json\(more)}
            """)
        let evidence = try disk.read()
        #expect(evidence.problems == [])
        return evidence.audit
    }

    @Test func eventsAreFoldedInRisingTime() throws {
        let audit = try trail(events.joined(separator: "\n"))
        #expect(audit.throttles.map(\.tier) == ["burst", nil])
        #expect(audit.throttles.first?.citation.short == "a.json:2")
        let callback = try #require(audit.callbacks.first)
        #expect(callback.device == 0 && callback.session == "es_1" && callback.outcome == "dropped")
        #expect(
            callback.throttled && callback.direction == "to-mdm" && callback.httpStatus == nil
                && callback.line == 1)
        #expect(callback.at == instant("2026-04-17T05:00:02.000001Z"))
        #expect(audit.callbacks.last?.device == nil)
        #expect(
            audit.tokenSyncs.map(\.detail) == ["conflict"] && audit.tokenSyncs.map(\.vendor) == ["jamf-pro"])
        #expect(audit.supervisions.map(\.device) == [1])
        #expect(audit.supervisions.first?.errorReason == "SUPERVISION_IDENTITY_MISMATCH")
        #expect(
            audit.assignments.map(\.deviceCount) == [100] && audit.assignments.map(\.tokensConsumed) == [16.2]
        )
        #expect(audit.countByType["COFFEE_BREAK"] == 1 && audit.countByType.values.reduce(0, +) == 8)
        #expect(audit.covers == TimeWindow(instant("2026-04-17T05:00:01Z"), instant("2026-04-17T05:00:08Z")))
    }

    @Test func aRecoveryIsNoThrottle() throws {
        let audit = try trail(
            #"{"timestamp":"2026-04-17T05:00:01Z","eventType":"RATE_LIMIT","tier":"burst","abm_sync_status":"recovering"}"#
                + "\n"
                + #"{"timestamp":"2026-04-17T05:00:02Z","eventType":"RATE_LIMIT","outcome":"recovered"}"#)
        #expect(audit.throttles.isEmpty && audit.countByType == ["RATE_LIMIT": 2])
    }

    @Test func theOrderOfTheFileDoesNotMatter() throws {
        let forward = try trail(events.joined(separator: "\n"))
        let backward = try trail(events.reversed().joined(separator: "\n"))
        #expect(forward.tokenSyncs.map(\.at) == backward.tokenSyncs.map(\.at))
        #expect(forward.callbacks.map(\.session) == backward.callbacks.map(\.session))
        #expect(forward.covers == backward.covers)
    }

    @Test(arguments: ["[%]", #"{"events":[%]}"#, #"{"data":{"tenant":{"tenantAuditLog":[%]}}}"#])
    func arraysAndPagesAreReadToo(container: String) throws {
        let content = container.replacing("%", with: events.joined(separator: ","))
        #expect(try trail(content).countByType.count == 7)
    }

    @Test func recordsOfAListAreCitedAsElements() throws {
        let audit = try trail("[" + events.joined(separator: ",") + "]")
        #expect(audit.throttles.first?.citation.locator == "element 2")
    }

    @Test func anAuditLogOfAnUnknownDialectIsNoEvidence() throws {
        let disk = CaseOnDisk()
        try disk.write("a.json", "[]")
        try disk.write("q.ndjson", "")
        try disk.caseFile(
            "evidence: [{kind: audit, dialect: jamf, file: a.json}, {kind: queue, file: q.ndjson}]")
        let evidence = try disk.read()
        #expect(!evidence.supplied.contains { $0.kind == .audit })
        #expect(evidence.problems(.unreadableFile).first?.reason.contains("jamf") == true)
    }

    @Test func aCallbackIsASignOfLife() throws {
        let disk = CaseOnDisk()
        try disk.write(
            "t.ndjson",
            #"{"serialNumber":"ZZTEST000001","udid":"00008120-000000000001001E","enrollmentStatus":"assigned","mdmProfileId":null,"assignedAt":"2026-04-10T00:00:00Z"}"#
        )
        try disk.write("m.ndjson", "[]")
        let lists = """
            evidence:
              - {kind: devices, role: tenant, dialect: field-guide, file: t.ndjson}
              - {kind: devices, role: mdm, dialect: generic, complete: true, file: m.ndjson}

            """
        try disk.caseFile(lists)
        #expect(try disk.read().fleet.countByState == ["not-activated": 1])
        try disk.write("a.ndjson", events[0])
        try disk.caseFile(lists + "  - {kind: audit, file: a.ndjson}")
        #expect(try disk.read().fleet.countByState == ["assigned-not-enrolled": 1])
    }
}
