import Casework
import OpenFormats

/// One entry of a HAR file, its credentials taken out.
///
/// Source: HAR 1.2.
struct HAREntry {
    let at: Instant?
    let method: String
    let url: String
    let status: Int
    let timeMs: Double?
    private(set) var requestHeaders: [HTTPHeader]
    private(set) var responseHeaders: [HTTPHeader]
    private(set) var requestBody: String?
    private(set) var responseBody: String?
    /// What the tokens of the exchange say of themselves, read before they are taken out.
    let credentials: [TokenClaims]
    /// The decoded body of the answer, whole, for a look at what it is.
    var wholeResponse: [UInt8]?

    init(_ fields: JSONFields, limits: ReadingLimits) throws(RecordFault) {
        let bodyLimit = limits.bodyBytes
        guard let requestValue = fields["request"] else {
            throw RecordFault("request: expected an object, found nothing")
        }
        let request = try JSONFields(requestValue)
        let response = try fields["response"].map { (value) throws(RecordFault) in try JSONFields(value) }
        guard let target = try request.text("url") else {
            throw RecordFault("url: expected a text, found nothing")
        }
        at = try fields.instant("startedDateTime")
        method = try request.text("method") ?? "GET"
        url = Redaction.url(String(decoding: target.utf8.prefix(limits.headerBytes), as: UTF8.self))
        status = try response?.integer("status") ?? 0
        // -1 says that the source did not measure it; so do negative parts of it.
        timeMs = try fields.number("time").flatMap { $0 < 0 ? nil : $0 }
        requestHeaders = try Self.headers(request, limits.headerBytes)
        responseHeaders =
            try response.map { (answer) throws(RecordFault) in try Self.headers(answer, limits.headerBytes) }
            ?? []
        let post = try request["postData"].map { (value) throws(RecordFault) in try JSONFields(value) }
        let sent = try post.flatMap { (data) throws(RecordFault) in try Self.bytes(data) }
        requestBody = sent.map { Self.text($0, limit: bodyLimit, isForm: Self.isForm(post)) }
        let content = try response?["content"].map { (value) throws(RecordFault) in try JSONFields(value) }
        wholeResponse = try content.flatMap { (data) throws(RecordFault) in try Self.bytes(data) }
        responseBody = wholeResponse.map { Self.text($0, limit: bodyLimit, isForm: Self.isForm(content)) }
        credentials = CredentialSearch(
            request: request, url: target, sentBody: sent, answer: wholeResponse, at: at
        ).claims()
    }

    /// What the entry costs while it is kept.
    var weight: Int {
        (requestHeaders + responseHeaders).reduce(url.utf8.count) {
            $0 + $1.name.utf8.count + $1.value.utf8.count
        }
            + (requestBody?.utf8.count ?? 0) + (responseBody?.utf8.count ?? 0)
    }

    /// Lets go of all but who asked what, when, and how it ended.
    mutating func strip() {
        (requestHeaders, responseHeaders, requestBody, responseBody) = ([], [], nil, nil)
    }

    private static func isForm(_ content: JSONFields?) -> Bool {
        content?["mimeType"]?.string?.lowercased().hasPrefix("application/x-www-form-urlencoded") ?? false
    }

    private static func headers(_ message: JSONFields, _ limit: Int) throws(RecordFault) -> [HTTPHeader] {
        guard let value = message["headers"] else { return [] }
        guard let list = value.array else { throw JSONFields.mismatch("headers", value, expected: "a list") }
        var result: [HTTPHeader] = []
        for element in list {
            guard let name = element["name"]?.string?.lowercased(), let value = element["value"]?.scalarText
            else {
                continue
            }
            guard !Redaction.isCredential(header: name) else { continue }
            let holdsURL = name == "referer" || name == "location" || name == "link"
            let kept = String(decoding: value.utf8.prefix(limit), as: UTF8.self)
            result.append(HTTPHeader(name, holdsURL ? Redaction.header(kept) : kept))
        }
        return result
    }

    private static func bytes(_ content: JSONFields) throws(RecordFault) -> [UInt8]? {
        guard let text = try content.text("text") else { return nil }
        guard try content.text("encoding")?.lowercased() == "base64" else { return Array(text.utf8) }
        guard let bytes = Base64.bytes(text) else {
            throw RecordFault("body: encoding is base64, the text is not")
        }
        return bytes
    }

    private static func text(_ bytes: [UInt8], limit: Int, isForm: Bool) -> String {
        Redaction.body(String(decoding: bytes.prefix(limit), as: UTF8.self), isForm: isForm)
    }
}

extension Redaction {
    /// A header that holds URLs, such as `Link: <https://…>; rel="deprecation"`.
    static func header(_ value: String) -> String {
        guard value.contains("?") || value.contains("@") else { return value }
        guard value.hasPrefix("<"), let close = value.firstIndex(of: ">") else { return url(value) }
        return "<" + url(String(value[value.index(after: value.startIndex)..<close])) + value[close...]
    }
}
