import Casework
import OpenFormats

/// An audit event that is kept as a value, its device still a name.
struct AuditEvent {
    var type: String
    var udid: String?
    var serial: String?
    var vendor: String?
    var syncStatus: String?
    var outcome: String?
    var errorReason: String?
    var detail: String?
    var tier: String?
    var endpoint: String?
    var deviceCount: Int?
    var tokensConsumed: Double?
    var isThrottle: Bool
}

/// The callback events of one audit log, and the names of their devices.
struct CallbackLog {
    var events = CallbackEvents()
    var udids = TextArena()
    var serials = TextArena()
    var file = 0
}

/// The same words of many events, kept once.
private struct WordPool {
    /// Words of an open set, such as free texts, must not fill the memory.
    private static let maximumWords = 4096

    private var words: [String: String] = [:]

    mutating func pooled(_ text: JSONText?, in bytes: Span<UInt8>) -> String? {
        guard let text else { return nil }
        let word = JSONScanner.text(text, in: bytes)
        if let known = words[word] { return known }
        if words.count < Self.maximumWords { words[word] = word }
        return word
    }
}

/// Reads an audit log of either dialect, told apart event by event.
///
/// Callback events, of which there is one for each device and try, go into columns; the few others are kept as they are.
struct AuditHandler: RecordHandler {
    static let dialects = ["field-guide", "axm"]
    static let listKeys = [
        "events", "auditEvents", "audit_events", "tenantAuditLog", "data.tenantAuditLog",
        "data.tenant.tenantAuditLog", "data.tenant.auditEvents",
    ]
    private static let callback = "ENROLLMENT_CALLBACK"
    private static let askedTypes: Set<String> = [
        "RATE_LIMIT", "DEP_TOKEN_SYNC", "SUPERVISION", "ASSIGNMENT",
    ]

    private let file: Int
    private let keys = AuditKeys()
    private var log = CallbackLog()
    private var events: [CaseDraft.PlacedEvent] = []
    private var failures: [CaseDraft.PlacedFailure] = []
    private var pool = WordPool()
    private var types = WordTally()
    private var publishedEvents = 0
    private(set) var covers: TimeWindow?

    init(file: Int) { self.file = file }

    mutating func take(_ bytes: Span<UInt8>, at locator: RecordLocator) throws {
        let record = try AuditRecord(scanning: bytes, keys: keys)
        let names = record.isPublished ? ("eventDateTime", "type") : ("timestamp", "eventType")
        guard let at = record.at else { throw RecordFault("\(names.0): expected a time, found nothing") }
        guard let type = record.type else { throw RecordFault("\(names.1): expected a text, found nothing") }
        covers = covers.map { TimeWindow(min($0.start, at), max($0.end, at)) } ?? TimeWindow(at, at)
        let name = types.count(type, in: bytes)
        if record.isPublished {
            publishedEvents += 1
            takeFailure(record, name, at, locator, bytes)
        } else if name == Self.callback {
            takeCallback(record, at, locator, bytes)
        }
        let isThrottle = record.isThrottle(in: bytes)
        guard isThrottle || !record.isPublished && Self.askedTypes.contains(name) else { return }
        events.append(
            CaseDraft.PlacedEvent(
                event: event(record, name, isThrottle, bytes), at: at, file: file, locator: locator))
    }

    private mutating func takeCallback(
        _ record: AuditRecord, _ at: Instant, _ locator: RecordLocator, _ bytes: Span<UInt8>
    ) {
        let texts = [record.session, record.outcome, record.direction]
        guard texts.allSatisfy({ $0?.isPlain ?? true }) else {
            log.events.append(
                AuditTrail.CallbackEvent(
                    at: at, device: nil, session: record.session.map { JSONScanner.text($0, in: bytes) },
                    outcome: record.outcome.map { JSONScanner.text($0, in: bytes) } ?? "",
                    direction: record.direction.map { JSONScanner.text($0, in: bytes) },
                    throttled: record.isThrottled(in: bytes), httpStatus: record.httpStatus,
                    line: locator.number))
            return takeDevice(record, bytes)
        }
        log.events.append(
            CallbackEvents.Row(
                at: at, session: record.session?.range ?? 0..<0, outcome: record.outcome?.range ?? 0..<0,
                direction: record.direction?.range ?? 0..<0, throttled: record.isThrottled(in: bytes),
                httpStatus: record.httpStatus, line: locator.number), in: bytes)
        takeDevice(record, bytes)
    }

