import Casework
package import ProbeKit

/// Asks whether devices that Configurator added are past their provisional days.
///
/// Needs: a tenant's list that says where devices were bought.    Source: AE 7 row 31, AE 2.6.
/// Rules: 1. added by hand less than 30 days ago: provisional.  2. added by hand and no time says when: cannot tell of
///        it.  3. nothing in the list says where devices come from: cannot tell.
package struct BelongsForGood: Probe {
    package static let card = ProbeCard(
        "device-state.past-provisional", layer: .deviceState,
        asks: "Are devices that Apple Configurator added past their 30 provisional days?",
        needs: [Need(Supply(.devices, .tenant), how: "the tenant's device list (role tenant)")],
        raises: [provisional])

    package init() {}

    package func examine(_ facts: DeviceFacts) -> Conclusion {
        let added = facts.signs.manuallyAdded
        guard facts.signs.tellsPurchase else {
            return .cannotTell(
                because: "the tenant's list does not say where devices come from",
                supply: "purchaseSourceType and addedToOrgDateTime of the orgDevices (GET /v1/orgDevices)")
        }
        let limit = Interval.days(facts.thresholds.provisionalDays)
        let young = added.filter { addition in
            addition.addedAt.map { facts.asOf.since($0) < limit } ?? false
        }
        guard !young.isEmpty else {
            let undated = added.count { $0.addedAt == nil }
            if undated > 0, undated == added.count {
                return .cannotTell(
                    because: "no time says when \(undated.counted("device")) came into the organisation",
                    supply: "addedToOrgDateTime of the orgDevices (GET /v1/orgDevices)")
            }
            return .sound(
                added.isEmpty
                    ? "no device was added by hand" : "\(added.count.counted("added device")) past \(limit)")
        }
        let moments = young.compactMap { addition in
            addition.addedAt.map { Extent.Moment(device: addition.device, at: $0) }
        }
        return .found(
            Claim(
                "L2-PROVISIONAL", brief: "\(young.count.counted("device")) may still leave",
                detail:
                    "\(young.count.counted("device")) came in by Apple Configurator less than "
                    + "\(facts.thresholds.provisionalDays) days ago.",
                subject: .fleet, count: young.count, devices: DeviceSet(young.map(\.device)),
                extent: .since(moments, noun: "addition"),
                evidence: young.prefix(3).compactMap(\.citation)))
    }
}

extension BelongsForGood {
    static let provisional = FindingCard(
        "L2-PROVISIONAL", "Devices are in their 30 provisional days", severity: .info,
        basis: .published("AE 7 row 31"),
        meaning: """
            For 30 days after Apple Configurator added a device its user may take it out of the organisation again, and it
            cannot migrate to another MDM. Afterwards it is like any other.
            """,
        remedy: Remedy(
            .device, "Wait until the 30 days are over, or erase the device and let it enrol anew.",
            references: ["AE 2.6, AE 7 row 31"]))

    private static func added(_ days: [Int64?]) -> DeviceFacts {
        var facts = DeviceFacts.states(["enrolled": 4]).supplied(.tenant)
        facts.asOf = Instant(microseconds: 1_776_427_200_000_000)
        facts.signs.tellsPurchase = true
        facts.signs.manuallyAdded = days.enumerated().map { index, age in
            DeviceSigns.Addition(
                device: index,
                addedAt: age.map { Instant(microseconds: facts.asOf.microseconds - $0 * 86_400_000_000) })
        }
        return facts
    }

    package static let workedCases: [WorkedCase<DeviceFacts>] = [
        WorkedCase("no list", DeviceFacts(), .cannotTell),
        WorkedCase(
            "nobody says where devices come from", .states(["enrolled": 4]).supplied(.tenant), .cannotTell),
        WorkedCase("none was added by hand", added([]), .sound),
        WorkedCase("29 days and 30 days ago", added([29, 30]), .raises(["L2-PROVISIONAL": 1])),
        WorkedCase("30 days ago", added([30]), .sound),
        WorkedCase("nobody knows when", added([nil]), .cannotTell),
    ]
}
