import AccessLogs
import Casework
import OpenFormats

/// Reads the access log of a web server before the MDM.
///
/// Source: FG-6.4.
struct AccessLogEvidenceReader: EvidenceReader {
    /// How many lines of a file's beginning decide whether it is an access log.
    private static let lookedAtBytes = 16 << 10

    private var log: AccessLogReader

    init(entry: EvidenceEntry, ranges: [String], limits: ReadingLimits) {
        var policy = AccessLogPolicy()
        policy.clientAddress = entry.clientAddress
        policy.expectedRanges = ranges.compactMap { AddressRange($0) }
        policy.zoneSeconds = entry.zoneSeconds
        policy.lineBytes = min(policy.lineBytes, limits.recordBytes)
        log = AccessLogReader(policy: policy)
    }

    /// Whether the beginning of a file reads as an access log: half of its lines at least.
    static func reads(_ head: [UInt8]) -> Bool {
        var log = AccessLogReader()
        log.read(head.span.extracting(..<min(head.count, lookedAtBytes)))
        if log.requests == 0 { log.finish() }
        return log.requests > 0 && log.requests >= log.damagedLines
    }

    var records: Int { log.requests }

    var problems: RecordProblems {
        var problems = RecordProblems()
        for damage in log.damaged {
            problems.add(
                damage.reason.rawValue, count: damage.count, at: damage.firstLines.map { "line \($0)" })
        }
        return problems
    }

    mutating func read(_ chunk: Span<UInt8>) { log.read(chunk) }
    mutating func finish() { log.finish() }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        let tally = log.tally
        draft.noteTime(tally.covers?.end)
        draft.accessLogs.append(AccessLog(tally: tally, file: source.citation()))
    }
}
