import Casework
package import ProbeKit

/// Asks whether devices enrolled with the ADE profile that is assigned to them.
///
/// Needs: the ADE service's list and the MDM's.    Source: AE 7 row 11; field guide FG-9.10.
/// Rules: 1. the MDM names another of Apple's profiles than the service: wrong.  2. a profile that was assigned within a
///        day after the device fetched one: wrong.  3. neither can be compared: cannot tell.
package struct EnrolsWithItsProfile: Probe {
    package static let card = ProbeCard(
        "device-state.profile-assigned", layer: .deviceState,
        asks: "Did devices enrol with the ADE profile that is assigned to them?",
        needs: [
            Need(Supply(.devices, .ade), how: "the ADE service's device list (role ade)"),
            Need(Supply(.devices, .mdm), how: "the MDM's device list (role mdm)"),
        ], raises: [wrongProfile])

    package init() {}

    package func examine(_ facts: DeviceFacts) -> Conclusion {
        let (compared, others) = (facts.signs.comparedEnrolments, facts.signs.otherProfiles)
        guard compared > 0 else {
            return .cannotTell(
                because: "no enrolled device has a profile, or times, that can be compared",
                supply: "profile_uuid or profile_assign_time and profile_push_time of the ADE service's list")
        }
        guard !others.isEmpty else {
            return .sound("\(compared.counted("enrolled device")) with the assigned profile")
        }
        let moments = others.compactMap { other in
            other.assignedAt.map { Extent.Moment(device: other.device, at: $0) }
        }
        return .found(
            Claim(
                "L2-WRONG-PROFILE",
                brief: "\(others.count.counted("device")) enrolled with another ADE profile",
                detail:
                    "\(others.count.grouped) of \(compared.counted("enrolled device")) enrolled with another ADE profile than "
                    + "the one that is assigned now.",
                subject: .fleet, count: others.count, devices: DeviceSet(others.map(\.device)),
                extent: moments.isEmpty ? .unknown : .since(moments, noun: "assignment"),
                values: ["compared": .count(compared)],
                evidence: others.prefix(3).flatMap(\.citations)))
    }
}

extension EnrolsWithItsProfile {
    static let wrongProfile = FindingCard(
        "L2-WRONG-PROFILE", "Devices enrolled with another ADE profile than the assigned one",
        severity: .medium,
        basis: .published("AE 7 row 11"),
        meaning: """
            Assignment takes minutes at both ends. A device that fetches its profile in between enrols with the old one, and
            keeps it until it is erased: other skipped panes, other user authentication, perhaps removable. A wrong default
            profile for its system looks the same.
            """,
        settle: Check(
            "Compare profile_uuid of the ADE service's record with the profile on a listed device.",
            command: "sudo profiles show -type enrollment"),
        remedy: Remedy(
            .mdm, "Erase the listed devices, or renew the enrolment of Macs, once the service says assigned.",
            commands: ["sudo profiles renew -type enrollment"],
            references: ["AE 7 row 11, field guide FG-2.6, FG-9.10"]))

    private static func enrolment(_ change: (inout ProfileEnrolment) -> Void) -> ProfileEnrolment {
        var enrolment = ProfileEnrolment(device: 0)
        change(&enrolment)
        return enrolment
    }

    private static func at(_ minute: Int64) -> Instant { Instant(microseconds: minute * 60_000_000) }

    private static func raced(_ pushed: Int64, _ assigned: Int64) -> DeviceFacts {
        .compared(enrolment { ($0.pushedAt, $0.assignedAt) = (at(pushed), at(assigned)) })
    }

    private static func named(_ assigned: String, _ enrolled: String) -> DeviceFacts {
        .compared(enrolment { ($0.assigned, $0.enrolled) = (assigned, enrolled) })
    }

    package static let workedCases: [WorkedCase<DeviceFacts>] = [
        WorkedCase("no lists", DeviceFacts(), .cannotTell),
        WorkedCase("nothing to compare", .states(["enrolled": 4]).supplied(.ade, .mdm), .cannotTell),
        WorkedCase(
            "the same profile, written otherwise",
            named("0A1B2C3D4E5F60718293A4B5C6D7E8F9", "0a1b2c3d4e5f60718293a4b5c6d7e8f9"), .sound),
        WorkedCase(
            "another profile",
            named("0A1B2C3D4E5F60718293A4B5C6D7E8F9", "FFFFFFFF4E5F60718293A4B5C6D7E8F9"),
            .raises(["L2-WRONG-PROFILE": 1])),
        WorkedCase(
            "the MDM's own name is no other profile", named("0A1B2C3D4E5F60718293A4B5C6D7E8F9", "17"),
            .cannotTell),
        WorkedCase(
            "nor is Intune's, with hyphens",
            named("0A1B2C3D4E5F60718293A4B5C6D7E8F9", "71ac0c53-5faa-4715-acdb-ed7fb87153b8"), .cannotTell),
        WorkedCase("assigned, then fetched", raced(2, 1), .sound),
        WorkedCase("fetched and assigned at once", raced(2, 2), .sound),
        WorkedCase("fetched, then assigned anew", raced(1, 2), .raises(["L2-WRONG-PROFILE": 1])),
        WorkedCase("assigned anew a day later", raced(1, 1441), .raises(["L2-WRONG-PROFILE": 1])),
        WorkedCase("assigned anew for the next erase", raced(1, 1442), .sound),
    ]
}
