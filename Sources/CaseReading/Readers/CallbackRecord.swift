import Casework
import OpenFormats

/// One delivery as a webhook store wrote it down, its body not yet looked into.
struct CallbackRecord {
    private(set) var receivedAt: Instant?
    private(set) var remoteAddress: String?
    private(set) var path: String?
    private(set) var status: Int?
    /// The value of the signature header.
    private(set) var signature: String?
    /// Whether the store has parsed the body, so that its bytes are not those that came.
    private(set) var isParsed = false
    private var body: [UInt8]?
    private var encoding: String?
    private var hasHeaders = false

    /// Names of signature headers in lower case, the first one that is there counts.
    private static let signatureHeaders = ["x-abm-signature-sha256", "x-hmac-signature"]

    /// Reads one record with a pull reader: deliveries are as many as devices.
    init(scanning bytes: Span<UInt8>) throws {
        var scanner = JSONScanner()
        scanner.skipByteOrderMark(in: bytes)
        guard try scanner.kind(in: bytes) == .object else { throw RecordFault("expected an object") }
        try scanner.beginObject(in: bytes)
        while let key = try scanner.nextKey(in: bytes) {
            try take(JSONScanner.text(key, in: bytes), &scanner, bytes)
        }
        try scanner.finish(in: bytes)
        guard receivedAt != nil || body != nil || hasHeaders else {
            throw RecordFault("no delivery: none of receivedAt, headers, body")
        }
    }

    private mutating func take(_ key: String, _ scanner: inout JSONScanner, _ bytes: Span<UInt8>) throws {
        switch key {
        case "receivedAt": receivedAt = try scanner.instant(key, in: bytes)
        case "remoteAddress": remoteAddress = try scanner.text(key, in: bytes)
        case "path": path = try scanner.text(key, in: bytes)
        case "status": status = try Self.wholeNumber(key, &scanner, bytes)
        case "bodyEncoding": encoding = try scanner.text(key, in: bytes)
        case "body": try takeBody(&scanner, bytes)
        case "headers": try takeHeaders(&scanner, bytes)
        default: try scanner.skip(in: bytes)
        }
    }

    private static func wholeNumber(
        _ key: String, _ scanner: inout JSONScanner, _ bytes: Span<UInt8>
    ) throws -> Int? {
        guard let number = try scanner.number(key, in: bytes) else { return nil }
        guard let whole = Int(exactly: number) else { throw RecordFault("\(key): expected a whole number") }
        return whole
    }

    private mutating func takeBody(_ scanner: inout JSONScanner, _ bytes: Span<UInt8>) throws {
        (body, isParsed) = (nil, false)
        switch try scanner.kind(in: bytes) {
        case .null: try scanner.null(in: bytes)
        case .string:
            var decoded: [UInt8] = []
            JSONScanner.append(try scanner.string(in: bytes), in: bytes, to: &decoded)
            body = decoded
        case .bool, .number, .array, .object:
            body = bytes.array(try scanner.skip(in: bytes))
            isParsed = true
        }
    }

    /// Headers as an object, or as a list of `name` and `value`; of several values the first counts.
    private mutating func takeHeaders(_ scanner: inout JSONScanner, _ bytes: Span<UInt8>) throws {
        var found: [String?] = Self.signatureHeaders.map { _ in nil }
        switch try scanner.kind(in: bytes) {
        case .object:
            hasHeaders = true
            try scanner.beginObject(in: bytes)
            while let name = try scanner.nextKey(in: bytes) {
                let place = Self.place(of: JSONScanner.text(name, in: bytes))
                let value = try scanner.firstScalar(in: bytes, isWanted: place != nil)
                if let place { found[place] = value }
            }
        case .array:
            hasHeaders = true
            try scanner.beginArray(in: bytes)
            while try scanner.nextElement(in: bytes) { try Self.takeHeader(&scanner, bytes, &found) }
        case .null: try scanner.null(in: bytes)
        case .bool, .number, .string:
            hasHeaders = true
            try scanner.skip(in: bytes)
        }
        signature = found.lazy.compactMap(\.self).first
    }

    private static func takeHeader(
        _ scanner: inout JSONScanner, _ bytes: Span<UInt8>, _ found: inout [String?]
    ) throws {
        guard try scanner.kind(in: bytes) == .object else {
            try scanner.skip(in: bytes)
            return
        }
        var name: String?
        var value: String?
        try scanner.beginObject(in: bytes)
        while let key = try scanner.nextKey(in: bytes) {
            switch JSONScanner.text(key, in: bytes) {
            case "name": name = try scanner.firstScalar(in: bytes, isWanted: true)
            case "value": value = try scanner.firstScalar(in: bytes, isWanted: true)
            default: try scanner.skip(in: bytes)
            }
        }
        if let place = name.flatMap(place) { found[place] = value }
    }

    private static func place(of header: String) -> Int? {
        guard signatureHeaders.contains(where: { $0.utf8.count == header.utf8.count }) else { return nil }
        return signatureHeaders.firstIndex(of: header.lowercased())
    }

    /// The body as it came.
    func decodedBody() throws(RecordFault) -> [UInt8]? {
        guard let body, let encoding, !isParsed else { return body }
        guard encoding.lowercased() == "base64" else {
            throw RecordFault("bodyEncoding: expected base64, found another word")
        }
        guard let decoded = Base64.bytes(String(decoding: body, as: UTF8.self)) else {
            throw RecordFault("body: bodyEncoding is base64, the text is not")
        }
        return decoded
    }
}

extension JSONScanner {
    /// Reads a text, number or truth, or the first one of a list; anything else says nothing.
    mutating func firstScalar(in bytes: Span<UInt8>, isWanted: Bool) throws -> String? {
        guard isWanted else {
            try skip(in: bytes)
            return nil
        }
        switch try kind(in: bytes) {
        case .string: return Self.text(try string(in: bytes), in: bytes)
        case .number, .bool: return bytes.text(try skip(in: bytes))
        case .array:
            var first: String?
            var isFirst = true
            try beginArray(in: bytes)
            while try nextElement(in: bytes) {
                let value = try firstScalar(in: bytes, isWanted: isFirst)
                if isFirst { (first, isFirst) = (value, false) }
            }
            return first
        case .null, .object:
            try skip(in: bytes)
            return nil
        }
    }

    /// Reads a text; a value of another kind says nothing.
    mutating func looseText(in bytes: Span<UInt8>) throws -> String? {
        guard try kind(in: bytes) == .string else {
            try skip(in: bytes)
            return nil
        }
        return Self.text(try string(in: bytes), in: bytes)
    }
}
