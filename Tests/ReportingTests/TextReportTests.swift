import Casework
@testable import Diagnosis
import ProbeKit
@testable import Reporting
import Testing

/// Every text that this library makes, in one style.
private func allTexts(_ style: TextStyle, verdict: Verdict = Sample.burst) -> [String] {
    let explain = ExplainText(probes: Sample.probes, style: style)
    return [
        TextReport(Report(Sample.input(verdict)), style: style).text,
        PathText(Sample.path, style: style).text,
        DeviceText(Sample.device, style: style).text, explain.text(of: Sample.throttled),
        explain.text(of: Sample.intercepted), explain.text(of: Sample.probes[0]),
        ProbeList(Sample.probes).text(style: style),
    ]
}

private func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
}

/// Commands stand on lines of their own and are never broken.
private func isCommand(_ line: Substring) -> Bool {
    let words = line.drop { $0 == " " }
    return ["abm-forensics ", "openssl ", "nscurl ", "curl ", "sudo "].contains { words.hasPrefix($0) }
}

@Test(arguments: [40, 60, 72, 80, 100, 140, 200], [TextStyle.Detail.quiet, .normal, .verbose])
func noLineIsWiderThanAsked(width: Int, detail: TextStyle.Detail) {
    for text in allTexts(TextStyle(width: width, detail: detail)) {
        for line in lines(text) where !isCommand(line) {
            #expect(String(line).columns <= width, "\(line)")
            #expect(line.last != " ", "\(line)")
        }
    }
}

@Test func theWidthIsKeptWithinReason() {
    #expect(TextStyle(width: -5).width == 40)
    #expect(TextStyle(width: .max).width == 200)
}

@Test func noColourMeansNoEscapeSequence() {
    for text in allTexts(TextStyle(color: false, detail: .verbose)) {
        #expect(!text.unicodeScalars.contains("\u{1B}"))
    }
}

@Test func colourAddsNothingButItself() throws {
    let codes = try Regex("\u{1B}\\[[0-9;]+m")
    let plain = allTexts(TextStyle(color: false, detail: .verbose))
    for (painted, plain) in zip(allTexts(TextStyle(color: true, detail: .verbose)), plain) {
        #expect(painted != plain)
        #expect(painted.replacing(codes, with: "") == plain)
    }
}

@Test func anASCIILocaleGetsASCII() {
    for text in allTexts(TextStyle(unicode: false, detail: .verbose)) {
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
    }
    #expect("Zürich — …✗".harmless(unicode: false) == "Z\\u{FC}rich - ...x")
}

