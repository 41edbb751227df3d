import Casework
import OpenFormats

/// Reads a device's log in whatever form it was exported, told by its first byte.
///
/// Kept are only lines that a rule asks for, at most `keptLogLines`; of all others only their time counts.
struct DeviceLogReader: EvidenceReader {
    private enum Form {
        case unknown
        case json(RecordReader<JSONLogHandler>)
        case text(TextLogReader)
    }

    let entry: EvidenceEntry
    private let limits: ReadingLimits
    private var form = Form.unknown

    init(entry: EvidenceEntry, limits: ReadingLimits) {
        (self.entry, self.limits) = (entry, limits)
    }

    var problems: RecordProblems {
        switch form {
        case .unknown: RecordProblems()
        case .json(let reader): reader.problems
        case .text(let reader): reader.problems
        }
    }

    var records: Int {
        switch form {
        case .unknown: 0
        case .json(let reader): reader.records
        case .text(let reader): reader.range.lines
        }
    }

    mutating func read(_ chunk: Span<UInt8>) {
        if case .unknown = form { settle(chunk) }
        switch form {
        case .unknown: break
        case .json(var reader):
            form = .unknown  // so that the reader is not copied
            reader.read(chunk)
            form = .json(reader)
        case .text(var reader):
            form = .unknown
            reader.read(chunk)
            form = .text(reader)
        }
    }

    mutating func finish() {
        switch form {
        case .unknown: break
        case .json(var reader):
            reader.finish()
            form = .json(reader)
        case .text(var reader):
            reader.finish()
            form = .text(reader)
        }
    }

    /// A `[` alone may open a line of text too; in JSON an object or the end follows it.
    private mutating func settle(_ chunk: Span<UInt8>) {
        var index = 0
        if chunk.count >= 3, chunk[0] == 0xEF { index = 3 }
        func skipSpace() {
            while index < chunk.count, chunk[index] == 0x20 || (0x09...0x0D).contains(chunk[index]) {
                index += 1
            }
        }
        skipSpace()
        guard index < chunk.count else { return }
        var isJSON = chunk[index] == 0x7B
        if chunk[index] == 0x5B {
            index += 1
            skipSpace()
            isJSON = index == chunk.count || chunk[index] == 0x7B || chunk[index] == 0x5D
        }
        form =
            isJSON
            ? .json(RecordReader(JSONLogHandler(entry: entry, limits: limits), limits: limits))
            : .text(TextLogReader(entry: entry, limits: limits, patterns: .device))
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        let (lines, range, dropped): ([DeviceLogRecord], DeviceLogRange, Int) =
            switch form {
            case .unknown: ([], DeviceLogRange(), 0)
            case .json(let reader): (reader.handler.lines, reader.handler.range, reader.handler.dropped)
            case .text(let reader): (reader.lines, reader.range, reader.dropped)
            }
        if case .json(let reader) = form { reader.deliver(source, index: index, to: &draft) }
        for line in lines {
            var line = line
            line.text = Redaction.line(line.text)
            draft.deviceLog.append(CaseDraft.PlacedLine(line: line, entry: entry, source: source))
        }
        draft.deviceLogSpans.append((range, entry, source))
        guard dropped > 0 else { return }
        draft.problems.append(
            EvidenceProblem(
                .unreadableRecord, source.citation(),
                "only the first \(limits.keptLogLines) lines that a rule asks for are kept of one log",
                count: dropped))
    }
}

/// Takes the records of `log show --style ndjson` or `json`, or of `unifiedlog_iterator`.
///
/// Source: AE 6.3.
struct JSONLogHandler: RecordHandler {
    let limits: ReadingLimits
    private let zoneSeconds: Int
    private(set) var lines: [DeviceLogRecord] = []
    private(set) var range = DeviceLogRange()
    private(set) var dropped = 0

    init(entry: EvidenceEntry, limits: ReadingLimits) {
        (zoneSeconds, self.limits) = (entry.zoneSeconds, limits)
    }

    mutating func take(_ bytes: Span<UInt8>, at locator: RecordLocator) throws {
        var scanner = JSONScanner()
        scanner.skipByteOrderMark(in: bytes)
        guard try scanner.kind(in: bytes) == .object else { throw RecordFault("expected an object") }
        var found: [String: JSONText] = [:]
        try scanner.beginObject(in: bytes)
        while let key = try scanner.nextKey(in: bytes) {
            let name = JSONScanner.text(key, in: bytes)
            if Self.keys.contains(name), try scanner.kind(in: bytes) == .string {
                found[name] = try scanner.string(in: bytes)
            } else {
                try scanner.skip(in: bytes)
            }
        }
        try scanner.finish(in: bytes)
        // The last line of an export tells its length and is no event.
        guard let stamp = found["timestamp"] ?? found["time"] else { return }
        guard
            let time = Timestamps.microseconds(of: bytes.extracting(stamp.range), zoneless: zoneSeconds)
        else {
            throw RecordFault("timestamp: expected a time, found another text")
        }
        range.lines += 1
        range.note(.known(Instant(microseconds: time)))
        guard let message = found["eventMessage"] ?? found["message"] else { return }
        try keep(message, found, Instant(microseconds: time), bytes, "\(locator)")
    }

    private static let keys: Set<String> = [
        "timestamp", "time", "eventMessage", "message", "process", "processImagePath", "subsystem",
    ]

    private mutating func keep(
        _ message: JSONText, _ found: [String: JSONText], _ at: Instant, _ bytes: Span<UInt8>,
        _ locator: String
    ) throws {
        guard LogPatterns.device.occurs(in: bytes.extracting(message.range)) else { return }
        guard lines.count < limits.keptLogLines else {
            dropped += 1
            return
        }
        let process = (found["processImagePath"] ?? found["process"]).map { JSONScanner.text($0, in: bytes) }
        let subsystem = found["subsystem"].map { JSONScanner.text($0, in: bytes) }
        let text = JSONScanner.text(message, in: bytes)
        lines.append(
            DeviceLogRecord(
                time: .known(at), process: process?.split(separator: "/").last.map(String.init),
                subsystem: subsystem.flatMap { $0.isEmpty ? nil : $0 },
                text: String(decoding: text.utf8.prefix(limits.logLineBytes), as: UTF8.self), locator: locator
            ))
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {}
}
