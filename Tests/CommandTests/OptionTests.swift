import CustomDump
import ForensicsTestKit
import Foundation
import OpenFormats
import Testing

/// What the options of `run` do, on small cases.
struct OptionTests {
    /// A case with a bulk assignment, which is a warning, and nothing else.
    private static func warned() throws -> SmallCase {
        let small = try SmallCase(more: ["{kind: audit, file: tenant/audit.ndjson}"])
        try small.write(
            "tenant/audit.ndjson",
            """
            {"timestamp":"2026-04-17T04:40:00Z","eventType":"ASSIGNMENT","direction":"from-mdm",\
            "endpoint":"/v2/devices/bulk-assign","deviceCount":3,"tokensConsumed":1.0,"outcome":"accepted"}

            """)
        return small
    }

    /// A case with a device that the tenant calls enrolled and the MDM does not know.
    private static func failed() throws -> SmallCase {
        let small = try SmallCase()
        let lines = SmallCase.mdmList.split(separator: "\n").dropLast()
        try small.write(SmallCase.mdmFile, lines.map { "\($0)\n" }.joined())
        return small
    }

    @Test func failOnDecidesTheExitCode() async throws {
        let (sound, warned, failed) = (try SmallCase(), try Self.warned(), try Self.failed())
        let expected: [(SmallCase, String, Int32)] = [
            (sound, "fail", 0), (sound, "warn", 0), (sound, "never", 0), (sound, "unknown", 3),
            (warned, "fail", 0), (warned, "warn", 1), (warned, "never", 0), (warned, "unknown", 3),
            (failed, "fail", 2), (failed, "warn", 2), (failed, "never", 0), (failed, "unknown", 2),
        ]
        for (small, failOn, exitCode) in expected {
            let (code, report) = try await small.report("--fail-on", failOn)
            let status = report["verdict.status"].words
            #expect(code == exitCode, "\(status) --fail-on \(failOn)")
            #expect(report["verdict.exitCode"]?.int == Int(code))
        }
    }

    @Test func whatWasLeftOutIsNotMissed() async throws {
        let small = try SmallCase()
        #expect(try await small.run("--layer", "2", "--fail-on", "unknown").exitCode == 0)
        #expect(try await small.run("--layer", "3", "--fail-on", "never").exitCode == 3)
    }

    @Test func layersAndProbesAreChosen() async throws {
        let small = try SmallCase()
        let (_, layers) = try await small.report("--layer", "2", "--layer", "7")
        let asked = layers.layers.filter { !$0["probes"].items.isEmpty }.compactMap { $0["layer"]?.int }
        #expect(asked == [2, 7] && layers.layers.count == 7)
        #expect(layers.text.contains("left out on request"))

        let (_, only) = try await small.report("--only", "device-state.views-agree")
        let ids = only.layers.flatMap { $0["probes"].items }.compactMap { $0["id"]?.string }
        #expect(ids == ["device-state.views-agree"])

        let (_, skipped) = try await small.report("--skip", "device-state.views-agree")
        #expect(skipped.probe("device-state.views-agree") == nil)
        #expect(skipped.probe("device-state.calls-answered") != nil)
    }

