import Casework
import OpenFormats

/// Reads a decrypted server token, or the list of `/v2/depTokens`: dates and status, never a secret.
///
/// Source: AE 2.1, FG-4.5.
struct ServerTokenHandler: RecordHandler {
    static let listKeys = ["depTokens", "data.depTokens", "tokens"]

    private var found: [(name: String?, token: (String) -> Uncited<ServerToken>)] = []

    private var integrations: [Uncited<Integration>] = []

    mutating func take(_ bytes: Span<UInt8>, at locator: RecordLocator) throws {
        let value = try JSONValue(parsing: bytes, limits: .record)
        if let form = try MDMConnection(value) {
            if let token = form.token("\(locator)") { found.append((nil, { _ in token })) }
            if let integration = form.integration("\(locator)") { integrations.append(integration) }
            return
        }
        found.append(try Self.token(JSONFields(value), locator: "\(locator)"))
    }

    /// The token of a record, made once it has a name.
    static func token(
        _ fields: JSONFields, locator: String
    ) throws(RecordFault) -> (name: String?, token: (String) -> Uncited<ServerToken>) {
        let expiry = try fields.instant("access_token_expiry", "expiresAt")
        let status = try fields.text("status")
        guard expiry != nil || status != nil else {
            throw RecordFault("neither access_token_expiry nor expiresAt")
        }
        let name = try fields.text(
            "organizationName", "organisationName", "org_name", "server_name", "serverName", "name")
        return (
            name,
            { name in
                Uncited(locator: locator) {
                    ServerToken(name: name, expiresAt: expiry, status: status, citation: $0)
                }
            }
        )
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        for (name, token) in found { draft.tokens.append(token(name ?? source.path).cited(in: source)) }
        for integration in integrations {
            draft.noteTime(integration.at)
            draft.integrations.append(integration.cited(in: source))
        }
        if !integrations.isEmpty { draft.supply(.integrations) }
    }
}
