import OpenFormats
import Testing

@testable import DeviceTriangulation

/// A record that looks like the one before is read by a short cut; nobody may be able to tell.
struct UsualRecordTests {
    /// Records as real sources write them, and every way to be unlike the one before.
    static let lines: [String] = [
        #"{"serialNumber":"C02A","udid":"00008110-001A2B3C4D5E6F70","enrollmentStatus":"assigned","mdmProfileId":null,"lastModified":"2026-04-17T10:00:00.123456Z","x":1}"#,
        #"{"serialNumber":"C02B","udid":"F3A7B2C1-0D4E-4A6B-9C8D-112233445566","enrollmentStatus":"enrolled","mdmProfileId":"p","lastModified":"2026-04-17T10:00:00Z","x":-1.5e3}"#,
        #"{"serialNumber":"C02C","enrollmentStatus":"Teleporting","mdmProfileId":"","lastModified":"","x":[1,{"y":"z"}]}"#,
        #"{"serialNumber": "C02D", "udid": "0dad565fb40b010a9e490440188063a378721069", "enrollmentStatus": "pending", "x": {}}"#,
        #"{"serialNumber":"C02E","enrollmentStatus":"pending","abmSyncStatus":{"supervisionIntentEnforced":true,"y":"é"},"tier":"abm"}"#,
        #"{"serialNumber":"C02F","enrollmentStatus":"pending","abmSyncStatus":{"supervisionIntentEnforced":false},"tier":"abe"}"#,
        #"{"serialNumber":"C02G","enrollmentStatus":"pending","abmSyncStatus":{},"tier":null}"#,
        #"{"serialNumber":" c02h ","enrollmentStatus":"a\u0073signed","tier":"abm","x":"\ud83d\ude00"}"#,
        #"{"serialNumber":"C02I","serialNumber":"C02J","enrollmentStatus":"assigned","tier":"abm"}"#,
        #"{"serialNumber":"C02K","enrollmentStatus":7,"tier":true,"supervised":"yes","lastModified":1776427200}"#,
        #"{"serialNumber":"C02L","enrollmentStatus":{"a":1},"tier":"abm","lastModified":"soon"}"#,
        #"{"serialNumber":"C02M","supervisionIdentity":{"id":"1","fingerprint":"SHA256:AB:CD"},"supervised":true}"#,
        #"{"serialNumber":"C02N","supervisionIdentity":{"id":"2","fingerprint":"abcd"},"supervised":false}"#,
        #"{"serialNumber":"VM-1 X","supervisionIdentity":null,"supervised":null}"#,
        #"{"serialNumber":"C02O","lastModified":"0001-01-01T00:00:00Z","assignedAt":"2026-02-30T00:00:00Z"}"#,
        #"{"serialNumber":"C02P","lastModified":"2026-02-28T23:59:60Z","assignedAt":"2026-04-17T12:00:00+02:00"}"#,
        #"{"serialNumber":"C02Q","x":01}"#, #"{"serialNumber":"C02R","x":tru}"#,
        #"{"serialNumber":"C02S","x":"a"#,
        #"{"serialNumber":"C02T","x":1} "#, #"{"serialNumber":"C02U","x":1},"#,
        #"{"serialNumber":"C02V" ,"x":1 }"#,
        #"{"udid":"zz","x":1}"#, #"{"x":1}"#, #"{"serialNumber":null}"#, "[]", "", "   ", "7", "{",
        #"{"serialNumber":"C02W","x":1,"x":2}"#, #"{"serialNumber":"C02X","k":"\u0000"}"#,
    ]