    private mutating func takeDevice(_ record: AuditRecord, _ bytes: Span<UInt8>) {
        func append(_ text: JSONText?, to column: inout TextArena) {
            if let text, !text.isPlain { return column.append(JSONScanner.text(text, in: bytes)) }
            column.append(bytes, text?.range ?? 0..<0)
        }
        append(record.udid, to: &log.udids)
        append(record.serial, to: &log.serials)
    }

    /// Of Apple's events only those that failed are asked for; the others are counted.
    private mutating func takeFailure(
        _ record: AuditRecord, _ type: String, _ at: Instant, _ locator: RecordLocator, _ bytes: Span<UInt8>
    ) {
        guard AuditRecord.has(record.outcome, "FAILURE", in: bytes) else { return }
        failures.append(
            CaseDraft.PlacedFailure(
                type: type, category: pool.pooled(record.category, in: bytes),
                subjectType: pool.pooled(record.subjectType, in: bytes),
                subjectID: pool.pooled(record.subjectID, in: bytes),
                subjectName: pool.pooled(record.subjectName, in: bytes),
                actor: pool.pooled(record.actor, in: bytes), at: at, file: file, locator: locator))
    }

    private mutating func event(
        _ record: AuditRecord, _ type: String, _ isThrottle: Bool, _ bytes: Span<UInt8>
    ) -> AuditEvent {
        AuditEvent(
            type: type, udid: record.udid.map { JSONScanner.text($0, in: bytes) },
            serial: record.serial.map { JSONScanner.text($0, in: bytes) },
            vendor: pool.pooled(record.vendor, in: bytes),
            syncStatus: pool.pooled(record.syncStatus, in: bytes),
            outcome: pool.pooled(record.outcome, in: bytes),
            errorReason: pool.pooled(record.errorReason, in: bytes),
            detail: pool.pooled(record.detail, in: bytes), tier: pool.pooled(record.tier, in: bytes),
            endpoint: pool.pooled(record.endpoint, in: bytes), deviceCount: record.deviceCount,
            tokensConsumed: record.tokensConsumed, isThrottle: isThrottle)
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        for (type, count) in types.counts { draft.audit.countByType[type, default: 0] += count }
        draft.audit.publishedEvents += publishedEvents
        if let covers {
            let known = draft.audit.covers ?? covers
            draft.audit.covers = TimeWindow(min(known.start, covers.start), max(known.end, covers.end))
            draft.noteTime(covers.end)
        }
        draft.auditEvents.append(contentsOf: events)
        draft.auditFailures.append(contentsOf: failures)
        guard !log.events.isEmpty else { return }
        var log = log
        log.file = file
        draft.auditCallbacks.append(log)
    }
}

/// Counts the types of events; the type of the event before costs a comparison.
private struct WordTally {
    /// Types are a closed set; a log of free texts ends in `(other)` here.
    private static let maximumWords = 4096

    private(set) var counts: [String: Int] = [:]
    private var recent = ""

    mutating func count(_ text: JSONText, in bytes: Span<UInt8>) -> String {
        if !JSONScanner.isKey(text, recent, in: bytes) || recent.isEmpty {
            recent = JSONScanner.text(text, in: bytes)
        }
        let name = counts.count < Self.maximumWords || counts[recent] != nil ? recent : "(other)"
        counts[name, default: 0] += 1
        return recent
    }
}
