import Casework
import OpenFormats

/// Reads handshake transcripts: `path/1` documents, arrays of transcripts, or one a line.
///
/// A transcript out of a document keeps the `name` and `via` of its path, unless it has its own; so do the `repeats`
/// and the `trials` beside it.
struct HandshakeHandler: RecordHandler {
    static let schema = "abm-forensics/path/1"

    let entry: EvidenceEntry
    private var found: [Uncited<RawRecord>] = []

    init(entry: EvidenceEntry) { self.entry = entry }

    mutating func take(_ bytes: Span<UInt8>, at locator: RecordLocator) throws {
        let value = try JSONValue(parsing: bytes, limits: .record)
        guard let object = value.object else { throw RecordFault("expected an object") }
        guard object["schema"]?.string == Self.schema || object["paths"] != nil else {
            try add(object, locator: "\(locator)")
            return
        }
        guard let paths = object["paths"]?.array else { throw RecordFault("paths: expected a list") }
        var fault: RecordFault?
        for (index, path) in paths.enumerated() {
            do throws(RecordFault) {
                try add(path, of: object, locator: "\(locator), path \(index + 1)")
            } catch {
                // The other paths of the document count all the same.
                fault = fault ?? RecordFault("path \(index + 1): \(error.reason)")
            }
        }
        if let fault { throw RecordFault(fault.reason, isPartial: !found.isEmpty) }
    }

    /// Adds the handshake of one path, if there is one, its repetitions, and the trials that were made on it.
    private mutating func add(
        _ path: JSONValue, of document: JSONObject, locator: String
    ) throws(RecordFault) {
        var fault: RecordFault?
        do throws(RecordFault) {
            if let handshake = path["handshake"], !handshake.isNull {
                try add(handshake, "handshake", of: path, document, locator: locator)
            }
        } catch {
            fault = error
        }
        for (list, noun) in [("repeats", "repeat"), ("trials", "trial")] {
            do throws(RecordFault) {
                try add(list, each: noun, of: path, document, locator: locator)
            } catch {
                fault = fault ?? error
            }
        }
        if let fault { throw fault }
    }

    /// Adds what stands in a list beside the handshake; one that is broken costs itself.
    private mutating func add(
        _ list: String, each noun: String, of path: JSONValue, _ document: JSONObject, locator: String
    ) throws(RecordFault) {
        guard let value = path[list], !value.isNull else { return }
        guard let transcripts = value.array else { throw RecordFault("\(list): expected a list") }
        var fault: RecordFault?
        for (index, transcript) in transcripts.enumerated() {
            let what = "\(noun) \(index + 1)"
            do throws(RecordFault) {
                try add(transcript, what, of: path, document, locator: "\(locator), \(what)")
            } catch {
                fault = fault ?? error
            }
        }
        if let fault { throw fault }
    }

    /// Adds one transcript with what its path and its document say of it.
    private mutating func add(
        _ value: JSONValue, _ what: String, of path: JSONValue, _ document: JSONObject, locator: String
    ) throws(RecordFault) {
        guard var transcript = value.object else { throw RecordFault("\(what): expected an object") }
        for key in ["name", "via", "vantage", "hostRole"] where transcript[key] == nil {
            if let value = path[key], !value.isNull { transcript.set(key, value) }
        }
        if transcript["serverName"] == nil, let target = document["target"], !target.isNull {
            transcript.set("serverName", target)
        }
        try add(transcript, locator: locator)
    }

    private mutating func add(_ transcript: JSONObject, locator: String) throws(RecordFault) {
        guard transcript["outcome"] != nil || transcript["stages"] != nil || transcript["serverName"] != nil
        else {
            throw RecordFault("no handshake transcript: none of outcome, stages, serverName")
        }
        var record = transcript
        if let path = entry.path, record["name"] == nil { record.set("name", .string(path)) }
        if let vantage = entry.vantage, record["vantage"] == nil { record.set("vantage", .string(vantage)) }
        if let via = record["via"]?.string { record.set("via", .string(Redaction.url(via))) }
        let time = record["startedAt"]?.string.flatMap { Timestamps.microseconds(of: $0) }
        var json: [UInt8] = []
        JSONValue.object(record).appendJSON(to: &json)
        found.append(
            Uncited(locator: locator, at: time.map(Instant.init)) { [json] in
                RawRecord(json: json, citation: $0)
            })
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        for record in found {
            draft.noteTime(record.at)
            draft.handshakes.append(record.cited(in: source))
        }
    }
}
