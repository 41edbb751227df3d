import Casework
import OpenFormats

/// Reads what a reflector wrote down: one ClientHello that arrived a line, by itself or as the `record` of a receipt.
///
/// A receipt may hold its record as an object or as the text that was signed. It becomes a fact without what stands
/// around it: whether a signature holds can only be said by who holds the key.
struct ReflectionHandler: RecordHandler {
    /// Members that only a ClientHello has.
    private static let marks = ["random", "cipherSuites", "ja4", "raw"]

    private var found: [Uncited<RawRecord>] = []

    mutating func take(_ bytes: Span<UInt8>, at locator: RecordLocator) throws {
        let value = try JSONValue(parsing: bytes, limits: .record)
        guard value.object != nil else { throw RecordFault("expected an object") }
        guard let record = Self.record(in: value), let object = record.object,
            Self.marks.contains(where: { object[$0] != nil })
        else {
            throw RecordFault("no reflection: none of \(Self.marks.joined(separator: ", "))")
        }
        let time = object["receivedAt"]?.string.flatMap { Timestamps.microseconds(of: $0) }
        var json: [UInt8] = []
        record.appendJSON(to: &json)
        found.append(
            Uncited(locator: "\(locator)", at: time.map(Instant.init)) { [json] in
                RawRecord(json: json, citation: $0)
            })
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        // Its times are those of the reflector's clock: they set no clock of the case.
        draft.reflections += found.map { $0.cited(in: source) }
    }

    /// Whether a record of an unknown file is one.
    static func isReflection(_ value: JSONValue) -> Bool {
        guard value["serverName"] == nil, value["stages"] == nil, let record = record(in: value) else {
            return false
        }
        return record["cipherSuites"]?.array != nil && (record["random"] != nil || record["raw"] != nil)
    }

    /// The record of a receipt, or the value itself.
    private static func record(in value: JSONValue) -> JSONValue? {
        guard let inner = value["record"] else { return value }
        guard let text = inner.string else { return inner }
        return try? JSONValue(parsing: Array(text.utf8), limits: .record)
    }
}
