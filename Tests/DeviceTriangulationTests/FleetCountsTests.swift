import Testing

@testable import DeviceTriangulation

struct FleetCountsTests {
    /// Twelve devices: the six of Lyon are stuck, five of Oslo and one without a place are enrolled.
    private func fleet() throws -> (FleetLedger, Triangulation) {
        var tenant = SourceLedger(role: .tenant, shape: .plain)
        var mdm = SourceLedger(role: .mdm, shape: .plain)
        func add(_ ledger: inout SourceLedger, _ text: String) throws {
            try ledger.append(record: Array(text.utf8), file: 0, number: 1)
        }
        for index in 0..<12 {
            let isStuck = index < 6
            let serial = "\"serial\":\"C\(10 + index)\""
            let model = index % 2 == 0 ? "Mac16,1" : "iPad14,1"
            let status =
                isStuck ? #""status":"assigned","profile":null"# : #""status":"enrolled","profile":"p""#
            let clock = isStuck ? "09:15" : "23:59:59"
            try add(
                &tenant,
                "{\(serial),\(status),\"model\":\"\(model)\",\"server\":\"S1\",\"by\":\"anna\",\"assigned\":\(time(clock, day: isStuck ? 17 : 16))}"
            )
            let site = index == 11 ? "null" : isStuck ? "\"Lyon\"" : "\"Oslo\""
            try add(&mdm, "{\(serial),\"enrolled\":\(!isStuck),\"os\":\"26.\(index / 6)\",\"site\":\(site)}")
        }
        let fleet = try FleetLedger.of([tenant, mdm])
        return (fleet, Triangulator.classify(fleet, policy: TriangulationPolicy(asOf: noon)))
    }

    @Test func devicesAreCountedByEveryDimension() throws {
        let (fleet, states) = try fleet()
        func counts(_ dimension: FleetDimension) -> [String] {
            FleetCounts(fleet, states, by: dimension).groups.map {
                "\($0.value ?? "-") \($0.total) \($0.divergent) \($0.healthy)"
            }
        }
        #expect(counts(.model) == ["Mac16,1 6 3 3", "iPad14,1 6 3 3"])
        #expect(counts(.server) == ["S1 12 6 6"])
        #expect(counts(.os) == ["26.0 6 6 0", "26.1 6 0 6"])
        #expect(counts(.site) == ["Lyon 6 6 0", "Oslo 5 0 5", "- 1 0 1"])
        #expect(counts(.assignedBy) == ["anna 12 6 6"])
        #expect(counts(.assignedHour) == ["2026-04-16 23Z 6 0 6", "2026-04-17 09Z 6 6 0"])
        #expect(counts(.day) == ["2026-04-16 6 0 6", "2026-04-17 6 6 0"])
        for dimension in FleetDimension.allCases {
            let groups = FleetCounts(fleet, states, by: dimension).groups
            #expect(groups.reduce(0) { $0 + $1.total } == fleet.count)
            #expect(groups.allSatisfy { $0.total == $0.byState.values.reduce(0, +) })
        }
    }

    @Test func whatTheStuckShareIsTold() throws {
        let (fleet, states) = try fleet()
        let found = FleetContrast.strongest(fleet, states)
        #expect(
            found.map { "\($0.dimension.name) \($0.value)" } == [
                "assigned-hour 2026-04-17 09Z", "os 26.0", "site Lyon",
            ])
        #expect(found.allSatisfy { $0.stuckShare == 1 && $0.healthyShare == 0 && $0.lift == nil })
        #expect(FleetContrast.strongest(fleet, states, limit: 1).count == 1)
        #expect(FleetContrast.strongest(fleet, states, limit: -1).isEmpty)
    }

    @Test func nothingIsToldWhereNobodyIsHealthy() throws {
        let alone = try FleetLedger.of([
            SourceLedger(.tenant, plain: ["A": #""status":"unassigned","model":"M""#])
        ])
        let states = Triangulator.classify(alone, policy: TriangulationPolicy(asOf: noon))
        #expect(FleetContrast.strongest(alone, states).isEmpty)
    }

    @Test(arguments: [
        (Int64(0), "1970-01-01", "1970-01-01 00Z"), (-1, "1969-12-31", "1969-12-31 23Z"),
        (951_782_400_000_000, "2000-02-29", "2000-02-29 00Z"), (noon, "2026-04-17", "2026-04-17 12Z"),
    ])
    func timesFallIntoTheirSpans(_ at: Int64, _ day: String, _ hour: String) {
        #expect(UTCHour(FleetLedger.floor(at, 86_400_000_000), span: 86_400_000_000).text == day)
        #expect(UTCHour(FleetLedger.floor(at, 3_600_000_000), span: 3_600_000_000).text == hour)
    }

    @Test func agesOfTheStuckFallIntoBuckets() throws {
        func record(_ time: String) -> String { #""status":"unassigned","modified":\#(time)"# }
        let fleet = try FleetLedger.of([
            SourceLedger(
                .tenant,
                plain: [
                    "A": record(time("11:00:01")), "B": record(time("11:00")),
                    "C": record(time("12:00", day: 16)), "D": record(time("12:00:01", day: 14)),
                    "E": record(time("12:00", day: 10)), "F": #""status":"unassigned""#,
                    "G": #""status":"enrolled","modified":"2020-01-01T00:00:00Z""#,
                ])
        ])
        let states = Triangulator.classify(fleet, policy: TriangulationPolicy(asOf: noon))
        let ages = StuckAges(fleet, states, asOf: noon).buckets
        #expect(ages.map(\.count) == [1, 1, 2, 0, 1, 1])
        #expect(ages.map(\.bucket.name).first == "under 1 h")
        #expect(StuckAges(fleet, states, asOf: .min).counts.reduce(0, +) == 6)
    }
}
