import ForensicsTestKit
import Foundation
import OpenFormats
import Testing

struct TriangulateTests {
    private static let columns =
        "serial,udid,state,since,model,os,server,tenantStatus,ownership,mdmProfile,adeStatus,adeAssigned,adePushed,"
        + "mdmEnrolled,mdmSupervised,mdmLastContact,deviceState,deviceAt"

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let tenant = [
            #"{"serialNumber":"ZZB","enrollmentStatus":"assigned","mdmProfileId":null,"lastModified":"2026-04-17T10:00:00Z","assignedAt":"2026-04-16T09:00:00Z","model":"Mac, \"big\"","mdmServerId":"A1","colour":"red"}"#,
            #"{"serialNumber":"ZZA","enrollmentStatus":"enrolled","mdmProfileId":"p","lastModified":"2026-04-17T10:00:00Z","model":"iPad","mdmServerId":"A1"}"#,
            #"{"serialNumber":"ZZC","enrollmentStatus":"teleported","mdmProfileId":"p","lastModified":"2026-04-17T10:00:00Z","mdmServerId":"B2"}"#,
            #"{"serialNumber":}"#,
        ]
        try folder.write("tenant.ndjson", tenant.map { "\($0)\n" }.joined())
        try folder.write(
            "mdm.csv",
            "serial,enrolled,supervised,lastContact\nZZA,true,true,2026-04-17T11:59:00Z\nZZB,false,,\n")
    }

    private func run(_ more: [String]) async throws -> Tool.Outcome {
        try await Tool.run(
            program: Tool.path,
            [
                "triangulate", "--tenant", "\(folder.path)/tenant.ndjson", "--mdm",
                "\(folder.path)/mdm.csv:generic",
            ] + more)
    }

    @Test func countsAndNamesWhatItFinds() async throws {
        let outcome = try await run(["--format", "json", "--threads", "2"])
        #expect(outcome.exitCode == 2)
        let report = try JSONValue(parsing: outcome.stdout)
        #expect(report["schema"]?.string == "abm-forensics/triangulation/1")
        #expect(report["asOf"]?.string == "2026-04-17T11:59:00Z")
        #expect(report[path: "devices.total"]?.int == 3)
        #expect(report[path: "devices.byState.assigned-not-enrolled"]?.int == 1)
        #expect(report[path: "devices.byState.enrolled"]?.int == 1)
        #expect(report[path: "devices.byState.undetermined"]?.int == 1)
        let model = report[path: "groups.model"]?.array ?? []
        #expect(model.map { $0["value"]?.string } == ["Mac, \"big\"", "iPad", nil])
        let server = report[path: "groups.server"]?.array ?? []
        #expect(server.map { $0["total"]?.int } == [2, 1])
        let day = report[path: "groups.day"]?.array ?? []
        #expect(day.map { $0["value"]?.string } == ["2026-04-16", "2026-04-17"])
        let refused = try #require(report["refused"]?.array?.first)
        #expect(refused["locator"]?.string == "line 4" && refused["count"]?.int == 1)
        #expect(report[path: "unknown.fields"]?.array?.first?["name"]?.string == "colour")
        #expect(report[path: "unknown.values"]?.array?.first?["name"]?.string == "teleported")
    }

    @Test func aListOfRefusedRecordsDeniesNobody() async throws {
        try folder.write("broken.ndjson", "{]\n{]\n")
        let outcome = try await Tool.run(
            program: Tool.path,
            [
                "triangulate", "--tenant", "\(folder.path)/broken.ndjson:field-guide", "--mdm",
                "\(folder.path)/mdm.csv:generic", "--format", "json",
            ])
        let report = try JSONValue(parsing: outcome.stdout)
        #expect(report[path: "devices.byState.unknown-to-tenant"] == nil)
        #expect(report[path: "devices.byState.unknown"]?.int == 2)
    }

    @Test func listsDivergentDevicesOrAllSortedBySerial() async throws {
        _ = try await run(["--devices", "\(folder.path)/d.csv", "--quiet"])
        let lines = try String(contentsOfFile: "\(folder.path)/d.csv", encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 2 && lines[0] == Self.columns)
        #expect(
            lines[1]
                == #"ZZB,,assigned-not-enrolled,2026-04-16T09:00:00Z,"Mac, ""big""",,A1,assigned,,,,,,false,,,,"#
        )
        _ = try await run(["--devices", "\(folder.path)/d.ndjson", "--all", "--quiet"])
        let rows = try String(contentsOfFile: "\(folder.path)/d.ndjson", encoding: .utf8).split(
            separator: "\n"
        )
        .map { try JSONValue(parsing: String($0)) }
        #expect(rows.map { $0["serial"]?.string } == ["ZZA", "ZZB", "ZZC"])
        #expect(
            rows.allSatisfy {
                ($0.object?.members.map(\.key) ?? []) == Self.columns.split(separator: ",").map(String.init)
            })
        #expect(rows[0]["mdmSupervised"]?.bool == true && rows[1]["mdmSupervised"] == .null)
    }

    @Test func serverAndFailOnDecide() async throws {
        let wrong = try await run(["--format", "json", "--server", "a1"])
        #expect(try JSONValue(parsing: wrong.stdout)[path: "devices.byState.wrong-server"]?.int == 1)
        #expect(try await run(["--fail-on", "never"]).exitCode == 0)
    }

    @Test func textSaysTheSame() async throws {
        let outcome = try await run([])
        for words in [
            "3 devices, 1 of them divergent", "assigned-not-enrolled", "Refused", "tenant.ndjson:4",
        ] {
            #expect(outcome.stdout.contains(words), "\(words)")
        }
    }

    @Test func wrongUseIsNamed() async throws {
        let none = try await Tool.run("triangulate")
        #expect(none.exitCode == 64 && none.stderr.contains("--tenant"))
        let dialect = try await Tool.run("triangulate", "--mdm", "\(folder.path)/mdm.csv:jamf-por")
        #expect(dialect.exitCode == 64 && dialect.stderr.contains("Did you mean jamf-pro?"))
        let absent = try await Tool.run("triangulate", "--mdm", "\(folder.path)/nothing.csv")
        #expect(absent.exitCode == 64 && absent.stderr.contains("nothing.csv"))
        try folder.write("bad.ndjson", "{\n")
        let bad = try await Tool.run("triangulate", "--mdm", "\(folder.path)/bad.ndjson")
        #expect(bad.exitCode == 65 && bad.stderr.contains("bad.ndjson"))
        let twice = try await Tool.run("triangulate", "--mdm", "-", "--tenant", "-")
        #expect(twice.exitCode == 64)
    }
}
