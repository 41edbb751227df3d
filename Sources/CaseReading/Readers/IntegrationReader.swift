import Casework
import OpenFormats

/// Reads the tenant's MDM integrations: the GraphQL answer that holds `depIntegrations`, or its list.
///
/// Source: FG-4.1.
struct IntegrationHandler: RecordHandler {
    static let listKeys = [
        "depIntegrations", "data.depIntegrations", "tenant.depIntegrations", "data.tenant.depIntegrations",
        "results", "value",
    ]
    /// How deep a list may hide in an answer.
    private static let maximumDepth = 8

    private var found: [Uncited<Integration>] = []
    private var tokens: [Uncited<ServerToken>] = []

    mutating func take(_ bytes: Span<UInt8>, at locator: RecordLocator) throws {
        let value = try JSONValue(parsing: bytes, limits: .record)
        if let form = try MDMConnection(value) {
            if let integration = form.integration("\(locator)") { found.append(integration) }
            if let token = form.token("\(locator)") { tokens.append(token) }
        } else if let list = Self.list(in: value) {
            var fault: RecordFault?
            for element in list {
                do throws(RecordFault) {
                    found.append(try Self.integration(element, locator: "\(locator)"))
                } catch {
                    // The other integrations of the answer count all the same.
                    fault = fault ?? error
                }
            }
            if let fault { throw RecordFault(fault.reason, isPartial: !found.isEmpty) }
        } else {
            found.append(try Self.integration(value, locator: "\(locator)"))
        }
    }

    /// The elements of `depIntegrations` at any depth of an answer.
    static func list(in value: JSONValue, depth: Int = 0) -> [JSONValue]? {
        guard depth < maximumDepth, let object = value.object else { return nil }
        if let here = object["depIntegrations"] { return here.array ?? here["nodes"]?.array }
        for member in object.members {
            if let below = list(in: member.value, depth: depth + 1) { return below }
        }
        return nil
    }

    static func integration(_ value: JSONValue, locator: String) throws(RecordFault) -> Uncited<Integration> {
        let fields = try JSONFields(value)
        let vendor = try fields.text("vendorName", "vendor", "mdmVendor")
        let status = try fields.text("lastSyncStatus")
        let fault = try fields.text("lastSyncError")
        let at = try fields.instant("lastSyncTimestamp", "timestamp")
        guard vendor != nil || status != nil || at != nil else {
            throw RecordFault("none of vendorName, lastSyncStatus, lastSyncTimestamp")
        }
        return Uncited(locator: locator, at: at) { citation in
            Integration(
                vendor: vendor, lastSyncStatus: status, lastSyncError: fault, lastSyncAt: at,
                citation: citation)
        }
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        for integration in found {
            draft.noteTime(integration.at)
            draft.integrations.append(integration.cited(in: source))
        }
        draft.tokens += tokens.map { $0.cited(in: source) }
        if !tokens.isEmpty { draft.supply(.serverToken) }
    }
}
