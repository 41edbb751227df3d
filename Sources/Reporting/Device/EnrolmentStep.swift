/// The nine steps of an automated enrolment as the device takes them.
///
/// Source: AE 6.6.
package enum EnrolmentStep: Int, Sendable, Hashable, Comparable, CaseIterable {
    case network = 1
    case activation, profileFetch, remoteManagement, machineInfo, enrolmentProfile, identity, checkIn,
        commands

    package var name: String {
        switch self {
        case .network: "time and captive-network check"
        case .activation: "activation"
        case .profileFetch: "fetching the enrolment profile from Apple"
        case .remoteManagement: "Remote Management pane"
        case .machineInfo: "introducing itself to the MDM"
        case .enrolmentProfile: "fetching the MDM's enrolment profile"
        case .identity: "identity certificate"
        case .checkIn: "check-in"
        case .commands: "push and first commands"
        }
    }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
