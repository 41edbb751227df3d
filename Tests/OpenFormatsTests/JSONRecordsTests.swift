import OpenFormats
import Testing

/// Keeps what a record stream hands over.
struct Collected: RecordReceiver, Equatable {
    var records: [String] = []
    var places: [String] = []
    var pages: [String] = []
    var problems: [RecordProblem] = []

    mutating func record(_ bytes: Span<UInt8>, at locator: RecordLocator, offset: Int) {
        records.append(bytes.text(0..<bytes.count))
        places.append("\(locator)@\(offset)")
    }
    mutating func page(_ bytes: Span<UInt8>, at locator: RecordLocator) {
        pages.append(bytes.text(0..<bytes.count))
    }
    mutating func problem(_ problem: RecordProblem) { problems.append(problem) }

    init() {}

    /// Reads a text in chunks of a size.
    init(_ text: String, chunk: Int = .max, maximumLength: Int = 1 << 20) {
        self.init(Array(text.utf8), chunk: chunk, maximumLength: maximumLength)
    }

    init(_ bytes: [UInt8], chunk: Int = .max, maximumLength: Int = 1 << 20) {
        var reader = JSONRecords(maximumLength: maximumLength)
        var start = 0
        while start < bytes.count {
            let end = chunk >= bytes.count - start ? bytes.count : start + chunk
            reader.read(bytes.span.extracting(start..<end), into: &self)
            start = end
        }
        reader.finish(into: &self)
    }
}

struct JSONRecordsTests {
    static let two = [#"{"a":1}"#, #"{"b":"}]\"","c":[1,{"d":2}]}"#]

    @Test(arguments: [
        "{\"a\":1}\n{\"b\":\"}]\\\"\",\"c\":[1,{\"d\":2}]}\n",
        "\u{FEFF}{\"a\":1}\r\n\r\n{\"b\":\"}]\\\"\",\"c\":[1,{\"d\":2}]}",
        "[{\"a\":1},{\"b\":\"}]\\\"\",\"c\":[1,{\"d\":2}]}]",
        "\u{FEFF} [\n  {\"a\":1} ,\n  {\"b\":\"}]\\\"\",\"c\":[1,{\"d\":2}]}\n]\n",
        "{\"totalCount\":2,\"results\":[{\"a\":1},{\"b\":\"}]\\\"\",\"c\":[1,{\"d\":2}]}]}",
        "{\"data\":[{\"a\":1}],\"meta\":{\"paging\":{\"total\":2}}}\n{\"data\":[{\"b\":\"}]\\\"\",\"c\":[1,{\"d\":2}]}]}\n",
        "{\n  \"log\": {\n    \"version\": \"1.2\",\n    \"entries\": [\n{\"a\":1},\n{\"b\":\"}]\\\"\",\"c\":[1,{\"d\":2}]}\n]}}\n",
        "[{\"a\":1}]\n[{\"b\":\"}]\\\"\",\"c\":[1,{\"d\":2}]}]\n",
        "{\"a\":1}{\"b\":\"}]\\\"\",\"c\":[1,{\"d\":2}]}",
    ])
    func everyContainerYieldsTheSameRecords(_ text: String) {
        let whole = Collected(text)
        #expect(whole.records == Self.two)
        #expect(whole.problems == [])
        for chunk in [1, 2, 3, 7, 16] {
            #expect(Collected(text, chunk: chunk) == whole, "chunks of \(chunk)")
        }
    }

    @Test func placesAreLinesOrElements() {
        #expect(Collected("{\"a\":1}\n\n{\"a\":2}\n").places == ["line 1@0", "line 3@9"])
        #expect(Collected("[{\"a\":1},\n{\"a\":2}]").places == ["element 1@1", "element 2@10"])
        #expect(Collected("{\"data\":[{}]}\n{\"data\":[{}]}").places == ["element 1@9", "element 2@23"])
        #expect(Collected("{\"a\":1}").places == ["line 1@0"])
    }

    @Test func pagesKeepWhatStandsAroundTheirList() {
        let collected = Collected(
            "{\"totalCount\":7,\"results\":[{\"a\":1}],\"next\":null}\n{\"results\":[],\"totalCount\":7}")
        #expect(
            collected.pages == [
                #"{"totalCount":7,"results":[],"next":null}"#, #"{"results":[],"totalCount":7}"#,
            ])
    }

