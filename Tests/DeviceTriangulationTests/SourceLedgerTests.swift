import OpenFormats
import Testing

@testable import DeviceTriangulation

struct SourceLedgerTests {
    @Test func hostileRecordsCostThemselvesOnly() {
        let deep = String(repeating: "[", count: 5_000)
        let huge = String(repeating: "x", count: 200_000)
        var ledger = SourceLedger(role: .tenant, dialect: .fieldGuide)
        let hostile: [(String, RecordError)] = [
            ("", .json(JSONError(.unexpectedEnd, at: 0))),
            ("[]", .notAnObject), ("7", .notAnObject), ("{}", .noIdentity),
            (#"{"serialNumber":null,"udid":""}"#, .noIdentity),
            (#"{"serialNumber":{"a":1}}"#, .identityOfWrongType(path: "serialNumber")),
            (#"{"udid":[1],"serialNumber":"A"}"#, .identityOfWrongType(path: "udid")),
            (#"{"serialNumber":true}"#, .identityOfWrongType(path: "serialNumber")),
            (#"{"serialNumber":"\#(huge)"}"#, .identityTooLong(path: "serialNumber", bytes: 200_000)),
            (#"{"serialNumber":"A","x":NaN}"#, .json(JSONError(.expectedValue, at: 24, found: 0x4E))),
            (#"{"serialNumber":"A","x":\#(deep)}"#, .json(JSONError(.tooDeep, at: 151, found: 0x5B))),
            (
                #"{"udid":"00008110-001A2B3C4D5E6F70","x":"\ud800"}"#,
                .json(JSONError(.loneSurrogate, at: 41, found: 0x5C))
            ),
            (#"{"serialNumber":"A"} x"#, .json(JSONError(.trailingBytes, at: 21, found: 0x78))),
        ]
        for (number, (text, expected)) in hostile.enumerated() {
            #expect(throws: expected) {
                try ledger.append(record: Array(text.utf8), file: 0, number: UInt32(number))
            }
            #expect(throws: Never.self) {
                try ledger.append(
                    record: Array("{\"serialNumber\":\"OK\(number)\",\"udid\":\"U\(number)\"}".utf8), file: 0,
                    number: 9)
            }
        }
        #expect(ledger.count == hostile.count)
        #expect(ledger.rejected == hostile.count)
        #expect(
            (0..<ledger.count).map { UDIDKey.text(at: Int(ledger.udidStarts[$0]), in: ledger.udids) }
                == (0..<hostile.count).map { "U\($0)" })
    }

    @Test func oddValuesAreNotSaidAndCounted() throws {
        let ledger = SourceLedger(
            .tenant, .fieldGuide,
            [
                tenantRecord(
                    #""lastModified":"yesterday","enrollmentStatus":{"x":1},"mdmProfileId":[1],"abmSyncStatus":7"#
                )
            ])
        #expect(
            ledger.oddValues == [
                "lastModified": 1, "enrollmentStatus": 1, "mdmProfileId": 1, "abmSyncStatus": 1,
            ])
        let view = try #require(try FleetLedger.of([ledger]).view(.tenant, of: 0))
        #expect(view.modifiedAt == nil && view.status == nil && view.hasProfile == nil)
    }

    @Test func unknownKeysAndWordsAreKeptAndCounted() throws {
        let ledger = SourceLedger(
            .tenant, .fieldGuide,
            [
                tenantRecord(#""enrollmentStatus":"Teleporting","x":1,"abmSyncStatus":{"y":{"z":1}}"#),
                tenantRecord(#""enrollmentStatus":"Teleporting","x":2"#, serial: "C02B"),
                tenantRecord(#""enrollmentStatus":"ENROLLED""#, serial: "C02C"),
            ])
        #expect(ledger.unknownWords(.status).map(\.text) == ["Teleporting"])
        #expect(ledger.unknownWords(.status).map(\.count) == [2])
        #expect(ledger.unknownKeys.map(\.path) == ["abmSyncStatus.y", "x"])
        #expect(ledger.unknownKeys.map(\.count) == [1, 2])
        let fleet = try FleetLedger.of([ledger])
        #expect(fleet.unknownWords(.status).map(\.count) == [2])
        let tally = try #require(fleet.tallies["field-guide device"])
        #expect(
            tally.records == 3 && tally.rejected == 0 && tally.unknownKeys == ["abmSyncStatus.y": 1, "x": 2])
        #expect(fleet.view(.tenant, of: 0)?.status == "Teleporting")
        #expect(fleet.view(.tenant, of: 2)?.status == "enrolled")
    }

    @Test func lastOfRepeatedKeysStands() throws {
        let ledger = SourceLedger(
            .tenant, .fieldGuide,
            [
                #"{"serialNumber":"A","mdmProfileId":"p","abmSyncStatus":{"supervisionIntentEnforced":true},"mdmProfileId":null,"serialNumber":"B","abmSyncStatus":{}}"#
            ])
        #expect(ledger.duplicateKeys == 3)
        let fleet = try FleetLedger.of([ledger])
        #expect(fleet.serial(of: 0) == "B")
        let view = try #require(fleet.view(.tenant, of: 0))
        #expect(view.hasProfile == false && view.isSupervisionIntentEnforced == nil)
    }

    @Test func escapedTextIsRead() throws {
        let ledger = SourceLedger(
            .tenant, .fieldGuide,
            [#"{"serial\u004eumber":"C\u00302","errorReason":"a\nb","enrollmentStatus":"assigne\u0064"}"#])
        let fleet = try FleetLedger.of([ledger])
        #expect(fleet.serial(of: 0) == "C02")
        #expect(fleet.view(.tenant, of: 0)?.errorReason == "a\nb")
        #expect(fleet.view(.tenant, of: 0)?.status == "assigned")
    }

    @Test func manyDistinctValuesStayBounded() {
        let records = (0..<2_000).map {
            tenantRecord("\"enrollmentStatus\":\"s\($0)\",\"k\($0)\":1", serial: "C\($0)")
        }
        let ledger = SourceLedger(.tenant, .fieldGuide, records)
        #expect(ledger.count == 2_000)
        #expect(ledger.unknownWords(.status).count == 255 - KnownWords.words(.status).count - 1)
        #expect(ledger.unknownKeys.count == KeyTree.maximumUnknownKeys)
        #expect(ledger.tree.uncounted == 2_000 - KeyTree.maximumUnknownKeys)
    }

    @Test func serialsPackAndSortAsText() throws {
        let serials = ["0", "00", "1", "A", "A0", "AZ", "C02XG0AAJGH5", "Z", "ZZZZZZZZZZZZ"]
        var words: [UInt64] = []
        for serial in serials {
            let bytes = Array(serial.lowercased().utf8)
            let packed = SerialKey.pack(bytes.span, 0..<bytes.count)
            let word = try #require(packed)
            #expect(SerialKey.text(word) == serial)
            words.append(word)
        }
        #expect(words == words.sorted() && Set(words).count == words.count)
        let long = Array("ABCDEFGHIJKLM".utf8)
        let packedLong = SerialKey.pack(long.span, 0..<13)
        let odd = Array("VM-1".utf8)
        let packedOdd = SerialKey.pack(odd.span, 0..<4)
        #expect(packedLong == nil && packedOdd == nil)
    }

    @Test(arguments: [
        "00008110-001A2B3C4D5E6F70", "F3A7B2C1-0D4E-4A6B-9C8D-112233445566",
        "0DAD565FB40B010A9E490440188063A378721069",
        "F3A7B2C1...", "00008110-001A2B3C4D5E6F7X", "F3A7B2C1X0D4E-4A6B-9C8D-112233445566", "É",
    ])
    func udidsComeBack(_ text: String) {
        let bytes = Array(text.utf8)
        var arena: [UInt8] = [9, 9]
        UDIDKey.append(bytes.span, 0..<bytes.count, to: &arena)
        #expect(UDIDKey.text(at: 2, in: arena) == text)
        #expect(UDIDKey.range(at: 2, in: arena) == 2..<arena.count)
    }
}
