/// A JSON document as a value.
///
/// Numbers keep their text; objects keep the order of their members.   Source: RFC 8259.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

/// A number as the document writes it.
public struct JSONNumber: Sendable, Hashable {
    /// The number as written.
    public let text: String
    /// The exact value, if it is an integer that fits.
    public let int: Int64?

    public init(text: String, int: Int64?) {
        self.text = text
        self.int = int
    }

    public init(_ value: Int64) { self.init(text: String(value), int: value) }

    /// The nearest double; infinite where the text is out of range.
    public var double: Double { int.map(Double.init) ?? Double(text) ?? .nan }
}

/// The members of a JSON object in document order, each key once.
public struct JSONObject: Sendable, Hashable {
    /// One name and its value.
    public struct Member: Sendable, Hashable {
        public let key: String
        public var value: JSONValue

        public init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// Up to this many members a look-up walks the list.
    private static let walkedMembers = 16

    /// The members in document order.
    public private(set) var members: [Member] = []
    /// Keys as bytes: two texts that only Unicode holds for equal are two keys.
    private var positions: [[UInt8]: Int] = [:]

    public init() {}

    /// The number of members.
    public var count: Int { members.count }

    /// The value under a key; the last one where the document repeats the key.
    public subscript(key: String) -> JSONValue? { position(of: key).map { members[$0].value } }

    /// Sets a member and returns whether the key was there before; the earlier value is then replaced.
    @discardableResult
    public mutating func set(_ key: String, _ value: JSONValue) -> Bool {
        if let position = position(of: key) {
            members[position].value = value
            return true
        }
        members.append(Member(key: key, value: value))
        if members.count == Self.walkedMembers + 1 {
            for (index, member) in members.enumerated() { positions[Array(member.key.utf8)] = index }
        } else if members.count > Self.walkedMembers {
            positions[Array(key.utf8)] = members.count - 1
        }
        return false
    }

    private func position(of key: String) -> Int? {
        members.count > Self.walkedMembers
            ? positions[Array(key.utf8)] : members.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
    }

    public static func == (one: JSONObject, other: JSONObject) -> Bool { one.members == other.members }
    public func hash(into hasher: inout Hasher) { hasher.combine(members) }
}

extension JSONValue {
    /// The member of an object; nil for every other value.
    public subscript(key: String) -> JSONValue? { object?[key] }

    /// The element of an array; nil out of bounds and for every other value.
    public subscript(index: Int) -> JSONValue? {
        guard let array, array.indices.contains(index) else { return nil }
        return array[index]
    }

    /// The value at a path of keys and array positions, as in `log.entries.0.request`.
    public subscript(path path: String) -> JSONValue? {
        var value = self
        for step in path.split(separator: ".") {
            switch value {
            case .object(let object):
                guard let next = object[String(step)] else { return nil }
                value = next
            case .array(let array):
                guard let index = Int(step), array.indices.contains(index) else { return nil }
                value = array[index]
            case .null, .bool, .number, .string: return nil
            }
        }
        return value
    }

    /// The text of a string.
    public var string: String? { if case .string(let text) = self { text } else { nil } }
    /// The truth of a boolean.
    public var bool: Bool? { if case .bool(let truth) = self { truth } else { nil } }
    /// The number as written and read.
    public var number: JSONNumber? { if case .number(let number) = self { number } else { nil } }
    /// The exact integer of a number that is one.
    public var int: Int? { number?.int.flatMap { Int(exactly: $0) } }
    /// The nearest double of a number.
    public var double: Double? { number?.double }
    /// The elements of an array.
    public var array: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
    /// The members of an object.
    public var object: JSONObject? { if case .object(let object) = self { object } else { nil } }
    /// Whether the value is `null`.
    public var isNull: Bool { self == .null }

    /// The text of a string, a number or a boolean: what a table cell or a log line would show.
    public var scalarText: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number.text
        case .bool(let truth): truth ? "true" : "false"
        case .null, .array, .object: nil
        }
    }
}
