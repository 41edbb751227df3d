import Casework
import OpenFormats

/// The members of a record, each asked for with its type; `null` and absent are the same.
struct JSONFields {
    let object: JSONObject

    /// Reads one record.
    ///
    /// Throws: `RecordFault` where it is no object.
    init(_ bytes: Span<UInt8>) throws {
        try self.init(JSONValue(parsing: bytes, limits: .record))
    }

    init(_ value: JSONValue) throws(RecordFault) {
        guard let object = value.object else { throw RecordFault("expected an object") }
        self.object = object
    }

    subscript(key: String) -> JSONValue? {
        guard let value = object[key], !value.isNull else { return nil }
        return value
    }

    /// The first of several keys that is there.
    func first(_ keys: [String]) -> (key: String, value: JSONValue)? {
        for key in keys {
            if let value = self[key] { return (key, value) }
        }
        return nil
    }

    /// A text under the first of several keys that is there.
    func text(_ keys: String...) throws(RecordFault) -> String? {
        guard let (key, value) = first(keys) else { return nil }
        guard let text = value.string else { throw Self.mismatch(key, value, expected: "a text") }
        return text
    }

    /// A text, or a number or truth as the record writes it.
    func scalar(_ keys: String...) throws(RecordFault) -> String? {
        guard let (key, value) = first(keys) else { return nil }
        guard let text = value.scalarText else {
            throw Self.mismatch(key, value, expected: "a text or number")
        }
        return text
    }

    /// A number, also one that is written as a text.
    func number(_ keys: String...) throws(RecordFault) -> Double? {
        guard let (key, value) = first(keys) else { return nil }
        let number = value.double ?? value.string.flatMap(Double.init)
        guard let number, number.isFinite else { throw Self.mismatch(key, value, expected: "a number") }
        return number
    }

    func integer(_ keys: String...) throws(RecordFault) -> Int? {
        guard let (key, value) = first(keys) else { return nil }
        guard let number = value.int ?? value.string.flatMap({ Int($0) }) else {
            throw Self.mismatch(key, value, expected: "a whole number")
        }
        return number
    }

    func flag(_ keys: String...) throws(RecordFault) -> Bool? {
        guard let (key, value) = first(keys) else { return nil }
        guard let flag = value.bool else { throw Self.mismatch(key, value, expected: "true or false") }
        return flag
    }

    /// A time as RFC 3339 or as an epoch number.
    func instant(_ keys: String...) throws(RecordFault) -> Instant? {
        guard let (key, value) = first(keys) else { return nil }
        guard let text = value.string ?? value.number?.text, let time = Timestamps.microseconds(of: text)
        else {
            throw Self.mismatch(key, value, expected: "a time")
        }
        return Instant(microseconds: time)
    }

    static func mismatch(_ key: String, _ value: JSONValue, expected: String) -> RecordFault {
        let found =
            switch value {
            case .null: "null"
            case .bool: "a truth value"
            case .number: "a number"
            case .string: "a text that is none"
            case .array: "a list"
            case .object: "an object"
            }
        return RecordFault("\(key): expected \(expected), found \(found)")
    }
}

extension JSONValue {
    /// The value as compact JSON text.
    func appendJSON(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let truth): bytes.append(contentsOf: (truth ? "true" : "false").utf8)
        case .number(let number): bytes.append(contentsOf: number.text.utf8)
        case .string(let text): JSONValue.append(text, to: &bytes)
        case .array(let elements):
            bytes.append(0x5B)
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(0x2C) }
                element.appendJSON(to: &bytes)
            }
            bytes.append(0x5D)
        case .object(let object):
            bytes.append(0x7B)
            for (index, member) in object.members.enumerated() {
                if index > 0 { bytes.append(0x2C) }
                JSONValue.append(member.key, to: &bytes)
                bytes.append(0x3A)
                member.value.appendJSON(to: &bytes)
            }
            bytes.append(0x7D)
        }
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C: bytes.append(contentsOf: [0x5C, byte])
            case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
            case 0..<0x20: bytes.append(contentsOf: "\\u00\(Hex.text([byte]))".utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
    }
}
