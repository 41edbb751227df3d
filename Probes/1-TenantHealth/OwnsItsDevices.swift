import CaseReading
import Casework
package import ProbeKit

/// Asks whether ABM, ABE and the MDM agree about who owns each device.
///
/// Needs: device records of the tenant, and the MDM's device list.    Source: field guide FG-1.5.
/// Rules: 1. pending in ABM, or unmanaged, on an ABE-linked integration, and not enrolled in the MDM: contested.
///        2. for as long as a fresh import may take (the grace period) it is not.
package struct OwnsItsDevices: Probe {
    package static let card = ProbeCard(
        "tenant-health.ownership", layer: .tenantHealth,
        asks: "Do ABM, ABE and the MDM agree about who owns each device?",
        needs: [needsTenantDevices, needsMDMDevices],
        raises: [contested])

    package init() {}

    package func examine(_ facts: TenantFacts) -> Conclusion {
        let contested = facts.views.contested
        let count = contested.count
        guard count > 0 else { return .sound("\(facts.views.total.counted("device")), none contested") }
        return .found(
            Claim(
                "L1-OWNERSHIP-CONTESTED", brief: "\(count.counted("device")) contested between ABM and ABE",
                detail:
                    "\(count.grouped) of \(facts.views.total.counted("device")): pending in ABM or unmanaged in ABE, "
                    + "and not enrolled in the MDM.",
                subject: .fleet, count: count, devices: contested, extent: .standing(since: nil),
                evidence: [facts.views.examples[.contested]].compactMap(\.self)))
    }
}

extension OwnsItsDevices {
    static let contested = FindingCard(
        "L1-OWNERSHIP-CONTESTED", "ABM, ABE and the MDM disagree about who owns devices", severity: .high,
        basis: .fieldGuide("FG-1.5"),
        meaning: """
            In the field guide's account an ABE tenant has no supervision identity; a device imported in ABM and assigned to an
            ABE-linked integration is pending in one, unmanaged in the other and unknown to the MDM.
            """,
        explains: ["L2-ASSIGNED-NOT-ENROLLED", "L2-UNKNOWN-TO-MDM"],
        remedy: Remedy(
            .tenant, "Assign the listed devices to an integration of the tenant that imported them.",
            references: ["field guide FG-1.5, FG-9.9"]))

    package static let workedCases: [WorkedCase<TenantFacts>] = [
        WorkedCase("no tenant records", TenantFacts(), .cannotTell),
        WorkedCase("nobody contests", .fleet(of: 10) { _ in }, .sound),
        WorkedCase(
            "two contested", .fleet(of: 10) { $0.views.contested = DeviceSet([3, 4]) },
            .raises(["L1-OWNERSHIP-CONTESTED": 2])),
    ]
}
