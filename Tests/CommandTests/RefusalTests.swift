import ForensicsTestKit
import Foundation
import Testing

/// What ends a run before there is a verdict: the exit code, a line that names the place, no report.
struct RefusalTests {
    private func expect(
        _ outcome: Tool.Outcome, exitCode: Int32, saying words: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(outcome.exitCode == exitCode, sourceLocation: sourceLocation)
        #expect(outcome.stdout.isEmpty, sourceLocation: sourceLocation)
        for word in words {
            #expect(outcome.stderr.contains(word), "\(word)", sourceLocation: sourceLocation)
        }
    }

    @Test func anUnknownKeyIsAConfigurationError() async throws {
        let small = try SmallCase(head: ["colour: red"])
        expect(try await small.run(), exitCode: 78, saying: "case.yaml:4: ", "\"colour\"")
        let misspelt = try SmallCase(more: ["{kind: queue, flie: mdm/queue.ndjson}"])
        expect(try await misspelt.run(), exitCode: 78, saying: "case.yaml:7: ", "\"flie\"")
    }

    @Test(arguments: ["../outside.ndjson", "/etc/hosts", "tenant/../../outside.ndjson", "link.ndjson"])
    func aCaseStaysInItsFolder(_ file: String) async throws {
        let small = try SmallCase(more: ["{kind: audit, file: \(file)}"])
        try FileManager.default.createSymbolicLink(
            atPath: "\(small.path)/link.ndjson", withDestinationPath: "/etc/hosts")
        expect(try await small.run(), exitCode: 78, saying: "case.yaml:7: ", file, "outside")
    }

    @Test(arguments: ["anchors: [../root.pem]", "active: ../handed-out.csv"])
    func soDoTheFilesItExpects(_ line: String) async throws {
        let small = try SmallCase(head: ["expect:", "  \(line)"])
        expect(try await small.run(), exitCode: 78, saying: "case.yaml:5: ", "outside")
    }

    /// Names come out of somebody else's folder; a terminal must not obey them.
    @Test func nothingInACaseMovesTheTerminal() async throws {
        let key = try SmallCase(head: ["\"\\e[31mred\": 1"])
        expect(try await key.run(), exitCode: 78, saying: "case.yaml:4: ", "[31mred")
        let file = try SmallCase(more: ["{kind: queue, file: \"mdm/\\e[31mqueue.ndjson\"}"])
        let serial = try SmallCase(tenant: [
            SmallCase.tenantRecord(1).replacing("ZZTEST", with: "ZZ\\u001b[31m")
        ])
        let outcomes = [
            try await key.run(), try await file.run(), try await serial.run("-v"),
            try await Tool.run("device", "ZZ\u{1B}[31m00000", "--case", serial.path),
        ]
        for outcome in outcomes {
            #expect(!outcome.stdout.contains("\u{1B}") && !outcome.stderr.contains("\u{1B}"))
        }
        #expect(outcomes[1].stderr.contains("queue.ndjson") && outcomes[3].stderr.contains("Did you mean"))
    }

    @Test func aMissingFolderIsNoCase() async throws {
        let small = try SmallCase()
        expect(
            try await Tool.run("run", "\(small.path)/nowhere"), exitCode: 65,
            saying: "\(small.path)/nowhere: ")
        // `run` is the default command.
        expect(try await Tool.run("\(small.path)/nowhere"), exitCode: 65, saying: "nowhere: ")
        expect(
            try await Tool.run("device", "ZZTEST000001", "--case", "\(small.path)/nowhere"), exitCode: 65,
            saying: "nowhere: ")
        let empty = try TemporaryFolder()
        expect(
            try await Tool.run("run", empty.path), exitCode: 65, saying: empty.path,
            "nothing in this folder is evidence")
    }

    @Test func aBrokenCaseFileNamesItsLine() async throws {
        let small = try SmallCase(head: ["title: \"never closed"])
        let outcome = try await small.run()
        expect(outcome, exitCode: 78)
        #expect(outcome.stderr.contains(#/case\.yaml:\d+: /#))
    }

    @Test func unreadableEvidenceIsNoCase() async throws {
        let small = try SmallCase()
        for name in [SmallCase.tenantFile, SmallCase.mdmFile] { try small.write(name, "\u{1}\u{2}nothing\n") }
        expect(
            try await small.run(), exitCode: 65, saying: SmallCase.tenantFile, SmallCase.mdmFile,
            "none of its evidence can be judged")
    }

    @Test func alteredEvidenceIsNoCase() async throws {
        let small = try SmallCase()
        try small.seal()
        try small.write(SmallCase.tenantFile, SmallCase.tenantRecord(1) + "\n")
        try small.write(SmallCase.mdmFile, SmallCase.mdmList + "\n")
        expect(
            try await small.run(), exitCode: 65, saying: SmallCase.tenantFile, SmallCase.mdmFile, "altered")
    }

    @Test(arguments: [
        (["--bogus"], "--bogus"), (["--layer", "0"], "no layer 0"), (["--layer", "8"], "no layer 8"),
        (["--layer", "two"], "two"),
        (["--only", "tenant-health.rate-tier"], "Did you mean tenant-health.rate-tiers?"),
        (["--skip", "nonsense"], "\"nonsense\""), (["--format", "xml"], "xml"),
        (["--format", "json", "--format", "text"], "Only one format"),
        (["--as-of", "yesterday"], "RFC 3339"), (["--as-of", "2026-02-30T00:00:00Z"], "RFC 3339"),
        (["--basis", "rumour"], "rumour"), (["--fail-on", "sometimes"], "sometimes"),
        (["--color", "blue"], "blue"),
        (["--quiet", "--verbose"], "exclude"), (["another", "argument"], "argument"),
    ])
    func wrongOptionsAreUsageErrors(_ options: [String], _ words: String) async throws {
        let small = try SmallCase()
        let outcome = try await Tool.run(program: Tool.path, ["run", small.path] + options)
        expect(outcome, exitCode: 64, saying: words, "abm-forensics run")
    }

    @Test func whatCannotBeWrittenIsAnError() async throws {
        let small = try SmallCase()
        for options in [["--output", "/nowhere/report.json"], ["--format", "json:/nowhere/report.json"]] {
            let outcome = try await Tool.run(program: Tool.path, ["run", small.path] + options)
            expect(
                outcome, exitCode: 70, saying: "/nowhere/report", "cannot be written",
                "No such file or directory")
        }
        try small.write("taken/inside.txt", "")
        let folder = try await Tool.run("explain", "L1-THROTTLED", "--output", "\(small.path)/taken")
        expect(folder, exitCode: 70, saying: "\(small.path)/taken cannot be written")
    }

    @Test(.enabled("needs /dev/full") { FileManager.default.fileExists(atPath: "/dev/full") })
    func aFullDiskIsAnError() async throws {
        let outcome = try await Tool.run("explain", "L1-THROTTLED", "--output", "/dev/full")
        expect(outcome, exitCode: 70, saying: "/dev/full cannot be written", "No space left")
    }

    @Test func aMisspeltCodeGetsASuggestion() async throws {
        expect(
            try await Tool.run("explain", "L1-THROTLED"), exitCode: 64, saying: "\"L1-THROTLED\"",
            "Did you mean L1-THROTTLED?")
        expect(
            try await Tool.run("probes", "show", "callbacks.delivred"), exitCode: 64,
            saying: "Did you mean callbacks.delivered?")
        expect(try await Tool.run("report", "schema", "invoice"), exitCode: 64, saying: "invoice")
    }
}
