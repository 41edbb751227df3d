/// A document read to its end, and what was odd about it.
public struct JSONDocument: Sendable, Hashable {
    /// The value.
    public let value: JSONValue
    /// How many keys were repeated inside their object; the last value of each stands.
    public let duplicateKeys: Int
}

/// Reads JSON documents strictly: what RFC 8259 does not allow is an error with its place.
///
/// A byte order mark is skipped. Of a repeated key the last value stands, and the repetition is counted.
public struct JSONParser: Sendable {
    public let limits: JSONLimits

    public init(limits: JSONLimits = .document) { self.limits = limits }

    /// Reads one document.
    ///
    /// Throws: `JSONError` at the first byte that breaks a rule or a limit.
    public func parse(_ bytes: Span<UInt8>) throws(JSONError) -> JSONDocument {
        guard bytes.count <= limits.documentBytes else {
            throw JSONError(.documentTooLong, at: limits.documentBytes)
        }
        var reading = Reading(scanner: JSONScanner(limits: limits))
        reading.scanner.skipByteOrderMark(in: bytes)
        let value = try reading.value(in: bytes)
        try reading.scanner.finish(in: bytes)
        return JSONDocument(value: value, duplicateKeys: reading.duplicateKeys)
    }

    /// Reads one document.
    public func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONDocument { try parse(bytes.span) }

    /// Reads one document.
    public func parse(_ text: String) throws(JSONError) -> JSONDocument { try parse(Array(text.utf8)) }

    private struct Reading {
        var scanner: JSONScanner
        var duplicateKeys = 0

        mutating func value(in bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
            switch try scanner.kind(in: bytes) {
            case .null:
                try scanner.null(in: bytes)
                return .null
            case .bool: return .bool(try scanner.bool(in: bytes))
            case .number:
                let number = try scanner.number(in: bytes)
                return .number(JSONNumber(text: bytes.text(number.range), int: number.integer))
            case .string: return .string(JSONScanner.text(try scanner.string(in: bytes), in: bytes))
            case .array: return .array(try array(in: bytes))
            case .object: return .object(try object(in: bytes))
            }
        }

        mutating func array(in bytes: Span<UInt8>) throws(JSONError) -> [JSONValue] {
            var elements: [JSONValue] = []
            try scanner.beginArray(in: bytes)
            while try scanner.nextElement(in: bytes) {
                guard elements.count < scanner.limits.members else {
                    throw JSONError(.tooManyMembers, at: scanner.offset)
                }
                elements.append(try value(in: bytes))
            }
            return elements
        }

        mutating func object(in bytes: Span<UInt8>) throws(JSONError) -> JSONObject {
            var object = JSONObject()
            try scanner.beginObject(in: bytes)
            while let key = try scanner.nextKey(in: bytes) {
                guard object.count < scanner.limits.members else {
                    throw JSONError(.tooManyMembers, at: scanner.offset)
                }
                if object.set(JSONScanner.text(key, in: bytes), try value(in: bytes)) { duplicateKeys += 1 }
            }
            return object
        }
    }
}

extension JSONValue {
    /// Reads one document strictly.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .document) throws(JSONError) {
        self = try JSONParser(limits: limits).parse(bytes).value
    }

    /// Reads one document strictly.
    public init(parsing text: String, limits: JSONLimits = .document) throws(JSONError) {
        self = try JSONParser(limits: limits).parse(text).value
    }

    /// Reads one document strictly.
    public init(parsing bytes: Span<UInt8>, limits: JSONLimits = .document) throws(JSONError) {
        self = try JSONParser(limits: limits).parse(bytes).value
    }
}
