import ProbeKit

/// The states that are findings, in the order of the catalogue's table: the first that holds is the device's state.
enum StateCards {
    static let all = [
        duplicateIdentity, releasedButManaged, unknownToTenant, replaced, migrating, migrationStuck,
        unassigned, wrongServer, throttledZombie, profileRemoved, noADEProfile, assignRefused,
        enrolledWithoutProfile, checkinIncomplete, pushedNoCheckin, profileWaiting, assignedNotEnrolled,
        notActivated, awaitingConfiguration, unknownToMDM, staleContact, pending,
    ]

    /// The state's name: the code in lower case without its layer.
    static func state(of code: FindingCode) -> String {
        String(code.text.lowercased().dropFirst("L2-".count))
    }
}
