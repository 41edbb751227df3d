import CaseReading
import Casework
package import ProbeKit

/// Asks whether devices have been pending for so long that nobody waits for them any more.
///
/// Needs: device records of the tenant.    Source: field guide FG-1.6.
/// Rules: 1. pending for more than 72 hours: orphaned.  2. a record without a time is not counted.
package struct LeavesNoOrphans: Probe {
    package static let card = ProbeCard(
        "tenant-health.orphans", layer: .tenantHealth, asks: "Have devices been pending for days?",
        needs: [needsTenantDevices], raises: [orphaned])

    package init() {}

    package func examine(_ facts: TenantFacts) -> Conclusion {
        let limit = Interval.hours(facts.thresholds.orphanedAfterHours)
        let orphans = facts.views.pendingSince.filter { facts.asOf.since($0.at) > limit }
        guard let oldest = orphans.map(\.at).min() else {
            return .sound("no device pending for more than \(facts.thresholds.orphanedAfterHours) h")
        }
        let count = orphans.count
        return .found(
            Claim(
                "L1-ORPHANED", brief: "\(count.counted("device")) orphaned",
                detail:
                    "\(count.counted("device has", "devices have")) been pending for more than \(facts.thresholds.orphanedAfterHours) h, "
                    + "the oldest since \(oldest.minute).",
                subject: .fleet, count: count, devices: DeviceSet(orphans.map(\.device)),
                extent: .since(orphans, noun: "orphaned device"),
                values: ["oldest": .text(oldest.description)],
                evidence: [facts.views.examples[.longestPending]].compactMap(\.self)))
    }
}

extension LeavesNoOrphans {
    static let orphaned = FindingCard(
        "L1-ORPHANED", "Devices have been pending for days", severity: .high, basis: .fieldGuide("FG-1.6"),
        meaning: """
            A device whose deviceOwnershipState stays pending for more than 72 hours is not slow but lost: throttled requests
            are never taken up again, and the state looks the same as a healthy wait.
            """,
        explains: [
            Edge("L2-UNKNOWN-TO-MDM", basis: .fieldGuide("FG-1.6"), ceiling: .medium),
            Edge("L2-ASSIGNED-NOT-ENROLLED", basis: .fieldGuide("FG-1.6"), ceiling: .medium),
        ],
        remedy: Remedy(
            .tenant, "Re-assign the listed devices, and look for L1-THROTTLED first.",
            references: ["field guide FG-1.6, FG-9.9"]))

    package static let workedCases: [WorkedCase<TenantFacts>] = [
        WorkedCase("no tenant records", TenantFacts(), .cannotTell),
        WorkedCase("exactly 72 hours is not yet too long", .pending(hours: [72, 1]), .sound),
        WorkedCase("two of three for longer", .pending(hours: [73, 500, 2]), .raises(["L1-ORPHANED": 2])),
    ]
}
