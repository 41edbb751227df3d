import ForensicsTestKit
import Foundation
import OpenFormats
import Testing

/// Every report against the schema that the tool itself prints.
@Suite(.enabled("needs python3 with jsonschema") { try await Validator.python.value != nil })
struct SchemaTests {
    @Test func everyReportOfACaseIsValid() async throws {
        var documents: [String: String] = ["fallback": try await FallbackTests.judged.value.report.text]
        for sample in SampleCase.all { documents[sample.name] = try await sample.judged.report.text }
        let small = try SmallCase(head: ["mdm: {vendor: jamf-pro, version: 11.5.1}"])
        documents["small"] = try await small.report().report.text
        documents["with plug-ins"] = try await small.report(
            "--probe-dir", PackageRoot.file("Samples/probes")
        ).report.text
        try await expectValid(documents, "report")
    }

    @Test func everyStoryOfADeviceIsValid() async throws {
        var documents: [String: String] = [:]
        for sample in SampleCase.all { documents[sample.name] = try await sample.told.report.text }
        try await expectValid(documents, "device")
    }

    @Test func aPathIsValid() async throws {
        let full = try await PathReportTests.full.value
        try await expectValid(
            [
                "refused": try await PathTests.refused.value.stdout, "trials": full.first,
                "differences": full.compared,
            ], "path")
    }

    @Test func anInspectionIsValid() async throws {
        let folder = try TemporaryFolder()
        let table = try folder.write("a.csv", "serial_number,country\nZZTEST000010,XX\nshort,DE\n")
        let log = try folder.write(
            "a.log", #"1.2.3.4 - - [17/Apr/2026:10:00:01 +0000] "GET /a HTTP/1.1" 200 1"# + "\n")
        let outcome = try await Tool.run("inspect", table, log, "\(folder.path)/none", "--format", "json")
        try await expectValid(["inspection": outcome.stdout], "inspection")
    }

    @Test(arguments: ["report", "path", "device", "inspection"]) func aSchemaRefusesAStranger(
        _ document: String
    )
        async throws
    {
        let complaints = try await Validator.complaints(
            ["stranger": #"{"schema": "abm-forensics/stranger/1"}"#], try await Validator.schema(document))
        #expect(!(complaints["stranger"] ?? []).isEmpty)
    }

    private func expectValid(_ documents: [String: String], _ document: String) async throws {
        let complaints = try await Validator.complaints(documents, try await Validator.schema(document))
        #expect(complaints.count == documents.count && !documents.isEmpty)
        for (name, list) in complaints { #expect(list.isEmpty, "\(document) schema, \(name)") }
    }
}

/// A JSON Schema validator from PyPI.
private enum Validator {
    /// The package's own Python, else the one on PATH, if it has the validator.
    static let python = Once { () -> String? in
        for path in [PackageRoot.file(".venv/bin/python3"), Program.path("python3")].compactMap({ $0 }) {
            guard FileManager.default.isExecutableFile(atPath: path) else { continue }
            let outcome = try await Tool.run(
                program: path, ["-c", "import jsonschema; jsonschema.Draft202012Validator"])
            if outcome.exitCode == 0 { return path }
        }
        return nil
    }

    static let script = """
        import json, sys
        import jsonschema
        schema = json.load(open(sys.argv[1]))
        kind = jsonschema.Draft202012Validator
        kind.check_schema(schema)
        judge = kind(schema, format_checker=kind.FORMAT_CHECKER)
        print(json.dumps({
            name: [f"{e.json_path}: {e.message[:200]}" for e in judge.iter_errors(json.loads(text))][:5]
            for name, text in json.load(open(sys.argv[2])).items()}))
        """

    static func schema(_ document: String) async throws -> String {
        let outcome = try await Tool.run("report", "schema", document)
        #expect(outcome.exitCode == 0 && outcome.stderr.isEmpty)
        return outcome.stdout
    }

    /// The complaints about each document, by its name.
    static func complaints(_ documents: [String: String], _ schema: String) async throws -> [String: [String]]
    {
        guard let python = try await python.value else { return [:] }
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let files = [
            try folder.write("schema.json", schema),
            try folder.write("documents.json", try JSONEncoder().encode(documents)),
        ]
        let outcome = try await Tool.run(program: python, ["-c", script] + files)
        guard outcome.exitCode == 0 else { throw Tool.Failure(description: outcome.stderr) }
        let answer = try JSONValue(parsing: outcome.stdout)
        return (answer.object?.members ?? []).reduce(into: [:]) { $0[$1.key] = $1.value.strings }
    }
}
