import Casework
import Testing

@testable import CaseReading

struct DeviceListTests {
    /// A tenant and an MDM list; the second device is assigned and unknown to the MDM.
    private func twoLists(mdm: String, more: String = "") throws -> CaseOnDisk {
        let disk = CaseOnDisk()
        try disk.write(
            "t.ndjson",
            #"{"serialNumber":"ZZTEST000001","enrollmentStatus":"enrolled","mdmProfileId":"p","assignedAt":"2026-04-10T00:00:00Z"}"#
                + "\n"
                + #"{"serialNumber":"ZZTEST000002","enrollmentStatus":"assigned","mdmProfileId":null,"assignedAt":"2026-04-10T00:00:00Z"}"#
                + "\n")
        try disk.write("m.json", mdm)
        try disk.write("active.csv", "serial\nZZTEST000002\n")
        try disk.caseFile(
            """
            expect: {active: active.csv}
            evidence:
              - {kind: devices, role: tenant, dialect: field-guide, file: t.ndjson}
              - {kind: devices, role: mdm, dialect: jamf-pro, file: m.json\(more)}
            """)
        return disk
    }

    private let page = #"""
        {"totalCount": 1, "results": [
          {"hardware": {"serialNumber": "zztest000001"}, "general": {"remoteManagement": {"managed": true}, "supervised": true,
           "lastContactTime": "2026-04-17T11:00:00Z"}}
        ]}
        """#

    @Test func sourcesAreJoinedBySerial() throws {
        let fleet = try twoLists(mdm: page).read().fleet
        #expect(fleet.count == 2)
        #expect(fleet.countByState == ["enrolled": 1, "assigned-not-enrolled": 1])
        let first = fleet.device(try #require(fleet.ordinalOfSerial(" zztest000001 ")))
        #expect(first.serial == "ZZTEST000001")
        #expect(first.tenant?.enrollmentStatus == "enrolled" && first.tenant?.hasProfile == true)
        #expect(first.mdm?.enrolled == true && first.mdm?.supervised == true)
        #expect(first.mdm?.lastContact == instant("2026-04-17T11:00:00Z"))
        #expect(first.mdm?.citation?.locator == "element 1" && first.mdm?.citation?.sha256?.count == 64)
        let second = fleet.device(try #require(fleet.ordinalOfSerial("ZZTEST000002")))
        #expect(second.tenant?.hasProfile == false && second.tenant?.profileID == nil)
        #expect(second.tenant?.citation?.short == "t.ndjson:2")
    }

    @Test func aListWhoseLastPageIsMissingProvesNoAbsence() throws {
        let disk = try twoLists(mdm: page.replacing("\"totalCount\": 1", with: "\"totalCount\": 400"))
        #expect(try disk.read().fleet.countByState["assigned-not-enrolled"] == nil)
    }

    @Test func anEntryMaySayThatItsListIsIncomplete() throws {
        let disk = try twoLists(mdm: page, more: ", complete: false")
        #expect(try disk.read().fleet.countByState["assigned-not-enrolled"] == nil)
    }

    @Test func aListThatBreaksOffProvesNoAbsence() throws {
        let disk = try twoLists(mdm: String(page.dropLast(3)))
        let evidence = try disk.read()
        #expect(evidence.fleet.countByState["assigned-not-enrolled"] == nil)
        #expect(evidence.problems.count == 1)
    }

    @Test func suppliedRolesAreThoseOfTheRecords() throws {
        let evidence = try twoLists(mdm: page).read()
        #expect(evidence.supplied == [Supply(.devices, .tenant), Supply(.devices, .mdm)])
    }

    @Test func aCSVOfATenantIsAnImportFileToo() throws {
        let disk = try CaseOnDisk(
            "devices", "import.csv",
            "Serial Number;Country;Model\nZZTEST000001;DE;x\nZZTEST000001;XX;x\nshort;;x\nZZTEST000002;US;x\n",
            more: "role: tenant, dialect: generic")
        let evidence = try disk.read()
        let file = try #require(evidence.importFiles.first)
        #expect(file.headers == ["Serial Number", "Country", "Model"])
        #expect(file.rows == 4 && file.bytes == 91)
        #expect(file.duplicateSerials == 1 && file.unusualSerials == 1 && file.badCountryCodes == 1)
        #expect(file.hasSerialHeader && file.citation.file == "import.csv")
        #expect(
            evidence.fleet.device(evidence.fleet.ordinalOfSerial("ZZTEST000002") ?? 9).tenant?.citation?
                .locator == "line 5")
    }

    @Test func aCSVOfAnMDMIsNoImportFile() throws {
        let disk = try CaseOnDisk(
            "devices", "m.csv", "serial,enrolled\nZZTEST000001,true\n", more: "role: mdm, dialect: generic")
        let evidence = try disk.read()
        #expect(evidence.importFiles.isEmpty && evidence.fleet.device(0).mdm?.enrolled == true)
    }

    @Test func columnsMayBeNamedByTheCase() throws {
        let disk = try CaseOnDisk(
            "devices", "m.csv", "Gerät,Verwaltet\nZZTEST000001,true\n",
            more: "role: mdm, columns: {serial: Gerät, enrolled: Verwaltet}")
        let device = try disk.read().fleet.device(0)
        #expect(device.serial == "ZZTEST000001" && device.mdm?.enrolled == true)
    }

    @Test func aValueOfAnotherTypeIsToldAndCountsAsNotSaid() throws {
        let disk = try CaseOnDisk(
            "devices", "t.ndjson",
            #"{"serialNumber":"ZZTEST000001","enrollmentStatus":"enrolled","lastModified":{"at":1}}"#,
            more: "role: tenant, dialect: field-guide")
        let evidence = try disk.read()
        #expect(evidence.fleet.device(0).tenant?.lastModified == nil)
        #expect(evidence.problems.map(\.count) == [1] && evidence.problems[0].reason.contains("lastModified"))
    }

    @Test func aHeaderWithoutSerialsIsToldWithItsNames() throws {
        let disk = try CaseOnDisk(
            "devices", "m.csv", "colour,size\nred,1\n", more: "role: mdm, dialect: generic")
        let error = try #require(disk.refusal())
        #expect(error.reason.contains("colour, size"))
    }

    @Test func anUnknownDialectIsToldWithTheKnownOnes() throws {
        let disk = try CaseOnDisk("devices", "m.json", "[]", more: "role: mdm, dialect: cuneiform")
        #expect(disk.refusal()?.reason.contains("cuneiform") == true)
        #expect(disk.refusal()?.reason.contains("jamf-pro") == true)
    }

    @Test func thresholdsReachTheTriangulation() throws {
        let disk = CaseOnDisk()
        try disk.write(
            "t.ndjson",
            #"{"serialNumber":"ZZTEST000001","enrollmentStatus":"assigned","mdmProfileId":null,"assignedAt":"2026-04-17T11:00:00Z"}"#
        )
        try disk.write("m.ndjson", "[]")
        try disk.write("active.txt", "ZZTEST000001\n")
        let body = """
            expect: {active: active.txt}
            evidence:
              - {kind: devices, role: tenant, dialect: field-guide, file: t.ndjson}
              - {kind: devices, role: mdm, dialect: generic, complete: true, file: m.ndjson}
            """
        try disk.caseFile(body)
        #expect(try disk.read().fleet.countByState == ["assigned-not-enrolled": 1])
        try disk.caseFile("thresholds: {graceMinutes: 90}\n" + body)
        #expect(try disk.read().fleet.countByState["assigned-not-enrolled"] == nil)
    }

    @Test func theSameEvidenceReadTwiceIsEqual() throws {
        let disk = try twoLists(mdm: page)
        let (one, two) = (try disk.read(), try disk.read())
        #expect((0..<2).map(one.fleet.device) == (0..<2).map(two.fleet.device))
        #expect((0..<2).map(one.fleet.stateOf) == (0..<2).map(two.fleet.stateOf))
        #expect(one.problems == two.problems && one.sources == two.sources && one.asOf == two.asOf)
    }

    @Test(arguments: [
        ("ZZTEST00000A", true), ("ABCDEFGHIJ", true), ("ABCDEFGHI", false), ("ABCDEFGHIJKLM", false),
        ("abcdefghij", false), ("ABCDE FGHIJ", false),
    ])
    func usualSerialsAreTenToTwelveCapitalsOrDigits(serial: String, isUsual: Bool) {
        #expect(ImportHygiene.isUsual(Array(serial.utf8)) == isUsual)
    }
}
