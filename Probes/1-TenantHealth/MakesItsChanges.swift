import CaseReading
import Casework
package import ProbeKit

/// Asks whether changes to devices, services and API accounts failed in the tenant.
///
/// Needs: Apple's audit events.    Source: AE 1.4 `auditEvents`.
/// Rules: 1. an event with the outcome `FAILURE` that concerns a device, a device management service or an API account: broken.
///        2. events, and none of that kind: sound.  3. the field guide's log tells none of it: cannot tell.
package struct MakesItsChanges: Probe {
    package static let card = ProbeCard(
        "tenant-health.audit-failures", layer: .tenantHealth,
        asks: "Did changes to devices, services or API accounts fail?",
        needs: [Need(Supply(.audit), how: howToGetAppleAudit)], raises: [failure])

    private static let howToGetAppleAudit =
        "Apple's audit events: GET /v1/auditEvents?filter[startTimestamp]=…&filter[endTimestamp]=…, kind audit, dialect axm"

    package init() {}

    package func examine(_ facts: TenantFacts) -> Conclusion {
        guard facts.audit.publishedEvents > 0 else {
            return .cannotTell(
                because: "the audit log holds no event of Apple's API", supply: Self.howToGetAppleAudit)
        }
        let failures = facts.audit.failures.filter(\.concernsEnrolment)
        guard let first = failures.first, let last = failures.last else {
            return .sound("no failed change in \(facts.audit.publishedEvents.counted("audit event"))")
        }
        let byType = failures.reduce(into: [String: Int]()) { $0[$1.type, default: 0] += 1 }
        let told = byType.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(4)
            .map { "\($0.key) (\($0.value.grouped))" }.joined(separator: ", ")
        let actors = Set(failures.compactMap(\.actor)).sorted()
        let devices = DeviceSet(failures.compactMap(\.device))
        return .found(
            Claim(
                "L1-AUDIT-FAILURE", brief: "\(failures.count.counted("change")) failed in the tenant",
                detail:
                    "\(failures.count.grouped) of \(facts.audit.publishedEvents.counted("audit event")) are failed changes to "
                    + "devices, services or API accounts, from \(first.at.minute) to \(last.at.minute): \(told)."
                    + (actors.isEmpty ? "" : " Made by \(actors.prefix(3).joined(separator: ", "))."),
                subject: Subject(.tenant, "tenant"), count: failures.count,
                devices: devices.isEmpty ? nil : devices,
                extent: .windows([TimeWindow(first.at, last.at)], noun: "stretch of failed changes"),
                values: [
                    "byType": .table(byType.mapValues { .count($0) }),
                    "actors": .list(actors.prefix(10).map { .text($0) }),
                ], evidence: failures.prefix(3).map(\.citation)))
    }
}

extension AuditTrail.FailureEvent {
    /// Devices, the services that they are assigned to, and the accounts that assign them.
    fileprivate var concernsEnrolment: Bool {
        let words = [type, category ?? "", subjectType ?? ""].map { $0.uppercased() }
        return words.contains { word in
            ["DEVICE", "SERVER", "API_ACCOUNT", "MDM"].contains { word.contains($0) }
        }
    }
}

extension MakesItsChanges {
    static let failure = FindingCard(
        "L1-AUDIT-FAILURE", "Changes to devices, services or API accounts failed in the tenant",
        severity: .medium,
        basis: .published("AE 1.4"),
        meaning: """
            Apple's audit log notes who changed what, and whether it went well. A failed assignment or a failed change of a
            service or API account stands here even if the caller never looked.
            """,
        explains: [Edge("L2-UNASSIGNED", ceiling: .medium), Edge("L2-WRONG-SERVER", ceiling: .medium)],
        remedy: Remedy(
            .tenant, "Ask the actor that is named, and make the change again.",
            references: ["AE 1.4"]))

    package static let workedCases: [WorkedCase<TenantFacts>] = [
        WorkedCase("no audit log", TenantFacts(), .cannotTell),
        WorkedCase("the field guide's log", .audited([.send(0, minute: 1)]), .cannotTell),
        WorkedCase("no change failed", .changing([]), .sound),
        WorkedCase("a failed change of something else", .changing([("USER_CREATED", nil)]), .sound),
        WorkedCase(
            "two failed assignments",
            .changing([("DEVICE_ASSIGNED_TO_SERVER", 1), ("DEVICE_ASSIGNED_TO_SERVER", 2)]),
            .raises(["L1-AUDIT-FAILURE": 2])),
        WorkedCase(
            "a failed API account", .changing([("API_ACCOUNT_CREATED", nil)]),
            .raises(["L1-AUDIT-FAILURE": 1])),
    ]
}
