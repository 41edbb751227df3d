import CZlib
import Casework
import Testing

@testable import CaseReading

/// Exports that people read: headers in their language, what spreadsheets do to them, and zips around them.
struct TableDialectTests {
    private func read(
        _ text: String, name: String = "export.csv", bytes: [UInt8]? = nil, _ more: String = "role: tenant"
    ) throws -> CaseEvidence {
        let disk = CaseOnDisk()
        try disk.write(name, bytes: bytes ?? Array(text.utf8))
        try disk.caseFile("evidence: [{kind: devices, \(more), file: \(name)}]")
        return try disk.read()
    }

    @Test(arguments: [
        "Serial Number,MDM Server,Status,Date Added,Model\nZZTEST000001,Prod,Assigned,2026-04-01,iPad\n",
        "\u{FEFF}\"Serial Number\",\"Device Management Service\",\"Status\",\"Added\",\"Device Model\"\r\nzztest000001,Prod,ASSIGNED,2026-04-01,iPad\r\n",
        "Seriennummer;MDM-Server;Status;Hinzugefügt am;Modell\nZZTEST000001;Prod;Zugewiesen;2026-04-01;iPad\n",
        "Numéro de série\tServeur MDM\tStatut\tAjouté le\tModèle\nZZTEST000001\tProd\tAttribué\t2026-04-01\tiPad\n",
        "Número de serie;Servidor de MDM;Estado;Añadido el;Modelo\nZZTEST000001;Prod;Asignado;2026-04-01;iPad\n",
        "シリアル番号,MDMサーバ,ステータス,追加日,モデル\nZZTEST000001,Prod,割り当て済み,2026-04-01,iPad\n",
    ])
    func thePortalSpeaksTheLanguageOfItsReader(_ text: String) throws {
        for bytes in [Array(text.utf8), utf16(text, isBig: false), utf16(text, isBig: true)] {
            let evidence = try read("", bytes: bytes)
            let device = evidence.fleet.device(0)
            #expect(device.serial == "ZZTEST000001" && device.model == "iPad")
            #expect(device.tenant?.enrollmentStatus == "assigned" && device.tenant?.serverID == "Prod")
            #expect(evidence.problems == [] && evidence.unknown == [])
            // Nobody imports what the portal exported.
            #expect(evidence.importFiles.isEmpty)
        }
    }

    @Test func utf16WithoutAMarkIsRead() throws {
        let text = "Serial Number,MDM Server\nZZTEST000001,Prod\n"
        let bytes = Array(utf16(text, isBig: false).dropFirst(2))
        #expect(try read("", bytes: bytes).fleet.device(0).serial == "ZZTEST000001")
    }

    @Test func jamfsConsoleExportIsRead() throws {
        let evidence = try read(
            "Jamf Pro Computer ID,Computer Name,Managed,Serial Number,UDID,Last Check-in,Last Enrollment,Supervised,Operating System Version,Model Identifier,Site\n"
                + "1,mac,Managed,ZZTEST000001,00008110-001A2B3C4D5E6F70,2026-04-17 11:00:00,2026-04-01 08:00:00,Yes,15.4.1,\"Mac15,6\",Zurich\n"
                + "2,mac,Unmanaged,ZZTEST000002,,,,No,15.4.1,\"Mac15,6\",\n", "dialect: jamf-csv")
        let first = evidence.fleet.device(0)
        #expect(first.mdm?.enrolled == true && first.mdm?.supervised == true && first.model == "Mac15,6")
        #expect(first.mdm?.lastContact == instant("2026-04-17T11:00:00Z"))
        #expect(evidence.fleet.device(1).mdm?.enrolled == false)
        #expect(evidence.problems == [] && evidence.unknown == [])
    }

    @Test func intunesConsoleExportIsRead() throws {
        let evidence = try read(
            "Device ID,Device name,Enrollment date,Last check-in,Entra Device ID,OS version,Serial number,Manufacturer,Model,Compliance,Managed by,Ownership,Device state,Supervised,OS\n"
                + "x,pad,2026-04-01 08:00:00.0000000,2026-04-17 11:00:00.0000000,y,18.4,ZZTEST000001,Apple,iPad Pro,Compliant,Intune,Corporate,Managed,True,iOS\n",
            "dialect: intune-csv")
        let device = evidence.fleet.device(0)
        #expect(device.mdm?.enrolled == true && device.mdm?.supervised == true && device.os == "18.4")
        #expect(device.mdm?.enrolledAt == instant("2026-04-01T08:00:00Z"))
        #expect(evidence.problems == [] && evidence.unknown == [])
    }

    @Test(arguments: [
        ("Serial Number,MDM Server,Status\nZZTEST000001,a,Assigned\n", "tenant"),
        (
            "Computer Name,Managed,Serial Number,Last Inventory Update\nx,Managed,ZZTEST000001,2026-04-17\n",
            "mdm"
        ),
        ("Device name,Serial number,Last check-in,Compliance\nx,ZZTEST000001,2026-04-17,Compliant\n", "mdm"),
    ])
    func tablesAreKnownByTheirHeaders(_ text: String, _ side: String) throws {
        let disk = CaseOnDisk()
        try disk.write("list.csv", text)
        let evidence = try disk.read(ReadingOptions(fallbackAsOf: instant("2026-04-17T12:00:00Z")))
        #expect((evidence.fleet.device(0).tenant != nil) == (side == "tenant"))
        #expect((evidence.fleet.device(0).mdm != nil) == (side == "mdm"))
    }

    // MARK: Spreadsheets

