import OpenFormats
import Testing

struct JSONParserTests {
    @Test(arguments: [
        "null", "true", "false", "0", "-0", "-1.5e+10", "1E400", "\"\"", "[]", "{}", " [ 1 , 2 ] ",
        "{\"a\":{\"b\":[]}}",
        "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"é\u{1F600}\"", "\u{FEFF}{}", "\r\n\t{}\r\n",
        "9223372036854775808",
        "\"\u{7F}\"", "123456789012345678901234567890", "[[],[[]],{}]", "\"abcdefgh\\n\"", "\"abcdefg\\\"h\"",
    ])
    func documentIsAccepted(_ text: String) {
        #expect(throws: Never.self) { try JSONParser().parse(text) }
    }

    @Test(arguments: [
        ("", JSONError.Reason.unexpectedEnd, 0), (" ", .unexpectedEnd, 1), ("nul", .invalidLiteral, 0),
        ("NaN", .expectedValue, 0), ("Infinity", .expectedValue, 0), ("-Infinity", .invalidNumber, 1),
        ("nulL", .invalidLiteral, 0), ("truefalse", .trailingBytes, 4), ("01", .invalidNumber, 1),
        ("1.", .unexpectedEnd, 2), (".5", .expectedValue, 0), ("+1", .expectedValue, 0),
        ("1e", .unexpectedEnd, 2),
        ("1e+", .unexpectedEnd, 3), ("0x10", .trailingBytes, 1), ("-", .unexpectedEnd, 1),
        ("'a'", .expectedValue, 0),
        ("\"a", .unexpectedEnd, 2), ("\"a\nb\"", .controlCharacter, 2), ("\"\u{0}\"", .controlCharacter, 1),
        ("\"\\x\"", .invalidEscape, 1), ("\"\\u12g4\"", .invalidEscape, 5),
        ("\"\\ud800\"", .loneSurrogate, 1),
        ("\"\\ude00\"", .loneSurrogate, 1), ("\"\\ud800\\n\"", .loneSurrogate, 1),
        ("\"\\ud800\\ud800\"", .loneSurrogate, 1),
        ("[1,]", .expectedValue, 3), ("[1 2]", .expectedCommaOrBracket, 3), ("[,1]", .expectedValue, 1),
        ("{\"a\":1,}", .expectedKey, 7), ("{a:1}", .expectedKey, 1), ("{\"a\" 1}", .expectedColon, 5),
        ("{\"a\":1 \"b\":2}", .expectedCommaOrBrace, 7), ("{\"a\":}", .expectedValue, 5),
        ("[", .unexpectedEnd, 1),
        ("{\"a\":1", .unexpectedEnd, 6), ("[1]]", .trailingBytes, 3), ("[1}", .expectedCommaOrBracket, 2),
        ("{} {}", .trailingBytes, 3), ("// x\n1", .expectedValue, 0),
        ("\u{FEFF}\u{FEFF}1", .expectedValue, 3),
    ])
    func documentIsRejectedWhereItBreaks(_ text: String, _ reason: JSONError.Reason, _ offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSONParser().parse(text) }
        #expect(error?.reason == reason)
        #expect(error?.offset == offset)
    }

    @Test(
        arguments: [
            [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xFF], [0xC3], [0xE2, 0x82],
            [0xF0, 0x9F, 0x98], [0xC3, 0x28],
        ] as [[UInt8]])
    func illFormedUTF8IsRejected(_ bytes: [UInt8]) {
        let error = #expect(throws: JSONError.self) { try JSONParser().parse([0x22] + bytes + [0x22]) }
        #expect(error?.reason == .invalidUTF8)
        let long = Array("\"0123456789abcdef".utf8) + bytes + Array("0123456789\"".utf8)
        #expect(throws: JSONError.self) { try JSONParser().parse(long) }
    }

    @Test func documentInUTF16IsRejected() {
        #expect(throws: JSONError.self) { try JSONParser().parse([0xFF, 0xFE, 0x7B, 0, 0x7D, 0]) }
        #expect(throws: JSONError.self) { try JSONParser().parse([0x7B, 0, 0x7D, 0]) }
    }

    @Test func everyPrefixOfADocumentIsRejected() throws {
        let text = Array(#"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00é"],"b":{"c":null,"d":true,"e":false}}"#.utf8)
        _ = try JSONParser().parse(text)
        for end in 0..<text.count {
            #expect(throws: JSONError.self) { try JSONParser().parse(Array(text[..<end])) }
        }
    }

    @Test func noBytesTrapTheParser() {
        var state: UInt64 = 42
        let alphabet = Array("{}[]\":,\\u0123456789abcdefnulltruefals -+.eE\u{e9}\u{1F600}\n\t\0".utf8)
        var accepted = 0
        for _ in 0..<20_000 {
            var bytes: [UInt8] = []
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            for _ in 0..<Int(state >> 59) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(alphabet[Int(state >> 33) % alphabet.count])
            }
            if (try? JSONParser().parse(bytes)) != nil { accepted += 1 }
        }
        #expect(accepted > 0)
    }

    @Test func valuesAreReadExactly() throws {
        let value = try JSONValue(
            parsing:
                #"{"s":"a\n\"\\\/\u00e9\ud83d\ude00","i":-9223372036854775808,"d":1.50,"n":null,"l":[10,{"k":"v"}],"t":true}"#
        )
        #expect(value["s"]?.string == "a\n\"\\/é😀")
        #expect(value["i"]?.int == Int(Int64.min))
        #expect(value["d"]?.number?.text == "1.50")
        #expect(value["d"]?.double == 1.5)
        #expect(value["d"]?.int == nil)
        #expect(value["n"]?.isNull == true)
        #expect(value["t"]?.bool == true)
        #expect(value[path: "l.1.k"]?.string == "v")
        #expect(value[path: "l.2"] == nil)
        #expect(value["l"]?[0]?.int == 10)
        #expect(value["l"]?[-1] == nil)
        #expect(value.object?.members.map(\.key) == ["s", "i", "d", "n", "l", "t"])
    }

    @Test func integersKeepTheirBounds() throws {
        #expect(try JSONValue(parsing: "9223372036854775807").int == Int.max)
        #expect(try JSONValue(parsing: "9223372036854775808").int == nil)
        #expect(try JSONValue(parsing: "-9223372036854775809").int == nil)
        #expect(try JSONValue(parsing: "-9223372036854775809").number?.text == "-9223372036854775809")
        #expect(try JSONValue(parsing: "1e400").double == .infinity)
    }

    @Test func lastOfRepeatedKeysStandsAndIsCounted() throws {
        let document = try JSONParser().parse(#"{"a":1,"b":{"x":1,"\u0078":2},"a":3}"#)
        #expect(document.duplicateKeys == 2)
        #expect(document.value["a"]?.int == 3)
        #expect(document.value[path: "b.x"]?.int == 2)
        #expect(document.value.object?.count == 2)
    }

    @Test func keysAreComparedAsBytes() throws {
        let document = try JSONParser().parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(document.duplicateKeys == 0)
        #expect(document.value["\u{E9}"]?.int == 1)
        #expect(document.value["e\u{301}"]?.int == 2)
    }

    @Test func largeObjectsFindTheirKeys() throws {
        let text = "{" + (0..<500).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + ",\"k7\":-7}"
        let document = try JSONParser().parse(text)
        #expect(document.duplicateKeys == 1)
        #expect(document.value["k499"]?.int == 499)
        #expect(document.value["k7"]?.int == -7)
        #expect(document.value.object?.count == 500)
    }

    @Test func limitsAreErrors() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONParser().parse(nested(128))
        #expect(throws: JSONError(.tooDeep, at: 128, found: 0x5B)) { try JSONParser().parse(nested(129)) }
        #expect(throws: JSONError(.tooDeep, at: 128, found: 0x5B)) { try JSONParser().parse(nested(100_000)) }
        var limits = JSONLimits(documentBytes: 40, stringBytes: 20, members: 3)
        let parser = JSONParser(limits: limits)
        func reason(_ text: String) -> JSONError.Reason? {
            do throws(JSONError) { _ = try parser.parse(text) } catch { return error.reason }
            return nil
        }
        #expect(reason("[1,2,3,4]") == .tooManyMembers)
        #expect(reason(#"{"a":1,"b":2,"c":3,"d":4}"#) == .tooManyMembers)
        #expect(reason("[1,2,3]") == nil)
        #expect(reason("\"" + String(repeating: "x", count: 21) + "\"") == .stringTooLong)
        #expect(reason("\"" + String(repeating: "x", count: 20) + "\"") == nil)
        #expect(reason(String(repeating: " ", count: 41)) == .documentTooLong)
        limits.depth = 0
        #expect(throws: JSONError.self) { try JSONParser(limits: limits).parse("[]") }
    }

    @Test func errorsSayWhereAndWhat() {
        #expect(
            JSONError(.expectedValue, at: 17, found: 0x4E).description
                == "JSON: expected a value at byte 17, found \"N\"")
        #expect(JSONError(.controlCharacter, at: 3, found: 0).description.hasSuffix("at byte 3, found 0x00"))
        #expect(JSONError(.unexpectedEnd, at: 9).description == "JSON: the input ends too early at byte 9")
    }
}
