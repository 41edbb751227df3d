package import DeviceTriangulation

/// A device list that somebody names on a command line.
package struct FleetInput: Sendable, Hashable {
    /// The file; `-` for standard input.
    package let path: String
    package let role: SourceRole
    /// The language of its records; nil where they tell.
    package let dialect: DeviceDialect?
    /// Whether it says so itself, or somebody knows that devices are missing from it.
    package let isPartial: Bool

    package init(_ path: String, role: SourceRole, dialect: DeviceDialect? = nil, isPartial: Bool = false) {
        self.path = path
        self.role = role
        self.dialect = dialect
        self.isPartial = isPartial
    }

    /// The file that is opened.
    var openedPath: String { path == "-" ? "/dev/stdin" : path }
    /// The name in reports.
    package var name: String { path == "-" ? "standard input" : path }
}

/// What became of a device list.
package struct FleetFile: Sendable {
    package let input: FleetInput
    /// The views that its records give; the input's role where no record told.
    package var roles: [SourceRole]
    /// The kind of record, as in `jamf-pro computers-inventory`.
    package var shape: String?
    package var records = 0
    package var refused = 0
    /// Whether absence from the list says something.
    package var isComplete = false
    /// What is wrong with single records, the same reasons together.
    package var problems: [EvidenceProblem] = []
    /// What makes the file, or its rest, unreadable.
    package var fault: String?

    package var isUnreadable: Bool { fault != nil && records == 0 }

    init(_ input: FleetInput) {
        self.input = input
        roles = [input.role]
    }
}

/// Device lists, read and joined.
package struct FleetReadout: Sendable {
    package let fleet: FleetLedger
    package let files: [FleetFile]

    /// The roles from whose lists absence may be concluded.
    package var completeRoles: Set<SourceRole> {
        let lists = files.filter { !$0.isUnreadable }.map {
            CaseDraft.DeviceList(
                role: $0.roles.first ?? $0.input.role, isComplete: $0.isComplete, refused: $0.refused,
                collectedAt: nil)
        }
        let rule = AbsenceRule(lists: lists, fleet: fleet)
        return Set(SourceRole.allCases.filter(rule.mayConcludeAbsence))
    }
}
