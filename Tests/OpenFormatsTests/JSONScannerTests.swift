import OpenFormats
import Testing

struct JSONScannerTests {
    @Test func membersArePulledWithoutBuildingValues() throws {
        let bytes = Array(
            #" {"serial" : "C02X", "n":12, "skip":{"a":[1,{"b":2}]}, "on":true, "off":false, "nil":null} "#
                .utf8)
        var scanner = JSONScanner()
        var seen: [String] = []
        try scanner.beginObject(in: bytes.span)
        while let key = try scanner.nextKey(in: bytes.span) {
            switch try scanner.kind(in: bytes.span) {
            case .string: seen.append(JSONScanner.text(try scanner.string(in: bytes.span), in: bytes.span))
            case .number: seen.append("\(try scanner.number(in: bytes.span).integer ?? -1)")
            case .bool: seen.append("\(try scanner.bool(in: bytes.span))")
            case .null:
                try scanner.null(in: bytes.span)
                seen.append("null")
            case .object:
                let isSkip = JSONScanner.isKey(key, "skip", in: bytes.span)
                #expect(isSkip)
                seen.append(bytes.span.text(try scanner.skip(in: bytes.span)))
            case .array: Issue.record("no array is here")
            }
        }
        try scanner.finish(in: bytes.span)
        #expect(scanner.depth == 0)
        #expect(seen == ["C02X", "12", #"{"a":[1,{"b":2}]}"#, "true", "false", "null"])
    }

    @Test func skippedValuesAreCheckedToo() {
        for text in [#"{"a":NaN}"#, #"{"a":"\ud800"}"#, "[1,,2]", #"{"a":1}}"#, "[01]"] {
            let bytes = Array(text.utf8)
            #expect(throws: JSONError.self, "\(text)") {
                var scanner = JSONScanner()
                try scanner.skip(in: bytes.span)
                try scanner.finish(in: bytes.span)
            }
        }
    }

    @Test func escapedKeysAreComparedDecoded() throws {
        let bytes = Array(#"{"se\u0072ial":1}"#.utf8)
        var scanner = JSONScanner()
        try scanner.beginObject(in: bytes.span)
        let key = try #require(try scanner.nextKey(in: bytes.span))
        #expect(!key.isPlain)
        let isSerial = JSONScanner.isKey(key, "serial", in: bytes.span)
        let isSerials = JSONScanner.isKey(key, "serials", in: bytes.span)
        #expect(isSerial && !isSerials)
    }

    @Test func stringsOfEveryLengthEndWhereTheyEnd() throws {
        for length in 0..<40 {
            for filler in ["", "é", "\\n"] {
                let body = String(repeating: "x", count: length) + filler
                let bytes = Array("\"\(body)\"".utf8)
                var scanner = JSONScanner()
                let text = try scanner.string(in: bytes.span)
                let found = bytes.span.text(text.range)
                #expect(found == body)
                #expect(text.isPlain == !filler.hasPrefix("\\"))
                #expect(scanner.offset == bytes.count)
            }
        }
    }
}
