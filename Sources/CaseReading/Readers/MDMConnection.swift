import Casework
import OpenFormats

/// How an MDM describes its own connection to the enrolment service: when it last synced, how that ended, and when
/// its token ends.
///
/// Source: AE 5.1 (Jamf Pro), 5.2 (Intune), 5.3 (Iru), 5.4 (Fleet), 5.8 (JumpCloud).
struct MDMConnection {
    private var vendor = ""
    private var name: String?
    private var status: String?
    private var fault: String?
    private var syncedAt: Instant?
    private var expiresAt: Instant?
    /// What the MDM calls the state of its token.
    private var tokenState: String?

    /// The notification by which Jamf Pro says that a token ended.
    private static let jamfExpired = "DEP_INSTANCE_EXPIRED"

    /// Whether a record has one of the known forms.
    static func isOne(_ value: JSONValue) -> Bool { form(of: value) != nil }

    private enum Form { case intune, iru, jamfSync, jamfInstance, jamfNotification, fleet, jumpCloud }

    private static func form(of value: JSONValue) -> Form? {
        func has(_ keys: String...) -> Bool { keys.allSatisfy { value[$0] != nil } }
        if has("lastSuccessfulSyncDateTime") || has("lastSyncTriggeredDateTime") { return .intune }
        if has("last_device_sync") || has("status_reason", "stoken_file_name") { return .iru }
        if has("syncState", "instanceId") { return .jamfSync }
        if has("tokenExpirationDate") { return .jamfInstance }
        if value["type"]?.string?.hasPrefix("DEP_INSTANCE_") == true { return .jamfNotification }
        if has("renew_date", "mdm_server_url") || has("apple_id", "renew_date") { return .fleet }
        if has("depAccessTokenExpiry") || has("depServerTokenState") { return .jumpCloud }
        return nil
    }

    /// `nil` for a record of another form.
    init?(_ value: JSONValue) throws(RecordFault) {
        guard let form = Self.form(of: value) else { return nil }
        let fields = try JSONFields(value)
        switch form {
        case .intune: try readIntune(fields)
        case .iru: try readIru(fields)
        case .jamfSync:
            vendor = "jamf-pro"
            name = try fields.scalar("instanceId")
            status = try fields.text("syncState")
            syncedAt = try fields.instant("timestamp")
        case .jamfInstance:
            vendor = "jamf-pro"
            name = try fields.text("serverName", "name")
            expiresAt = try fields.instant("tokenExpirationDate")
        case .jamfNotification:
            vendor = "jamf-pro"
            name = fields["params"]?["name"]?.string
            if try fields.text("type") == Self.jamfExpired { tokenState = "EXPIRED" }
        case .fleet:
            vendor = "fleet"
            name = try fields.text("org_name")
            expiresAt = try fields.instant("renew_date")
        case .jumpCloud:
            vendor = "jumpcloud"
            expiresAt = try fields.instant("depAccessTokenExpiry")
            let state = try fields.text("depServerTokenState")
            tokenState = ["valid": "ACTIVE", "expired": "EXPIRED"][state ?? ""] ?? state
            if state == "unknown" { tokenState = nil }
        }
    }

    private mutating func readIntune(_ fields: JSONFields) throws(RecordFault) {
        vendor = "intune"
        name = try fields.text("tokenName", "appleIdentifier")
        expiresAt = try fields.instant("tokenExpirationDateTime")
        syncedAt = try fields.instant("lastSuccessfulSyncDateTime")
        let code = try fields.integer("lastSyncErrorCode") ?? 0
        status = code == 0 ? "success" : "failed"
        if code != 0 { fault = "error code \(code)" }
        // A zero date is how Graph writes "never".
        if let at = syncedAt, at < Instant(microseconds: 0) { syncedAt = nil }
    }

    private mutating func readIru(_ fields: JSONFields) throws(RecordFault) {
        vendor = "iru"
        name = try fields.text("server_name")
        expiresAt = try fields.instant("access_token_expiry")
        syncedAt = try fields.instant("last_device_sync")
        status = try fields.text("status")
        fault = try fields.text("status_reason")
    }

    /// The last sync, where the form tells of one.
    func integration(_ locator: String) -> Uncited<Integration>? {
        guard status != nil || syncedAt != nil else { return nil }
        return Uncited(
            locator: locator,
            excerpt: [vendor, name, status, fault].compactMap { $0 }.joined(separator: " "), at: syncedAt
        ) {
            Integration(
                vendor: vendor, lastSyncStatus: status, lastSyncError: fault, lastSyncAt: syncedAt,
                name: name,
                reporter: .mdm, citation: $0)
        }
    }

    /// The token, where the form tells of its end or its state.
    func token(_ locator: String) -> Uncited<ServerToken>? {
        guard expiresAt != nil || tokenState != nil else { return nil }
        return Uncited(locator: locator, excerpt: [vendor, name].compactMap { $0 }.joined(separator: " ")) {
            ServerToken(
                name: name ?? "of \(vendor)", expiresAt: expiresAt, status: tokenState, citation: $0)
        }
    }
}
