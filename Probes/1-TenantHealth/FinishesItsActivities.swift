import CaseReading
import Casework
package import ProbeKit

/// Asks whether assignments that were handed to Apple were carried out.
///
/// Needs: the tenant's device activities.    Source: AE 1.4, AE 7 row 6.
/// Rules: 1. `FAILED`, `STOPPED`, or `COMPLETED` with error, with failure or with failed post-processing: failed, with the
///        serials and reasons of its result file.  2. failed rows in a result file without its activity: failed.
///        3. `IN_PROGRESS` for more than an hour when it was last read: stuck.  4. else sound.
package struct FinishesItsActivities: Probe {
    package static let card = ProbeCard(
        "tenant-health.activities", layer: .tenantHealth,
        asks: "Were assignments that were handed to Apple carried out?",
        needs: [Need(Supply(.activities), how: howToGetTheActivities)], raises: [failed, stuck])

    private static let howToGetTheActivities =
        "the tenant's activities: GET /v1/orgDeviceActivities/{id} of Apple's API, and the CSV at its downloadUrl, kind activities"

    package init() {}

    package func examine(_ facts: TenantFacts) -> Conclusion {
        guard !facts.activities.isEmpty else {
            return .cannotTell(because: "the evidence holds no activity", supply: Self.howToGetTheActivities)
        }
        let failed = facts.activities.filter(\.hasFailed)
        let stuck = facts.activities.filter { $0.isStuck(facts) }
        let claims = [
            failed.isEmpty ? nil : failure(failed, facts), stuck.isEmpty ? nil : standstill(stuck, facts),
        ]
        return .found(
            claims.compactMap { $0 },
            orSound: "\(facts.activities.count.counted("activity", "activities")) carried out or under way")
    }

    private func failure(_ activities: [DeviceActivity], _ facts: TenantFacts) -> Claim {
        let failures = activities.flatMap { $0.results?.failures ?? [] }
        var devices = DeviceSet(failures.compactMap(\.device))
        // Without its result file, all devices of an activity may be concerned.
        for activity in activities where activity.results == nil { devices = devices.union(activity.devices) }
        let now = activities.compactMap { $0.serverID.flatMap { facts.views.byServer[$0.lowercased()] } }
            .reduce(DeviceSet()) { $0.union($1) }.intersection(devices).count
        let reasons = failures.reduce(into: [String: Int]()) { $0[$1.reason ?? "no reason", default: 0] += 1 }
        let told = reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let words = told.prefix(3).map { "\($0.key) (\($0.value.grouped))" }.joined(separator: ", ")
        let ends = Set(activities.compactMap { $0.subStatus ?? $0.status }).sorted().joined(separator: ", ")
        let unread = activities.count { $0.results == nil }
        let count = activities.count.counted("activity", "activities")
        return Claim(
            "L1-ASSIGNMENT-FAILED",
            brief: failures.isEmpty
                ? "\(count) failed" : "assignment failed for \(failures.count.counted("device"))",
            detail: "\(count) ended badly\(ends.isEmpty ? "" : " (\(ends))")"
                + (failures.isEmpty ? "" : ", for \(failures.count.counted("device")): \(words)")
                + (unread > 0
                    ? ". The result file of \(unread.grouped) was not supplied, which names the devices" : "")
                + ".",
            subject: devices.isEmpty ? Subject(.tenant, "tenant") : .fleet,
            count: max(failures.count, activities.count),
            devices: devices.isEmpty ? nil : devices,
            extent: .standing(since: activities.compactMap(\.createdAt).min()),
            values: [
                "activities": .list(activities.prefix(20).map { .text($0.id) }),
                "reasons": .table(
                    Dictionary(told.prefix(20).map { ($0.key, .count($0.value)) }) { one, _ in one }),
                "serials": .list(failures.prefix(10).map { .text($0.serial) }),
            ],
            evidence: activities.prefix(3).flatMap { [$0.citation, $0.results?.citation].compactMap { $0 } },
            against: now == 0
                ? []
                : ["\(now.counted("of these devices is", "of these devices are")) assigned to the server now"]
        )
    }

    private func standstill(_ activities: [DeviceActivity], _ facts: TenantFacts) -> Claim {
        let oldest = activities.compactMap(\.createdAt).min()
        let devices = activities.reduce(DeviceSet()) { $0.union($1.devices) }
        return Claim(
            "L1-ASSIGNMENT-STUCK", brief: "\(activities.count.counted("activity", "activities")) stuck",
            detail: "\(activities.count.counted("activity is", "activities are")) in progress for more than "
                + "\(facts.thresholds.activityStuckMinutes) minutes"
                + (oldest.map { ", the oldest since \($0.minute)" } ?? "") + ".",
            subject: Subject(.tenant, "tenant"), count: activities.count,
            devices: devices.isEmpty ? nil : devices,
            extent: .standing(since: oldest),
            values: ["activities": .list(activities.prefix(20).map { .text($0.id) })],
            evidence: activities.prefix(3).map(\.citation))
    }
}

