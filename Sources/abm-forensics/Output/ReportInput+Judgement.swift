import CaseReading
import Casework
import Diagnosis
import OpenFormats
import ProbeKit
import Reporting
import TLSPathProbes

extension Selection {
    /// The layers that an exit code asks about.
    var requiredLayers: Set<Layer> {
        layers.isEmpty ? Set(Layer.ladder) : Set(layers.compactMap(Layer.init(rawValue:)))
    }
}

extension ReportInput {
    /// A report's input from a judged case.
    init(
        _ judgement: Judge.Judgement, _ evidence: CaseEvidence, clock: RunClock, deviceList: String?,
        failOn: FailOn,
        required: Set<Layer>
    ) {
        let fleet = evidence.fleet
        self.init(
            verdict: judgement.verdict, tool: Report.Tool(version: Version.text),
            run: clock.run(mode: .offline, durations: judgement.durations),
            caseBlock: Report.CaseBlock(evidence),
            devices: fleet.count == 0
                ? nil : Report.Devices(total: fleet.count, byState: fleet.countByState, list: deviceList),
            serial: { fleet.device($0).serial ?? fleet.device($0).udid },
            handshakes: evidence.handshakes.compactMap { PathFacts.transcript(of: $0).map { JSONTree($0) } },
            score: judgement.verdict.score, failOn: failOn, required: required)
    }
}

extension Report.CaseBlock {
    init(_ evidence: CaseEvidence) {
        let profile = evidence.profile
        self.init(
            id: profile.id, title: profile.title, asOf: evidence.asOf,
            tenant: Report.CaseBlock.Tenant(
                id: profile.tenantID, sector: profile.sector, dialect: profile.dialect),
            mdm: Report.CaseBlock.MDM(
                vendor: profile.vendor, version: profile.vendorVersion, serverID: profile.serverID,
                syncIntervalMinutes: profile.syncIntervalMinutes),
            manifestSHA256: profile.manifestSHA256, evidenceFiles: evidence.sources.count,
            unknown: Report.UnknownBlock(
                evidence.unknown.map {
                    Report.UnknownBlock.Item(file: $0.file, path: $0.path, value: $0.value, count: $0.count)
                }))
    }
}

extension RunClock {
    func run(mode: Report.Run.Mode, durations: [String: Double] = [:], vantage: Vantage? = nil) -> Report.Run
    {
        Report.Run(
            id: "r-\(String(UInt64.random(in: .min ... .max), radix: 36))", mode: mode, startedAt: startedAt,
            duration: Self.interval(milliseconds), command: CommandLine.arguments.dropFirst().map(\.self),
            vantage: vantage,
            probeDurations: Dictionary(durations.map { (ProbeID($0.key), Self.interval($0.value)) }) {
                one, _ in one
            })
    }

    private static func interval(_ milliseconds: Double) -> Interval {
        Interval(microseconds: milliseconds.isFinite && milliseconds < 1e12 ? Int64(milliseconds * 1000) : 0)
    }
}

extension Verdict {
    /// The compliance score with its parts and the service-level indicators, where the probe that measures them was asked.
    var score: Report.Score? {
        guard let measured = measures["tenant-health.compliance"] else { return nil }
        var score = Report.Score()
        if case .count(let value)? = measured["compliance"] { score.compliance = value }
        if case .table(let parts)? = measured["parts"] { score.parts = parts }
        guard case .table(let levels)? = measured["slis"] else { return score }
        score.tokenUtilisation = levels["tokenUtilisation"]?.double
        score.pendingHalfLifeSeconds = levels["pendingHalfLifeSeconds"]?.double
        if case .table(let vendors)? = levels["handshakeSuccess"] {
            score.handshakeSuccess = vendors.compactMapValues(\.double)
        }
        return score
    }
}

extension Figure {
    fileprivate var double: Double? {
        switch self {
        case .number(let value): value
        case .count(let value): Double(value)
        case .text, .flag, .list, .table, .absent: nil
        }
    }
}
