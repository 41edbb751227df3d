import Testing

@testable import DeviceTriangulation

/// States of devices that change hands: each row holds, just does not hold, and is not asked without its source.
struct HandoverStateTests {
    /// The state of one device from what its sources say; nil is "no source", an empty text "not in its list".
    private func state(
        tenant: String? = nil, ade: String? = nil, mdm: String? = nil, device: String? = nil,
        alive: Bool = false, change: (inout TriangulationPolicy) -> Void = { _ in }
    ) throws -> String? {
        var ledgers: [SourceLedger] = []
        let views: [(SourceRole, String?)] = [
            (.tenant, tenant), (.ade, ade), (.mdm, mdm), (.device, device),
        ]
        for (role, fields) in views {
            guard let fields else { continue }
            ledgers.append(
                fields.isEmpty
                    ? SourceLedger(role: role, shape: .plain) : SourceLedger(role, plain: ["C02A": fields]))
        }
        var policy = TriangulationPolicy(asOf: noon)
        change(&policy)
        return try FleetLedger.of(ledgers).states(policy, alive: alive ? ["C02A"] : [])["C02A"]
    }

    private static let assigned = #""status":"assigned","server":"S1""#
    private static let enrolled = #""enrolled":true,"contact":"2026-04-17T11:50:00Z""#

    // MARK: Swapped units

    @Test func swappedUnitIsToldUntilItEnrols() throws {
        #expect(try state(ade: #""ade":"assigned","replaced":true"#) == "replaced")
        #expect(try state(tenant: #""status":"assigned","replaced":true"#) == "replaced")
        #expect(try state(ade: #""ade":"empty","replaced":true"#, mdm: #""enrolled":false"#) == "replaced")
        #expect(try state(ade: #""ade":"pushed","replaced":true"#, mdm: Self.enrolled) == "enrolled")
        #expect(try state(ade: #""ade":"empty","replaced":false"#) == "no-ade-profile")
        #expect(try state(ade: #""ade":"empty""#) == "no-ade-profile")
    }

    // MARK: Migration

    @Test(arguments: [
        ("REQUESTED", "12:00:00", "migrating"), ("STARTED", "12:00:01", "migrating"),
        ("REQUESTED", "11:59:59", "migration-stuck"), ("STARTED", "11:59:59", "migration-stuck"),
        ("FAILED", "13:00:00", "migration-stuck"), ("SUCCESS", "11:00:00", "undetermined"),
        ("TELEPORTED", "11:00:00", "undetermined"),
    ])
    func migrationHasADeadline(_ word: String, _ deadline: String, _ expected: String) throws {
        let record = #""status":"assigned","migration":"\#(word)","deadline":\#(time(deadline))"#
        #expect(try state(tenant: record, alive: true) == expected)
    }

    @Test func migrationWithoutADeadlineIsNeverLate() throws {
        #expect(try state(tenant: #""migration":"STARTED""#) == "migrating")
        #expect(try state(tenant: #""migration":"STARTED""#) { $0.asOf = .max } == "migrating")
        #expect(try state(tenant: #""migration":"FAILED""#) == "migration-stuck")
    }