extension DeviceActivity {
    private static let badEnds: Set<String> = [
        "COMPLETED_WITH_ERROR", "COMPLETED_WITH_FAILURE", "COMPLETED_POST_PROCESSING_FAILED",
    ]

    var hasFailed: Bool {
        ["FAILED", "STOPPED"].contains(status?.uppercased() ?? "")
            || Self.badEnds.contains(subStatus?.uppercased() ?? "")
            || results?.failures.isEmpty == false
    }

    func isStuck(_ facts: TenantFacts) -> Bool {
        guard status?.uppercased() == "IN_PROGRESS", !hasFailed, let createdAt else { return false }
        return (observedAt ?? facts.asOf).since(createdAt) > .minutes(facts.thresholds.activityStuckMinutes)
    }
}

extension FinishesItsActivities {
    private static let explained: [Edge] = ["L2-UNASSIGNED", "L2-WRONG-SERVER"]

    static let failed = FindingCard(
        "L1-ASSIGNMENT-FAILED", "An assignment that Apple accepted was not carried out", severity: .high,
        basis: .published("AE 1.4"),
        meaning: """
            Apple accepts an assignment at once and works it off later; only the activity's subStatus and the CSV at its
            downloadUrl say what became of each device. An activity is kept for 30 days. Portals and scripts that stop at the
            first answer show devices as assigned that are not.
            """, explains: explained,
        remedy: Remedy(
            .tenant, "Correct what the result file names, and assign the listed serials again.",
            steps: [
                "Read the CSV at downloadUrl: it holds a row and a reason for each device.",
                "Assign again, and wait for COMPLETED_WITH_SUCCESS; then read assignedServer of a few devices.",
            ], references: ["AE 1.4", "AE 7 row 6"]))

    static let stuck = FindingCard(
        "L1-ASSIGNMENT-STUCK", "An assignment has been in progress for too long", severity: .medium,
        basis: .published("AE 1.4"),
        meaning: """
            Activities of a thousand devices are done within minutes; one that is IN_PROGRESS for more than an hour is not. The
            hour is our figure: Apple publishes none.
            """, explains: explained,
        remedy: Remedy(
            .tenant,
            "Read the activity again; if it does not move, ask Apple with its id, and do not send it twice.",
            references: ["AE 1.4"]))

    package static let workedCases: [WorkedCase<TenantFacts>] = [
        WorkedCase("no activities", TenantFacts(), .cannotTell),
        WorkedCase("an empty list", .acting([]), .cannotTell),
        WorkedCase("carried out", .acting([.ended("COMPLETED_WITH_SUCCESS")]), .sound),
        WorkedCase("under way for an hour", .acting([.running(minutes: 60)]), .sound),
        WorkedCase(
            "under way for longer", .acting([.running(minutes: 61)]), .raises(["L1-ASSIGNMENT-STUCK": 1])),
        WorkedCase(
            "ended with errors, no file", .acting([.ended("COMPLETED_WITH_ERROR")]),
            .raises(["L1-ASSIGNMENT-FAILED": 1])),
        WorkedCase(
            "ended with errors for two devices",
            .acting([.ended("COMPLETED_WITH_ERROR", failing: ["ZZTEST000001", "ZZTEST000002"])]),
            .raises(["L1-ASSIGNMENT-FAILED": 2])),
        WorkedCase(
            "one stopped, one stuck", .acting([.ended(nil, status: "STOPPED"), .running(minutes: 600)]),
            .raises(["L1-ASSIGNMENT-FAILED": 1, "L1-ASSIGNMENT-STUCK": 1])),
    ]
}
