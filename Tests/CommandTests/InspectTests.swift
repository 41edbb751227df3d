import ForensicsTestKit
import OpenFormats
import Testing

/// What single files are, and whether they are sound.
struct InspectTests {
    private static let importFile =
        "serial_number,country\r\n"
        + (0..<20).map { "ZZTEST0000\($0 + 10),DE\r\n" }.joined()
        + "ZZTEST000013,DE\r\nZZTEST000098,Germany\r\nshort,FR\r\n"

    private static let log = (0..<40).map { number in
        #"17.253.130.\#(number) - - [17/Apr/2026:1\#(number % 2):00:01 +0000] "#
            + #""POST /mdm/checkin?n=\#(number) HTTP/1.1" \#(number < 39 ? 200 : 404) 12 "-" "x" 0.\#(100 + number)"#
            + "\n"
    }.joined()

    private static func document(_ outcome: Tool.Outcome) throws -> JSONValue {
        try JSONValue(parsing: outcome.stdout)
    }

    @Test func anImportFileIsCheckedRowByRow() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("devices.csv", Self.importFile)
        let outcome = try await Tool.run("inspect", file, "--format", "json")
        #expect(outcome.exitCode == 0 && outcome.stderr.isEmpty)
        let document = try Self.document(outcome)
        #expect(
            document["schema"]?.string == "abm-forensics/inspection/1" && document["status"]?.string == "warn"
        )
        let details = document[path: "files.0.details"]
        #expect(document[path: "files.0.kind"]?.string == "device-import" && details?["rows"]?.int == 23)
        #expect(details?[path: "duplicates.count"]?.int == 1)
        #expect(details?[path: "duplicates.rows.0.line"]?.int == 22)
        #expect(details?[path: "duplicates.rows.0.before"]?.string == "line 5")
        #expect(details?[path: "badCountries.rows.0.value"]?.string == "Germany")
        #expect(details?[path: "badCountries.rows.0.line"]?.int == 23)
        #expect(details?[path: "unusualSerials.rows.0.line"]?.int == 24)
        let codes = document[path: "files.0.findings"]?.array?.compactMap { $0["code"]?.string }
        #expect(codes == ["L2-BAD-IMPORT-ROW", "L2-BAD-IMPORT-ROW"])
    }

    @Test func filesOfOneCallAreOneImport() async throws {
        let folder = try TemporaryFolder()
        let first = try folder.write("a.csv", "serial_number\nZZTEST000010\nZZTEST000011\n")
        let second = try folder.write("b.csv", "serialNumber\nZZTEST000012\nZZTEST000010\n")
        let outcome = try await Tool.run("inspect", first, second)
        #expect(outcome.exitCode == 0)
        let words = outcome.stdout.split(whereSeparator: \.isWhitespace).joined()
        #expect(words.contains("line3ZZTEST000010(as") && words.contains("a.csv:2)"), "\(outcome.stdout)")
        #expect(outcome.stdout.contains("the field guide names it serial_number"))
    }

    @Test(arguments: [
        ("name,country\na,DE\n", "no column is named serial_number"),
        (
            "serial_number\n" + (0...5000).map { "ZZ\(1_000_000_000 + $0)\n" }.joined(),
            "5,001 of 5,000 allowed"
        ),
        ("\u{FEFF}serial_number;country\nZZTEST000010;XX\n", "line 2 XX"),
    ])
    func whatAnImportWouldStumbleOverIsNamed(_ text: String, _ words: String) async throws {
        let folder = try TemporaryFolder()
        let outcome = try await Tool.run("inspect", try folder.write("x.csv", text))
        #expect(outcome.exitCode == 0 && outcome.stdout.contains(words), "\(outcome.stdout)")
        #expect(outcome.stdout.contains("warn") && outcome.stdout.contains("L2-BAD-IMPORT-ROW"))
    }

    @Test func oneRowTooManyIsNamed() async throws {
        let folder = try TemporaryFolder()
        let rows = (0...5000).map { "ZZ\(1_000_000_000 + $0)\n" }.joined()
        let outcome = try await Tool.run("inspect", try folder.write("x.csv", "serial_number\n" + rows))
        #expect(outcome.exitCode == 0 && outcome.stdout.contains("5,001 of 5,000 allowed"))
    }

    @Test func anAccessLogIsATableOfEndpointsByStatus() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("front", Self.log + "garbage\n")
        let json = try Self.document(try await Tool.run("inspect", file, "--format", "json"))
        let details = json[path: "files.0.details"]
        #expect(json[path: "files.0.kind"]?.string == "access-log" && details?["requests"]?.int == 40)
        #expect(details?[path: "endpoints.0.path"]?.string == "/mdm/checkin")
        #expect(details?[path: "endpoints.0.answers.200"]?.int == 39)
        #expect(details?[path: "endpoints.0.firstLines.404"]?.int == 40)
        #expect(details?[path: "origins.expected.200"]?.int == 39)
        #expect(details?[path: "damaged.0.firstLines.0"]?.int == 41)
        #expect(details?["hours"]?.array?.count == 2)
        let text = try await Tool.run("inspect", file)
        #expect(text.stdout.contains("POST /mdm/checkin") && text.stdout.contains("requests  200  404"))
        #expect(text.stdout.contains("40 from the callback ranges") && text.stdout.contains("(line 41)"))
    }

    @Test(arguments: [
        (
            #"{"serialNumber":"ZZTEST000010","enrollmentStatus":"enrolled"}"# + "\n",
            "kind devices (field-guide)"
        ),
        ("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "kind certificate"),
        ("hello world\n", "not recognised by its content"), ("", "the file is empty"),
    ])
    func everythingElseIsNamed(_ text: String, _ words: String) async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("file", text)
        let outcome = try await Tool.run("inspect", file)
        #expect(outcome.exitCode == 65 && outcome.stdout.isEmpty && outcome.stderr.contains(words))
        let json = try await Tool.run("inspect", file, "--format", "json")
        #expect(json.exitCode == 65)
        #expect(try Self.document(json)[path: "files.0.refusal"]?.string?.contains(words) == true)
    }

    @Test func oneUnreadableFileOfManyIsNoFailure() async throws {
        let folder = try TemporaryFolder()
        let good = try folder.write("devices.csv", "serial_number\nZZTEST000010\n")
        let outcome = try await Tool.run("inspect", good, "\(folder.path)/missing")
        #expect(outcome.exitCode == 0 && outcome.stderr.contains("there is no such file"))
        #expect(outcome.stdout.contains("pass") && outcome.stdout.contains("unknown"))
    }
}
