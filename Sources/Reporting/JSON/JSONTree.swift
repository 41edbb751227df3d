/// A JSON value that keeps the order of its members, so that the same report has the same bytes everywhere.
package indirect enum JSONTree: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// A number with a fraction; one that is not finite is written as `null`.
    case number(Double)
    case text(String)
    case array([JSONTree])
    case object([Member])

    package struct Member: Sendable, Hashable {
        package let name: String
        package let value: JSONTree

        package init(_ name: String, _ value: JSONTree) {
            self.name = name
            self.value = value
        }
    }
}

extension JSONTree {
    package init(_ value: String?) { self = value.map(Self.text) ?? .null }
    package init(_ value: Int?) { self = value.map { .integer(Int64($0)) } ?? .null }
    package init(_ value: Double?) { self = value.map(Self.number) ?? .null }
    package init(_ values: [String]) { self = .array(values.map(Self.text)) }

    /// Members in the order of their names: for maps whose keys come from evidence.
    package init(sorted map: [String: JSONTree]) {
        self = .object(map.sorted { $0.key < $1.key }.map { Member($0.key, $0.value) })
    }
}

// MARK: - Reading

extension JSONTree {
    /// The value of the first member with this name; `nil` where there is none or where this is no object.
    package subscript(_ name: String) -> JSONTree? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    package var string: String? {
        if case .text(let value) = self { value } else { nil }
    }

    package var int: Int? {
        if case .integer(let value) = self { Int(exactly: value) } else { nil }
    }

    /// Integers count as numbers.
    package var double: Double? {
        switch self {
        case .number(let value): value
        case .integer(let value): Double(value)
        case .null, .bool, .text, .array, .object: nil
        }
    }

    package var boolean: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements; none where this is no array.
    package var elements: [JSONTree] {
        if case .array(let values) = self { values } else { [] }
    }

    /// The members; none where this is no object.
    package var members: [Member] {
        if case .object(let values) = self { values } else { [] }
    }
}

// MARK: - Literals

extension JSONTree: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(nilLiteral: ()) { self = .null }
    package init(floatLiteral value: Double) { self = .number(value) }
    package init(arrayLiteral values: JSONTree...) { self = .array(values) }
    package init(dictionaryLiteral members: (String, JSONTree)...) {
        self = .object(members.map { Member($0.0, $0.1) })
    }
}
