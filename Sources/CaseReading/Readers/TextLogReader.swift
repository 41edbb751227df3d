import Casework
import OpenFormats

/// Reads a log of text lines; kept are the lines in which one of the patterns stands.
struct TextLogReader {
    let patterns: LogPatterns
    private let limits: ReadingLimits
    private let zoneSeconds: Int
    private var splitter: LineSplitter
    private(set) var lines: [DeviceLogRecord] = []
    private(set) var range = DeviceLogRange()
    private(set) var problems = RecordProblems()
    private(set) var dropped = 0

    init(entry: EvidenceEntry, limits: ReadingLimits, patterns: LogPatterns) {
        self.patterns = patterns
        self.limits = limits
        zoneSeconds = entry.zoneSeconds
        splitter = LineSplitter(maximumLength: limits.recordBytes)
    }

    mutating func read(_ chunk: Span<UInt8>) {
        var splitter = splitter
        var tooLong: [LineLocator] = []
        splitter.read(chunk) { line, locator in
            take(line, locator)
        } tooLong: {
            tooLong.append($0)
        }
        self.splitter = splitter
        for locator in tooLong {
            problems.add("line longer than \(limits.recordBytes) bytes", at: "line \(locator.number)")
        }
    }

    mutating func finish() {
        var splitter = splitter
        splitter.finish { line, locator in take(line, locator) }
        self.splitter = splitter
    }

    private mutating func take(_ line: Span<UInt8>, _ locator: LineLocator) {
        guard line.count > 0 else { return }
        range.lines += 1
        let stamp = LogTime.read(line, zoneSeconds: zoneSeconds)
        range.note(stamp?.time)
        let rest = line.extracting((stamp?.end ?? 0)...)
        guard patterns.occurs(in: rest) else { return }
        guard lines.count < limits.keptLogLines else {
            dropped += 1
            return
        }
        let shown = rest.text(0..<min(rest.count, limits.logLineBytes * 2))
        lines.append(
            DeviceLogRecord(
                text: shown, time: stamp?.time, locator: "line \(locator.number)", limit: limits.logLineBytes)
        )
    }
}

/// Reads the MDM server's own log for the lines that a rule asks for.
///
/// Source: FG-4.2.
struct MDMLogReader: EvidenceReader {
    let entry: EvidenceEntry
    private var lines: TextLogReader

    init(entry: EvidenceEntry, limits: ReadingLimits) {
        self.entry = entry
        lines = TextLogReader(entry: entry, limits: limits, patterns: .mdm)
    }

    var problems: RecordProblems { lines.problems }
    var records: Int { lines.range.lines }

    mutating func read(_ chunk: Span<UInt8>) { lines.read(chunk) }
    mutating func finish() { lines.finish() }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        draft.noteTime(lines.range.knownEnd)
        draft.mdmLogSpans.append((lines.range, entry))
        for line in lines.lines {
            // What a server logs of its own requests may hold what it signs them with.
            var line = line
            line.text = Redaction.line(line.text)
            draft.mdmLog.append(CaseDraft.PlacedLine(line: line, entry: entry, source: source))
        }
    }
}