@Test(arguments: [Sample.burst, Sample.calm, Sample.blind, Sample.open, Sample.pathVerdict])
func quietIsSevenLines(verdict: Verdict) {
    let text = TextReport(Report(Sample.input(verdict)), style: TextStyle(width: 200, detail: .quiet)).text
    #expect(lines(text).dropLast().count == 7)
    for (number, line) in zip(1..., lines(text).dropLast()) { #expect(line.hasPrefix(" \(number)  ")) }
}

@Test func aBlockedLayerNamesTheCodeThatBlocksIt() {
    let text = TextReport(Report(Sample.input(Sample.open))).text
    #expect(text.contains(" 7  Supervision       · blocked by L4-TOKEN-EXPIRED  no devices could be read\n"))
}

@Test func everyNumberSurvivesEveryWidth() {
    for width in [40, 60, 80, 100, 140] {
        let text = TextReport(Sample.report, style: TextStyle(width: width)).text
        for number in [
            "5,254", "14,200", "8,946", "5,300", "46 of 5,300", "C02X00000009", "12,000", "batches of 12",
        ] {
            let squeezed = text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
            #expect(squeezed.contains(number), "\(number) at \(width)")
        }
    }
}

@Test func aFoldedConsequenceIsNotListedAgain() {
    let text = TextReport(Sample.report).text
    #expect(text.ranges(of: "L2-ASSIGNED-NOT-ENROLLED").count == 1)
}

// MARK: - Hostile evidence

private let hostile = "\u{1B}[2J\u{1B}]0;owned\u{7}\u{9B}31m\r\nfake\u{202E}line\u{2028}x\u{0}"

private func hostileVerdict(_ words: String) -> Verdict {
    let claim = Claim(
        "L1-THROTTLED", brief: words, detail: words, subject: Subject(.tenant, words), count: 1,
        values: [words: .text(words)], evidence: [Citation(file: words, locator: words, excerpt: words)],
        against: [words])
    var finding = Finding(claim, card: Sample.throttled, layer: .tenantHealth, probe: ProbeID(words))
    finding.id = "f1"
    return Verdict(
        outcome: .fail, layers: Layer.ladder.map { Sample.layer($0, .fail, words) }, findings: [finding],
        rootCauses: [
            RootCause(
                finding: finding, confidence: .low, subjects: 1,
                arguments: [RootCause.Statement(text: words, finding: "f1")],
                against: [RootCause.Statement(text: words, finding: nil)], explains: [],
                settle: Check(words, command: words))
        ], unexplained: [Verdict.Unexplained(finding: "f1", code: "L1-THROTTLED", count: 1, of: 1)],
        firstBrokenLayer: .tenantHealth, consequenceOf: [:],
        notTested: [Verdict.NotTested(what: words, why: words, how: words)], measures: [:])
}

@Test(arguments: [TextStyle.Detail.quiet, .normal, .verbose]) func evidenceCannotCommandTheTerminal(
    detail: TextStyle.Detail
) {
    let text = TextReport(Report(Sample.input(hostileVerdict(hostile))), style: TextStyle(detail: detail))
        .text
    for scalar in text.unicodeScalars where scalar != "\n" {
        #expect(!scalar.isObeyedByTerminals, "\(scalar.value)")
    }
    #expect(text.contains("\\u{1B}[2J"))
    #expect(!lines(text).contains { $0.hasPrefix("fake") })
    let json = JSONReport(Report(Sample.input(hostileVerdict(hostile)))).text
    for scalar in json.unicodeScalars where scalar != "\n" { #expect(!scalar.isObeyedByTerminals) }
}

@Test func noOtherTextLetsEvidenceCommandTheTerminal() {
    var device = Sample.device
    device.devices[0].serial = hostile
    device.devices[0].sentence = hostile
    device.devices[0].views.append(DeviceStory.View(hostile, hostile))
    device.devices[0].next.append(DeviceStory.NextStep(.device, hostile, command: hostile))
    device.devices[0].timeline.append(DeviceStory.Event(at: Sample.asOf, source: hostile, text: hostile))
    var path = Sample.path
    path.target = hostile
    path.paths[0] = PathReport.Path(
        name: hostile, via: hostile,
        handshake: [
            "outcome": .text(hostile), "alert": .text(hostile), "certificates": [["subject": .text(hostile)]],
            "stages": [["name": .text(hostile), "atMs": 1e300]],
        ])
    for text in [DeviceText(device).text, PathText(path).text, device.json.pretty, path.json.compact] {
        for scalar in text.unicodeScalars where scalar != "\n" { #expect(!scalar.isObeyedByTerminals) }
    }
}

@Test func manyFindingsOfOneCodeAreCountedAndNotListed() {
    var input = Sample.input(Sample.calm)
    let remarks = (1...40).map { number -> Finding in
        var finding = Sample.remark
        finding.id = "f\(number)"
        return finding
    }
    input.verdict = Verdict(
        outcome: .pass, layers: Sample.calm.layers, findings: remarks, rootCauses: [], unexplained: [],
        firstBrokenLayer: nil, consequenceOf: [:], notTested: [], measures: [:])
    let text = TextReport(Report(input)).text
    #expect(text.ranges(of: "212 devices were never").count == 3)
    #expect(text.contains("(and 37 more of L2-NOT-ACTIVATED)"))
    let all = TextReport(Report(input), style: TextStyle(detail: .verbose)).text
    #expect(all.ranges(of: "212 devices were never").count == 40)
}

@Test func aVeryLongWordIsBrokenAndNotCut() {
    let word = String((0..<5000).map { Character(Unicode.Scalar(UInt8(97 + $0 % 26))) })
    let text = TextReport(Report(Sample.input(hostileVerdict(word))), style: TextStyle(width: 60)).text
    #expect(text.filter { !$0.isWhitespace }.contains(word))
}

@Test func wideCharactersCountTwice() {
    #expect("🍏".columns == 2)
    #expect("日本".columns == 4)
    #expect("e\u{301}".columns == 1)
    #expect("👩‍👩‍👧".columns == 2)
    #expect("✗".columns == 1)
    let words = String(repeating: "🍏日本語 ", count: 60)
    for line in lines(
        TextReport(Report(Sample.input(hostileVerdict(words))), style: TextStyle(width: 60)).text)
    where !line.contains("settle") && !line.hasPrefix("              🍏") {
        #expect(String(line).columns <= 60)
    }
}

// MARK: - Decisions about the terminal

@Test(
    arguments: [
        (ColorChoice.auto, true, [:], true), (.auto, false, [:], false),
        (.auto, true, ["NO_COLOR": "1"], false),
        (.auto, true, ["NO_COLOR": ""], true), (.auto, false, ["CLICOLOR_FORCE": "1"], true),
        (.auto, false, ["CLICOLOR_FORCE": "0"], false), (.auto, false, ["FORCE_COLOR": "1"], true),
        (.auto, true, ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], false),
        (.auto, true, ["TERM": "dumb"], false),
        (.auto, true, ["CLICOLOR": "0"], false), (.always, false, ["NO_COLOR": "1"], true),
        (.never, true, [:], false),
        (.auto, false, ["TERM": "dumb", "CLICOLOR_FORCE": "1"], true),
    ] as [(ColorChoice, Bool, [String: String], Bool)])
func colourIsDecidedByRule(choice: ColorChoice, isTerminal: Bool, environment: [String: String], isOn: Bool) {
    #expect(choice.isOn(isTerminal: isTerminal, environment: environment) == isOn)
}

@Test(
    arguments: [
        ([:], false), (["LANG": "en_GB.UTF-8"], true), (["LANG": "C.utf8"], true), (["LANG": "C"], false),
        (["LC_ALL": "C", "LANG": "en_GB.UTF-8"], false),
        (["LC_ALL": "", "LC_CTYPE": "UTF-8", "LANG": "C"], true),
    ] as [([String: String], Bool)])
func theLocaleDecidesTheGlyphs(environment: [String: String], isUnicode: Bool) {
    #expect(TextStyle.showsUnicode(environment: environment) == isUnicode)
}

@Test func commandsAreQuotedForTheShell() {
    #expect("a.b:443".shellQuoted == "a.b:443")
    #expect("x; rm -rf '/'".shellQuoted == "'x; rm -rf '\\''/'\\'''")
    let commands = ReproducingCommands(
        target: "$(reboot):443", via: "http://user:secret@gateway:3128", handshake: ["outcome": "reset"])
    #expect(commands.commands.count == 1)
    #expect(commands.commands[0].contains("-proxy gateway:3128 -connect '$(reboot):443'"))
    #expect(!commands.commands[0].contains("secret"))
}

@Test(arguments: [
    ("http://user:secret@gateway:3128", "http://gateway:3128"), ("http://a@b@gw/x@y", "http://gw/x@y"),
    ("https://gw/p?q=a@b", "https://gw/p?q=a@b"), ("direct", "direct"), ("a@b", "a@b"), ("://@", "://"),
])
func aPasswordInAProxyNeverReachesAReport(url: String, bare: String) {
    let path = PathReport.Path(name: url, via: url, handshake: ["outcome": "reset"])
    #expect(path.via == bare)
    #expect(path.name == bare)
}

@Test func aSOCKSPathIsReproducedByAToolThatSpeaksIt() {
    let commands = ReproducingCommands(target: "a.example", via: "socks5://u:p@[::1]", handshake: [:])
        .commands
    #expect(commands == ["curl -v -o /dev/null --proxy 'socks5h://[::1]:1080' https://a.example/"])
}

@Test func aPathWithoutSNIIsReproducedWithoutIt() {
    let commands = ReproducingCommands(
        target: "a.example:8443", via: nil,
        handshake: ["address": "[2001:db8::1]:8443", "sent": ["alpn": []]]
    ).commands
    #expect(
        commands == [
            "openssl s_client -connect '[2001:db8::1]:8443' -noservername -tls1_3 -showcerts -msg </dev/null",
            "nscurl --tls-diagnostics https://a.example:8443/",
        ])
}
