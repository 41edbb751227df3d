import OpenFormats
import Testing

@testable import DeviceTriangulation

struct DeviceStateTests {
    /// The state of one device from what its sources say; nil is "no source", an empty text "not in its list".
    private func state(
        tenant: String? = nil, ade: String? = nil, mdm: String? = nil, device: String? = nil,
        alive: Bool = false,
        change: (inout TriangulationPolicy) -> Void = { _ in }
    ) throws -> String? {
        var ledgers: [SourceLedger] = []
        func add(_ role: SourceRole, _ dialect: DeviceDialect, _ name: String, _ fields: String?) {
            guard let fields else { return }
            ledgers.append(
                SourceLedger(role, dialect, fields.isEmpty ? [] : ["{\"\(name)\":\"C02A\",\(fields)}"]))
        }
        add(.tenant, .fieldGuide, "serialNumber", tenant)
        add(.ade, .generic, "serial", ade)
        add(.mdm, .generic, "serial", mdm)
        add(.device, .generic, "serial", device)
        var policy = TriangulationPolicy(asOf: noon)
        change(&policy)
        return try FleetLedger.of(ledgers).states(policy, alive: alive ? ["C02A"] : [])["C02A"]
    }

    private static let assigned =
        #""enrollmentStatus":"assigned","mdmProfileId":null,"lastModified":"2026-04-17T11:00:00Z""#
    private static let enrolled =
        #""enrollmentStatus":"enrolled","mdmProfileId":"p","lastModified":"2026-04-17T11:00:00Z""#
    private static let notEnrolled = #""enrolled":false"#
    private static let isEnrolled = #""enrolled":true,"lastContact":"2026-04-17T11:50:00Z""#

    private static func pending(_ time: String, _ sync: String = "ok") -> String {
        "\"enrollmentStatus\":\"pending\",\"abm_sync_status\":\"\(sync)\",\"lastModified\":\"2026-04-17T\(time)Z\""
    }

    // MARK: Throttled zombies and pending

    @Test(arguments: [
        ("11:56:59", "throttled_by_rate_limit", "throttled-zombie"),
        ("11:57:00", "throttled_by_rate_limit", "pending"),
        ("11:57:01", "throttled_by_rate_limit", "pending"), ("11:50:00", "ok", "pending"),
        ("11:45:01", "ok", "pending"),
        ("11:45:00", "ok", "undetermined"), ("10:00:00", "ok", "undetermined"), ("12:05:00", "ok", "pending"),
    ])
    func pendingDeviceAges(_ time: String, _ sync: String, _ expected: String) throws {
        #expect(try state(tenant: Self.pending(time, sync)) == expected)
    }

    @Test func pendingMayStandInOwnershipAlone() throws {
        let throttled =
            #""ownershipState":"PENDING","abm_sync_status":"throttled_by_rate_limit","lastModified":"2026-04-17T11:00:00Z""#
        #expect(try state(tenant: throttled) == "throttled-zombie")
        #expect(
            try state(tenant: #""enrollmentStatus":"enrolled","mdmProfileId":"p","# + throttled) == "enrolled"
        )
    }

