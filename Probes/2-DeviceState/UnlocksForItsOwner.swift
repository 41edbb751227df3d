import Casework
package import ProbeKit

/// Asks whether devices that are not enrolled are locked to somebody's Apple Account.
///
/// Needs: a list that says whether devices are locked.    Source: AE 1.2, AE 2.
/// Rules: 1. locked, and the MDM says not enrolled or has no record: locked out.  2. locked and enrolled: the MDM holds
///        a bypass code; sound.  3. no list says: cannot tell.
package struct UnlocksForItsOwner: Probe {
    package static let card = ProbeCard(
        "device-state.no-activation-lock", layer: .deviceState,
        asks: "Are devices that are not enrolled free of Activation Lock?",
        needs: [
            Need(Supply(.devices), how: "device lists: the tenant's (role tenant) and the MDM's (role mdm)")
        ],
        raises: [activationLocked])

    package init() {}

    package func examine(_ facts: DeviceFacts) -> Conclusion {
        guard facts.signs.tellsLock else {
            return .cannotTell(
                because: "no list says whether devices are locked",
                supply: "the activation lock of the MDM's or the tenant's device records")
        }
        let locked = facts.signs.locked.filter { $0.isEnrolled != true }
        guard !locked.isEmpty else {
            let enrolled = facts.signs.locked.count
            return .sound(
                enrolled == 0 ? "no device is locked" : "\(enrolled.counted("locked device")) enrolled")
        }
        return .found(
            Claim(
                "L2-ACTIVATION-LOCKED",
                brief: "\(locked.count.counted("device")) locked and not enrolled",
                detail:
                    "\(locked.count.counted("device")) of the organisation \(locked.count == 1 ? "has" : "have") Activation Lock "
                    + "and no enrolment: after an erase Setup Assistant stops before it asks for a profile.",
                subject: .fleet, count: locked.count, devices: DeviceSet(locked.map(\.device)),
                evidence: locked.prefix(3).compactMap(\.citation)))
    }
}

extension UnlocksForItsOwner {
    static let activationLocked = FindingCard(
        "L2-ACTIVATION-LOCKED", "Devices that are not enrolled have Activation Lock", severity: .high,
        basis: .published("AE 1.2"),
        meaning: """
            Somebody's Apple Account locks the device. Setup Assistant asks for that account before anything else, so the device
            never gets to ask for its profile. An organisation can lift the lock of a device that it owns.
            """,
        explains: ["L2-PROFILE-WAITING", "L2-ASSIGNED-NOT-ENROLLED", "L2-UNKNOWN-TO-MDM"],
        remedy: Remedy(
            .mdm, "Lift the lock with the bypass code of the MDM, or in the organisation's account at Apple.",
            steps: ["In Apple Business or School Manager: the device, then Turn off Activation Lock."],
            references: ["AE 1.2"]))

    private static func locks(_ enrolled: [Bool?]) -> DeviceFacts {
        var facts = DeviceFacts.states(["enrolled": 4])
        facts.supplied.insert(Supply(.devices))
        facts.signs.tellsLock = true
        facts.signs.locked = enrolled.enumerated().map {
            DeviceSigns.LockedDevice(device: $0.offset, isEnrolled: $0.element)
        }
        return facts
    }

    package static let workedCases: [WorkedCase<DeviceFacts>] = [
        WorkedCase("no list", DeviceFacts(), .cannotTell),
        WorkedCase("no list says", .states(["enrolled": 4]), .cannotTell),
        WorkedCase("none is locked", locks([]), .sound),
        WorkedCase("locked and enrolled", locks([true]), .sound),
        WorkedCase(
            "locked and not enrolled, or without a record", locks([true, false, nil]),
            .raises(["L2-ACTIVATION-LOCKED": 2])),
    ]
}
