import OpenFormats

/// The members of an audit record that a rule asks for, told apart without making a text of a key.
struct AuditKeys: Sendable {
    enum Key: Sendable, Hashable {
        case timestamp, eventType, udid, serial, session, vendor, syncStatus, outcome, httpStatus
        case errorReason, detail, tier, direction, endpoint, deviceCount, tokensConsumed
        // Apple's published events.
        case attributes, type, eventDateTime, category, actorName, actorID, subjectType, subjectID,
            subjectName
    }

    static let names: [(name: String, key: Key)] = [
        ("timestamp", .timestamp), ("eventType", .eventType), ("deviceUdid", .udid), ("udid", .udid),
        ("serialNumber", .serial), ("deviceSerialNumber", .serial), ("deviceSerial", .serial),
        ("enrollmentSessionId", .session), ("mdmVendor", .vendor), ("abm_sync_status", .syncStatus),
        ("outcome", .outcome), ("httpStatus", .httpStatus), ("errorReason", .errorReason),
        ("detail", .detail), ("tier", .tier), ("direction", .direction), ("endpoint", .endpoint),
        ("deviceCount", .deviceCount), ("tokensConsumed", .tokensConsumed), ("attributes", .attributes),
        ("type", .type), ("eventDateTime", .eventDateTime), ("category", .category),
        ("actorName", .actorName), ("actorId", .actorID), ("subjectType", .subjectType),
        ("subjectId", .subjectID), ("subjectName", .subjectName),
    ]

    private static let longest = names.map(\.name.utf8.count).max() ?? 0
    private let byLength: [[(name: String, key: Key)]]

    init() {
        var table: [[(name: String, key: Key)]] = Array(repeating: [], count: Self.longest + 1)
        for entry in Self.names { table[entry.name.utf8.count].append(entry) }
        byLength = table
    }

    /// The key that a member has; `nil` for one that nobody asks for.
    func key(_ text: JSONText, in bytes: Span<UInt8>) -> Key? {
        guard text.isPlain else {
            let name = JSONScanner.text(text, in: bytes)
            return Self.names.first { $0.name == name }?.key
        }
        guard text.range.count < byLength.count else { return nil }
        return byLength[text.range.count].first { JSONScanner.isKey(text, $0.name, in: bytes) }?.key
    }

    func name(of key: Key) -> String { Self.names.first { $0.key == key }?.name ?? "" }
}
