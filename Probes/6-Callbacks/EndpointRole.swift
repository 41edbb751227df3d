/// What an endpoint of the MDM is for: data, not code.
package enum EndpointRole: String, Sendable, Hashable, CaseIterable {
    /// Hands out the enrolment profile.
    case enrolment
    /// Takes `Authenticate`, `TokenUpdate` and `CheckOut`.
    case checkIn = "check-in"
    /// Hands out commands and takes their results.
    case commands
    /// Issues the device's identity.
    case identity
    /// Takes the tenant's or the MDM's own webhook deliveries.
    case callback

    /// The end of a path in lower case, and what it is for.
    struct Row {
        let ending: String
        let role: EndpointRole
        let writtenBy: String
        let source: String
    }

    /// The first row that fits decides; longer endings come before shorter ones.
    static let rows: [Row] = [
        Row(ending: "/devices/{id}/enroll", role: .callback, writtenBy: "field guide", source: "FG-0.3"),
        Row(ending: "/api/mdm/apple/enroll", role: .enrolment, writtenBy: "Fleet", source: "AE 5.4"),
        Row(ending: "/mdm/apple/enroll", role: .enrolment, writtenBy: "Fleet", source: "AE 5.4"),
        Row(ending: "/mdm/apple/mdm", role: .checkIn, writtenBy: "Fleet", source: "AE 5.4"),
        Row(ending: "/mdm/apple/scep", role: .identity, writtenBy: "Fleet", source: "AE 5.4"),
        Row(ending: "/cloudenroll", role: .enrolment, writtenBy: "Jamf Pro", source: "AE 6.1"),
        Row(ending: "/mdm/checkinurl", role: .checkIn, writtenBy: "Jamf Pro", source: "AE 5.1"),
        Row(ending: "/mdm/serverurl", role: .commands, writtenBy: "Jamf Pro", source: "AE 5.1"),
        Row(ending: "/mdm/enroll", role: .enrolment, writtenBy: "MicroMDM", source: "AE 5.5"),
        Row(ending: "/mdm/checkin", role: .checkIn, writtenBy: "MicroMDM", source: "AE 5.5"),
        Row(ending: "/mdm/connect", role: .commands, writtenBy: "MicroMDM", source: "AE 5.5"),
        Row(ending: "/checkin", role: .checkIn, writtenBy: "NanoMDM", source: "AE 5.5"),
        Row(ending: "/mdm", role: .checkIn, writtenBy: "NanoMDM", source: "AE 5.5"),
        Row(ending: "/enroll", role: .enrolment, writtenBy: "any", source: "AE 6.6"),
        Row(ending: "/enrollment", role: .enrolment, writtenBy: "any", source: "AE 6.6"),
        Row(ending: "/scep", role: .identity, writtenBy: "any", source: "AE 6.6"),
        Row(
            ending: "/.well-known/com.apple.remotemanagement", role: .enrolment, writtenBy: "any",
            source: "AE 2.2"),
        Row(
            ending: "/.well-known/enterprise-configuration", role: .enrolment, writtenBy: "any",
            source: "FG-9.7"),
    ]

    /// The role of a path without its changing parts; `nil` for what has no part in an enrolment.
    package init?(path: String) {
        var folded = path.lowercased()
        while folded.count > 1, folded.hasSuffix("/") { folded.removeLast() }
        guard let row = Self.rows.first(where: { folded.hasSuffix($0.ending) }) else { return nil }
        self = row.role
    }
}