    @Test func deadlineMayStandInTheADEList() throws {
        let late = "\"ade\":\"assigned\",\"deadline\":\(time("11:00"))"
        #expect(try state(tenant: #""migration":"STARTED""#, ade: late) == "migration-stuck")
        #expect(
            try state(tenant: "\"migration\":\"STARTED\",\"deadline\":\(time("13:00"))", ade: late)
                == "migrating")
        #expect(try state(ade: late) == "not-activated")
    }

    // MARK: Check-in and Setup Assistant

    @Test func checkinThatBrokeOffIsTold() throws {
        #expect(try state(mdm: #""enrolled":false,"incomplete":true"#) == "checkin-incomplete")
        #expect(
            try state(
                ade: "\"ade\":\"pushed\",\"pushed\":\(time("10:00"))",
                mdm: #""enrolled":false,"incomplete":true"#)
                == "checkin-incomplete")
        #expect(
            try state(
                ade: "\"ade\":\"pushed\",\"pushed\":\(time("10:00"))",
                mdm: #""enrolled":false,"incomplete":false"#)
                == "pushed-no-checkin")
        #expect(try state(mdm: Self.enrolled + #","incomplete":false"#) == "enrolled")
        #expect(
            try state(
                tenant: #""status":"in_progress","profile":null"#, mdm: #""enrolled":false,"incomplete":true"#
            )
                == "enrolled-without-profile")
    }

    @Test(arguments: [
        ("11:29:59", "awaiting-configuration"), ("11:30:00", "enrolled"), ("11:59:00", "enrolled"),
    ])
    func setupAssistantHasHalfAnHour(_ enrolledAt: String, _ expected: String) throws {
        let record = Self.enrolled + ",\"awaiting\":true,\"enrolledAt\":\(time(enrolledAt))"
        #expect(try state(mdm: record) == expected)
    }

    @Test func heldDeviceIsTold() throws {
        #expect(try state(mdm: Self.enrolled + #","awaiting":true"#) == "awaiting-configuration")
        #expect(try state(mdm: Self.enrolled + #","awaiting":false"#) == "enrolled")
        #expect(try state(mdm: #""enrolled":false,"awaiting":true"#) == "undetermined")
        #expect(
            try state(tenant: Self.assigned, mdm: Self.enrolled + #","awaiting":true"#)
                == "awaiting-configuration")
    }

    // MARK: Sync feeds

    @Test func newestEventOfAFeedStands() throws {
        let events: KeyValuePairs = [
            "C02A": "\"op\":\"added\",\"ade\":\"assigned\",\"at\":\(time("09:00"))",
            "C02A ":
                "\"op\":\"modified\",\"ade\":\"removed\",\"at\":\(time("11:00")),\"assigned\":\(time("08:00"))",
            "c02a":
                "\"op\":\"modified\",\"ade\":\"pushed\",\"at\":\(time("10:00")),\"pushed\":\(time("11:30"))",
        ]
        let feed = try FleetLedger.of([SourceLedger(.ade, shape: .feed, plain: events)])
        #expect(feed.states() == ["C02A": "profile-removed"])
        #expect(feed.duplicates.isEmpty)
        let list = try FleetLedger.of([SourceLedger(.ade, plain: events)])
        #expect(list.states() == ["C02A": "duplicate-identity"])
    }

    @Test func deviceThatTheFeedTookAwayIsNotHere() throws {
        let gone = "\"op\":\"deleted\",\"ade\":\"assigned\",\"assigned\":\(time("08:00", day: 10))"
        #expect(try state(ade: gone, mdm: Self.enrolled) == "released-but-managed")
        #expect(try state(ade: gone, mdm: "", alive: true) == "undetermined")
        #expect(
            try state(tenant: #""status":"assigned","server":"S2""#, ade: gone, mdm: Self.enrolled) {
                $0.serverID = "S1"
            } == "wrong-server")
        #expect(try state(ade: #""op":"added","ade":"assigned""#, mdm: Self.enrolled) == "enrolled")
    }

    // MARK: Signs of life

    @Test func stockInBoxesIsNoFailure() throws {
        let waiting = "\"ade\":\"assigned\",\"assigned\":\(time("08:00", day: 10))"
        #expect(try state(ade: waiting, mdm: "") == "not-activated")
        #expect(try state(ade: waiting, mdm: "", alive: true) == "profile-waiting")
        #expect(try state(ade: waiting, device: #""status":"waiting_for_profile""#) == "profile-waiting")
        #expect(try state(ade: waiting, mdm: #""enrolled":false"#) == "profile-waiting")
        #expect(try state(tenant: #""status":"pending""#, ade: waiting) == "profile-waiting")
        #expect(try state(tenant: #""status":"assigned""#, ade: waiting) == "not-activated")
    }

    @Test func everyStateIsReached() throws {
        #expect(DeviceState.allCases.count == 26)
        #expect(DeviceState.allCases.filter { $0.isStuck && !$0.isDivergence }.isEmpty)
    }
}
