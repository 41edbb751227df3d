import Casework
import OpenFormats

/// One field-guide audit event as it stands in the log.
///
/// Source: `evidence-formats.md`, FG-1.2, FG-4.4.
struct AuditEvent {
    var at: Instant?
    var type: String?
    var udid: String?
    var serial: String?
    var session: String?
    var vendor: String?
    var syncStatus: String?
    var outcome: String?
    var httpStatus: Int?
    var errorReason: String?
    var detail: String?
    var tier: String?
    var direction: String?
    var endpoint: String?
    var deviceCount: Int?
    var tokensConsumed: Double?

    static let throttled = "throttled_by_rate_limit"
    var isThrottled: Bool { syncStatus == Self.throttled || errorReason == Self.throttled }

    /// Whether the event says that the tenant as a whole is throttled.
    ///
    /// A `RATE_LIMIT` event with another status, such as `recovering`, says that it no longer is.
    var isThrottle: Bool {
        if type == "RATE_LIMIT" { return isThrottled || (syncStatus == nil && outcome != "recovered") }
        return isThrottled && udid == nil && serial == nil
    }

    /// Reads one record with a pull reader: an audit log is the longest file of a case.
    init(scanning bytes: Span<UInt8>) throws {
        var scanner = JSONScanner()
        scanner.skipByteOrderMark(in: bytes)
        guard try scanner.kind(in: bytes) == .object else { throw RecordFault("expected an object") }
        try scanner.beginObject(in: bytes)
        while let key = try scanner.nextKey(in: bytes) {
            try take(JSONScanner.text(key, in: bytes), &scanner, bytes)
        }
        try scanner.finish(in: bytes)
    }

    private mutating func take(_ key: String, _ scanner: inout JSONScanner, _ bytes: Span<UInt8>) throws {
        switch key {
        case "timestamp": at = try scanner.instant(key, in: bytes)
        case "eventType": type = try scanner.text(key, in: bytes)
        case "deviceUdid", "udid": udid = try scanner.text(key, in: bytes)
        case "serialNumber", "deviceSerialNumber", "deviceSerial": serial = try scanner.text(key, in: bytes)
        case "enrollmentSessionId": session = try scanner.text(key, in: bytes)
        case "mdmVendor": vendor = try scanner.text(key, in: bytes)
        case "abm_sync_status": syncStatus = try scanner.text(key, in: bytes)
        case "outcome": outcome = try scanner.text(key, in: bytes)
        case "httpStatus": httpStatus = try scanner.number(key, in: bytes).flatMap { Int(exactly: $0) }
        case "errorReason": errorReason = try scanner.text(key, in: bytes)
        case "detail":
            // Events that no rule asks about tell more here than a word.
            switch try scanner.kind(in: bytes) {
            case .object, .array: try scanner.skip(in: bytes)
            case .string, .number, .bool, .null: detail = try scanner.text(key, in: bytes)
            }
        case "tier": tier = try scanner.text(key, in: bytes)
        case "direction": direction = try scanner.text(key, in: bytes)
        case "endpoint": endpoint = try scanner.text(key, in: bytes)
        case "deviceCount": deviceCount = try scanner.number(key, in: bytes).flatMap { Int(exactly: $0) }
        case "tokensConsumed": tokensConsumed = try scanner.number(key, in: bytes)
        default: try scanner.skip(in: bytes)
        }
    }
}

/// The same words of many events, kept once.
private struct WordPool {
    /// Words of an open set, such as free texts, must not fill the memory.
    private static let maximumWords = 4096

    private var words: [String: String] = [:]

    mutating func pooled(_ word: String?) -> String? {
        guard let word else { return nil }
        if let known = words[word] { return known }
        if words.count < Self.maximumWords { words[word] = word }
        return word
    }
}

/// Reads a field-guide audit log.
struct AuditHandler: RecordHandler {
    static let listKeys = [
        "events", "auditEvents", "audit_events", "tenantAuditLog", "data.tenantAuditLog",
        "data.tenant.tenantAuditLog", "data.tenant.auditEvents",
    ]
    private static let askedTypes: Set<String> = [
        "RATE_LIMIT", "ENROLLMENT_CALLBACK", "DEP_TOKEN_SYNC", "SUPERVISION", "ASSIGNMENT",
    ]

    private let file: Int
    private var events: [CaseDraft.PlacedEvent] = []
    private var pool = WordPool()
    private(set) var countByType: [String: Int] = [:]
    private(set) var covers: TimeWindow?

    init(file: Int) { self.file = file }

    mutating func take(_ bytes: Span<UInt8>, at locator: RecordLocator) throws {
        var event = try AuditEvent(scanning: bytes)
        guard let at = event.at else { throw RecordFault("timestamp: expected a time, found nothing") }
        guard let type = event.type else { throw RecordFault("eventType: expected a text, found nothing") }
        countByType[type, default: 0] += 1
        covers = covers.map { TimeWindow(min($0.start, at), max($0.end, at)) } ?? TimeWindow(at, at)
        guard Self.askedTypes.contains(type) || event.isThrottle else { return }
        pool(&event)
        events.append(CaseDraft.PlacedEvent(event: event, at: at, file: file, locator: locator))
    }

    private mutating func pool(_ event: inout AuditEvent) {
        event.type = pool.pooled(event.type)
        event.vendor = pool.pooled(event.vendor)
        event.syncStatus = pool.pooled(event.syncStatus)
        event.outcome = pool.pooled(event.outcome)
        event.errorReason = pool.pooled(event.errorReason)
        event.detail = pool.pooled(event.detail)
        event.tier = pool.pooled(event.tier)
        event.direction = pool.pooled(event.direction)
        event.endpoint = pool.pooled(event.endpoint)
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        for (type, count) in countByType { draft.audit.countByType[type, default: 0] += count }
        if let covers {
            let known = draft.audit.covers ?? covers
            draft.audit.covers = TimeWindow(min(known.start, covers.start), max(known.end, covers.end))
            draft.noteTime(covers.end)
        }
        if draft.auditEvents.isEmpty {
            draft.auditEvents = events  // shared, not copied
        } else {
            draft.auditEvents.append(contentsOf: events)
        }
    }
}