    @Test func publishedLeavesTheFieldGuideOut() async throws {
        let small = try Self.warned()
        let (_, all) = try await small.report()
        #expect(all.finding("L1-BULK-ASSIGN")?["basis"]?.string == "field-guide")
        let (exitCode, published) = try await small.report("--basis", "published")
        #expect(exitCode == 0 && !published.findings.isEmpty)
        #expect(published.findings.allSatisfy { $0["basis"]?.string != "field-guide" })
        let report = try await Self.published.value
        #expect(
            !report.findings.isEmpty && report.findings.allSatisfy { $0["basis"]?.string != "field-guide" })
        #expect(!report.codes.contains("L1-THROTTLED") && report.rootCauses.isEmpty)
    }

    private static let published = Once {
        try JSONReport(
            await Tool.run(
                "run", PackageRoot.file("Samples/cases/financial-burst"), "--basis", "published", "--format",
                "json"
            ).stdout)
    }

    @Test func asOfMovesTheClock() async throws {
        let small = try SmallCase()
        let times = [
            "2026-04-18T00:00:00Z": "2026-04-18T00:00:00Z",
            "2026-04-18T02:30:00.25+02:30": "2026-04-18T00:00:00.25",
        ]
        for (asked, expected) in times {
            let (_, report) = try await small.report("--as-of", asked)
            #expect(report["case.asOf"].words.hasPrefix(expected), "\(report["case.asOf"] ?? .null)")
        }
        let (_, now) = try await small.report("--as-of", "now")
        #expect(now["case.asOf"]?.string?.prefix(16) == now["run.startedAt"]?.string?.prefix(16))
        #expect(try await small.report().report["case.asOf"]?.string == "2026-04-17T12:00:00Z")
    }

    @Test func liveSourcesAreSaidToBeLeftOut() async throws {
        let small = try SmallCase(head: ["collect: {dep: {base: \"https://mdmenrollment.apple.com\"}}"])
        let (_, report) = try await small.report()
        let lines = report["notTested"]?.array ?? []
        #expect(lines.contains { $0["what"]?.string == "the live sources under collect" })
    }

    @Test func offlineChangesNothingHere() async throws {
        let small = try SmallCase()
        let (_, plain) = try await small.report()
        let (_, offline) = try await small.report("--offline")
        #expect(plain.withoutRun == offline.withoutRun && offline["run.mode"]?.string == "offline")
    }

    @Test func quietIsSevenLines() async throws {
        let small = try SmallCase()
        let outcome = try await small.run("--quiet", environment: ["COLUMNS": "100"])
        let lines = outcome.stdout.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(lines.count == 7, "\(outcome.stdout)")
        for (number, line) in lines.enumerated() { #expect(line.hasPrefix(" \(number + 1)  ")) }
        let verbose = try await small.run("-v", environment: ["COLUMNS": "100"])
        #expect(verbose.stdout.contains("device-state.views-agree"))
        #expect(try await small.run().stdout.contains("device-state.views-agree") == false)
    }

    @Test func manyFormatsGoToManyPlaces() async throws {
        let small = try SmallCase()
        let outcome = try await small.run(
            "--format", "json:\(small.path)/out/a.json", "--format", "text")
        #expect(outcome.exitCode == 70, "the folder is not there")
        try small.write("out/keep", "")
        let both = try await small.run("--format", "json:\(small.path)/out/a.json", "--format", "text")
        #expect(both.exitCode == 0 && both.stdout.hasPrefix("abm-forensics "))
        let report = try JSONReport(read("\(small.path)/out/a.json"))
        #expect(report["devices.list"]?.string == "a.devices.ndjson")
        #expect(try read("\(small.path)/out/a.devices.ndjson").split(separator: "\n").count == 3)
        let text = try await small.run("--output", "\(small.path)/out/b.txt")
        #expect(text.exitCode == 0 && text.stdout.isEmpty)
        #expect(try read("\(small.path)/out/b.txt").hasPrefix("abm-forensics "))
    }

    @Test func theFolderOfWorkIsTheCase() async throws {
        let small = try SmallCase()
        let (_, whole) = try await small.report()
        let calls = [
            ["--format", "json"], ["run", "--format", "json"], ["run", "case.yaml", "--format", "json"],
        ]
        for arguments in calls {
            let outcome = try await Tool.run(program: Tool.path, arguments, in: small.path)
            #expect(outcome.exitCode == 0 && outcome.stderr.isEmpty)
            #expect(try JSONReport(outcome.stdout).withoutRun == whole.withoutRun, "\(arguments)")
        }
        let written = try await Tool.run(
            "run", "--format", "json", "--output", "report.json", in: small.path)
        #expect(written.exitCode == 0)
        #expect(
            try JSONReport(read("\(small.path)/report.json"))["devices.list"]?.string
                == "report.devices.ndjson")
    }

    /// The list lies beside the report, also where a folder on the way has a full stop in its name.
    @Test(arguments: ["out.d/report", "out.d/report.json", "out.d/.report", "out.d/report.v1.json"])
    func theDeviceListLiesBesideTheReport(_ name: String) async throws {
        let small = try SmallCase()
        try small.write("out.d/keep", "")
        let outcome = try await small.run("--format", "json", "--output", "\(small.path)/\(name)")
        #expect(outcome.exitCode == 0)
        let report = try JSONReport(read("\(small.path)/\(name)"))
        let list = try #require(report["devices.list"]?.string)
        #expect(try read("\(small.path)/out.d/\(list)").split(separator: "\n").count == 3)
        #expect(list.hasSuffix(".devices.ndjson"))
    }

    @Test func colourIsAskedFor() async throws {
        let small = try SmallCase()
        let escape = "\u{1B}["
        #expect(try await !small.run().stdout.contains(escape))
        #expect(try await small.run("--color", "always").stdout.contains(escape))
        #expect(try await small.run(environment: ["CLICOLOR_FORCE": "1"]).stdout.contains(escape))
        #expect(
            try await !small.run(environment: ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"]).stdout.contains(
                escape))
        #expect(
            try await !small.run("--color", "never", environment: ["CLICOLOR_FORCE": "1"]).stdout.contains(
                escape))
    }

    /// Nothing is said by colour alone, and nothing by a sign alone.
    @Test func withoutUnicodeTheReportIsASCII() async throws {
        let small = try SmallCase()
        let outcome = try await small.run(environment: ["LC_ALL": "C"])
        #expect(outcome.stdout.utf8.allSatisfy { $0 < 0x80 } && outcome.stdout.contains("pass"))
    }

    @Test(arguments: [40, 60, 100, 160]) func noLineIsWiderThanAsked(_ columns: Int) async throws {
        let small = try SmallCase()
        let outcome = try await small.run(environment: ["COLUMNS": String(columns)])
        let widest = outcome.stdout.split(separator: "\n").map(\.count).max() ?? 0
        #expect(widest <= columns && widest > columns / 2)
    }
}
