import ForensicsTestKit
import Foundation
@testable import Reporting
import Testing

/// Python's jsonschema, where this machine has it.
private enum Validator {
    static let script = """
        import json, sys, warnings
        warnings.simplefilter("ignore")
        import jsonschema
        work = json.load(sys.stdin)
        answers = []
        for item in work:
            jsonschema.Draft202012Validator.check_schema(item["schema"])
            errors = [e.json_path + ": " + e.message[:200]
                for e in jsonschema.Draft202012Validator(item["schema"]).iter_errors(item["document"])]
            answers.append(errors)
        print(json.dumps(answers))
        """

    static let isThere =
        (try? run("import jsonschema.validators; jsonschema.Draft202012Validator", input: "")) != nil

    /// The one that `make test` sets up where the system's own has no jsonschema.
    private static let python: String = {
        let own = PackageRoot.file(".venv/bin/python3")
        return FileManager.default.isExecutableFile(atPath: own) ? own : Program.path("python3") ?? own
    }()

    struct Failure: Error { let status: Int32 }

    static func run(_ script: String, input: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "schema-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("input.json")
        try Data(input.utf8).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = ["-c", script]
        process.standardInput = try FileHandle(forReadingFrom: file)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(status: process.terminationStatus) }
        return String(decoding: data, as: UTF8.self)
    }

    /// The complaints about each document.
    static func complaints(_ work: [(ReportSchema, JSONTree)]) throws -> [[String]] {
        let input = try work.map { schema, document -> JSONTree in
            ["schema": try JSONTree(parsing: schema.text), "document": document]
        }
        let answer = try JSONTree(parsing: run(script, input: JSONTree.array(input).compact))
        return answer.elements.map { $0.elements.compactMap(\.string) }
    }
}

@Test(.enabled(if: Validator.isThere, "python3 with jsonschema is not here")) func everyReportIsValid() throws
{
    let verdicts = [Sample.burst, Sample.calm, Sample.blind, Sample.open, Sample.pathVerdict]
    var work = verdicts.map { (ReportSchema.report, Report(Sample.input($0)).json) }
    var bare = Sample.input(Sample.calm)
    bare.devices = nil
    bare.score = nil
    work.append((.report, Report(bare).json))
    work += [(.path, Sample.path.json), (.device, Sample.device.json)]
    for (index, complaints) in try Validator.complaints(work).enumerated() {
        #expect(complaints.isEmpty, "document \(index)")
    }
}

@Test(.enabled(if: Validator.isThere, "python3 with jsonschema is not here")) func theSchemasAreStrict()
    throws
{
    let report = Sample.report.json
    let spoilt: [(ReportSchema, JSONTree)] = [
        (.report, report.with("extra", 1)), (.report, report.without("notTested")),
        (.report, report.with("schema", "abm-forensics/report/2")), (.report, report.with("layers", [])),
        (.report, report.with("findings", .array([["id": "f1"]]))),
        (.report, report.with("verdict", (report["verdict"] ?? .null).with("status", "blocked"))),
        (.report, report.with("case", (report["case"] ?? .null).with("asOf", "yesterday"))),
        (.report, report.with("case", (report["case"] ?? .null).with("manifestSHA256", "ABCD"))),
        (.report, report.with("handshakes", [["outcome": 7]])),
        (.path, Sample.path.json.with("paths", [[:]])),
        (.device, Sample.device.json.with("asOf", .null)), (.path, report), (.device, report),
    ]
    for (index, complaints) in try Validator.complaints(spoilt).enumerated() {
        #expect(!complaints.isEmpty, "document \(index) should have been refused")
    }
}

@Test func theSchemasAreJSON() throws {
    for schema in ReportSchema.allCases {
        let tree = try JSONTree(parsing: schema.text)
        #expect(tree["$schema"] == "https://json-schema.org/draft/2020-12/schema")
        #expect(tree["additionalProperties"] == false)
        #expect(schema.text.hasSuffix("}\n") && !schema.text.hasSuffix("\n\n"))
    }
}

extension JSONTree {
    fileprivate func with(_ name: String, _ value: JSONTree) -> JSONTree {
        let member = Member(name, value)
        guard members.contains(where: { $0.name == name }) else { return .object(members + [member]) }
        return .object(members.map { $0.name == name ? member : $0 })
    }

    fileprivate func without(_ name: String) -> JSONTree { .object(members.filter { $0.name != name }) }
}
