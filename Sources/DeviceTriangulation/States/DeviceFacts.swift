/// What the rules ask about one device, from all views.
struct DeviceFacts {
    /// The values of one view that rules ask for.
    struct View {
        var isThere = false
        /// The source has a record of the device itself; a list of another kind may only say that it has
        /// none.
        var isRecord = false
        var status: UInt8 = 0
        var ownership: UInt8 = 0
        var sync: UInt8 = 0
        var adeStatus: UInt8 = 0
        var assignment: UInt8 = 0
        var migration: UInt8 = 0
        /// The `op_type` of a sync feed's last event.
        var operation: UInt8 = 0
        var server: UInt16 = 0
        var answers = Answers()
        var modifiedAt = DeviceColumns.noTime
        var assignedAt = DeviceColumns.noTime
        var pushedAt = DeviceColumns.noTime
        var enrolledAt = DeviceColumns.noTime
        var contactAt = DeviceColumns.noTime
        var observedAt = DeviceColumns.noTime
        var migrationDeadline = DeviceColumns.noTime
    }

    var tenant = View()
    var ade = View()
    var mdm = View()
    var device = View()
    var isDuplicate = false
    /// A sign of life from outside the records.
    var isSeenAlive = false
}

extension FleetLedger {
    /// The facts of a device.
    func facts(of ordinal: UInt32) -> DeviceFacts {
        var facts = DeviceFacts()
        fill(&facts.tenant, .tenant, ordinal)
        fill(&facts.ade, .ade, ordinal)
        fill(&facts.mdm, .mdm, ordinal)
        fill(&facts.device, .device, ordinal)
        return facts
    }

    @inline(__always)
    private func fill(_ view: inout DeviceFacts.View, _ role: SourceRole, _ ordinal: UInt32) {
        let code = row(role, ordinal)
        guard code != 0 else { return }
        view.isThere = true
        read(&view, role, code)
        guard !furtherRows.isEmpty else { return }
        for further in furtherRows[Self.key(role, ordinal)] ?? [] {
            var other = DeviceFacts.View()
            read(&other, role, further)
            view.complete(with: other)
        }
    }

    @inline(__always)
    private func read(_ view: inout DeviceFacts.View, _ role: SourceRole, _ code: UInt32) {
        let (table, row) = Self.place(code)
        read(&view, role, row, tables[table])
    }

    private func read(_ view: inout DeviceFacts.View, _ role: SourceRole, _ row: Int, _ table: FleetTable) {
        view.answers = table.columns.answers(row)
        switch role {
        case .tenant:
            view.status = table.columns.word(.status, row)
            view.ownership = table.columns.word(.ownership, row)
            view.sync = table.columns.word(.sync, row)
            view.migration = table.columns.word(.migration, row)
            view.migrationDeadline = table.columns.time(.migrationDeadline, row)
            view.server = table.columns.name(.server, row)
            view.modifiedAt = table.columns.time(.modifiedAt, row)
            view.assignedAt = table.columns.time(.assignedAt, row)
            view.observedAt = table.columns.time(.observedAt, row)
        case .ade:
            view.adeStatus = table.columns.word(.adeStatus, row)
            view.assignment = table.columns.word(.assignment, row)
            view.migration = table.columns.word(.migration, row)
            view.operation = table.columns.word(.operation, row)
            view.migrationDeadline = table.columns.time(.migrationDeadline, row)
            view.assignedAt = table.columns.time(.assignedAt, row)
            view.modifiedAt = table.columns.time(.modifiedAt, row)
            view.pushedAt = table.columns.time(.pushedAt, row)
        case .mdm:
            view.enrolledAt = table.columns.time(.enrolledAt, row)
            view.contactAt = table.columns.time(.contactAt, row)
            let isMet = !KnownWords.Status.isUnmet(table.columns.word(.status, row))
            view.isRecord =
                (table.roles.first == .mdm && isMet) || view.answers[.enrolled] == .yes
                || view.enrolledAt != DeviceColumns.noTime
        case .device:
            view.status = table.columns.word(.status, row)
            view.observedAt = table.columns.time(.observedAt, row)
        }
    }
}

extension DeviceFacts.View {
    /// Takes from another record of the same view what this one does not say.
    mutating func complete(with other: Self) {
        isRecord = isRecord || other.isRecord
        if status == 0 { status = other.status }
        if ownership == 0 { ownership = other.ownership }
        if sync == 0 { sync = other.sync }
        if adeStatus == 0 { adeStatus = other.adeStatus }
        if assignment == 0 { assignment = other.assignment }
        if migration == 0 { migration = other.migration }
        if operation == 0 { operation = other.operation }
        if server == 0 { server = other.server }
        for field in FlagField.allCases where answers[field] == .unsaid {
            answers[field] = other.answers[field]
        }
        if modifiedAt == DeviceColumns.noTime { modifiedAt = other.modifiedAt }
        if assignedAt == DeviceColumns.noTime { assignedAt = other.assignedAt }
        if pushedAt == DeviceColumns.noTime { pushedAt = other.pushedAt }
        if enrolledAt == DeviceColumns.noTime { enrolledAt = other.enrolledAt }
        if contactAt == DeviceColumns.noTime { contactAt = other.contactAt }
        if observedAt == DeviceColumns.noTime { observedAt = other.observedAt }
        if migrationDeadline == DeviceColumns.noTime { migrationDeadline = other.migrationDeadline }
    }
}