    private static func shuffled(_ seed: Int) -> [String] {
        var lines = (0..<6).flatMap { _ in Self.lines }
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        for index in lines.indices.reversed() where index > 0 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            lines.swapAt(index, Int(state >> 33) % (index + 1))
        }
        return lines
    }

    /// What a ledger says of everything, record by record.
    private static func story(_ ledger: SourceLedger) throws -> [String] {
        var rows: [String] = []
        for row in 0..<ledger.count {
            let origin = ledger.columns.origin(row)
            let words = WordField.allCases.map {
                ledger.words[$0.rawValue].text(Int(ledger.columns.word($0, row))) ?? "-"
            }
            let names = NameField.allCases.map {
                ledger.names[$0.rawValue].text(Int(ledger.columns.name($0, row))) ?? "-"
            }
            let times = TimeField.allCases.map { ledger.columns.time($0, row) }
            let serial = ledger.serials[row]
            rows.append(
                "\(origin.number) \(serial & SerialKey.textMark == 0 ? "\(serial)" : "text") "
                    + "\(ledger.udidKey(row).map { Array($0) } ?? []) \(words) \(names) \(times) "
                    + "\(ledger.columns.answers(row).bits)")
        }
        rows.append("\(ledger.unknownKeys) \(ledger.duplicateKeys) \(ledger.rejected)")
        rows.append("\(ledger.oddValues.sorted { $0.key < $1.key }) \(ledger.unknownWords(.status))")
        return rows
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8], ["\n", "\r\n"])
    func linesReadLikeSingleRecords(_ seed: Int, _ end: String) throws {
        let lines = Self.shuffled(seed)
        var single = SourceLedger(role: .tenant, dialect: .fieldGuide)
        var refusals: [String] = []
        for (index, line) in lines.enumerated() where !line.allSatisfy({ $0 == " " }) {
            do throws(RecordError) {
                try single.append(record: Array(line.utf8), file: 0, number: UInt32(index + 1))
            } catch {
                refusals.append("\(index + 1) \(error)")
            }
        }
        var together = SourceLedger(role: .tenant, dialect: .fieldGuide)
        var found: [String] = []
        let text = Array((lines.joined(separator: end) + end).utf8)
        let count = together.append(lines: text.span, file: 0) { found.append("\($1) \($0)") }
        #expect(count == lines.count)
        #expect(found == refusals)
        #expect(try Self.story(together) == Self.story(single))
        // What was learned stays, what was read goes.
        together.removeAll()
        found = []
        _ = together.append(lines: text.span, file: 0) { found.append("\($1) \($0)") }
        #expect(found == refusals)
        #expect(try Self.story(together) == Self.story(single))
    }

    @Test func recordsOfListsReadLikeSingleRecords() throws {
        for text in Self.lines {
            let pretty = text.replacing(",\"", with: ",\n  \"").replacing("}", with: "\n}")
            var single = SourceLedger(role: .tenant, dialect: .fieldGuide)
            var together = SourceLedger(role: .tenant, dialect: .fieldGuide)
            let bytes = Array((pretty + pretty).utf8)
            let half = bytes.count / 2
            for number in 1...2 {
                try? single.append(record: Array(pretty.utf8), file: 0, number: UInt32(number))
            }
            together.append(
                records: bytes.span, at: [0..<half, half..<bytes.count], numbers: [1, 2], file: 0
            ) { _, _ in
            }
            #expect(try Self.story(together) == Self.story(single))
        }
    }

    @Test func lineBreakEndsRecordWhateverWasLearned() {
        var ledger = SourceLedger(role: .tenant, dialect: .fieldGuide)
        let line = #"{"serialNumber":"A1","x":[],"tier":"abm"}"# + "\n"
        let broken =
            "{\"serialNumber\":\"A2\",\"x\":[\n],\"tier\":\"abm\"}\n{\"serialNumber\":\"A3\",\n\"x\":[]}\n"
        let bytes = Array((line + line + broken + line).utf8)
        var refused: [Int] = []
        let count = ledger.append(lines: bytes.span, file: 0) { refused.append($1) }
        #expect(count == 7 && refused == [3, 4, 5, 6] && ledger.count == 3)
    }

    @Test func timesReadTheShortWayAsTheLongWay() {
        let texts = [
            "2026-04-17T12:00:00Z", "2026-04-17T12:00:00.1Z", "2026-04-17T12:00:00.123456Z",
            "2024-02-29T00:00:00Z",
            "2023-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-10T00:00:00Z",
            "2026-04-17T24:00:00Z", "2026-04-17T12:60:00Z", "2026-04-17T12:00:60Z", "2026-04-17t12:00:00Z",
            "2026-04-17 12:00:00Z", "2026-04-17T12:00:00z", "2026/04/17T12:00:00Z", "2026-04-17T12:00:00.Z",
            "0000-04-17T12:00:00Z", "9999-12-31T23:59:59.999999Z", "1969-12-31T23:59:59Z",
            "2O26-04-17T12:00:00Z",
            "2026-04-17T12:00:00,5Z", "2026-04-17T12:00:00+0000", "2026-04-17T12:00:0aZ",
            "2026-04-17T1:200:00Z",
        ]
        for text in texts {
            let bytes = Array(("xx" + text + "yyyyyyyy").utf8)
            let whole = Timestamps.microseconds(of: text)
            if let short = Timestamps.usual(bytes.span, 2..<(2 + text.utf8.count)) {
                #expect(short == whole, "\(text)")
            } else {
                #expect(
                    !["Z"].contains(text.suffix(1)) || whole == nil
                        || text.contains(where: { "tz ,6".contains($0) }), "\(text)")
            }
        }
        #expect(Timestamps.usual(Array(texts[2].utf8).span, 0..<27) == 1_776_427_200_123_456)
    }
}
