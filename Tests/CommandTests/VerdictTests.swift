import CustomDump
import ForensicsTestKit
import OpenFormats
import Testing

/// The three sample fleets, each against the numbers that its generator wrote down.
struct VerdictTests {
    @Test(arguments: SampleCase.all) func theRootCauseIsTheTrueOne(_ sample: SampleCase) async throws {
        let truth = try sample.truth
        let report = try await sample.judged.report
        #expect(report.rootCauses.count == 1)
        let cause = try #require(report.rootCauses.first)
        #expect(cause["code"] == truth[path: "rootCause.code"])
        #expect(cause["subjects"] == truth[path: "rootCause.devices"])
        #expect(cause["layer"] == truth["firstBrokenLayer"])
        #expect(
            Set(report.codes(cause["explains"])) == Set(truth[path: "rootCause.explains"]?.strings ?? []))
        #expect(report["verdict.unexplained"] == .array([]))
        #expect(!cause["for"].items.isEmpty && cause["confidence"]?.string == "high")
    }

    @Test(arguments: SampleCase.all) func theVerdictFollows(_ sample: SampleCase) async throws {
        let truth = try sample.truth
        let judged = try await sample.judged
        #expect(judged.exitCode == 2 && truth["exitCode"]?.int == 2)
        #expect(judged.report["verdict.exitCode"] == truth["exitCode"])
        #expect(judged.report["verdict.status"]?.string == "fail")
        #expect(judged.report["verdict.firstBrokenLayer"] == truth["firstBrokenLayer"])
        #expect(judged.report["case.evidenceFiles"] == truth["evidenceFiles"])
        #expect(judged.report["case.id"]?.string == sample.name)
    }

    @Test(arguments: SampleCase.all) func everyLayerHasItsTrueStatus(_ sample: SampleCase) async throws {
        let truth = try #require(try sample.truth["layers"]).texts
        let report = try await sample.judged.report
        expectNoDifference(report.statuses, truth)
    }

    /// Beside the root cause and what it explains; the score only counts what others found, and run-level findings
    /// speak of the evidence, not of the fleet.
    @Test(arguments: SampleCase.all) func nothingElseIsRaised(_ sample: SampleCase) async throws {
        let truth = try sample.truth
        let report = try await sample.judged.report
        let main =
            [truth[path: "rootCause.code"].words] + (truth[path: "rootCause.explains"]?.strings ?? [])
        let rest = report.codes.filter { !$0.hasPrefix("RUN-") }.subtracting(main + ["L1-COMPLIANCE-LOW"])
        #expect(rest == Set(truth["alsoRaised"]?.strings ?? []))
        #expect(report.codes.filter { $0.hasPrefix("RUN-") }.subtracting(["RUN-EVIDENCE-MISSING"]).isEmpty)
    }

    @Test(arguments: SampleCase.all) func everyDeviceHasItsTrueState(_ sample: SampleCase) async throws {
        let truth = try sample.truth
        let judged = try await sample.judged
        let byState = try #require(truth[path: "devices.byState"]).counts
        expectNoDifference(judged.report["devices.byState"]?.counts, byState)
        #expect(judged.report["devices.total"] == truth[path: "devices.total"])
        #expect(judged.report["devices.list"]?.string == "report.devices.ndjson")

        let rows = try judged.devices.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        #expect(rows.count == truth[path: "devices.total"]?.int)
        let states = Dictionary(grouping: rows) { $0["state"].words }
        expectNoDifference(states.mapValues(\.count), byState)
        let stuck = rows.filter { $0["state"]?.string != "enrolled" }.compactMap { $0["serial"]?.string }
        #expect(stuck.count == truth[path: "stuck.count"]?.int)
        #expect(sortedSHA256(stuck) == truth[path: "stuck.sortedSerialsSHA256"]?.string)
        #expect(rows.compactMap { $0["serial"]?.string } == rows.compactMap { $0["serial"]?.string }.sorted())
    }

    @Test(arguments: SampleCase.all) func theReportReadsAsItDid(_ sample: SampleCase) async throws {
        let text = try await sample.judged.text
        expectSnapshot(text, named: "\(sample.name).txt")
    }

    @Test(arguments: SampleCase.all) func theSameCaseGivesTheSameBytes(_ sample: SampleCase) async throws {
        let (one, other) = (try await sample.judged, try await sample.judgedAgain)
        #expect(other.exitCode == one.exitCode && other.text.isEmpty)
        let (first, second) = (one.report.withoutRun, other.report.withoutRun)
        #expect(first.count < one.report.text.count && first.contains("\"verdict\": {"))
        // A whole report in a failure message helps nobody: the first line that differs does.
        let pairs = zip(first.split(separator: "\n"), second.split(separator: "\n"))
        #expect(pairs.first { $0 != $1 } == nil)
        #expect(first == second)
        #expect(one.devices == other.devices)
        #expect(one.report["run.id"] != other.report["run.id"])
    }
}