    @Test func whatASpreadsheetDidToASerialIsPutRightOrTold() throws {
        let evidence = try read(
            "serial,enrolled\n'ZZTEST000001,true\n\"=\"\"ZZTEST000002\"\"\",true\n1.23E+11,true\n123456789012,true\n",
            "role: mdm, dialect: generic")
        #expect(
            (0..<evidence.fleet.count).map { evidence.fleet.device($0).serial } == [
                "123456789012", "ZZTEST000001", "ZZTEST000002",
            ])
        #expect(evidence.problems.map(\.count) == [1])
        #expect(evidence.problems.first?.citation.locator == "line 4")
        #expect(evidence.problems.first?.reason.contains("1.23E+11") == true)
        #expect(evidence.unknown.map(\.path) == ["serial"] && evidence.unknown.map(\.count) == [2])
    }

    // MARK: Zips

    private let table = "Serial Number,MDM Server\nZZTEST000001,Prod\n"

    @Test(arguments: [true, false], [true, false])
    func aZipOfOneTableIsRead(isDeflated: Bool, hasDescriptor: Bool) throws {
        // What is stored with its size after it cannot be told from what follows.
        guard isDeflated || !hasDescriptor else { return }
        let content = Array(table.utf8)
        let zip =
            try zipEntry("list/", [], isDeflated: false)
            + zipEntry("list/devices.csv", content, isDeflated: isDeflated, hasDescriptor: hasDescriptor)
            + zipEntry("__MACOSX/list/._devices.csv", [1, 2, 3], isDeflated: false) + zipEnd
        let evidence = try read("", name: "devices.zip", bytes: zip)
        #expect(evidence.fleet.device(0).serial == "ZZTEST000001" && evidence.problems == [])
        let disk = CaseOnDisk()
        try disk.write("some.zip", bytes: zip)
        let found = try disk.read(ReadingOptions(fallbackAsOf: instant("2026-04-17T12:00:00Z")))
        #expect(found.fleet.device(0).tenant?.serverID == "Prod")
    }

    @Test func aZipOfTwoFilesIsRefusedByName() throws {
        let zip =
            try zipEntry("a.csv", Array(table.utf8), isDeflated: true)
            + zipEntry("b.csv", Array(table.utf8), isDeflated: true) + zipEnd
        let evidence = try read("", name: "two.zip", bytes: zip)
        #expect(evidence.problems.first?.reason.contains("b.csv") == true)
    }

    @Test func damagedZipsAreToldAndNeverTrap() throws {
        let whole = try zipEntry("a.csv", Array(table.utf8), isDeflated: true, hasDescriptor: true) + zipEnd
        func fault(_ bytes: [UInt8]) throws -> String? {
            let disk = CaseOnDisk()
            try disk.write("a.zip", bytes: bytes)
            return try EvidenceStream(limits: ReadingLimits()).read(disk.path + "/a.zip") { _ in }.fault
        }
        #expect(try fault(whole) == nil)
        for count in 5..<(whole.count - zipEnd.count) {
            #expect(try fault(Array(whole.prefix(count))) != nil, "\(count) bytes")
        }
        var encrypted = whole
        encrypted[6] |= 1
        #expect(try fault(encrypted)?.contains("encrypted") == true)
        var other = whole
        other[8] = 12
        #expect(try fault(other)?.contains("method 12") == true)
        var wrong = try zipEntry("a.csv", Array(table.utf8), isDeflated: true) + zipEnd
        wrong[14] ^= 0xFF
        #expect(try fault(wrong)?.contains("check sum") == true)
        #expect(try fault(zipEntry("a/", [], isDeflated: false) + zipEnd) == "zip holds no file")
    }
}

private func utf16(_ text: String, isBig: Bool) -> [UInt8] {
    let units = [0xFEFF] + text.utf16.filter { $0 != 0xFEFF }
    return units.flatMap { unit in
        isBig ? [UInt8(unit >> 8), UInt8(unit & 255)] : [UInt8(unit & 255), UInt8(unit >> 8)]
    }
}

/// The beginning of a central directory, as much as a reader of streams looks at.
private let zipEnd: [UInt8] = [0x50, 0x4B, 0x01, 0x02] + [UInt8](repeating: 0, count: 42)

/// One file of a zip: its local header and its bytes.
private func zipEntry(
    _ name: String, _ content: [UInt8], isDeflated: Bool, hasDescriptor: Bool = false
) throws -> [UInt8] {
    func little(_ value: Int, _ bytes: Int) -> [UInt8] { (0..<bytes).map { UInt8(value >> (8 * $0) & 255) } }
    // A gzip member is ten bytes, the deflate stream, and eight bytes.
    let body = isDeflated ? Array(try gzipped(content).dropFirst(10).dropLast(8)) : content
    let sum = unsafe content.withUnsafeBufferPointer {
        unsafe Int(crc32(0, $0.baseAddress, UInt32($0.count)))
    }
    let sizes = little(sum, 4) + little(body.count, 4) + little(content.count, 4)
    let head: [UInt8] = [0x50, 0x4B, 3, 4] + little(20, 2) + little(hasDescriptor ? 8 : 0, 2)
    return head + little(isDeflated ? 8 : 0, 2) + little(0, 4)
        + (hasDescriptor ? [UInt8](repeating: 0, count: 12) : sizes) + little(name.utf8.count, 2)
        + little(0, 2)
        + Array(name.utf8) + body + (hasDescriptor ? [0x50, 0x4B, 7, 8] + sizes : [])
}
