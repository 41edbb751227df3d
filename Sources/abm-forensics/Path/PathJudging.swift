import CaseReading
import Casework
import Diagnosis
import OpenFormats
import ProbeKit
import Reporting
import TLSHandshake
import TLSPathProbes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Judges what was measured by the probes of layer 3, the same that a case's handshakes meet.
struct PathJudging {
    let clock: RunClock
    let failOn: FailOn

    /// The report on one target; the ways with their handshakes, the baseline first.
    func report(
        _ target: String, _ ways: [SurveyedWay], interruption: StopSignal? = nil
    ) throws -> PathReport {
        let measured = ways.flatMap { way in
            (way.transcripts + way.trials).map { (transcript: $0, name: way.name) }
        }
        let facts = PathFacts(
            transcripts: measured.map(\.transcript), names: measured.map(\.name), asOf: clock.startedAt)
        let verdict = Diagnosis().verdict(on: Roster.tlsPath.examine(facts))
        let input = ReportInput(
            verdict: verdict, tool: Report.Tool(version: Version.text), run: clock.run(mode: .live),
            caseBlock: Report.CaseBlock(id: "path", asOf: clock.startedAt, evidenceFiles: 0), failOn: failOn,
            required: [.tlsPath])
        var report = PathReport(
            target: target, paths: try ways.map(Self.path), differences: Self.differences(ways), input: input)
        report.interruption = interruption?.name
        return report
    }

    private static func path(_ way: SurveyedWay) throws -> PathReport.Path {
        let handshakes = try way.transcripts.map(tree)
        return PathReport.Path(
            name: way.name, via: way.via, handshake: handshakes.first ?? .null,
            repeats: Array(handshakes.dropFirst()), trials: try way.trials.map(tree))
    }

    private static func differences(_ ways: [SurveyedWay]) -> [PathReport.Difference] {
        ways.filter { !$0.isBaseline }.flatMap { way -> [PathReport.Difference] in
            guard let baseline = ways.first(where: { $0.isBaseline && $0.target == way.target }) else {
                return []
            }
            return PathDifferences.between(
                baseline: (baseline.name, baseline.transcripts), and: (way.name, way.transcripts))
        }
    }

    static func tree(_ transcript: HandshakeTranscript) throws -> JSONTree {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys  // or the order would differ from run to run
        return JSONTree(try JSONValue(parsing: Array(try encoder.encode(transcript))))
    }
}
