import Testing

@testable import DeviceTriangulation

struct StateHistoryTests {
    private static let pending = #""status":"pending","modified":"2026-04-15T08:00:00Z""#
    private static let enrolled = #""status":"enrolled","profile":"p""#

    /// Lists of the tenant, each a complete one taken at noon of its day.
    private func fleet(
        _ lists: [(day: Int, records: KeyValuePairs<String, String>)], isComplete: Bool = true,
        keepsHistory: Bool = true
    ) throws -> FleetLedger {
        var assembly = FleetAssembly()
        assembly.keepsHistory = keepsHistory
        let newest = lists.map(\.day).max() ?? 17
        for (file, list) in lists.enumerated() {
            let at = noon - Int64(17 - list.day) * day
            try assembly.add(
                SourceLedger(.tenant, file: UInt16(file), plain: list.records), file: UInt16(file),
                collected: ListCollection(at: at, isComplete: isComplete), isOlder: list.day < newest)
        }
        return assembly.finish()
    }

    private func history(_ fleet: FleetLedger) -> StateHistory {
        let policy = TriangulationPolicy(asOf: noon)
        return StateHistory(fleet, present: Triangulator.classify(fleet, policy: policy), policy: policy)
    }

    @Test func newestSnapshotDecidesAndNoOlderOneContradicts() throws {
        let old: KeyValuePairs = [
            "A": Self.pending + #","udid":"00008110-000A00000000001E""#, "B": Self.pending,
            "C": Self.enrolled,
        ]
        // A later time in the older list must not make it the newer one.
        let older: KeyValuePairs = [
            "A": #""status":"failed","modified":"2026-04-17T11:59:00Z""#, "B": "", "C": "",
        ]
        let new: KeyValuePairs = [
            "A": Self.enrolled + #","udid":"00008110-000B00000000001E""#, "B": Self.enrolled,
        ]
        for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
            let lists = [(day: 15, records: old), (16, older), (17, new)]
            let fleet = try fleet(order.map { lists[$0] })
            #expect(fleet.states() == ["A": "enrolled", "B": "enrolled", "C": "unknown"])
            #expect(fleet.udids(of: 0) == ["00008110-000B00000000001E"])
            #expect(!fleet.has(.tenant, 2))
        }
    }

    @Test func udidOfAnOlderListFillsAGap() throws {
        let udid = #","udid":"00008110-000A00000000001E""#
        let fleet = try fleet([(16, ["A": Self.pending + udid]), (17, ["A": Self.enrolled])])
        #expect(fleet.udid(of: 0) == "00008110-000A00000000001E")
        #expect(fleet.states() == ["A": "enrolled"])
    }

    @Test func listOfChangesReplacesOnlyWhatItNames() throws {
        let base: KeyValuePairs = ["A": Self.pending, "B": Self.enrolled, "C": Self.enrolled]
        let fleet = try fleet([(16, base), (17, ["A": Self.enrolled])])
        #expect(fleet.states() == ["A": "enrolled", "B": "enrolled", "C": "enrolled"])
        #expect(fleet.replacedFiles.isEmpty)
        let whole = try self.fleet([(16, base), (17, ["A": Self.enrolled, "B": Self.pending])])
        #expect(whole.replacedFiles == [0])
        let partial = try self.fleet(
            [(16, base), (17, ["A": Self.enrolled, "B": Self.enrolled])], isComplete: false)
        #expect(partial.replacedFiles.isEmpty)
        #expect(partial.states()["C"] == "enrolled")
    }

    @Test func listsOfOtherScopesAreParts() throws {
        var assembly = FleetAssembly()
        for (file, scope) in ["iPads", "Macs"].enumerated() {
            try assembly.add(
                SourceLedger(.tenant, file: UInt16(file), plain: ["A": Self.enrolled, "B": Self.enrolled]),
                file: UInt16(file),
                collected: ListCollection(at: noon + Int64(file), isComplete: true, scope: scope),
                isOlder: false)
        }
        #expect(assembly.finish().replacedFiles.isEmpty)
    }

    @Test func statesAreToldForEachMoment() throws {
        let fleet = try fleet([
            (15, ["A": Self.pending, "B": Self.enrolled]), (16, ["A": Self.enrolled, "B": Self.enrolled]),
            (17, ["A": Self.enrolled, "B": #""status":"unassigned""#, "C": Self.enrolled]),
        ])
        #expect(fleet.moments == [noon - 2 * day, noon - day, noon])
        let history = history(fleet)
        #expect(history.snapshots.map { $0.state(of: 0)?.name } == ["undetermined", "enrolled", "enrolled"])
        #expect(history.snapshots.map { $0.state(of: 2)?.name } == [nil, nil, "enrolled"])
        #expect(history.snapshots.map { $0.isWaiting(0) } == [true, false, false])
        let changes = history.transitions.changes.map {
            "\($0.from?.name ?? "-") > \($0.to?.name ?? "-") \($0.count)"
        }
        #expect(changes == ["undetermined > enrolled 1", "enrolled > unassigned 1", "- > enrolled 1"])
        #expect(history.transitions.unchanged == 2)
        #expect(history.transitions[.undetermined, .enrolled] == 1)
        let a = try #require(history.change(of: 0))
        #expect(a.after == noon - 2 * day && a.by == noon - day)
        let c = try #require(history.change(of: 2))
        #expect(c.after == noon - day && c.by == noon)
        #expect(history.change(of: 99) == nil)
    }

    @Test func momentNeedsEverySource() throws {
        var assembly = FleetAssembly()
        assembly.keepsHistory = true
        let lists: [(SourceRole, Int64)] = [
            (.tenant, noon - day), (.tenant, noon - 2 * hour), (.mdm, noon - hour), (.tenant, noon - minute),
            (.mdm, noon),
        ]
        for (file, list) in lists.enumerated() {
            try assembly.add(
                SourceLedger(
                    list.0, file: UInt16(file), plain: ["A": #""status":"enrolled","enrolled":true"#]),
                file: UInt16(file), collected: ListCollection(at: list.1, isComplete: true), isOlder: false)
        }
        // The tenant alone, a day before, is no moment: the MDM had not spoken.
        #expect(assembly.finish().moments == [noon - hour, noon])
    }

    @Test func withoutHistoryThePresentIsTheSame() throws {
        let lists: [(Int, KeyValuePairs<String, String>)] = [
            (16, ["A": Self.pending, "B": Self.pending]), (17, ["A": Self.enrolled, "B": Self.pending]),
        ]
        let kept = try fleet(lists)
        let dropped = try fleet(lists, keepsHistory: false)
        #expect(kept.states() == dropped.states())
        #expect(dropped.moments.isEmpty)
        #expect(history(dropped).snapshots.count == 1)
        #expect(dropped.asAt(noon - day).states() == dropped.states())
    }

    @Test func feedIsReadUpToTheMoment() throws {
        var assembly = FleetAssembly()
        assembly.keepsHistory = true
        try assembly.add(
            SourceLedger(
                .ade, shape: .feed,
                plain: [
                    "A": "\"op\":\"added\",\"ade\":\"empty\",\"at\":\(time("09:00"))",
                    "A ": "\"op\":\"modified\",\"ade\":\"removed\",\"at\":\(time("11:00"))",
                ]))
        let fleet = assembly.finish()
        #expect(fleet.states() == ["A": "profile-removed"])
        #expect(fleet.asAt(noon - hour).states() == ["A": "profile-removed"])
        #expect(fleet.asAt(noon - hour - 1).states() == ["A": "no-ade-profile"])
        #expect(fleet.asAt(noon - 4 * hour).states() == ["A": "unknown"])
    }

    @Test func feedBringsAnOlderListUpToDate() throws {
        let event = "\"op\":\"modified\",\"ade\":\"removed\",\"at\":"
        for (clock, expected) in [("11:00", "profile-removed"), ("07:00", "no-ade-profile")] {
            var assembly = FleetAssembly()
            let list = ListCollection(at: noon - 3 * hour, isComplete: true)
            // A later time in the record of the list does not make the list newer.
            let whole = SourceLedger(
                .ade, file: 0, shape: .feed, plain: ["A": "\"ade\":\"empty\",\"modified\":\(time("11:59"))"])
            try assembly.add(whole, file: 0, collected: list, isOlder: true)
            try assembly.add(
                SourceLedger(.ade, file: 1, shape: .feed, plain: ["A": event + time(clock)]), file: 1,
                collected: ListCollection(at: noon, isComplete: true), isOlder: false)
            let fleet = assembly.finish()
            #expect(fleet.states() == ["A": expected])
            #expect(fleet.replacedFiles.isEmpty)
        }
    }

    @Test func newerListOfAFeedsKindReplacesTheOlderOne() throws {
        var assembly = FleetAssembly()
        let lists: [KeyValuePairs<String, String>] = [
            ["A": #""ade":"assigned""#, "B": #""ade":"assigned""#], ["A": #""ade":"empty""#],
        ]
        for (file, records) in lists.enumerated() {
            try assembly.add(
                SourceLedger(.ade, file: UInt16(file), shape: .feed, plain: records), file: UInt16(file),
                collected: ListCollection(at: noon + Int64(file), isComplete: true), isOlder: file == 0)
        }
        let fleet = assembly.finish()
        #expect(fleet.replacedFiles == [0])
        #expect(fleet.states() == ["A": "no-ade-profile", "B": "unknown"])
    }
}
