import CaseReading
import Casework
package import ProbeKit

/// Asks whether Apple still hears from the MDM server that devices are assigned to.
///
/// Needs: the tenant's list of device management services.    Source: AE 1.4, AE 7 rows 1 to 3.
/// Rules: 1. the case's server, else every MDM service that holds devices.  2. `status` other than `ACTIVE`: broken.
///        3. last connected longer ago than 24 hours and twice the sync interval: silent.  4. a list that tells neither
///        (School Manager's, and older ones) cannot tell.
package struct HearsFromItsServers: Probe {
    package static let card = ProbeCard(
        "tenant-health.mdm-servers", layer: .tenantHealth,
        asks: "Does Apple still hear from the MDM server?",
        needs: [Need(Supply(.mdmServers), how: howToGetTheServers)], raises: [silent])

    private static let howToGetTheServers =
        "the tenant's device management services: GET /v1/mdmServers/{id} of Apple's API, kind mdm-servers"

    package init() {}

    package func examine(_ facts: TenantFacts) -> Conclusion {
        let asked = Self.asked(facts)
        guard !asked.isEmpty else {
            return .cannotTell(
                because: facts.serverID == nil
                    ? "the list holds no MDM service with devices"
                    : "the list does not hold the case's server",
                supply: Self.howToGetTheServers)
        }
        let telling = asked.filter { $0.status != nil || $0.lastConnectedAt != nil }
        guard !telling.isEmpty else {
            return .cannotTell(
                because: "the list tells neither status nor lastConnectedDateTime",
                supply: Self.howToGetTheServers)
        }
        let claims = telling.compactMap { claim($0, facts) }
        return .found(
            claims,
            orSound: telling.compactMap { server in
                server.lastConnectedAt.map { "\(Self.name(server)) heard \(facts.asOf.since($0)) ago" }
            }.first ?? "\(telling.count.counted("MDM service")) active")
    }

    /// Rule 1.
    private static func asked(_ facts: TenantFacts) -> [MDMServer] {
        if let own = facts.serverID?.lowercased() {
            return facts.servers.filter { $0.id.lowercased() == own || $0.name?.lowercased() == own }
        }
        return facts.servers.filter { ($0.type ?? "MDM") == "MDM" && $0.deviceCount != 0 }
    }

    private static func name(_ server: MDMServer) -> String { server.name ?? server.id }

    private func claim(_ server: MDMServer, _ facts: TenantFacts) -> Claim? {
        let limit = max(
            Interval.hours(facts.thresholds.serverSilentHours), .minutes(2 * (facts.syncIntervalMinutes ?? 0))
        )
        let clock = server.observedAt ?? facts.asOf
        let isInactive = server.status.map { $0.uppercased() != "ACTIVE" } ?? false
        let silence = server.lastConnectedAt.map { clock.since($0) }
        let isSilent = silence.map { $0 > limit } ?? false
        guard isInactive || isSilent else { return nil }
        let name = Self.name(server)
        let devices = facts.views.byServer[server.id.lowercased()]
        var words: [String] = []
        if isInactive { words.append("is \(server.status ?? "")") }
        if let silence, isSilent { words.append("last talked to Apple \(silence) ago") }
        let count = server.deviceCount ?? devices?.count
        return Claim(
            "L1-MDM-SERVER-SILENT", brief: "\(name) \(words.joined(separator: " and "))",
            detail: "The device management service \(name) \(words.joined(separator: " and "))"
                + (server.lastConnectedAt.map {
                    " (\($0.minute)\(server.lastConnectedIP.map { " from \($0)" } ?? ""))"
                } ?? "")
                + (count.map { "; \($0.counted("device is", "devices are")) assigned to it" } ?? "") + ".",
            subject: Subject(.tenant, name), count: 1, devices: devices,
            extent: .standing(since: server.lastConnectedAt),
            values: [
                "server": .text(server.id), "status": server.status.map { .text($0) } ?? .absent,
                "lastConnected": server.lastConnectedAt.map { .text($0.description) } ?? .absent,
                "lastConnectedIp": server.lastConnectedIP.map { .text($0) } ?? .absent,
                "deviceCount": count.map { .count($0) } ?? .absent,
            ], evidence: [server.citation])
    }
}

extension HearsFromItsServers {
    static let silent = FindingCard(
        "L1-MDM-SERVER-SILENT", "Apple hears nothing from the MDM server", severity: .high,
        basis: .published("AE 1.4"),
        meaning: """
            The tenant notes when each device management service last talked to Apple. One that is silent for more than a day, or
            for two of its own sync intervals, gets no new devices and hands out no profiles; one that is INACTIVE or DELETED may
            not. The day is our figure.
            """,
        explains: [
            Edge("L2-UNKNOWN-TO-MDM", ceiling: .medium), Edge("L2-NO-ADE-PROFILE", ceiling: .medium),
            "L6-POLL-STALE",
        ],
        settle: Check("Start a sync in the MDM and read lastConnectedDateTime again."),
        remedy: Remedy(
            .mdm,
            "Find out why the MDM no longer asks Apple: terms, server token, outbound network, a stopped job.",
            steps: [
                "Start a sync in the MDM and read its log: T_C_NOT_SIGNED, token errors or time-outs name the cause.",
                "A service that was deleted in the portal needs a new one, and a new token for it.",
                "Look at the address it last came from: was the MDM moved?",
            ], references: ["AE 1.4", "AE 7 rows 1 to 3"]))

    package static let workedCases: [WorkedCase<TenantFacts>] = [
        WorkedCase("no list", TenantFacts(), .cannotTell),
        WorkedCase("a list that tells neither", .serving([.mdm("s1")]), .cannotTell),
        WorkedCase("heard an hour ago", .serving([.mdm("s1", status: "ACTIVE", hours: 1)]), .sound),
        WorkedCase("exactly a day is allowed", .serving([.mdm("s1", hours: 24)]), .sound),
        WorkedCase(
            "silent for 25 hours", .serving([.mdm("s1", hours: 25)]), .raises(["L1-MDM-SERVER-SILENT": 1])),
        WorkedCase(
            "silent for 25 hours, asks once a day",
            .serving([.mdm("s1", hours: 25)]) { $0.syncIntervalMinutes = 1440 }, .sound),
        WorkedCase(
            "deleted", .serving([.mdm("s1", status: "DELETED")]), .raises(["L1-MDM-SERVER-SILENT": 1])),
        WorkedCase(
            "another server is silent",
            .serving([.mdm("s1", hours: 1), .mdm("s2", hours: 900)]) { $0.serverID = "S1" }, .sound),
        WorkedCase(
            "a silent service without devices",
            .serving([.mdm("s1", hours: 1), .mdm("s2", hours: 900, devices: 0)]), .sound),
        WorkedCase(
            "the case's server is not in the list", .serving([.mdm("s1", hours: 1)]) { $0.serverID = "s9" },
            .cannotTell),
    ]
}
