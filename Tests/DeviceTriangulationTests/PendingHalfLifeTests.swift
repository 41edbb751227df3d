import Testing

@testable import DeviceTriangulation

struct PendingHalfLifeTests {
    private let second: Int64 = 1_000_000

    private func spells(ended: [Int64], waiting: [Int64] = []) -> PendingHalfLife {
        halfLife(
            ended.map { WaitSpell(least: $0 * second, most: $0 * second, hasEnded: true) }
                + waiting.map { WaitSpell(least: $0 * second, most: $0 * second, hasEnded: false) })
    }

    private func halfLife(_ spells: [WaitSpell], undated: Int = 0) -> PendingHalfLife {
        var lengths = WaitLengths()
        for spell in spells { lengths.append(spell) }
        return PendingHalfLife(lengths, undated: undated)
    }

    @Test func withoutWaitingDevicesItIsTheMedian() {
        #expect(spells(ended: [60, 90, 400]).seconds == 90)
        #expect(spells(ended: [400, 60]).seconds == 60)
        #expect(spells(ended: [5]).seconds == 5)
        #expect(spells(ended: []).seconds == nil)
        #expect(!spells(ended: []).isLowerBound)
    }

    @Test func waitingDevicesAreNotLeftOut() {
        // Kaplan and Meier by hand: 1 -> 4/5, 2 -> 4/5 * 3/4 = 3/5, 4 -> 3/5 * 1/2 = 3/10.
        #expect(spells(ended: [1, 2, 4], waiting: [3, 5]).seconds == 4)
        let stuck = spells(ended: [10, 20], waiting: [3600, 7200, 7200])
        #expect(stuck.median == nil)
        #expect(stuck.isLowerBound)
        #expect(stuck.seconds == 7200)
        #expect((stuck.ended, stuck.waiting) == (2, 3))
        #expect(spells(ended: [], waiting: [8]).seconds == 8)
        // An end comes before a wait of the same length that goes on.
        #expect(spells(ended: [7], waiting: [7]).seconds == 7)
    }

    @Test func boundsOfSnapshotsAreKept() {
        let between = halfLife(
            [
                WaitSpell(least: 0, most: 3600 * second, hasEnded: true),
                WaitSpell(least: 60 * second, most: 60 * second, hasEnded: true),
                WaitSpell(least: 3600 * second, most: 7200 * second, hasEnded: true),
            ], undated: 4)
        #expect(between.median == 3600 * second)
        #expect(between.atLeast == 60 * second)
        #expect(between.undated == 4)
    }

    @Test(arguments: [
        (Int64(0), "up to 90 s"), (90, "up to 90 s"), (91, "under 10 min"), (600, "under 1 h"),
        (3600, "under 1 day"), (86_400, "under 3 days"), (259_200, "under 7 days"),
        (604_800, "7 days and more"),
    ])
    func waitsFallIntoBuckets(_ seconds: Int64, _ name: String) {
        let histogram = spells(ended: [seconds], waiting: [seconds]).histogram
        #expect(histogram.filter { $0.ended == 1 && $0.waiting == 1 }.map(\.bucket.name) == [name])
        #expect(histogram.reduce(0) { $0 + $1.ended + $1.waiting } == 2)
    }

    @Test func extremeLengthsDoNotTrap() {
        let far = halfLife([WaitSpell(least: .min, most: .max, hasEnded: true)])
        #expect(far.median == Int64.max >> 1 && far.atLeast == 0)
    }

    @Test func waitsAreReadFromRecords() throws {
        let fleet = try FleetLedger.of([
            SourceLedger(
                .tenant,
                plain: [
                    "A": "\"status\":\"enrolled\",\"profile\":\"p\",\"assigned\":\(time("10:00"))",
                    "B": "\"status\":\"assigned\",\"profile\":null,\"assigned\":\(time("09:00"))",
                    "C": "\"status\":\"pending\",\"assigned\":\(time("01:00")),\"modified\":\(time("11:50"))",
                    "D": "\"status\":\"assigned\",\"profile\":null,\"assigned\":\(time("08:00"))",
                ]),
            SourceLedger(.ade, plain: ["E": "\"ade\":\"assigned\",\"assigned\":\(time("08:00", day: 1))"]),
            SourceLedger(
                .mdm,
                plain: [
                    "A": "\"enrolled\":true,\"enrolledAt\":\(time("10:01"))", "B": #""enrolled":false"#,
                    "E": #""enrolled":false"#,
                ]),
        ])
        let states = Triangulator.classify(fleet, policy: TriangulationPolicy(asOf: noon))
        let halfLife = fleet.pendingHalfLife(states, asOf: noon)
        // A took a minute; B waits three hours, C ten minutes; D lies in its box; E waits since nobody knows when.
        #expect((halfLife.ended, halfLife.waiting, halfLife.undated) == (1, 2, 1))
        #expect(halfLife.isLowerBound)
        #expect(halfLife.seconds == 10_800)
        #expect(fleet.pendingHalfLife(states, asOf: .min).seconds == 60)
    }

    @Test func waitsAreReadFromSnapshots() throws {
        var assembly = FleetAssembly()
        assembly.keepsHistory = true
        let pending = #""status":"pending""#
        let lists: [(Int64, KeyValuePairs<String, String>)] = [
            (noon - 2 * hour, ["A": pending, "B": pending]),
            (noon - hour, ["A": pending, "B": #""status":"enrolled","profile":"p""#]),
            (noon, ["A": pending, "B": #""status":"enrolled","profile":"p""#]),
        ]
        for (file, list) in lists.enumerated() {
            try assembly.add(
                SourceLedger(.tenant, file: UInt16(file), plain: list.1), file: UInt16(file),
                collected: ListCollection(at: list.0, isComplete: true), isOlder: file < 2)
        }
        let fleet = assembly.finish()
        let policy = TriangulationPolicy(asOf: noon)
        let states = Triangulator.classify(fleet, policy: policy)
        let history = StateHistory(fleet, present: states, policy: policy)
        let halfLife = fleet.pendingHalfLife(states, asOf: noon, history: history)
        // B was gone an hour after it was seen at most; A has been seen for two hours.
        #expect((halfLife.ended, halfLife.waiting, halfLife.undated) == (1, 1, 0))
        #expect(halfLife.median == hour)
        #expect(halfLife.atLeast == 0)
        #expect(fleet.pendingHalfLife(states, asOf: noon).undated == 1)
    }
}
