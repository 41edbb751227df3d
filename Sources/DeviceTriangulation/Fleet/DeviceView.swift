/// What one source says about one device; nil where it does not say.
///
/// Units: microseconds since 1970 UTC.
package struct DeviceView: Sendable, Hashable {
    /// `enrollmentStatus`, `state`.
    package var status: String?
    package var ownership: String?
    /// The profile that the source names.
    package var profileID: String?
    /// False for an explicit null.
    package var hasProfile: Bool?
    /// `abm_sync_status`.
    package var sync: String?
    /// The status of the ADE profile: `empty`, `assigned`, `pushed`, `removed`.
    package var adeStatus: String?
    /// How the last assignment of a profile ended.
    package var assignment: String?
    package var intent: String?
    package var verification: String?
    package var tier: String?
    package var errorReason: String?
    package var server: String?
    /// False for an explicit null.
    package var hasServer: Bool?
    package var model: String?
    package var os: String?
    /// The supervision fingerprint: lower case, without colons and prefix.
    package var fingerprint: String?
    /// The root that the device reports, written the same way.
    package var rootFingerprint: String?
    package var isEnrolled: Bool?
    package var isSupervised: Bool?
    package var isSupervisionIntentEnforced: Bool?
    /// Whether the device was enrolled through ADE.
    package var isViaADE: Bool?
    package var isReleased: Bool?
    /// Apple swapped the unit.
    package var isReplaced: Bool?
    package var isAwaitingConfiguration: Bool?
    package var isCheckinIncomplete: Bool?
    package var isActivationLocked: Bool?
    package var isSetUp: Bool?
    /// `mdmMigrationStatus`.
    package var migration: String?
    /// `purchaseSourceType`.
    package var purchase: String?
    /// `op_type` of a sync feed.
    package var operation: String?
    /// How the device was enrolled, in the source's words.
    package var method: String?
    package var assignedBy: String?
    package var site: String?
    package var modifiedAt: Int64?
    package var assignedAt: Int64?
    package var pushedAt: Int64?
    package var enrolledAt: Int64?
    package var contactAt: Int64?
    package var observedAt: Int64?
    /// When the device came into the organisation.
    package var addedAt: Int64?
    package var migrationDeadline: Int64?
    package var checkinBegunAt: Int64?
    /// Seconds that the device's clock is ahead.
    package var clockOffset: Int?
    /// Where the record stands.
    package var origin: RecordOrigin?
    /// The kind of record.
    package var shape: String?

    package init() {}
}

extension FleetLedger {
    /// What the sources of a role say about a device; nil where they have no record of it.
    ///
    /// Where several kinds of record give the view, each value is the first that one of them says.
    package func view(_ role: SourceRole, of ordinal: UInt32) -> DeviceView? {
        let code = row(role, ordinal)
        guard code != 0 else { return nil }
        var view = DeviceView()
        fill(&view, from: code)
        for further in furtherRows[Self.key(role, ordinal)] ?? [] { fill(&view, from: further) }
        return view
    }

    private func fill(_ view: inout DeviceView, from code: UInt32) {
        let (table, row) = Self.place(code)
        let columns = tables[table].columns
        func word(_ field: WordField) -> String? { words[field.rawValue].text(Int(columns.word(field, row))) }
        func name(_ field: NameField) -> String? { names[field.rawValue].text(Int(columns.name(field, row))) }
        func time(_ field: TimeField) -> Int64? {
            let value = columns.time(field, row)
            return value == DeviceColumns.noTime ? nil : value
        }
        let answers = columns.answers(row)
        view.status = view.status ?? word(.status)
        view.ownership = view.ownership ?? word(.ownership)
        view.sync = view.sync ?? word(.sync)
        view.intent = view.intent ?? word(.intent)
        view.verification = view.verification ?? word(.verification)
        view.tier = view.tier ?? word(.tier)
        view.adeStatus = view.adeStatus ?? word(.adeStatus)
        view.assignment = view.assignment ?? word(.assignment)
        view.errorReason = view.errorReason ?? name(.errorReason)
        view.profileID = view.profileID ?? name(.profileID)
        view.server = view.server ?? name(.server)
        view.model = view.model ?? name(.model)
        view.os = view.os ?? name(.os)
        view.fingerprint = view.fingerprint ?? name(.fingerprint)
        view.rootFingerprint = view.rootFingerprint ?? name(.rootFingerprint)
        view.hasProfile = view.hasProfile ?? answers[.hasProfile].truth
        view.hasServer = view.hasServer ?? answers[.hasServer].truth
        view.isEnrolled = view.isEnrolled ?? answers[.enrolled].truth
        view.isSupervised = view.isSupervised ?? answers[.supervised].truth
        view.isSupervisionIntentEnforced = view.isSupervisionIntentEnforced ?? answers[.intentEnforced].truth
        view.isViaADE = view.isViaADE ?? answers[.viaADE].truth
        view.isReleased = view.isReleased ?? answers[.released].truth
        view.isReplaced = view.isReplaced ?? answers[.replaced].truth
        view.isAwaitingConfiguration = view.isAwaitingConfiguration ?? answers[.awaitingConfiguration].truth
        view.isCheckinIncomplete = view.isCheckinIncomplete ?? answers[.checkinIncomplete].truth
        view.isActivationLocked = view.isActivationLocked ?? answers[.activationLocked].truth
        view.isSetUp = view.isSetUp ?? answers[.setUp].truth
        view.migration = view.migration ?? word(.migration)
        view.purchase = view.purchase ?? word(.purchase)
        view.operation = view.operation ?? word(.operation)
        view.method = view.method ?? word(.method)
        view.assignedBy = view.assignedBy ?? name(.assignedBy)
        view.site = view.site ?? name(.site)
        view.addedAt = view.addedAt ?? time(.addedAt)
        view.migrationDeadline = view.migrationDeadline ?? time(.migrationDeadline)
        view.checkinBegunAt = view.checkinBegunAt ?? time(.checkinBegunAt)
        view.modifiedAt = view.modifiedAt ?? time(.modifiedAt)
        view.assignedAt = view.assignedAt ?? time(.assignedAt)
        view.pushedAt = view.pushedAt ?? time(.pushedAt)
        view.enrolledAt = view.enrolledAt ?? time(.enrolledAt)
        view.contactAt = view.contactAt ?? time(.contactAt)
        view.observedAt = view.observedAt ?? time(.observedAt)
        let offset = columns.clockOffset(row)
        view.clockOffset = view.clockOffset ?? (offset == DeviceColumns.noOffset ? nil : Int(offset))
        view.origin = view.origin ?? columns.origin(row)
        view.shape = view.shape ?? tables[table].shapeName
    }
}
