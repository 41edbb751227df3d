import OpenFormats
import Testing

@testable import DeviceTriangulation

struct FleetLedgerTests {
    static let udid = "00008110-001A2B3C4D5E6F70"

    @Test func recordsAreJoinedBySerialElseByUDIDInAnyOrder() throws {
        let tenant = SourceLedger(
            .tenant, .fieldGuide,
            [
                #"{"serialNumber":"c02b ","udid":"00008110-001a2b3c4d5e6f70","enrollmentStatus":"enrolled"}"#,
                #"{"serialNumber":"C02A","enrollmentStatus":"assigned"}"#,
            ])
        let mdm = SourceLedger(
            .mdm, .generic,
            [
                #"{"udid":" 00008110-001A2B3C4D5E6F70 ","enrolled":true}"#,
                #"{"serial":" c02a","enrolled":false}"#,
            ])
        let device = SourceLedger(
            .device, .generic,
            [
                #"{"udid":"zz-unknown","state":"enrolled"}"#,
                #"{"udid":"AA-UNKNOWN","state":"not_enrolled"}"#,
            ])
        for ledgers in [[tenant, mdm, device], [device, mdm, tenant], [mdm, tenant, device]] {
            let fleet = try FleetLedger.of(ledgers)
            #expect(
                (0..<4).map { fleet.serial(of: $0) ?? fleet.udid(of: $0) } == [
                    "C02A", "C02B", "AA-UNKNOWN", "ZZ-UNKNOWN",
                ])
            #expect(fleet.view(.mdm, of: 1)?.isEnrolled == true)
            #expect(fleet.view(.mdm, of: 0)?.isEnrolled == false)
            #expect(fleet.view(.device, of: 0) == nil)
            #expect(fleet.ordinal(serial: " c02B") == 1)
            #expect(fleet.ordinal(serial: "nobody") == nil)
            #expect(fleet.ordinal(udid: Self.udid.lowercased()) == 1)
            #expect(fleet.udidIndex().ordinal(udid: "Zz-unknown") == 3)
            #expect(fleet.ordinal(udid: "nobody") == nil && fleet.ordinal(udid: "") == nil)
            #expect(
                fleet.count(of: .tenant) == 2 && fleet.count(of: .mdm) == 2 && fleet.count(of: .device) == 2)
            #expect(fleet.serial(of: 99) == nil && fleet.view(.mdm, of: 99) == nil)
        }
    }

    @Test func unusualSerialsSortAmongTheOthers() throws {
        let serials = ["VMWARE-56 4D", "C02A", "C02A-1", "ABCDEFGHIJKLMNOP", "ZZ", "É1"]
        let fleet = try FleetLedger.of([
            SourceLedger(.mdm, .generic, serials.map { "{\"serial\":\"\($0.lowercased())\"}" })
        ])
        let found = (0..<UInt32(fleet.count)).compactMap { fleet.serial(of: $0) }
        #expect(found == ["ABCDEFGHIJKLMNOP", "C02A", "C02A-1", "VMWARE-56 4D", "ZZ", "É1"])
        for (ordinal, serial) in found.enumerated() {
            #expect(fleet.ordinal(serial: serial) == UInt32(ordinal))
        }
    }

    @Test func serialUnderTwoUDIDsIsADuplicate() throws {
        let one = SourceLedger(
            .tenant, .fieldGuide,
            [#"{"serialNumber":"C02A","udid":"U-B","enrollmentStatus":"enrolled","mdmProfileId":"p"}"#])
        let two = SourceLedger(.mdm, .generic, [#"{"serial":"C02A","udid":"U-A","enrolled":true}"#])
        for ledgers in [[one, two], [two, one]] {
            let fleet = try FleetLedger.of(ledgers)
            #expect(fleet.udid(of: 0) == "U-A")
            #expect(fleet.udids(of: 0) == ["U-A", "U-B"])
            #expect(fleet.states() == ["C02A": "duplicate-identity"])
            #expect(fleet.ordinal(udid: "u-b") == 0)
        }
    }

    @Test func repeatedRecordIsADuplicateOnlyIfItContradicts() throws {
        let enrolled = tenantRecord(
            #""enrollmentStatus":"enrolled","mdmProfileId":"p","lastModified":"2026-04-17T10:00:00Z""#)
        let pending = tenantRecord(#""enrollmentStatus":"pending","lastModified":"2026-04-17T11:58:00Z""#)
        #expect(
            try FleetLedger.of([SourceLedger(.tenant, .fieldGuide, [enrolled, enrolled])]).states() == [
                "C02A": "enrolled"
            ])
        #expect(
            try FleetLedger.of([SourceLedger(.tenant, .fieldGuide, [enrolled, pending])]).states() == [
                "C02A": "duplicate-identity"
            ])
        // Two files are two looks at the device: the newer one stands.
        let first = SourceLedger(.tenant, .fieldGuide, file: 1, [enrolled])
        let second = SourceLedger(.tenant, .fieldGuide, file: 2, [pending])
        #expect(try FleetLedger.of([first, second]).states() == ["C02A": "pending"])
        #expect(try FleetLedger.of([second, first]).states() == ["C02A": "pending"])
    }

    @Test func feedKeepsTheNewestWithoutContradiction() throws {
        let shape = RecordShape(
            "feed", newestWins: true,
            [
                PathRule("serial", .serial), PathRule("state", .word(.status)),
                PathRule("at", .time(.modifiedAt)),
            ])
        var ledger = SourceLedger(role: .tenant, shape: shape)
        for (number, text) in [("pending", "2026-04-17T11:59:00Z"), ("enrolled", "2026-04-17T10:00:00Z")]
            .enumerated()
        {
            let record = "{\"serial\":\"A\",\"state\":\"\(text.0)\",\"at\":\"\(text.1)\"}"
            try ledger.append(record: Array(record.utf8), file: 0, number: UInt32(number))
        }
        #expect(try FleetLedger.of([ledger]).states() == ["A": "pending"])
    }

    @Test func partsMakeTheSameFleetAsTheWhole() throws {
        let records = (0..<500).map { index in
            tenantRecord(
                "\"enrollmentStatus\":\"s\(index % 7)\",\"model\":\"m\(index % 90)\",\"udid\":\"u-\(index)\"",
                serial: "C\(index * 37 % 500)")
        }
        let whole = try FleetLedger.of([SourceLedger(.tenant, .fieldGuide, records)])
        var parts: [SourceLedger] = []
        for start in stride(from: 0, to: 500, by: 61) {
            parts.append(SourceLedger(.tenant, .fieldGuide, Array(records[start..<min(500, start + 61)])))
        }
        let joined = try FleetLedger.of(parts.reversed())
        #expect(whole.count == 500 && joined.count == 500)
        for ordinal in 0..<UInt32(500) {
            #expect(whole.serial(of: ordinal) == joined.serial(of: ordinal))
            #expect(whole.udid(of: ordinal) == joined.udid(of: ordinal))
            #expect(whole.view(.tenant, of: ordinal)?.status == joined.view(.tenant, of: ordinal)?.status)
            #expect(whole.view(.tenant, of: ordinal)?.model == joined.view(.tenant, of: ordinal)?.model)
        }
    }

    @Test func emptySourceIsSupplied() throws {
        let fleet = try FleetLedger.of([SourceLedger(role: .mdm, dialect: .jamfPro)])
        #expect(fleet.count == 0 && fleet.listedRoles == [.mdm] && fleet.bytesPerDevice == 0)
        #expect(Triangulator.classify(fleet, policy: TriangulationPolicy(asOf: noon)).total == 0)
    }
}
