import Casework
import Testing

@testable import CaseReading

/// Cases that hold several snapshots of one source.
struct SnapshotCaseTests {
    private static let pending = #""enrollmentStatus":"pending","lastModified":"2026-04-15T08:00:00Z""#
    private static let enrolled = #""enrollmentStatus":"enrolled","mdmProfileId":"p""#

    private func list(_ records: [(String, String)]) -> String {
        records.map { "{\"serialNumber\":\"\($0.0)\",\($0.1)}\n" }.joined()
    }

    private func disk(more: String = "") throws -> CaseOnDisk {
        let disk = CaseOnDisk()
        let udid = #","udid":"00008110-000A00000000001E""#
        let other = #","udid":"00008110-000B00000000001E""#
        try disk.write(
            "day1.ndjson", list([("ZZTEST000001", Self.pending + udid), ("ZZTEST000002", Self.pending)]))
        try disk.write(
            "day2.ndjson", list([("ZZTEST000001", Self.enrolled + other), ("ZZTEST000002", Self.pending)]))
        try disk.write("mdm.ndjson", "{\"serial\":\"ZZTEST000001\",\"enrolled\":true}\n")
        try disk.caseFile(
            """
            evidence:
              - {kind: devices, role: tenant, dialect: field-guide, collectedAt: 2026-04-17T11:50:00Z, file: day2.ndjson}
              - {kind: devices, role: tenant, dialect: field-guide, collectedAt: 2026-04-16T12:00:00Z, file: day1.ndjson}
              - {kind: devices, role: mdm, dialect: generic, collectedAt: 2026-04-17T11:55:00Z, file: mdm.ndjson}
            \(more)
            """)
        return disk
    }

    @Test func newestSnapshotIsThePresent() throws {
        let fleet = try disk().read().fleet
        #expect(fleet.countByState == ["enrolled": 1, "undetermined": 1])
        #expect(fleet.device(0).udid == "00008110-000B00000000001E")
        #expect(fleet.device(0).tenant?.citation?.file == "day2.ndjson")
    }

    @Test func momentsNeedEverySource() throws {
        let alone = try disk().read().fleet.changes
        #expect(alone.moments == [instant("2026-04-17T12:00:00Z")])
        #expect(alone.transitions.isEmpty)
        let disk = try disk(
            more:
                "  - {kind: devices, role: mdm, dialect: generic, collectedAt: 2026-04-16T12:01:00Z, file: mdm1.ndjson}"
        )
        try disk.write("mdm1.ndjson", "{\"serial\":\"ZZTEST000001\",\"enrolled\":false}\n")
        let changes = try disk.read().fleet.changes
        #expect(changes.moments == [instant("2026-04-16T12:01:00Z"), instant("2026-04-17T12:00:00Z")])
        #expect(
            changes.transitions == [FleetChanges.Transition(from: "undetermined", to: "enrolled", count: 1)])
        let first = try #require(changes.ofDevice(0).first)
        #expect(first.after == instant("2026-04-16T12:01:00Z") && first.by == instant("2026-04-17T12:00:00Z"))
        #expect(changes.ofDevice(1).isEmpty && changes.ofDevice(-1).isEmpty)
    }

    @Test func waitsAreMeasured() throws {
        let changes = try disk().read().fleet.changes
        // One device has been pending for 52 hours; when the other enrolled nobody says.
        #expect(changes.pendingHalfLifeSeconds == 187_200)
        #expect(changes.isHalfLifeLowerBound)
        #expect(changes.waits.filter { $0.waiting == 1 }.map(\.bucket) == ["under 3 days"])
    }

    @Test func olderListThatWasNotWholeStopsNobody() throws {
        let disk = try disk(
            more: "  - {kind: devices, role: mdm, dialect: generic, complete: false, "
                + "collectedAt: 2026-04-17T11:59:00Z, file: delta.ndjson}")
        try disk.write("delta.ndjson", "{\"serial\":\"ZZTEST000002\",\"enrolled\":false}\n")
        let fleet = try disk.read().fleet
        #expect(fleet.device(1).mdm?.enrolled == false)
        #expect(fleet.device(0).mdm?.enrolled == true)
        #expect(fleet.countByState["unknown"] == nil)
    }
}