    @Test func pendingLastsAsLongAsTheSyncInterval() throws {
        #expect(try state(tenant: Self.pending("11:31:00")) { $0.syncInterval = 1_800_000_000 } == "pending")
        #expect(
            try state(tenant: Self.pending("11:30:00")) { $0.syncInterval = 1_800_000_000 } == "undetermined")
    }

    @Test func ageFallsBackToAssignment() throws {
        let old =
            #""enrollmentStatus":"pending","abm_sync_status":"throttled_by_rate_limit","assignedAt":"2026-04-17T11:00:00Z""#
        #expect(try state(tenant: old) == "throttled-zombie")
        #expect(try state(tenant: old + #","lastModified":"2026-04-17T11:59:00Z""#) == "pending")
    }

    @Test func withoutATimeNothingIsSaidOfAges() throws {
        let timeless = #""enrollmentStatus":"pending","abm_sync_status":"throttled_by_rate_limit""#
        #expect(try state(tenant: timeless) == "undetermined")
        let fleet = try FleetLedger.of([SourceLedger(.tenant, .fieldGuide, [tenantRecord(timeless)])])
        #expect(Triangulator.classify(fleet, policy: TriangulationPolicy(asOf: noon)).withoutAge == 1)
    }

    // MARK: Enrolled without profile

    @Test func tenantSaysEnrolledAndNoProfileIsThere() throws {
        for status in ["enrolled", "in_progress"] {
            let null = "\"enrollmentStatus\":\"\(status)\",\"mdmProfileId\":null"
            let named = "\"enrollmentStatus\":\"\(status)\",\"mdmProfileId\":\"p\""
            #expect(try state(tenant: null) == "enrolled-without-profile")
            #expect(try state(tenant: null, mdm: Self.isEnrolled) == "enrolled-without-profile")
            #expect(try state(tenant: named, mdm: Self.notEnrolled) == "enrolled-without-profile")
            #expect(try state(tenant: named, mdm: "") == "enrolled-without-profile")
            #expect(try state(tenant: named, mdm: "") { $0.completeRoles = [.tenant] } == "unknown")
            #expect(try state(tenant: named, mdm: #""lastContact":null"#) != "enrolled-without-profile")
        }
        #expect(try state(tenant: #""enrollmentStatus":"enrolled""#) == "enrolled")
    }

    // MARK: Assigned, not enrolled

    @Test func assignedDeviceIsMissedWithASignOfLife() throws {
        #expect(try state(tenant: Self.assigned, mdm: Self.notEnrolled) == "assigned-not-enrolled")
        #expect(try state(tenant: Self.assigned, mdm: "", alive: true) == "assigned-not-enrolled")
        #expect(
            try state(tenant: Self.assigned, mdm: "", device: #""state":"waiting_for_profile""#)
                == "assigned-not-enrolled")
        #expect(try state(tenant: Self.assigned, mdm: "") == "not-activated")
        #expect(try state(tenant: Self.assigned, alive: true) == "undetermined")
        #expect(try state(tenant: Self.assigned, mdm: Self.isEnrolled) == "undetermined")
        #expect(
            try state(tenant: Self.assigned, mdm: "", alive: true) { $0.completeRoles = [.tenant] }
                == "unknown")
        #expect(
            try state(
                tenant: #""enrollmentStatus":"assigned","lastModified":"2026-04-17T11:00:00Z""#,
                mdm: Self.notEnrolled) == "undetermined")
    }

    @Test(arguments: [
        ("11:44:59", "assigned-not-enrolled"), ("11:45:00", "undetermined"), ("11:59:00", "undetermined"),
    ])
    func assignedDeviceHasItsGrace(_ time: String, _ expected: String) throws {
        let record =
            "\"enrollmentStatus\":\"assigned\",\"mdmProfileId\":null,\"lastModified\":\"2026-04-17T\(time)Z\""
        #expect(try state(tenant: record, mdm: Self.notEnrolled) == expected)
    }

    // MARK: Published rows

    @Test func deviceOfTheMDMIsMissingFromTheTenant() throws {
        #expect(try state(tenant: "", mdm: Self.isEnrolled) == "unknown-to-tenant")
        #expect(try state(tenant: "", mdm: Self.isEnrolled + #","ade":true"#) == "unknown-to-tenant")
        #expect(try state(tenant: "", mdm: Self.isEnrolled + #","ade":false"#) == "enrolled")
        #expect(try state(tenant: "", mdm: Self.notEnrolled) == "undetermined")
        #expect(try state(tenant: "", mdm: Self.isEnrolled) { $0.completeRoles = [.mdm] } == "unknown")
        #expect(try state(mdm: Self.isEnrolled) == "enrolled")
    }

    @Test func releasedDeviceIsStillManaged() throws {
        let released = #""enrollmentStatus":"released""#
        #expect(try state(tenant: released, mdm: Self.isEnrolled) == "released-but-managed")
        #expect(try state(tenant: released, mdm: Self.notEnrolled) == "undetermined")
    }

    @Test func serverIsJudgedOnlyWhereItIsNamed() throws {
        let own: (inout TriangulationPolicy) -> Void = { $0.serverID = "9b1c" }
        #expect(try state(tenant: Self.enrolled + #","mdmServerId":"9B1C""#, change: own) == "enrolled")
        #expect(try state(tenant: Self.enrolled + #","mdmServerId":"OTHER""#, change: own) == "wrong-server")
        #expect(try state(tenant: Self.enrolled + #","mdmServerId":"OTHER""#) == "enrolled")
        #expect(try state(tenant: Self.enrolled, change: own) == "enrolled")
        #expect(try state(tenant: #""mdmServerId":null"#) == "unassigned")
        #expect(try state(tenant: #""mdmServerId":null,"enrollmentStatus":"pending""#) == "unassigned")
        #expect(try state(tenant: Self.enrolled + #","mdmServerId":null"#) == "enrolled")
        #expect(try state(tenant: #""enrollmentStatus":"unassigned""#) == "unassigned")
    }

    @Test func deviceOfTheADEListIsMissingFromTheMDM() throws {
        let ade = #""profileStatus":"pushed","assignedAt":"2026-04-17T10:00:00Z""#
        #expect(try state(ade: ade, mdm: "", alive: true) == "unknown-to-mdm")
        #expect(try state(ade: ade, mdm: "", alive: true) { $0.completeRoles = [.ade] } == "unknown")
        #expect(
            try state(
                ade: #""profileStatus":"pushed","assignedAt":"2026-04-17T11:50:00Z""#, mdm: "", alive: true)
                == "undetermined")
        let tenant = #""mdmServerId":"9B1C","lastModified":"2026-04-17T11:00:00Z""#
        #expect(try state(tenant: tenant, mdm: "", alive: true) { $0.serverID = "9B1C" } == "unknown-to-mdm")
        #expect(try state(tenant: tenant, mdm: "") { $0.serverID = "9B1C" } == "undetermined")
    }

    @Test func statusOfTheADEProfileDecides() throws {
        #expect(try state(ade: #""state":"removed""#, mdm: Self.isEnrolled) == "profile-removed")
        #expect(try state(ade: #""state":"EMPTY""#) == "no-ade-profile")
        let pushed = #""state":"pushed","pushedAt":"2026-04-17T11:29:00Z""#
        #expect(try state(ade: pushed, mdm: "") == "pushed-no-checkin")
        #expect(try state(ade: pushed, mdm: Self.notEnrolled) == "pushed-no-checkin")
        #expect(try state(ade: pushed, mdm: Self.isEnrolled) == "enrolled")
        #expect(
            try state(ade: #""state":"pushed","pushedAt":"2026-04-17T11:31:00Z""#, mdm: Self.notEnrolled)
                == "undetermined")
        let waiting = #""state":"assigned","assignedAt":"2026-04-16T11:00:00Z""#
        #expect(try state(ade: waiting, alive: true) == "profile-waiting")
        #expect(try state(ade: waiting) == "not-activated")
        #expect(try state(ade: waiting, mdm: Self.isEnrolled) == "enrolled")
    }

    @Test func silentDeviceIsStale() throws {
        #expect(try state(mdm: #""enrolled":true,"lastContact":"2026-04-10T11:59:59Z""#) == "stale-contact")
        #expect(try state(mdm: #""enrolled":true,"lastContact":"2026-04-10T12:00:00Z""#) == "enrolled")
        #expect(try state(mdm: #""enrolled":true"#) == "enrolled")
        #expect(try state(mdm: #""enrolled":false,"lastContact":"2026-01-01T00:00:00Z""#) == "undetermined")
    }

    @Test func refusedAssignmentIsTold() throws {
        for (word, expected) in [
            ("FAILED", "assign-refused"), ("THROTTLED", "assign-refused"),
            ("NOT_ACCESSIBLE", "assign-refused"), ("SUCCESS", "not-activated"),
        ] {
            let record =
                "{\"serial_number\":\"C02A\",\"profile_status\":\"assigned\",\"last_assignment_status\":\"\(word)\",\"device_assigned_by\":\"x\"}"
            #expect(try FleetLedger.of([SourceLedger(.ade, .iru, [record])]).states() == ["C02A": expected])
        }
    }

    // MARK: What is left

    @Test func agreeingViewsAreEnrolled() throws {
        #expect(
            try state(tenant: Self.enrolled, mdm: Self.isEnrolled, device: #""state":"enrolled""#)
                == "enrolled")
        #expect(try state(tenant: Self.enrolled) == "enrolled")
        #expect(
            try state(tenant: #""enrollmentStatus":"assigned","mdmProfileId":"p""#, mdm: Self.isEnrolled)
                == "enrolled")
        #expect(
            try state(tenant: Self.enrolled, mdm: Self.isEnrolled, device: #""state":"waiting_for_profile""#)
                == "undetermined")
        #expect(try state(tenant: #""enrollmentStatus":"failed""#, mdm: Self.isEnrolled) == "undetermined")
        #expect(try state(tenant: #""enrollmentStatus":"Teleporting""#) == "undetermined")
        #expect(try state(device: #""state":"enrolled""#) == "enrolled")
    }

    @Test func changeBetweenCollectionsIsInFlight() throws {
        let earlier: (inout TriangulationPolicy) -> Void = { $0.collectedAt[.mdm] = noon - 7_200_000_000 }
        let later: (inout TriangulationPolicy) -> Void = { $0.collectedAt[.mdm] = noon - 60_000_000 }
        #expect(try state(tenant: Self.assigned, mdm: Self.notEnrolled, change: earlier) == "in-flight")
        #expect(
            try state(tenant: Self.assigned, mdm: Self.notEnrolled, change: later) == "assigned-not-enrolled")
        #expect(try state(tenant: Self.enrolled, mdm: "", change: earlier) == "in-flight")
        #expect(try state(tenant: Self.enrolled, mdm: Self.isEnrolled, change: earlier) == "enrolled")
        let justNow = #""enrolled":true,"enrolledAt":"2026-04-17T11:55:00Z""#
        #expect(
            try state(tenant: "", mdm: justNow) { $0.collectedAt[.tenant] = noon - 600_000_000 }
                == "in-flight")
        #expect(
            try state(mdm: justNow, device: #""state":"waiting_for_profile","at":"2026-04-17T11:54:00Z""#)
                == "in-flight")
        #expect(
            try state(mdm: justNow, device: #""state":"waiting_for_profile","at":"2026-04-17T11:56:00Z""#)
                == "undetermined")
    }

    @Test func earlierRowWins() throws {
        let zombie = Self.pending("10:00:00", "throttled_by_rate_limit")
        #expect(
            try state(tenant: zombie + #","mdmServerId":"OTHER""#) { $0.serverID = "9B1C" } == "wrong-server")
        #expect(try state(tenant: zombie, ade: #""state":"empty""#) == "throttled-zombie")
        #expect(
            try state(tenant: #""enrollmentStatus":"enrolled","mdmProfileId":null"#, ade: #""state":"empty""#)
                == "no-ade-profile")
    }

    @Test func stateNamesAreCodes() {
        #expect(DeviceState.allCases.map(\.name).allSatisfy { DeviceState(name: $0)?.name == $0 })
        #expect(Set(DeviceState.allCases.map(\.name)).count == DeviceState.allCases.count)
        #expect(DeviceState(name: "L2-PENDING") == nil)
    }

    @Test func extremeTimesDoNotTrap() throws {
        for clock in [Int64.min, .max] {
            #expect(try state(tenant: Self.assigned, mdm: Self.notEnrolled) { $0.asOf = clock } != nil)
            #expect(
                try state(ade: #""state":"pushed","pushedAt":"0001-01-01T00:00:00Z""#, mdm: "") {
                    $0.asOf = clock
                } != nil)
        }
    }
}
