import ForensicsTestKit
import Foundation
import OpenFormats
import Testing

/// What `path` reports of several handshakes: repeated, of several addresses, of several hosts, compared.
struct PathReportTests {
    /// A call for JSON against a reflector, in the name of a host.
    static func reflected(_ port: Int, _ options: [String]) async throws -> Tool.Outcome {
        try await Tool.run(
            program: Tool.path,
            ["path", "mdm.example", "--connect", "127.0.0.1:\(port)", "--format", "json"] + options)
    }

    /// One of every kind of handshake in one report, and one that is compared with it.
    static let full = Once { () -> (first: String, compared: String) in
        let reflector = try await RunningReflector.start()
        let folder = try TemporaryFolder()
        let first = try await reflected(
            reflector.port,
            [
                "--template", "modern", "--ladder", "--resumption", "--repeat", "3", "--reflector",
                "127.0.0.1:\(reflector.port)",
                "--vantage", "mdm-server",
            ])
        let file = try folder.write("baseline.json", first.stdout)
        let compared = try await reflected(
            reflector.port, ["--baseline", file, "--template", "apple-26", "--raw"])
        withExtendedLifetime((folder, reflector)) {}
        return (first.stdout, compared.stdout)
    }

    @Test func aRepeatedHandshakeIsThereThreeTimes() async throws {
        let report = try JSONReport(try await Self.full.value.first)
        let all = [report["paths.0.handshake"]] + report["paths.0.repeats"].items
        #expect(all.count == 3 && all.allSatisfy { $0?["outcome"]?.string == "completed" })
        #expect(Set(all.map { ($0?["startedAt"]).words }).count == 3)
        #expect(all.allSatisfy { $0?["vantage"]?.string == "mdm-server" && $0?["trial"] == nil })
    }

    @Test func everyTrialNamesItsPurpose() async throws {
        let report = try JSONReport(try await Self.full.value.first)
        let trials = report["paths.0.trials"].items
        let purposes = Set(trials.compactMap { $0[path: "trial.purpose"]?.string })
        #expect(purposes == ["ladder", "psk", "reflection"])
        let rungs = trials.filter { $0[path: "trial.purpose"]?.string == "ladder" }
        #expect(rungs.first?[path: "trial.variant"]?.string == "control")
        #expect(rungs.last?[path: "trial.variant"]?.string == "control")
        #expect(rungs.last?[path: "trial.round"]?.int == 2)
    }

    @Test func aStoredReportIsABaseline() async throws {
        let report = try JSONReport(try await Self.full.value.compared)
        #expect(report["paths.0.name"]?.string == "baseline")
        #expect(report["paths.0.repeats"].items.count == 2)
        let differences = report["differences"].items
        let group = try #require(differences.first { $0["field"]?.string == "group" })
        #expect(group["baseline"]?.string == "baseline" && group["path"]?.string == "direct")
        #expect(group[path: "values.baseline"]?.strings == ["x25519"])
        #expect(group[path: "values.path"]?.strings == ["X25519MLKEM768"])
    }

    @Test func everyAddressIsDialled() async throws {
        let outcome = try await Tool.run("path", "localhost:1", "--addresses", "all", "--format", "json")
        let report = try JSONReport(outcome.stdout)
        let all = [report["paths.0.handshake"]].compactMap(\.self) + report["paths.0.repeats"].items
        let answers = all.first?["answers"].items.filter { $0["type"]?.string != "CNAME" }
        #expect(all.count == answers?.count)
        #expect(Set(all.map { $0["address"].words }).count == all.count)
        #expect(all.allSatisfy { $0["serverName"]?.string == "localhost" })
        #expect(outcome.exitCode == 2)
    }

    @Test func severalHostsAreOneDocumentALine() async throws {
        let outcome = try await Tool.run("path", "127.0.0.1:1", "localhost:1", "--format", "json")
        let lines = outcome.stdout.split(separator: "\n")
        let reports = try lines.map { try JSONReport(String($0)) }
        #expect(reports.map { $0["target"].words } == ["127.0.0.1:1", "localhost:1"])
        #expect(reports.allSatisfy { $0.codes.contains("L3-REFUSED") } && outcome.exitCode == 2)
    }

    @Test(arguments: [("-4", "127.0.0.1:1"), ("-6", "[::1]:1")])
    func theFamilyIsChosen(_ option: String, _ address: String) async throws {
        let outcome = try await Tool.run("path", "localhost:1", option, "--format", "json")
        let report = try JSONReport(outcome.stdout)
        // A machine without IPv6 has no such address for its own name.
        let outcomes = ["refused": address, "unresolved": nil, "unreachable": address]
        let handshake = try #require(report["paths.0.handshake"])
        let found = try #require(handshake["outcome"]?.string)
        #expect(outcomes.keys.contains(found))
        #expect(handshake["address"]?.string == outcomes[found] ?? nil)
    }
}
