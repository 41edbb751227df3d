package import OpenFormats

extension JSONTree {
    /// The same value, member by member.
    package init(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .string(let text): self = .text(text)
        case .array(let values): self = .array(values.map { JSONTree($0) })
        case .object(let object):
            self = .object(object.members.map { Member($0.key, JSONTree($0.value)) })
        case .number(let number): self = number.int.map { .integer($0) } ?? .number(number.double)
        }
    }

    /// Reads a document strictly (RFC 8259).
    package init(parsing text: String) throws(JSONError) {
        self.init(try JSONValue(parsing: text))
    }
}
