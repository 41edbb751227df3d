import Casework
import OpenFormats

/// Reads the answer of `/account`.
///
/// Source: AE 2.2.
struct ADEAccountHandler: RecordHandler {
    private var found: [Uncited<ADEAccount>] = []

    mutating func take(_ bytes: Span<UInt8>, at locator: RecordLocator) throws {
        let fields = try JSONFields(bytes)
        let name = try fields.text("server_name")
        let uuid = try fields.text("server_uuid")
        let admin = try fields.text("admin_id")
        let organisation = try fields.text("org_name")
        guard name != nil || uuid != nil else { throw RecordFault("neither server_name nor server_uuid") }
        found.append(
            Uncited(locator: "\(locator)") {
                ADEAccount(
                    serverName: name, serverUUID: uuid, adminID: admin, organisation: organisation,
                    citation: $0)
            })
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        draft.ade.accounts += found.map { $0.cited(in: source) }
    }
}

/// Reads the definition of an enrolment profile: the answer of `GET /profile`, or what was sent to `POST /profile`.
///
/// Source: AE 2.4.
struct ADEProfileHandler: RecordHandler {
    /// The members by which a definition is known.
    static let marks = ["profile_name", "anchor_certs", "skip_setup_items", "is_mdm_removable"]
    /// The most certificates that are taken from one definition; ten is already unusual.
    private static let maximumAnchors = 100

    private var found: [Uncited<ADEProfile>] = []

    mutating func take(_ bytes: Span<UInt8>, at locator: RecordLocator) throws {
        found.append(try Self.profile(JSONFields(bytes), locator: "\(locator)"))
    }

    static func profile(_ fields: JSONFields, locator: String) throws(RecordFault) -> Uncited<ADEProfile> {
        var profile = ADEProfile(citation: Citation(file: ""))
        profile.uuid = try fields.text("profile_uuid")
        profile.name = try fields.text("profile_name")
        profile.url = try fields.text("url").map(Redaction.url)
        profile.webURL = try fields.text("configuration_web_url").map(Redaction.url)
        guard profile.url != nil || profile.name != nil else {
            throw RecordFault("neither profile_name nor url")
        }
        profile.isMandatory = try fields.flag("is_mandatory")
        profile.isRemovable = try fields.flag("is_mdm_removable")
        profile.isSupervised = try fields.flag("is_supervised")
        profile.awaitsConfiguration = try fields.flag("await_device_configured")
        profile.pairingHosts = fields["supervising_host_certs"]?.array?.count ?? 0
        for element in (fields["anchor_certs"]?.array ?? []).prefix(maximumAnchors) {
            if let text = element.string, let der = Base64.bytes(text), !der.isEmpty {
                profile.anchorCertificates.append(der)
            } else {
                profile.unreadableAnchors += 1
            }
        }
        return Uncited(locator: locator) { [profile] citation in
            var cited = profile
            cited.citation = citation
            return cited
        }
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        draft.ade.profiles += found.map { $0.cited(in: source) }
    }
}

/// Reads answers of `/server/devices` and `/devices/sync`, one page a record, in their order.
///
/// A page that the service refused stands as its error string, or as an object with `code`.
/// Source: AE 2.2, AE 2.5.
struct ADESyncHandler: RecordHandler {
    private var found: [Uncited<ADESyncPage>] = []

    mutating func take(_ bytes: Span<UInt8>, at locator: RecordLocator) throws {
        found.append(
            try Self.page(JSONValue(parsing: bytes, limits: .record), locator: "\(locator)"))
    }

    static func page(_ value: JSONValue, locator: String) throws(RecordFault) -> Uncited<ADESyncPage> {
        let refusal = value.string ?? value["code"]?.string ?? value["error"]?.string
        if let refusal, value["devices"] == nil {
            return Uncited(locator: locator, excerpt: String(refusal.prefix(200))) {
                ADESyncPage(.refused(refusal), citation: $0)
            }
        }
        let fields = try JSONFields(value)
        guard let list = fields["devices"]?.array else { throw RecordFault("a page without devices") }
        var devices: [ADESyncPage.Device] = []
        devices.reserveCapacity(list.count)
        for element in list {
            let record = try JSONFields(element)
            guard let serial = try record.text("serial_number") else { continue }
            devices.append(
                ADESyncPage.Device(
                    serial: serial, operation: try record.text("op_type"),
                    assignedAt: try record.instant("device_assigned_date"),
                    operationAt: try record.instant("op_date")))
        }
        let until = try fields.instant("fetched_until")
        let hasMore = try fields.flag("more_to_follow") ?? false
        let kind: ADESyncPage.Kind =
            devices.isEmpty ? .empty : devices.contains { $0.operation != nil } ? .sync : .fetch
        return Uncited(locator: locator, at: until) { [devices] in
            ADESyncPage(kind, devices: devices, hasMore: hasMore, fetchedUntil: until, citation: $0)
        }
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        for page in found {
            draft.noteTime(page.at)
            draft.ade.pages.append(page.cited(in: source))
        }
    }
}