    @Test func prettyPrintedObjectsAreRecords() {
        let text = "{\n  \"a\": 1,\n  \"b\": [\n    {\"c\": 2}\n  ]\n}\n{\n  \"a\": 2\n}\n"
        let collected = Collected(text)
        #expect(
            collected.records == ["{\n  \"a\": 1,\n  \"b\": [\n    {\"c\": 2}\n  ]\n}", "{\n  \"a\": 2\n}"])
        #expect(Collected(text, chunk: 1) == collected)
    }

    @Test func brokenLineCostsThatLine() {
        let text = "{\"a\":1,\n{\"a\":2}\n{\"a\":\"x\n{\"a\":4}\n"
        #expect(Collected(text).records == ["{\"a\":1,", "{\"a\":2}", "{\"a\":\"x", "{\"a\":4}"])
        #expect(Collected("{\"a\":\"x\n{\"a\":2}\n").records == ["{\"a\":\"x", "{\"a\":2}"])
        #expect(Collected("{\"a\":1}}\n{\"a\":2}\n").records == ["{\"a\":1}}", "{\"a\":2}"])
    }

    @Test func brokenElementCostsThatElement() {
        let collected = Collected(#"[{"a":NaN},7,"x{",{"a":2} {"a":3},,{"a":4}]"#)
        #expect(collected.records == [#"{"a":NaN}"#, #"{"a":2}"#, #"{"a":3}"#, #"{"a":4}"#])
        #expect(
            collected.problems.map(\.reason) == [.notARecord, .notARecord, .misplacedComma, .misplacedComma])
        #expect(collected.places == ["element 1@1", "element 4@18", "element 5@26", "element 6@35"])
    }

    @Test func truncationAndLostBracketsAreTold() {
        #expect(Collected("[{\"a\":1},{\"a\"").problems.map(\.reason) == [.truncated])
        #expect(Collected("[{\"a\":1}").records == ["{\"a\":1}"])
        #expect(Collected("[{\"a\":1}}").problems.map(\.reason) == [.lostStructure])
        #expect(Collected("{\n\"x\":[}").problems.map(\.reason) == [.lostStructure])
        #expect(
            Collected("[" + String(repeating: "[", count: 10_000)).problems.map(\.reason) == [.truncated])
        #expect(Collected("[12, 13]").problems.map(\.reason) == [.notARecord, .notARecord])
        #expect(Collected("12 13").records == ["12 13"])
        #expect(Collected("") == Collected())
    }

    @Test func longRecordIsSkippedWithoutBeingKept() {
        let long = "{\"x\":\"" + String(repeating: "y", count: 5_000) + "\"}"
        for text in [
            "{\"a\":1}\n\(long)\n{\"a\":2}\n", "[{\"a\":1},\(long),{\"a\":2}]",
            "{\"data\":[{\"a\":1},\(long),{\"a\":2}]}",
        ] {
            for chunk in [1, 100, Int.max] {
                let collected = Collected(text, chunk: chunk, maximumLength: 1_000)
                #expect(collected.records == ["{\"a\":1}", "{\"a\":2}"])
                #expect(collected.problems.map(\.reason) == [.tooLong])
                #expect(collected.problems.first?.locator.number == 2)
            }
        }
    }

    @Test func noBytesTrapTheSplitter() {
        var state: UInt64 = 7
        let alphabet = Array("{}[]\",:\\ \n\r1a\u{FEFF}data".utf8)
        for _ in 0..<5_000 {
            var bytes: [UInt8] = []
            for _ in 0..<40 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(alphabet[Int(state >> 33) % alphabet.count])
            }
            #expect(Collected(bytes, chunk: 1).records == Collected(bytes).records)
        }
    }
}
