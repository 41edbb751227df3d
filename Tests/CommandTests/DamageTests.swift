import CustomDump
import ForensicsTestKit
import Foundation
import OpenFormats
import Testing

/// Damage that costs only itself: the rest of the case is judged, and a finding names the place.
struct DamageTests {
    /// The run-level finding with this code, about this file.
    private func finding(_ code: String, _ file: String, in report: JSONReport) -> JSONValue? {
        report.findings.first { $0["code"]?.string == code && $0[path: "evidence.0.file"]?.string == file }
    }

    private func expectWholeFleet(_ report: JSONReport, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(report["devices.byState"]?.counts == ["enrolled": 3], sourceLocation: sourceLocation)
        #expect(report["verdict.firstBrokenLayer"] == .null, sourceLocation: sourceLocation)
        #expect(report.layer(2)?["status"]?.string == "pass", sourceLocation: sourceLocation)
    }

    private static let handshakes = PackageRoot.file("Samples/cases/edtech-ztna/path/handshakes.ndjson.gz")

    @Test func aDamagedGzipCostsItsRest() async throws {
        let small = try SmallCase(more: ["{kind: handshakes, file: path/handshakes.ndjson.gz}"])
        let whole = try Data(contentsOf: URL(filePath: Self.handshakes))
        try small.write("path/handshakes.ndjson.gz", whole.prefix(whole.count / 2))
        let (exitCode, report) = try await small.report()
        #expect(exitCode == 2)
        let damage = try #require(finding("RUN-EVIDENCE-UNREADABLE", "path/handshakes.ndjson.gz", in: report))
        #expect(damage["detail"].words.contains("gzip"))
        #expect(damage["detail"].words.contains(/only the \d+ records/))
        #expect(damage["severity"]?.string == "medium")
        #expect(report["devices.byState"]?.counts == ["enrolled": 3])
        let kept = report["handshakes"]?.array?.count ?? 0
        #expect(kept > 0 && kept < 228)
    }

    @Test func aGzipWithoutOneWholeRecordIsCalledDamaged() async throws {
        let small = try SmallCase(more: ["{kind: handshakes, file: path/handshakes.ndjson.gz}"])
        try small.write(
            "path/handshakes.ndjson.gz", Data(contentsOf: URL(filePath: Self.handshakes)).prefix(400))
        let (_, report) = try await small.report()
        expectWholeFleet(report)
        let damage = try #require(finding("RUN-EVIDENCE-UNREADABLE", "path/handshakes.ndjson.gz", in: report))
        #expect(damage["detail"].words.contains("gzip"), "\(damage["detail"] ?? .null)")
        #expect(report.layer(3)?["status"]?.string == "unknown")
    }

    @Test func aRecordOfWrongTypesCostsItself() async throws {
        let small = try SmallCase(
            tenant: [
                SmallCase.tenantRecord(1), #"{"serialNumber":17,"udid":[],"enrollmentStatus":{}}"#,
                SmallCase.tenantRecord(2), SmallCase.tenantRecord(3),
            ])
        let (exitCode, report) = try await small.report()
        #expect(exitCode == 0)
        expectWholeFleet(report)
        let damage = try #require(finding("RUN-EVIDENCE-UNREADABLE", SmallCase.tenantFile, in: report))
        #expect(damage[path: "evidence.0.locator"]?.string == "line 2" && damage["severity"]?.string == "low")
        #expect(damage["detail"].words.hasPrefix("\(SmallCase.tenantFile):2: "))
    }

