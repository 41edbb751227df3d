import Casework
import Crypto
import OpenFormats

/// One delivery as its body and headers tell it, its device still a name.
struct CallbackRecord {
    var receivedAt: Instant?
    var remoteAddress: String?
    var path: String?
    var status: Int?
    var session: String?
    var udid: String?
    var serial: String?
    var needsSession = true
    var signature = CallbackDelivery.SignatureCheck.unsigned
}

/// Reads webhook deliveries as the MDM's side stored them.
///
/// The signature is HMAC-SHA256 over the body as it came, as hex or base 64, with or without `sha256=`.
/// Source: FG-6.1, FG-6.3; NanoMDM's webhook payload.
struct CallbackHandler: RecordHandler {
    /// Names of signature headers in lower case.
    private static let signatureHeaders = ["x-abm-signature-sha256", "x-hmac-signature"]

    private let key: SymmetricKey?
    private var deliveries: [(record: CallbackRecord, line: Int)] = []
    private var newest: Instant?

    init(secret: Secret?) { key = secret.map { SymmetricKey(data: $0.bytes) } }

    mutating func take(_ bytes: Span<UInt8>, at locator: RecordLocator) throws {
        let fields = try JSONFields(bytes)
        var record = CallbackRecord()
        record.receivedAt = try fields.instant("receivedAt")
        record.remoteAddress = try fields.text("remoteAddress")
        record.path = try fields.text("path").map(Redaction.url)
        record.status = try fields.integer("status")
        let headers = Self.headers(fields["headers"])
        guard record.receivedAt != nil || fields["body"] != nil || fields["headers"] != nil else {
            throw RecordFault("no delivery: none of receivedAt, headers, body")
        }
        try takeBody(fields, headers, into: &record)
        if let time = record.receivedAt { newest = newest.map { max($0, time) } ?? time }
        deliveries.append((record, locator.number))
    }

    private func takeBody(
        _ fields: JSONFields, _ headers: [String: String], into record: inout CallbackRecord
    ) throws(RecordFault) {
        let signature = Self.signatureHeaders.lazy.compactMap { headers[$0] }.first
        record.signature = signature == nil ? .unsigned : .unchecked
        guard let value = fields["body"] else { return }
        guard let text = value.string else {
            // A body that the store has parsed can no longer be checked against its signature.
            Self.identify(value, &record)
            return
        }
        var body = Array(text.utf8)
        if let encoding = try fields.text("bodyEncoding") {
            guard encoding.lowercased() == "base64" else {
                throw RecordFault("bodyEncoding: expected base64, found another word")
            }
            guard let decoded = Base64.bytes(text) else {
                throw RecordFault("body: bodyEncoding is base64, the text is not")
            }
            body = decoded
        }
        if let key, let signature { record.signature = Self.check(signature, body, key) }
        guard let payload = try? JSONValue(parsing: body, limits: .record) else { return }
        Self.identify(payload, &record)
    }

    private static func headers(_ value: JSONValue?) -> [String: String] {
        var result: [String: String] = [:]
        for member in value?.object?.members ?? [] {
            result[member.key.lowercased()] = member.value.scalarText ?? member.value[0]?.scalarText
        }
        for element in value?.array ?? [] {
            guard let name = element["name"]?.string else { continue }
            result[name.lowercased()] = element["value"]?.scalarText
        }
        return result
    }

    static func check(_ header: String, _ body: [UInt8], _ key: SymmetricKey)
        -> CallbackDelivery.SignatureCheck
    {
        var text = header.trimmedASCII
        if text.lowercased().hasPrefix("sha256=") { text = String(text.dropFirst(7)) }
        let digest = text.utf8.count == 64 ? Hex.bytes(text) : Base64.bytes(text)
        guard let digest, digest.count == SHA256.byteCount else { return .invalid }
        let isValid = HMAC<SHA256>.isValidAuthenticationCode(digest, authenticating: body, using: key)
        return isValid ? .valid : .invalid
    }

    /// Takes the session and the device out of a payload.
    private static func identify(_ payload: JSONValue, _ record: inout CallbackRecord) {
        // NanoMDM: {"topic": "mdm.Authenticate", "checkin_event": {"udid": …}}
        if let event = payload["checkin_event"] ?? payload["acknowledge_event"], payload["topic"] != nil {
            record.needsSession = false
            record.udid = event["udid"]?.string ?? event["enrollment_id"]?.string
            return
        }
        record.session = payload["enrollmentSessionId"]?.string
        let device = payload["device"] ?? payload
        record.udid = (device["udid"] ?? device["deviceUdid"] ?? payload["deviceUdid"])?.string
        record.serial = (device["serialNumber"] ?? device["deviceSerialNumber"] ?? device["serial"])?.string
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        draft.noteTime(newest)
        for (record, line) in deliveries {
            draft.callbacks.append(CaseDraft.PlacedDelivery(delivery: record, file: index, line: line))
        }
    }
}

extension String {
    /// The text without ASCII spaces and line breaks around it.
    var trimmedASCII: String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let kept = utf8.drop(while: isSpace)
        guard let last = kept.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(Substring(kept[...last]))
    }
}
