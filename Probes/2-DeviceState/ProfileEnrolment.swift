import CaseReading
package import Casework

/// The ADE profile that a device enrolled with, beside the one that is assigned to it now.
package struct ProfileEnrolment: Sendable, Hashable {
    package var device: Int
    /// The profile that is assigned now.
    package var assigned: String?
    /// The profile that the MDM says the device enrolled with.
    package var enrolled: String?
    package var assignedAt: Instant?
    /// When Apple handed a profile to the device.
    package var pushedAt: Instant?
    package var citations: [Citation] = []

    package init(device: Int) { self.device = device }

    /// `nil` for a device that is not enrolled, or of which neither names nor times can be compared.
    init?(_ device: Fleet.Device) {
        guard let ade = device.ade, let mdm = device.mdm, mdm.enrolled == true else { return nil }
        self.init(device: device.ordinal)
        assigned = ade.profileID
        enrolled = mdm.profileID
        (assignedAt, pushedAt) = (ade.assignedAt, ade.pushedAt)
        citations = [ade.citation, mdm.citation].compactMap(\.self)
        guard isComparable else { return nil }
    }

    /// The two profiles as Apple names them: 32 hex digits and nothing between them.
    ///
    /// A name of the MDM's own, such as Intune's with hyphens, cannot be compared with Apple's.
    private var names: (assigned: String, enrolled: String)? {
        guard let one = assigned.flatMap(Self.uuid), let other = enrolled.flatMap(Self.uuid) else {
            return nil
        }
        return (one, other)
    }

    /// Whether names or times can be compared at all.
    var isComparable: Bool { names != nil || times != nil }

    private var times: (fetched: Instant, assigned: Instant)? {
        guard let pushedAt, let assignedAt else { return nil }
        return (pushedAt, assignedAt)
    }

    /// How long after a device fetched its profile another one counts as meant for this enrolment.
    ///
    /// Source: ours; AE 7 row 11 speaks of minutes.
    static let window = Interval.days(1)

    /// Whether the device enrolled with another profile than the one that is assigned now.
    ///
    /// Rules: 1. two names that can be compared and differ: another profile.  2. the profile was assigned after the
    /// device had fetched one, and within a day: the device has the one before. One that is assigned later waits for the
    /// next erase, and is nobody's fault.  Equal names prove nothing where the MDM names what is assigned now.
    var isOther: Bool {
        if let names, names.assigned != names.enrolled { return true }
        guard let times, times.fetched < times.assigned else { return false }
        return times.assigned.since(times.fetched) <= Self.window
    }

    private static func uuid(_ text: String) -> String? {
        let digits = text.lowercased()
        return digits.utf8.count == 32 && digits.allSatisfy(\.isHexDigit) ? digits : nil
    }
}
