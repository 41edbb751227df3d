import Testing
@testable import Reporting

@Test func membersKeepTheirOrder() {
    let tree: JSONTree = ["b": 1, "a": [true, nil, 1.5, "x"], "c": [], "d": .object([])]
    #expect(tree.compact == #"{"b":1,"a":[true,null,1.5,"x"],"c":[],"d":{}}"#)
    #expect(tree.pretty.hasPrefix("{\n  \"b\": 1,\n  \"a\": [\n    true,\n"))
}

@Test(arguments: [
    ("plain", "plain"), ("\"\\/", #"\"\\/"#), ("a\nb\tc\rd", #"a\nb\tc\rd"#),
    ("\u{1B}[31m\u{0}", #"\u001b[31m\u0000"#),
    ("\u{9B}2J\u{7F}", #"\u009b2J\u007f"#), ("\u{202E}x\u{2066}", #"\u202ex\u2066"#), ("é🍏", "é🍏"),
])
func textIsEscaped(raw: String, written: String) {
    #expect(JSONTree.text(raw).compact == "\"\(written)\"")
    #expect(throws: Never.self) { try #expect(JSONTree(parsing: "\"\(written)\"") == .text(raw)) }
}

@Test func numbersAreWrittenTheSameEverywhere() {
    #expect(JSONTree.array([0.1, 1.203, .number(412), -0.5, 1e21]).compact == "[0.1,1.203,412.0,-0.5,1e+21]")
    #expect(
        JSONTree.array([.number(.nan), .number(.infinity), .integer(.min)]).compact
            == "[null,null,-9223372036854775808]")
}

@Test func whatIsWrittenIsReadBack() throws {
    for text in [JSONReport(Sample.report).text, Sample.path.json.pretty, Sample.device.json.pretty] {
        let tree = try JSONTree(parsing: text)
        #expect(tree.pretty == text)
        #expect(try JSONTree(parsing: tree.compact) == tree)
    }
}
