import Casework
import OpenFormats

/// One resource of Apple's Business or School Manager API, or a flat record of the same attributes.
///
/// Shape: `{"type": "mdmServers", "id": "…", "attributes": {…}, "relationships": {…}}`, alone under `data` or not.
/// Source: AE 1.3, AE 1.4.
struct AxMResource {
    let id: String?
    let type: String?
    let attributes: JSONFields
    private let relationships: JSONValue?

    init(_ value: JSONValue) throws(RecordFault) {
        var value = value
        if value["attributes"] == nil, let inner = value["data"], inner.object != nil { value = inner }
        let fields = try JSONFields(value)
        if let nested = fields["attributes"] {
            attributes = try JSONFields(nested)
            type = fields["type"]?.string
        } else {
            attributes = fields
            type = nil
        }
        id = fields["id"]?.scalarText
        relationships = fields["relationships"]
    }

    /// The ids that a relationship names; empty where it holds links alone.
    func related(_ name: String) -> [String] {
        guard let data = relationships?[name]?["data"] else { return [] }
        return (data.array ?? [data]).compactMap { $0["id"]?.scalarText }
    }

    /// Whether a record is such a resource, or a flat record with these members.
    static func isOf(_ type: String, _ value: JSONValue, members: [String]) -> Bool {
        let inner = value["data"].flatMap { $0.object == nil ? nil : $0 } ?? value
        if inner["type"]?.string == type, inner["id"] != nil { return true }
        return members.allSatisfy { inner[$0] != nil }
    }
}
