import OpenFormats
import Testing

@testable import DeviceTriangulation

/// What sources do against their own documents, and what tables of several kinds have in common.
struct DialectTrapTests {
    private func view(
        _ dialect: DeviceDialect, _ role: SourceRole, _ record: String
    ) throws -> DeviceView {
        var ledger = SourceLedger(role: role, dialect: dialect)
        try ledger.append(record: Array(record.utf8), file: 0, number: 1)
        #expect(ledger.oddValues == [:])
        return try #require(try FleetLedger.of([ledger]).view(role, of: 0))
    }

    // MARK: Apple's API

    @Test(arguments: [#""12345""#, #"["12345","67890"]"#, "[]", "null"])
    func numbersOfAModemAreTextOrListsAndNobodyMinds(_ value: String) throws {
        let record = """
            {"type":"orgDevices","id":"C02A","attributes":{"status":"ASSIGNED","imei":\(value),"meid":\(value),"eid":\(value),
            "wifiMacAddress":\(value),"bluetoothMacAddress":\(value),"ethernetMacAddress":\(value),"builtInEthernetMacAddress":\(value)}}
            """
        #expect(try view(.axm, .tenant, record).status == "assigned")
    }

    @Test(
        arguments: [
            (#""2025-04-30T22:05:14.192Z""#, 1_746_050_714_192_000),
            (#""2011-08-15T07:00:00Z""#, 1_313_391_600_000_000),
            (#""2025-04-30T22:05:14.1234567Z""#, 1_746_050_714_123_456), ("null", nil), (#""""#, nil),
        ] as [(String, Int64?)])
    func fractionsAreThereOrNot(_ time: String, _ expected: Int64?) throws {
        let record = #"{"type":"orgDevices","id":"C02A","attributes":{"addedToOrgDateTime":\#(time)}}"#
        #expect(try view(.axm, .tenant, record).addedAt == expected)
    }

    @Test(arguments: [
        ("null", false), (#""2026-03-01T00:00:00Z""#, true), (#""""#, false),
    ])
    func releasedIsATime(_ time: String, _ expected: Bool) throws {
        let record = #"{"type":"orgDevices","id":"C02A","attributes":{"releasedFromOrgDateTime":\#(time)}}"#
        #expect(try view(.axm, .tenant, record).isReleased == expected)
        let absent = #"{"type":"orgDevices","id":"C02A","attributes":{"status":"ASSIGNED"}}"#
        #expect(try view(.axm, .tenant, absent).isReleased == nil)
    }

    @Test(
        arguments: [
            (#"{"links":{"self":"x"}}"#, nil, nil), (#"{"data":null}"#, false, nil),
            (#"{"data":{"type":"mdmServers","id":"S1"}}"#, true, "S1"),
        ] as [(String, Bool?, String?)])
    func linksAloneDoNotTellTheServer(_ relationship: String, _ hasServer: Bool?, _ server: String?) throws {
        let record =
            #"{"type":"orgDevices","id":"C02A","attributes":{},"relationships":{"assignedServer":\#(relationship)}}"#
        let view = try view(.axm, .tenant, record)
        #expect(view.hasServer == hasServer && view.server == server)
    }

    // MARK: Enrolment

    @Test(
        arguments: [
            ("On (automatic)", true, true), ("On (manual)", true, false), ("Off", false, nil),
            ("Pending", false, nil),
            ("On (company-owned)", true, true), ("On (personal)", true, false), ("Sideways", nil, nil),
        ] as [(String, Bool?, Bool?)])
    func fleetsStatusSaysTwoThings(_ status: String, _ isEnrolled: Bool?, _ isViaADE: Bool?) throws {
        let view = try view(
            .fleet, .mdm, #"{"hardware_serial":"C02A","mdm":{"enrollment_status":"\#(status)"}}"#)
        #expect(view.isEnrolled == isEnrolled && view.isViaADE == isViaADE)
    }

    @Test(
        arguments: [
            ("enrolled", true), ("pendingReset", true), ("blocked", true), ("failed", false),
            ("notContacted", false),
            ("unknown", nil), ("somethingNew", nil),
        ] as [(String, Bool?)])
    func intunesStates(_ state: String, _ isEnrolled: Bool?) throws {
        let record =
            #"{"serialNumber":"C02A","requestedEnrollmentProfileId":"p","enrollmentState":"\#(state)"}"#
        let view = try view(.intune, .mdm, record)
        #expect(view.isEnrolled == isEnrolled)
        #expect(view.adeStatus == "assigned" && view.hasProfile == true)
    }

    @Test(
        arguments: [
            (#""authenticate_at":"2026-04-17 10:00:00","token_update_at":null"#, false, true),
            (
                #""authenticate_at":"2026-04-17 10:00:00","token_update_at":"2026-04-17 10:00:03""#, true,
                false
            ),
            // It began anew after it had been enrolled, and stopped.
            (
                #""authenticate_at":"2026-04-17 10:00:00","token_update_at":"2026-04-01 10:00:03","enabled":0"#,
                false, true
            ),
            (
                #""authenticate_at":"2026-04-17 10:00:00","token_update_at":"2026-04-17 10:00:03","enabled":0"#,
                false,
                false
            ),
            (#""enabled":1,"token_update_tally":1"#, true, nil),
            (#""enabled":false,"token_update_tally":1"#, false, nil),
        ] as [(String, Bool?, Bool?)])
    func nanomdmEnrolsWithTheTokenUpdate(_ fields: String, _ isEnrolled: Bool?, _ isIncomplete: Bool?) throws
    {
        let view = try view(.nanomdm, .mdm, #"{"id":"U","serial_number":"C02A",\#(fields)}"#)
        #expect(view.isEnrolled == isEnrolled && view.isCheckinIncomplete == isIncomplete)
    }

    @Test(arguments: [
        #""id":"U","authenticate_at":"2026-04-17 10:00:00","type":"Device","token_update_tally":1"#,
        #""device_id":"U","id":"U:V","authenticate_at":"2026-04-17 10:00:00","type":"User","enabled":1"#,
        #""device_id":"U","id":"U:V","type":"User","enabled":1,"push_magic":"m""#,
        #""id":"U","bootstrap_token_at":null"#,
    ])
    func nanomdmsRowsNameTheirDevice(_ fields: String) throws {
        let ledger = SourceLedger(.mdm, .nanomdm, [#"{"serial_number":"C02A",\#(fields)}"#])
        #expect(try FleetLedger.of([ledger]).udid(of: 0) == "U")
    }

    @Test(arguments: [
        ("<key>AwaitingConfiguration</key><true/>", true),
        ("<key>AwaitingConfiguration</key>\\n\\t<true/>", true),
        ("<key>AwaitingConfiguration</key><false/>", false), ("<key>Topic</key>", false),
        ("<key>AwaitingConfiguration</key>", false),
    ])
    func theLastTokenUpdateTellsWhetherTheDeviceWaits(_ text: String, _ expected: Bool) throws {
        let record = #"{"id":"U","serial_number":"C02A","authenticate_at":null,"token_update":"\#(text)"}"#
        #expect(try view(.nanomdm, .mdm, record).isAwaitingConfiguration == expected)
    }

    @Test(
        arguments: [
            (#""is_replacement_device":true,"released_by_replacement":false"#, true),
            (#""released_by_replacement":true,"is_replacement_device":false"#, true),
            (#""released_by_replacement":false,"is_replacement_device":false"#, false),
            (#""profile_status":"empty""#, nil),
        ] as [(String, Bool?)])
    func aReplacedUnitIsToldByEitherFlag(_ fields: String, _ expected: Bool?) throws {
        #expect(try view(.dep, .ade, #"{"serial_number":"C02A",\#(fields)}"#).isReplaced == expected)
    }

    @Test(
        arguments: [("deleted", true), ("added", false), ("modified", false), ("renamed", nil)]
            as [(String, Bool?)])
    func aFeedDeletesWhatLeft(_ operation: String, _ isReleased: Bool?) throws {
        let view = try view(.dep, .ade, #"{"serial_number":"C02A","op_type":"\#(operation)"}"#)
        #expect(view.isReleased == isReleased && view.operation == operation)
    }

    // MARK: Recognition

    @Test(arguments: [
        #"{"type":"mdmServers","id":"S1","attributes":{"serverName":"x","status":"ACTIVE"}}"#,
        #"{"type":"orgDeviceActivities","id":"A1","attributes":{"status":"COMPLETED"}}"#,
        #"{"id":"1","name":"x","serverName":"y"}"#, #"{"devices":[]}"#, "{}", "[]", "7", "{\"devices\":{}",
    ])
    func whatIsNoDeviceIsNotTakenForOne(_ record: String) {
        let bytes = Array(record.utf8)
        #expect(DeviceDialect.recognise(bytes.span) == nil)
    }

    /// The keys of dialects differ enough that a part of a record is still known.
    @Test func halfARecordIsStillRecognised() throws {
        for sample in VendorSample.all where sample.dialect != "generic" {
            let value = try JSONValue(parsing: Array(sample.record.utf8).span)
            let members = try #require(value.object?.members)
            for left in members where members.count > 2 {
                guard !["type", "attributes", "hardware", "general", "hardware_overview"].contains(left.key)
                else {
                    continue
                }
                let rest = members.filter { $0.key != left.key }
                let names = rest.map(\.key)
                let shape = DeviceDialect.recognise(JSONValue.object(of: rest).bytes.span)
                // A record without its serial or UDID is nobody's; any other keeps its dialect.
                guard let shape else { continue }
                let owner = DeviceDialect.all.first { $0.shapes.contains(shape) }
                #expect(owner?.name == sample.dialect, "\(sample.shape) with \(names)")
            }
        }
    }

    // MARK: Wrappings

    @Test func brokenWrappingsNeverTrap() {
        let whole = Array(
            #"{"status":"OK","profile_uuid":"x","devices":{"A":{"serial_number":"A","x":[1,{"y":"\u0041"}]},"B":"FAILED","C":3},"host":{"z":1}}"#
                .utf8)
        #expect(WrappedRecords.unwrap(whole.span)?.count == 2)
        for count in 0..<whole.count {
            #expect(WrappedRecords.unwrap(Array(whole.prefix(count)).span) == nil, "\(count)")
        }
    }

    @Test func wrappedRecordsKeepTheirMembers() {
        let bytes = Array(#"{"devices":{"A":{"serial_number":"A","x":1},"B":"FAILED"}}"#.utf8)
        let texts = WrappedRecords.unwrap(bytes.span)?.map { String(decoding: $0, as: UTF8.self) }
        #expect(
            texts == [#"{"serial_number":"A","x":1}"#, #"{"serial_number":"B","response_status":"FAILED"}"#])
    }

    /// Bytes of samples are changed, left out and doubled at random, with a fixed seed: nothing may trap.
    @Test func changedSamplesNeverTrap() {
        var random = SmallRandom(state: 4)
        for sample in VendorSample.all {
            for _ in 0..<60 {
                var bytes = Array(sample.record.utf8)
                for _ in 0...random.below(3) {
                    let index = random.below(bytes.count)
                    switch random.below(3) {
                    case 0: bytes[index] = UInt8(truncatingIfNeeded: random.below(256))
                    case 1: bytes.remove(at: index)
                    default: bytes.insert(Array("\"{}[],:0".utf8)[random.below(8)], at: index)
                    }
                }
                var ledger = SourceLedger(role: .mdm)
                try? ledger.append(record: bytes, file: 0, number: 1)
                try? ledger.append(record: Array(sample.record.utf8), file: 0, number: 2)
                #expect(ledger.count + ledger.rejected == 2)
            }
        }
    }

    // MARK: Dates of exports

    @Test(
        arguments: [
            ("17.04.2026", "2026-04-17T00:00:00Z"), ("1.4.2026 9:05", "2026-04-01T09:05:00Z"),
            ("17.04.2026, 11:59:58", "2026-04-17T11:59:58Z"), ("2026/04/17 11:59", "2026-04-17T11:59:00Z"),
            ("04/17/2026", "2026-04-17T00:00:00Z"), ("17/04/2026", "2026-04-17T00:00:00Z"),
            ("4/17/2026 12:05 AM", "2026-04-17T00:05:00Z"),
            ("04/17/2026 at 12:05:06 PM", "2026-04-17T12:05:06Z"),
            ("4/4/2026 1:00 pm", "2026-04-04T13:00:00Z"),
            // The fourth of May or the fifth of April.
            ("05/04/2026", nil), ("13/13/2026", nil), ("31.02.2026", nil), ("17.04.26", nil),
            ("17.04.2026 25:00", nil),
            ("17.04.2026 13:00 PM", nil), ("..2026", nil), ("1.2.3.2026", nil), ("yesterday", nil), ("", nil),
            ("1/1/1/1", nil), ("0/0/0000", nil),
        ] as [(String, String?)])
    func datesAreReadWhereTheyReadOneWay(_ text: String, _ expected: String?) {
        let bytes = Array(text.utf8)
        let time = TableDate.microseconds(bytes.span, 0..<bytes.count)
        #expect(time.map { Timestamps.text(microseconds: $0) } == expected)
    }

    // MARK: Serials out of spreadsheets

    @Test(arguments: [
        ("C02XK1ABJG5J", SpreadsheetSerial.untouched), ("'C02A", .repaired(1..<5)),
        ("=\"C02A\"", .repaired(2..<6)),
        ("1.23E+11", .lost), ("1E+11", .lost), ("1,23E+11", .lost), ("1.23e+11", .lost),
        ("1.23E11", .untouched),
        ("1.23E+", .untouched), ("E+11", .untouched), ("'", .untouched), ("=\"\"", .untouched),
        ("", .untouched),
        ("1.", .untouched), ("1.23", .untouched), ("1.23E+11X", .untouched),
    ])
    func spreadsheetsLeaveTraces(_ text: String, _ expected: SpreadsheetSerial) {
        let bytes = Array(text.utf8)
        #expect(SpreadsheetSerial(bytes.span, 0..<bytes.count) == expected)
    }
}

/// Random numbers that are the same in every run.
private struct SmallRandom {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return limit > 0 ? Int(state >> 33) % limit : 0
    }
}

extension JSONValue {
    fileprivate static func object(of members: [JSONObject.Member]) -> JSONValue {
        var object = JSONObject()
        for member in members { object.set(member.key, member.value) }
        return .object(object)
    }

    /// The value as JSON; the texts of the samples need no more escapes.
    fileprivate var bytes: [UInt8] { Array(text.utf8) }

    private var text: String {
        switch self {
        case .null: "null"
        case .bool(let truth): truth ? "true" : "false"
        case .number(let number): number.text
        case .string(let text): "\"" + text.replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
        case .array(let elements): "[" + elements.map(\.text).joined(separator: ",") + "]"
        case .object(let object):
            "{" + object.members.map { "\"\($0.key)\":" + $0.value.text }.joined(separator: ",") + "}"
        }
    }
}