    /// Where a record of the tenant cannot be read, nobody knows that the tenant does not know the device.
    @Test func aRecordThatCannotBeReadAccusesNoDevice() async throws {
        let small = try SmallCase(
            tenant: [SmallCase.tenantRecord(1), #"{"serialNumber":[],"udid":{}}"#, SmallCase.tenantRecord(3)])
        let (_, report) = try await small.report()
        #expect(finding("RUN-EVIDENCE-UNREADABLE", SmallCase.tenantFile, in: report) != nil)
        #expect(!report.codes.contains("L2-UNKNOWN-TO-TENANT"))
        #expect(report["devices.byState.enrolled"]?.int == 2)
    }

    /// One record can hide one device, not twenty.
    @Test func oneBadRecordHidesNoFleet() async throws {
        let serials = (10..<30).map { "ZZTEST0000\($0)" }
        let assigned = serials.map {
            """
            {"serialNumber":"\($0)","enrollmentStatus":"assigned","deviceOwnershipState":"assigned",\
            "mdmProfileId":null,"assignedAt":"2026-04-16T04:40:00Z","mdmServerId":"A1"}
            """
        }
        let small = try SmallCase(
            head: ["expect:", "  active: handed-out.csv"],
            tenant: (1...3).map(SmallCase.tenantRecord) + assigned)
        try small.write("handed-out.csv", (["serial"] + serials).map { "\($0)\n" }.joined())
        let enrolled = (1...3).map { #"{"serial":"ZZTEST00000\#($0)","enrolled":true,"supervised":true}"# }
        let list = enrolled + [#"{"serial":[],"udid":{}}"#]
        try small.write(SmallCase.mdmFile, list.map { "\($0)\n" }.joined())
        let (exitCode, report) = try await small.report()
        #expect(exitCode == 2 && finding("RUN-EVIDENCE-UNREADABLE", SmallCase.mdmFile, in: report) != nil)
        #expect(report["devices.byState"]?.counts == ["enrolled": 3, "assigned-not-enrolled": 20])
    }

    /// Memory: the tool holds a record's limit (16 MiB) and a chunk, never the line.
    @Test(.needs(program: "python3")) func aLineOf100MBCostsItself() async throws {
        let small = try SmallCase()
        let line =
            Data(#"{"serialNumber":""#.utf8) + Data(repeating: 0x41, count: 100_000_000) + Data("\"}\n".utf8)
        let records = (1...3).map { Data("\(SmallCase.tenantRecord($0))\n".utf8) }
        try small.write(SmallCase.tenantFile, records[0] + line + records[1] + records[2])
        let script = """
            import resource, subprocess, sys
            code = subprocess.run(sys.argv[2:]).returncode
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            open(sys.argv[1], "w").write(str(peak if sys.platform == "darwin" else peak * 1024))
            sys.exit(code)
            """
        let outcome = try await Tool.run(
            program: try #require(Program.path("python3")),
            ["-c", script, "\(small.path)/peak", Tool.path, "run", small.path, "--format", "json"])
        #expect(outcome.exitCode == 0)
        let report = try JSONReport(outcome.stdout)
        expectWholeFleet(report)
        let damage = try #require(finding("RUN-EVIDENCE-UNREADABLE", SmallCase.tenantFile, in: report))
        #expect(damage[path: "evidence.0.locator"]?.string == "line 2")
        #expect(damage["detail"].words.contains("longer than the limit"))
        let peak = try #require(Int(read("\(small.path)/peak")))
        #expect(peak > 1_000_000 && peak < 200_000_000)
    }

    @Test func alteredEvidenceIsNotJudged() async throws {
        let small = try SmallCase()
        try small.seal()
        try small.write(SmallCase.mdmFile, SmallCase.mdmList.replacing("true,true", with: "false,true"))
        let (exitCode, report) = try await small.report()
        #expect(exitCode == 2)
        let damage = try #require(finding("RUN-EVIDENCE-ALTERED", SmallCase.mdmFile, in: report))
        #expect(damage["severity"]?.string == "high")
        #expect(damage["detail"].words.contains("manifest-sha256.txt"))
        #expect(report["case.evidenceFiles"]?.int == 1)
        expectWholeFleet(report)
    }

    @Test func aSealedCaseIsQuiet() async throws {
        let small = try SmallCase()
        try small.seal([SmallCase.tenantFile, SmallCase.mdmFile, "case.yaml"])
        let (exitCode, report) = try await small.report()
        #expect(exitCode == 0 && report.codes.allSatisfy { $0 == "RUN-EVIDENCE-MISSING" })
        let manifest = try Data(contentsOf: URL(filePath: "\(small.path)/manifest-sha256.txt"))
        #expect(report["case.manifestSHA256"]?.string == sha256(manifest))
    }

    @Test func anEmptyFileCostsItself() async throws {
        let small = try SmallCase(more: [
            "{kind: queue, file: mdm/queue.ndjson}", "{kind: audit, file: tenant/audit.ndjson}",
        ])
        try small.write("mdm/queue.ndjson", "")
        try small.write("tenant/audit.ndjson", "")
        let (_, report) = try await small.report()
        #expect(report["devices.byState"]?.counts == ["enrolled": 3])
        #expect(report.codes.allSatisfy { $0.hasPrefix("RUN-") })
    }

    /// A console export of no bytes is a failed export, not a fleet without devices.
    @Test func anEmptyListAccusesNoDevice() async throws {
        let small = try SmallCase()
        try small.write(SmallCase.mdmFile, "")
        let (_, report) = try await small.report()
        #expect(report.codes.allSatisfy { $0.hasPrefix("RUN-") }, "\(report.codes.sorted())")
        #expect(report.findings.contains { $0[path: "evidence.0.file"]?.string == SmallCase.mdmFile })
    }

    @Test func aFileThatIsNotThereIsSaid() async throws {
        let small = try SmallCase()
        try small.remove(SmallCase.mdmFile)
        let outcome = try await small.run()
        #expect(outcome.exitCode == 0 && outcome.stdout.contains("3 devices: 3 enrolled"))
        #expect(outcome.stderr.contains(SmallCase.mdmFile) || outcome.stdout.contains(SmallCase.mdmFile))
        let (_, report) = try await small.report()
        #expect(finding("RUN-EVIDENCE-MISSING", SmallCase.mdmFile, in: report) != nil)
    }

    /// Exit code 2 and "nothing is broken" do not go together.
    @Test func aVerdictOverDamagedEvidenceSaysSo() async throws {
        let small = try SmallCase()
        try small.write(SmallCase.mdmFile, "\u{1}\u{2}\n")
        let outcome = try await small.run(environment: ["COLUMNS": "200"])
        #expect(outcome.exitCode == 2 && outcome.stdout.contains("RUN-EVIDENCE-UNREADABLE"))
        #expect(!outcome.stdout.contains("Nothing is broken"))
    }

    @Test func aFolderWithoutACaseFileIsRecognised() async throws {
        let small = try SmallCase()
        try small.remove("case.yaml")
        let (exitCode, report) = try await small.report("--as-of", "2026-04-17T12:00:00Z")
        #expect(exitCode == 0 && report["case.evidenceFiles"]?.int == 2)
        expectWholeFleet(report)
    }
}
