import CustomDump
import ForensicsTestKit
import Foundation
import OpenFormats
import Testing

/// The probes of the tool and those of other people.
struct ProbeTests {
    private static let samples = PackageRoot.file("Samples/probes")

    @Test func theListHoldsEveryLayer() async throws {
        let outcome = try await Tool.run("probes", "list", "--format", "json")
        #expect(outcome.exitCode == 0 && outcome.stderr.isEmpty)
        let list = try JSONValue(parsing: outcome.stdout)
        let probes = list["probes"]?.array ?? list.array ?? []
        #expect(Set(probes.compactMap { $0["layer"]?.int }) == Set(1...7))
        let ids = probes.compactMap { $0["id"]?.string }
        #expect(ids.count == probes.count && Set(ids).count == ids.count && ids.count > 30)
        // `list` is what `probes` does.
        let text = try await Tool.run("probes", environment: ["COLUMNS": "100"])
        #expect(text.exitCode == 0)
        for id in ids { #expect(text.stdout.contains(id), "\(id)") }
    }

    @Test func aCardIsShown() async throws {
        let outcome = try await Tool.run(
            "probes", "show", "callbacks.delivered", environment: ["COLUMNS": "100"])
        #expect(outcome.exitCode == 0 && outcome.stdout.contains("L6-CALLBACK-MISSING"))
    }

    @Test(.needs(program: "python3"), arguments: ["serial-format.sh", "stale-contact.py"])
    func theSamplesPassTheCheck(_ sample: String) async throws {
        let outcome = try await Tool.run("probes", "check", "\(Self.samples)/\(sample)")
        #expect(outcome.exitCode == 0 && outcome.stdout.hasPrefix("✓") && outcome.stderr.isEmpty)
    }

    @Test func theProtocolHasASchema() async throws {
        let outcome = try await Tool.run("probes", "check", "--schema")
        #expect(outcome.exitCode == 0)
        #expect(try JSONReport(outcome.stdout).root.object != nil)
        #expect(try await Tool.run("probes", "check").exitCode == 64)
    }

    /// What is wrong with a plug-in, and the words that its author needs.
    struct Broken: Sendable, CustomTestStringConvertible {
        let name: String
        let script: String
        let complaint: String
        var mode = 0o755
        var testDescription: String { name }
    }

    private static func describing(_ json: String) -> String { "#!/bin/sh\ncat <<'EOF'\n\(json)\nEOF\n" }

    static let broken = [
        Broken(name: "no JSON", script: "#!/bin/sh\necho hello\n", complaint: "JSON"),
        Broken(name: "exit code", script: "#!/bin/sh\necho it hurts >&2\nexit 7\n", complaint: "7"),
        Broken(
            name: "built-in id",
            script: describing(
                """
                {"protocol": 1, "id": "callbacks.delivered", "title": "T", "layer": 6, "needs": [],
                 "codes": [{"code": "X-A", "severity": "low", "title": "t", "owner": "mdm", "remedy": "r"}]}
                """), complaint: "callbacks.delivered"),
        Broken(
            name: "no such layer",
            script: describing(
                """
                {"protocol": 1, "id": "x.a", "title": "T", "layer": 9, "needs": [],
                 "codes": [{"code": "X-A", "severity": "low", "title": "t", "owner": "mdm", "remedy": "r"}]}
                """), complaint: "layer"),
        Broken(name: "not executable", script: "#!/bin/sh\n", complaint: "execut", mode: 0o644),
    ]

    @Test(arguments: broken) func aBrokenPlugInIsExplained(_ plugIn: Broken) async throws {
        let small = try SmallCase()
        let file = try small.write("plug-in.sh", plugIn.script, mode: plugIn.mode)
        let outcome = try await Tool.run("probes", "check", file)
        #expect(outcome.exitCode == 2 && outcome.stdout.hasPrefix("✗ "))
        #expect(outcome.stdout.contains(plugIn.complaint), "\(outcome.stdout)")
    }

    @Test(.needs(program: "python3")) func plugInsTakePartInARun() async throws {
        let small = try SmallCase()
        try small.write(
            SmallCase.mdmFile,
            SmallCase.mdmList.replacing("2026-04-17T11:00:00Z", with: "2026-03-01T11:00:00Z"))
        let (exitCode, report) = try await small.report("--probe-dir", Self.samples)
        #expect(exitCode == 0)
        let probe = try #require(report.probe("x.stale-contact"))
        #expect(probe["status"]?.string == "warn")
        let digest = sha256(try Data(contentsOf: URL(filePath: "\(Self.samples)/stale-contact.py")))
        let origin = try #require(probe["origin"]?.string)
        #expect(origin.contains("stale-contact.py") && origin.contains(digest))
        #expect(report.probe("x.serial-format")?["status"]?.string == "pass")
        let finding = try #require(report.finding("X-CONTACT-STALE"))
        #expect(finding["count"]?.int == 3 && finding["probe"]?.string == "x.stale-contact")
        #expect(
            !report.withoutRun.contains(Self.samples), "a whole path of this machine stands outside of run")
    }

    @Test func aBrokenPlugInCostsItself() async throws {
        let small = try SmallCase()
        let plugIn = try small.write("outside/broken.sh", "#!/bin/sh\necho hello\n", mode: 0o755)
        let (_, report) = try await small.report("--probe-dir", "\(small.path)/outside")
        let fault = try #require(report.finding("RUN-PROBE-ERROR"))
        #expect(fault["detail"].words.contains("broken.sh"), "\(plugIn)")
        #expect(report["devices.byState"]?.counts == ["enrolled": 3])
    }

    /// A case is somebody else's folder: what lies in it is not started unasked.
    @Test func theProbesOfACaseWaitForLeave() async throws {
        let small = try SmallCase()
        try small.write("probes/mark.sh", "#!/bin/sh\necho hello\n", mode: 0o755)
        let (_, unasked) = try await small.report()
        #expect(unasked.finding("RUN-PROBE-ERROR") == nil)
        let (_, allowed) = try await small.report("--allow-case-probes")
        #expect(try #require(allowed.finding("RUN-PROBE-ERROR"))["detail"].words.contains("mark.sh"))
    }

    @Test func aMissingProbeFolderIsSaid() async throws {
        let small = try SmallCase()
        let outcome = try await small.run("--probe-dir", "\(small.path)/nowhere")
        #expect(outcome.exitCode == 64 && outcome.stderr.contains("nowhere"))
    }
}
