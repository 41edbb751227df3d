import AccessLogs
import CallbacksProbes
import CaseReading
import Casework
import ProbeKit
import Reporting

/// Looks at the access log of a web server: endpoint by status, and what layer 6 makes of it.
struct AccessLogInspector: Inspector {
    /// How many statuses have a column; the others share one.
    private static let shownStatuses = 8

    var policy: AccessLogPolicy

    init(clientAddress: AccessLogPolicy.ClientAddress, ranges: [String] = CaseProfile().callbackRanges) {
        policy = AccessLogPolicy()
        policy.clientAddress = clientAddress
        policy.expectedRanges = ranges.compactMap { AddressRange($0) }
    }

    func takes(_ file: LooseFile) -> Bool { file.kind == .accessLog }

    func inspect(_ file: LooseFile) throws(CaseError) -> InspectionReport.File {
        let (tally, outcome) = try file.accessLog(policy)
        var report = InspectionReport.File(
            path: file.path, kind: EvidenceKind.accessLog.name, sha256: outcome.sha256,
            summary: "an access log, \(tally.requests.counted("request")) to "
                + tally.endpoints.count.counted("endpoint"))
        report.lines = Self.lines(tally, outcome)
        report.tables = [Self.table(tally)]
        report.details = tally.json
        report.findings = Self.findings(
            AccessLog(tally: tally, file: Citation(file: file.path, sha256: outcome.sha256)))
        return report
    }

    /// What the probes of layer 6 find in this log alone.
    private static func findings(_ log: AccessLog) -> [Finding] {
        var evidence = CaseEvidence(
            profile: CaseProfile(), asOf: log.tally.covers?.end ?? Instant(microseconds: 0), fleet: .empty)
        evidence.supplied = [Supply(.accessLog), Supply(.accessLog, .mdm)]
        evidence.accessLogs = [log]
        return Roster<CallbackFacts>.callbacks.examine(CallbackFacts(reading: evidence)).findingsOnly
    }

    // MARK: Words

    private static func lines(_ tally: AccessTally, _ outcome: LooseFile.Outcome) -> [InspectionReport.Line] {
        var lines: [InspectionReport.Line] = []
        if let fault = outcome.fault { lines.append(InspectionReport.Line("file", fault, isSound: false)) }
        if let covers = tally.covers {
            lines.append(InspectionReport.Line("covers", "\(covers.start.minute) to \(covers.end.minute)"))
        }
        let origins = [
            (AccessTally.Origin.expected, "from the callback ranges"),
            (.elsewhere, "from other public addresses"),
            (.privateNetwork, "from private networks"), (.untold, "without an address"),
        ]
        let sources = origins.compactMap { origin, words in
            let count = tally.requests(from: origin)
            return count > 0 ? "\(count.grouped) \(words)" : nil
        }
        if !sources.isEmpty {
            lines.append(InspectionReport.Line("sources", sources.joined(separator: ", ")))
        }
        let timed = tally.endpoints.reduce(0) { $0 + $1.timed }
        if timed > 0 {
            let slow = tally.endpoints.reduce(0) { $0 + $1.slow }
            let longest = tally.endpoints.map(\.longest).max() ?? Interval(microseconds: 0)
            lines.append(
                InspectionReport.Line(
                    "durations", "\(slow.grouped) took 10 s or longer; the longest \(longest)"))
        }
        for damage in tally.damaged {
            let places = damage.firstLines.map { "\($0)" }.joined(separator: ", ")
            let more = damage.count > damage.firstLines.count ? ", …" : ""
            lines.append(
                InspectionReport.Line(
                    "damaged",
                    "\(damage.count.counted("line")): \(damage.reason.rawValue) (line \(places)\(more))",
                    isSound: false))
        }
        return lines
    }

    /// Endpoint by status: the most frequent statuses have a column each.
    private static func table(_ tally: AccessTally) -> InspectionReport.Table {
        let frequent = tally.answers.sorted { $0.count > $1.count }.prefix(shownStatuses).map(\.status)
        let statuses = frequent.sorted()
        let hasOthers = tally.answers.count > statuses.count
        let head =
            ["endpoint", "requests"] + statuses.map { $0 == 0 ? "none" : "\($0)" }
            + (hasOthers ? ["other"] : [])
        let rows = tally.endpoints.map { endpoint -> [String] in
            let name = endpoint.method.isEmpty ? "(\(endpoint.path))" : "\(endpoint.method) \(endpoint.path)"
            let counts = statuses.map { status in
                endpoint.answers.first { $0.status == status }.map(\.count.grouped) ?? "-"
            }
            let others = endpoint.answers.filter { !statuses.contains($0.status) }.reduce(0) { $0 + $1.count }
            return [name, endpoint.requests.grouped] + counts
                + (hasOthers ? [others > 0 ? others.grouped : "-"] : [])
        }
        return InspectionReport.Table(head: head, rows: rows)
    }
}
