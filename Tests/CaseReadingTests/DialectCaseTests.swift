import Casework
import OpenFormats
import Testing

@testable import CaseReading

/// Device lists of every vendor as they lie in a case: pages, tables, wrappings.
struct DialectCaseTests {
    private let evening = ReadingOptions(fallbackAsOf: instant("2026-04-17T18:00:00Z"))

    /// A folder with one file and no case file.
    private func unnamed(_ name: String, _ content: String) throws -> CaseEvidence {
        let disk = CaseOnDisk()
        try disk.write(name, content)
        return try disk.read(evening)
    }

    // MARK: Pages

    @Test func axmPagesAreOneList() throws {
        func page(_ serial: String, cursor: String) -> String {
            """
            {"data":[{"type":"orgDevices","id":"\(serial)","attributes":{"status":"ASSIGNED"}}],
             "links":{"self":"https://x"},"meta":{"paging":{"limit":1,"nextCursor":"\(cursor)"}}}

            """
        }
        let disk = CaseOnDisk()
        try disk.write("a.json", page("ZZTEST000001", cursor: "x") + page("ZZTEST000002", cursor: ""))
        try disk.write(
            "m.ndjson",
            #"{"serial":"ZZTEST000003","enrolled":true,"lastContact":"2026-04-17T11:00:00Z"}"# + "\n")
        try disk.caseFile(
            """
            evidence:
              - {kind: devices, dialect: axm, file: a.json}
              - {kind: devices, role: mdm, dialect: generic, file: m.ndjson}
            """)
        #expect(try disk.read().fleet.countByState["unknown-to-tenant"] == 1)
        // Without the last page nothing follows from absence.
        try disk.write("a.json", page("ZZTEST000001", cursor: "x"))
        #expect(try disk.read().fleet.countByState["unknown-to-tenant"] == nil)
    }

    @Test(arguments: [
        (#"{"totalCount": 2, "results": []}"#, 1, false), (#"{"totalCount": 2, "results": []}"#, 2, true),
        (#"{"more_to_follow": true, "devices": []}"#, 5, false),
        (#"{"more_to_follow": false, "cursor": "x", "devices": []}"#, 5, true),
        (#"{"@odata.nextLink": "https://x", "value": []}"#, 5, false),
        (#"{"@odata.count": 5, "value": []}"#, 5, true),
        (#"{"count": 5, "next": "https://x", "results": []}"#, 5, false),
        (#"{"count": 5, "next": null, "results": []}"#, 5, true),
        (#"{"has_more": true, "data": []}"#, 5, false),
        (#"{"meta": {"has_next_results": true}, "hosts": []}"#, 5, false),
        (#"{"meta": {"paging": {"total": 6, "nextCursor": ""}}, "data": []}"#, 5, false),
        (#"{"meta": {"paging": {"limit": 5, "nextCursor": ""}}, "data": []}"#, 5, true),
        (#"{"response": {"rows": "9", "devices": []}}"#, 5, false), (#"{"devices": []}"#, 0, true),
    ])
    func pagesTellWhetherTheListIsWhole(page: String, records: Int, isComplete: Bool) throws {
        var paging = Paging()
        paging.take(try JSONValue(parsing: Array(page.utf8).span))
        #expect(paging.isComplete(records: records) == isComplete)
    }

    // MARK: Wrappings

    @Test func depDetailsAreKeyedBySerial() throws {
        let evidence = try unnamed(
            "dep.json",
            """
            {"devices":{"ZZTEST000001":{"serial_number":"ZZTEST000001","profile_status":"assigned","response_status":"SUCCESS"},
            "ZZTEST000002":{"response_status":"NOT_ACCESSIBLE"}}}
            """)
        #expect(evidence.sources.map(\.dialect) == ["dep"] && evidence.problems == [])
        #expect(evidence.fleet.countByState["assign-refused"] == 1 && evidence.fleet.count == 2)
    }

    @Test func depAssignmentAnswersAreKeyedBySerial() throws {
        let disk = try CaseOnDisk(
            "devices", "a.json",
            #"{"profile_uuid":"88FC","devices":{"ZZTEST000001":"SUCCESS","ZZTEST000002":"THROTTLED","ZZTEST000003":"FAILED"}}"#,
            more: "dialect: dep")
        #expect(try disk.read().fleet.countByState["assign-refused"] == 2)
    }

    @Test func mosylesDevicesStandInAnEntryOfItsResponse() throws {
        let record =
            #"{"serial_number":"ZZTEST000001","deviceudid":"00008103-000A11223344001E","date_enroll":"1776420000","date_last_beat":"1776420000"}"#
        let evidence = try unnamed(
            "m.json", #"{"status":"OK","response":[{"devices":[\#(record)],"rows":"1"}]}"#)
        #expect(evidence.sources.map(\.dialect) == ["mosyle"] && evidence.problems == [])
        #expect(evidence.fleet.device(0).mdm?.enrolledAt == instant("2026-04-17T10:00:00Z"))
    }

    @Test func anAnswerWithoutDevicesIsAnEmptyListAndNoError() throws {
        let disk = try CaseOnDisk(
            "devices", "m.json",
            #"{"status":"OK","response":[{"status":"DEVICES_NOTFOUND","info":"No devices"}]}"#,
            more: "dialect: mosyle")
        let evidence = try disk.read()
        #expect(evidence.problems == [] && evidence.fleet.count == 0)
    }

    @Test func theAnswerForOneDeviceIsAList() throws {
        let evidence = try unnamed(
            "fleet.json",
            #"{"host":{"id":1,"hardware_serial":"ZZTEST000001","uuid":"U","mdm":{"enrollment_status":"Pending"},"labels":[]}}"#
        )
        #expect(evidence.sources.map(\.dialect) == ["fleet"])
        #expect(evidence.fleet.device(0).mdm?.enrolled == false)
        #expect(evidence.fleet.device(0).ade?.profileStatus == "assigned")
    }

    @Test func nanomdmsTablesAreJoined() throws {
        let disk = CaseOnDisk()
        try disk.write(
            "devices.json",
            #"[{"id":"00008103-000A11223344001E","serial_number":"ZZTEST000001","authenticate_at":"2026-04-17 10:00:00","token_update_at":"2026-04-17 10:00:03"},"#
                + #"{"id":"00008103-000A11223344002E","serial_number":"ZZTEST000002","authenticate_at":"2026-04-17 10:00:00","token_update_at":null}]"#
        )
        try disk.write(
            "enrollments.json",
            #"[{"id":"00008103-000A11223344001E:5E2","device_id":"00008103-000A11223344001E","type":"User","enabled":true,"token_update_tally":1,"last_seen_at":"2026-04-17 10:30:00"},"#
                + #"{"device_id":"00008103-000A11223344001E","id":"00008103-000A11223344001E","type":"Device","enabled":true,"token_update_tally":2,"last_seen_at":"2026-04-17 11:00:00"}]"#
        )
        try disk.caseFile(
            """
            evidence:
              - {kind: devices, dialect: nanomdm, file: devices.json}
              - {kind: devices, dialect: nanomdm, file: enrollments.json}
            """)
        let fleet = try disk.read().fleet
        #expect(fleet.count == 2 && fleet.countByState["duplicate-identity"] == nil)
        #expect(fleet.device(0).mdm?.enrolled == true)
        #expect(fleet.device(0).mdm?.lastContact == instant("2026-04-17T11:00:00Z"))
        #expect(fleet.device(1).mdm?.enrolled == false)
    }

    // MARK: A feed

    @Test func ofAFeedTheNewestOperationStands() throws {
        let older =
            #"{"serial_number":"ZZTEST000001","op_type":"added","op_date":"2026-04-15T10:00:00Z","profile_status":"empty"}"#
        let newer =
            #"{"serial_number":"ZZTEST000001","op_type":"modified","op_date":"2026-04-16T10:00:00Z","profile_status":"removed","profile_push_time":"2026-04-14T00:00:00Z"}"#
        for records in [[older, newer], [newer, older]] {
            let disk = try CaseOnDisk(
                "devices", "s.ndjson", records.joined(separator: "\n"), more: "dialect: dep")
            let fleet = try disk.read().fleet
            #expect(fleet.device(0).ade?.profileStatus == "removed")
            #expect(fleet.countByState == ["profile-removed": 1])
        }
    }

    // MARK: What no table knows

    @Test func unknownFieldsAndValuesAreCounted() throws {
        let disk = try CaseOnDisk(
            "devices", "t.ndjson",
            (1...3).map {
                #"{"serialNumber":"ZZTEST00000\#($0)","enrollmentStatus":"teleporting","colour":"red","abmSyncStatus":{"mood":1}}"#
            }.joined(separator: "\n"), more: "role: tenant, dialect: field-guide")
        #expect(
            try disk.read().unknown == [
                UnknownValue(file: "t.ndjson", path: "abmSyncStatus.mood", count: 3),
                UnknownValue(file: "t.ndjson", path: "colour", count: 3),
                UnknownValue(file: "t.ndjson", path: "enrollmentStatus", value: "teleporting", count: 3),
            ])
    }

    @Test func unknownColumnsAreCounted() throws {
        let disk = try CaseOnDisk(
            "devices", "m.csv", "serial,mood\nZZTEST000001,x\nZZTEST000002,y\n",
            more: "role: mdm, dialect: generic")
        #expect(try disk.read().unknown == [UnknownValue(file: "m.csv", path: "mood", count: 2)])
    }
}
