import CaseReading
import Casework
import PlugIns
import ProbeKit

/// What an author wants to know: does the plug-in describe itself well, and does it run on a small made-up fleet.
struct PlugInExamination {
    let path: String

    func complaints() async -> [String] {
        do throws(PlugInFault) {
            let file = try PlugInFile(path: path)
            let description = try await PlugInHost().describe(file)
            let faults = description.complaints(
                takenIDs: Set(BuiltIn.cards.map(\.id)), takenCodes: Set(BuiltIn.findingCards.map(\.code)))
            guard faults.isEmpty else { return faults }
            return try await rehearse(file, description)
        } catch {
            return [error.description]
        }
    }

    private func rehearse(_ file: PlugInFile, _ description: PlugInDescription) async throws(PlugInFault)
        -> [String]
    {
        var profile = CaseProfile()
        profile.id = "probes-check"
        let evidence = CaseEvidence(
            profile: profile, asOf: Instant(microseconds: 1_776_427_200_000_000), fleet: Self.fleet)
        let desk = FactDesk(evidence: evidence, results: [])
        defer { desk.clear() }
        // Evidence kinds are the author's to supply; the made-up case has devices and no findings.
        let facts = try desk.facts(
            for: (description.needs ?? []).filter { ["devices", "findings"].contains($0) })
        let request = PlugInRequest(
            run: PlugInRequest.Run(tool: Version.tool, version: Version.text, caseID: profile.id),
            asOf: evidence.asOf,
            facts: facts, deadlineSeconds: description.deadline)
        _ = try PlugInAnswer(
            ndjson: try await PlugInHost().run(file, request), codes: Set(description.codes.map(\.code)),
            ordinal: evidence.fleet.ordinalOfSerial)
        return []
    }

    private static let fleet: Fleet = {
        let serials = ["ZZCHECK00001", "ZZCHECK00002", "ZZCHECK00003"]
        return Fleet(
            count: serials.count, countByState: ["enrolled": 3], stateOf: { _ in "enrolled" },
            device: { ordinal in
                var device = Fleet.Device()
                device.ordinal = ordinal
                device.serial = serials[ordinal]
                device.model = "MacBook Air"
                device.os = "macOS 15.4.1"
                device.mdm = Fleet.MDMView()
                device.mdm?.enrolled = true
                return device
            }, ordinalOfSerial: { serials.firstIndex(of: $0) }, ordinalOfUDID: { _ in nil })
    }()
}
