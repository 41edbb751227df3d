import CaseReading
import Casework
import PlugIns
import ProbeKit

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Finds plug-ins, asks each, and turns what they say, or fail to say, into results and findings.
struct PlugInRound: Sendable {
    /// Folders of `--probe-dir`; the case's own `probes/` only when that was allowed; and PATH.
    var folders: [String] = []
    var searchPath: String?

    struct Outcome: Sendable {
        var results: [ProbeResult] = []
        var faults: [Finding] = []
        var notes: [String] = []
        var durations: [String: Double] = [:]
    }

    private var paths: [String] {
        folders.flatMap { PlugInFile.candidates(in: $0) }
            + (searchPath.map { PlugInFile.candidates(onPath: $0) } ?? [])
    }

    /// The descriptions of every plug-in that can be described, with the file they come from.
    func describe() async -> (good: [(PlugInFile, PlugInDescription)], faults: [Finding]) {
        var good: [(PlugInFile, PlugInDescription)] = []
        var faults: [Finding] = []
        var ids = Set(BuiltIn.cards.map(\.id))
        let codes = Set(BuiltIn.findingCards.map(\.code))
        for path in paths {
            do throws(PlugInFault) {
                let file = try PlugInFile(path: path)
                let description = try await PlugInHost().describe(file)
                let complaints = description.complaints(takenIDs: ids, takenCodes: codes)
                guard complaints.isEmpty else {
                    throw PlugInFault.protocolBroken(complaints.joined(separator: "; "))
                }
                ids.insert(ProbeID(description.id))
                good.append((file, description))
            } catch let fault {
                faults.append(Self.finding(path, fault))
            }
        }
        return (good, faults)
    }

    func ask(
        about evidence: CaseEvidence, after results: [ProbeResult], admits: (ProbeCard) -> Bool
    ) async -> Outcome {
        var outcome = Outcome()
        let (plugIns, faults) = await describe()
        outcome.faults = faults
        let chosen = plugIns.filter { admits($0.1.card) }
        guard !chosen.isEmpty else { return outcome }
        let desk = FactDesk(evidence: evidence, results: results)
        defer { desk.clear() }
        for (file, description) in chosen {
            let start = ContinuousClock.now
            do throws(PlugInFault) {
                outcome.results.append(
                    try await ask(file, description, evidence, desk, notes: &outcome.notes))
            } catch {
                outcome.faults.append(Self.finding(file.path, error))
            }
            outcome.durations[description.id] = Stopwatch.milliseconds(since: start)
        }
        return outcome
    }

    private func ask(
        _ file: PlugInFile, _ description: PlugInDescription, _ evidence: CaseEvidence, _ desk: FactDesk,
        notes: inout [String]
    ) async throws(PlugInFault) -> ProbeResult {
        let origin = ProbeResult.Origin.plugIn(path: file.path, sha256: file.sha256)
        let needs = description.needs ?? []
        let facts = try desk.facts(for: needs)
        let missing = needs.filter { facts[$0] == nil }
        guard missing.isEmpty else {
            return ProbeResult(
                card: description.card, outcome: .unknown,
                because: "no \(missing.joined(separator: ", no "))",
                supply: missing.joined(separator: ", "), origin: origin)
        }
        let request = PlugInRequest(
            run: PlugInRequest.Run(tool: Version.tool, version: Version.text, caseID: evidence.profile.id),
            asOf: evidence.asOf, facts: facts, deadlineSeconds: description.deadline)
        let answer = try PlugInAnswer(
            ndjson: try await PlugInHost().run(file, request), codes: Set(description.codes.map(\.code)),
            ordinal: evidence.fleet.ordinalOfSerial)
        notes += answer.notes.map { "\(description.id): \($0)" }
        return ProbeResult(card: description.card, claims: answer.claims, origin: origin)
    }

    private static func finding(_ path: String, _ fault: PlugInFault) -> Finding {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return Finding(
            Claim(
                .probeError, brief: "plug-in \(name) failed", detail: "plug-in \(name): \(fault)",
                subject: Subject(.evidence, name)),
            card: RunCards.probeError, layer: .run, probe: "run.plug-ins")
    }
}
