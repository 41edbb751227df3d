import ForensicsTestKit
import OpenFormats
import Testing

/// What a person learns the tool from.
struct HelpTests {
    @Test func theHelpTeachesTheTool() async throws {
        for flag in ["--help", "-h"] {
            let outcome = try await Tool.run(flag)
            #expect(outcome.exitCode == 0 && outcome.stderr.isEmpty)
            let words = [
                "run CASE", "device SERIAL --case CASE", "path HOST", "explain L1-THROTTLED", "probes list",
                "Exit codes:",
                "64", "65", "70", "78", "--version", "SUBCOMMANDS:", "\n  report ",
            ]
            for word in words { #expect(outcome.stdout.contains(word), "\(word)") }
        }
    }

    @Test(arguments: [
        (
            ["run"],
            [
                "Examples:", "case.yaml", "manifest-sha256.txt", "--layer", "--only", "--skip", "--as-of",
                "--basis", "--offline",
                "--probe-dir", "--fail-on", "--format", "--output", "--color", "--quiet", "--verbose",
            ]
        ),
        (["device"], ["Examples:", "--case", "--devices", "--format"]),
        (
            ["path"],
            [
                "Examples:", "--connect", "--sni", "--anchor", "--timeout", "--stall", "--alpn", "--format",
                "--output",
                "stalled", "protocol-error",
            ]
        ),
        (
            ["reflect"],
            ["Examples:", "--listen", "--certificate", "--key", "--record", "--sign-key", "SIGTERM"]
        ),
        (["inspect"], ["Examples:", "--client-address-from", "--format", "65"]),
        (["explain"], ["Examples:", "thresholds"]), (["probes"], ["list", "show", "check"]),
        (["probes", "list"], ["--probe-dir"]), (["probes", "show"], ["probe id"]),
        (["probes", "check"], ["--schema"]),
        (["report"], ["schema"]), (["report", "schema"], ["report, path or device", "2020-12"]),
    ])
    func theHelpOfACommandNames(_ command: [String], _ words: [String]) async throws {
        let outcome = try await Tool.run(program: Tool.path, command + ["--help"])
        #expect(outcome.exitCode == 0 && outcome.stderr.isEmpty)
        for word in ["OVERVIEW:", "USAGE: abm-forensics \(command.joined(separator: " "))"] + words {
            #expect(outcome.stdout.contains(word), "\(word)")
        }
        #expect(!outcome.stdout.contains("  \n"), "trailing spaces")
    }

    @Test func theVersionIsANumber() async throws {
        let outcome = try await Tool.run("--version")
        #expect(outcome.exitCode == 0 && outcome.stdout.contains(/^\d+\.\d+\.\d+\n$/))
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func completionsAreMade(_ shell: String) async throws {
        let outcome = try await Tool.run("--generate-completion-script", shell)
        #expect(outcome.exitCode == 0 && outcome.stderr.isEmpty && outcome.stdout.count > 1000)
        for word in ["probe-dir", "fail-on", "explain"] { #expect(outcome.stdout.contains(word), "\(word)") }
    }

    @Test(.needs(program: "bash")) func bashUnderstandsItsCompletions() async throws {
        try await expectParsable("bash")
    }
    @Test(.needs(program: "zsh")) func zshUnderstandsItsCompletions() async throws {
        try await expectParsable("zsh")
    }
    @Test(.needs(program: "fish")) func fishUnderstandsItsCompletions() async throws {
        try await expectParsable("fish")
    }

    private func expectParsable(_ shell: String) async throws {
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let script = try await Tool.run("--generate-completion-script", shell).stdout
        try #require(script.count > 1000)
        let file = try folder.write("completions", script)
        let outcome = try await Tool.run(program: try #require(Program.path(shell)), ["-n", file])
        #expect(outcome.exitCode == 0 && outcome.stderr.isEmpty)
    }

    @Test func aCardExplainsACode() async throws {
        let outcome = try await Tool.run("explain", "l1-throttled", environment: ["COLUMNS": "100"])
        #expect(outcome.exitCode == 0 && outcome.stderr.isEmpty)
        for word in ["L1-THROTTLED", "FG-1.2", "field guide", "tenant"] {
            #expect(outcome.stdout.contains(word), "\(word)")
        }
        let probe = try await Tool.run("explain", "tenant-health.rate-tiers")
        #expect(probe.exitCode == 0 && probe.stdout.contains("L1-THROTTLED"))
        let thresholds = try await Tool.run("explain", "thresholds")
        #expect(thresholds.exitCode == 0 && thresholds.stdout.split(separator: "\n").count > 5)
    }

    @Test func theSchemasArePrinted() async throws {
        for document in [[], ["report"], ["path"], ["device"]] {
            let outcome = try await Tool.run(program: Tool.path, ["report", "schema"] + document)
            #expect(outcome.exitCode == 0)
            let schema = try JSONReport(outcome.stdout)
            #expect(schema["$schema"]?.string == "https://json-schema.org/draft/2020-12/schema")
            let name = "abm-forensics/\(document.first ?? "report")/1"
            #expect(schema["properties.schema.const"]?.string == name)
        }
    }
}
