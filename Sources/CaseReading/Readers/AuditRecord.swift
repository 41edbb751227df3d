import Casework
import OpenFormats

/// One audit event as it stands in the log, its texts still in the bytes of the record.
///
/// Both dialects are read: the field guide's flat object, and Apple's `auditEvents` resource with its `attributes`.
/// Source: `evidence-formats.md`, FG-1.2, FG-4.4; AE 1.4.
struct AuditRecord {
    var at: Instant?
    /// Whether it is an event of Apple's published log.
    var isPublished = false
    var type: JSONText?
    var udid: JSONText?
    var serial: JSONText?
    var session: JSONText?
    var vendor: JSONText?
    var syncStatus: JSONText?
    var outcome: JSONText?
    var httpStatus: Int?
    var errorReason: JSONText?
    var detail: JSONText?
    var tier: JSONText?
    var direction: JSONText?
    var endpoint: JSONText?
    var deviceCount: Int?
    var tokensConsumed: Double?
    var category: JSONText?
    var actor: JSONText?
    var subjectType: JSONText?
    var subjectID: JSONText?
    var subjectName: JSONText?

    private var publishedType: JSONText?

    /// Reads one record with a pull reader: an audit log is the longest file of a case.
    init(scanning bytes: Span<UInt8>, keys: AuditKeys) throws {
        var scanner = JSONScanner()
        scanner.skipByteOrderMark(in: bytes)
        guard try scanner.kind(in: bytes) == .object else { throw RecordFault("expected an object") }
        try members(&scanner, bytes, keys)
        try scanner.finish(in: bytes)
        // The type of a resource is no event's; a flat record of Apple's has its event's type there.
        if isPublished { type = publishedType ?? type }
    }

    private mutating func members(
        _ scanner: inout JSONScanner, _ bytes: Span<UInt8>, _ keys: AuditKeys, nested: Bool = false
    ) throws {
        try scanner.beginObject(in: bytes)
        while let text = try scanner.nextKey(in: bytes) {
            guard let key = keys.key(text, in: bytes) else {
                try scanner.skip(in: bytes)
                continue
            }
            if key == .attributes, !nested, try scanner.kind(in: bytes) == .object {
                isPublished = true
                publishedType = nil
                try members(&scanner, bytes, keys, nested: true)
            } else {
                try take(key, keys, &scanner, bytes, nested: nested)
            }
        }
    }

    private mutating func take(
        _ key: AuditKeys.Key, _ keys: AuditKeys, _ scanner: inout JSONScanner, _ bytes: Span<UInt8>,
        nested: Bool
    ) throws {
        let name = keys.name(of: key)
        switch key {
        case .timestamp: at = try scanner.instant(name, in: bytes)
        case .eventDateTime:
            at = try scanner.instant(name, in: bytes)
            isPublished = true
        case .httpStatus: httpStatus = try scanner.number(name, in: bytes).flatMap { Int(exactly: $0) }
        case .deviceCount: deviceCount = try scanner.number(name, in: bytes).flatMap { Int(exactly: $0) }
        case .tokensConsumed: tokensConsumed = try scanner.number(name, in: bytes)
        case .attributes: try scanner.skip(in: bytes)
        case .detail:
            // Events that no rule asks about tell more here than a word.
            switch try scanner.kind(in: bytes) {
            case .object, .array: try scanner.skip(in: bytes)
            case .string, .number, .bool, .null: detail = try scanner.slice(name, in: bytes)
            }
        case .type:
            // The resource's own type may stand before or after its attributes.
            let text = try scanner.slice(name, in: bytes)
            if nested || publishedType == nil { publishedType = text }
        default: take(key, try scanner.slice(name, in: bytes))
        }
    }

    private mutating func take(_ key: AuditKeys.Key, _ text: JSONText?) {
        switch key {
        case .eventType: type = text
        case .udid: udid = text
        case .serial: serial = text
        case .session: session = text
        case .vendor: vendor = text
        case .syncStatus: syncStatus = text
        case .outcome: outcome = text
        case .errorReason: errorReason = text
        case .tier: tier = text
        case .direction: direction = text
        case .endpoint: endpoint = text
        case .category: category = text
        case .actorName: actor = text ?? actor
        case .actorID: actor = actor ?? text
        case .subjectType: subjectType = text
        case .subjectID: subjectID = text
        case .subjectName: subjectName = text
        default: break
        }
    }
}

extension AuditRecord {
    static let throttled = "throttled_by_rate_limit"

    func isThrottled(in bytes: Span<UInt8>) -> Bool {
        Self.has(syncStatus, Self.throttled, in: bytes) || Self.has(errorReason, Self.throttled, in: bytes)
    }

    /// Whether the event says that the tenant as a whole is throttled.
    ///
    /// A `RATE_LIMIT` event with another status, such as `recovering`, says that it no longer is.
    func isThrottle(in bytes: Span<UInt8>) -> Bool {
        let isThrottled = isThrottled(in: bytes)
        if Self.has(type, "RATE_LIMIT", in: bytes) {
            return isThrottled || (syncStatus == nil && !Self.has(outcome, "recovered", in: bytes))
        }
        return isThrottled && udid == nil && serial == nil
    }

    static func has(_ text: JSONText?, _ word: String, in bytes: Span<UInt8>) -> Bool {
        text.map { JSONScanner.isKey($0, word, in: bytes) } ?? false
    }
}

extension JSONScanner {
    /// Reads a text and leaves it where it is; `null` says nothing.
    ///
    /// Throws: `RecordFault` for another type.
    mutating func slice(_ key: String, in bytes: Span<UInt8>) throws -> JSONText? {
        switch try kind(in: bytes) {
        case .string: return try string(in: bytes)
        case .null:
            try null(in: bytes)
            return nil
        case .number, .bool, .array, .object: throw RecordFault("\(key): expected a text")
        }
    }
}
