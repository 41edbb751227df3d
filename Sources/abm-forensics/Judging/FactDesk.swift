import CaseReading
import Casework
import PlugIns
import ProbeKit

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Lays out the files that plug-ins may read, each written once and only when somebody asks.
final class FactDesk {
    private let evidence: CaseEvidence
    private let results: [ProbeResult]
    private let folder: String
    private var written: Set<String> = []

    init(evidence: CaseEvidence, results: [ProbeResult]) {
        self.evidence = evidence
        self.results = results
        folder = FileManager.default.temporaryDirectory.path + "/abm-forensics-\(UUID().uuidString)"
    }

    /// The facts that a case can give; what it lacks is left out.
    func facts(for needs: [String]) throws(PlugInFault) -> [String: PlugInRequest.Fact] {
        var facts: [String: PlugInRequest.Fact] = [:]
        for need in needs {
            switch need {
            case "devices" where evidence.fleet.count > 0:
                facts[need] = .file(try file(need, write: writeDevices))
            case "findings": facts[need] = .file(try file(need, write: writeFindings))
            default:
                let paths = evidence.sources.filter { $0.kind.name == need }.map {
                    "\(evidence.root)/\($0.path)"
                }
                if !paths.isEmpty { facts[need] = .files(paths) }
            }
        }
        return facts
    }

    func clear() {
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func file(_ name: String, write: (String) throws -> Void) throws(PlugInFault) -> String {
        let path = "\(folder)/\(name).ndjson"
        guard written.insert(name).inserted else { return path }
        do {
            // Device lists are nobody else's business.
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try write(path)
        } catch {
            throw .couldNotStart("its facts could not be written to \(path)")
        }
        return path
    }

    private func writeDevices(to path: String) throws {
        try DeviceListFile.write(evidence.fleet, to: path)
    }

    private func writeFindings(to path: String) throws {
        struct Row: Encodable {
            let code: String
            let layer: Int
            let probe: String
            let severity: String
            let basis: String
            let detail: String
            let count: Int
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var lines = Data()
        for finding in results.flatMap(\.findings) {
            lines.append(
                try encoder.encode(
                    Row(
                        code: finding.code.text, layer: finding.layer.rawValue, probe: finding.probe.text,
                        severity: finding.severity.rawValue, basis: finding.basis.kind.rawValue,
                        detail: finding.claim.detail, count: finding.count)))
            lines.append(UInt8(ascii: "\n"))
        }
        guard FileManager.default.createFile(atPath: path, contents: lines) else {
            throw OutputError.cannotWrite(path)
        }
    }
}
