import Casework
import CustomDump
import Diagnosis
import ProbeKit
import Testing

/// An edge holds for what happened when the cause could have caused it.
struct TimingTests {
    private let throttled = Extent.windows([window(0, 10), window(60, 70)], noun: "throttled window")

    private func explained(
        _ cause: Extent, _ symptom: Extent, of devices: DeviceSet? = DeviceSet(0..<4),
        subject: Subject = Subject(.tenant, "tenant")
    ) -> [FindingCode: [Int]] {
        verdictOn(cause, symptom, devices, subject).explained(by: "L1-CAUSE")
    }

    private func verdictOn(
        _ cause: Extent, _ symptom: Extent, _ devices: DeviceSet?,
        _ subject: Subject = Subject(.tenant, "tenant")
    ) -> Verdict {
        verdict(
            finding("L1-CAUSE", explains: ["L2-STUCK"], subject: subject, extent: cause),
            finding("L2-STUCK", devices: devices, extent: symptom))
    }

    @Test func eventsInsideTheWindowsAreExplained() {
        let verdict = verdictOn(
            throttled, .moments(moments([0: 1, 1: 10, 2: 60, 3: 70]), noun: "missing callback"),
            DeviceSet(0..<4))
        expectNoDifference(verdict.explained(by: "L1-CAUSE"), ["L2-STUCK": [4, 4]])
        let words = "every missing callback falls inside a throttled window (4 of 4)"
        #expect(verdict.root("L1-CAUSE")?.arguments.map(\.text).contains(words) == true)
    }

    @Test func eventsOutsideBreakTheEdgeForTheirDevices() throws {
        let verdict = verdictOn(
            throttled, .moments(moments([0: 1, 1: 30, 2: 60, 3: 90]), noun: "missing callback"),
            DeviceSet(0..<4))
        expectNoDifference(verdict.explained(by: "L1-CAUSE"), ["L2-STUCK": [2, 4]])
        expectNoDifference(verdict.unexplainedCodes, ["L2-STUCK": [2, 4]])
        let root = try #require(verdict.root("L1-CAUSE"))
        #expect(
            root.arguments.map(\.text).contains(
                "50% of the missing callbacks fall inside a throttled window (2 of 4)"))
        #expect(root.against.map(\.text) == ["2 of the 4 subjects of L2-STUCK are not accounted for"])
    }

    @Test func theSlackIsTwoMinutesOnEitherSide() {
        let one = DeviceSet([0])
        for (minute, isInside) in [(-2, true), (-3, false), (12, true), (13, false), (58, true), (57, false)]
        {
            let found = explained(throttled, .moments(moments([0: minute]), noun: "event"), of: one)
            #expect(found.isEmpty != isInside, "minute \(minute)")
        }
    }

    @Test func overlappingWindowsHideNoOther() {
        let windows = [window(0, 100), window(10, 11), window(20, 21), window(30, 31)]
        let found = explained(
            .windows(windows, noun: "window"), .moments(moments([0: 50]), noun: "event"), of: [0])
        expectNoDifference(found, ["L2-STUCK": [1, 1]])
    }

    @Test func allEventsOutsideBreakTheEdge() {
        for devices in [DeviceSet([0, 1]), nil] {
            let verdict = verdictOn(throttled, .moments(moments([0: 30, 1: 200]), noun: "event"), devices)
            #expect(verdict.explained(by: "L1-CAUSE").isEmpty)
            #expect(verdict.root("L1-CAUSE")?.against.map(\.text) == ["L2-STUCK does not fit in time"])
        }
    }

    @Test func aDeviceWithSeveralEventsFitsWithAnyOfThem() {
        let events = [
            Extent.Moment(device: 0, at: at(30)), .init(device: 0, at: at(5)), .init(device: 1, at: at(30)),
        ]
        expectNoDifference(
            explained(throttled, .moments(events, noun: "event"), of: [0, 1]), ["L2-STUCK": [1, 2]])
    }

    @Test func aMissingTimeFits() {
        expectNoDifference(explained(throttled, .unknown), ["L2-STUCK": [4, 4]])
        expectNoDifference(
            explained(.unknown, .moments(moments([0: 1]), noun: "event")), ["L2-STUCK": [4, 4]])
        expectNoDifference(explained(throttled, .moments([], noun: "event")), ["L2-STUCK": [4, 4]])
        expectNoDifference(
            explained(.standing(since: nil), .since(moments([0: 1]), noun: "state")), ["L2-STUCK": [4, 4]])
        expectNoDifference(
            explained(throttled, .moments(moments([0: 30]), noun: "event")), ["L2-STUCK": [3, 4]],
            "devices without a time stay")
    }

    @Test func eventsOfOtherDevicesAreNotCounted() {
        let verdict = verdict(
            finding("L1-CAUSE", devices: [0], explains: ["L2-STUCK"], extent: throttled),
            finding("L2-STUCK", devices: [0, 1], extent: .moments(moments([0: 5, 1: 30]), noun: "event")))
        let words = verdict.root("L1-CAUSE")?.arguments.map(\.text) ?? []
        #expect(words.contains("every event falls inside a throttled window (1 of 1)"))
    }

    @Test func aStateThatBeganAfterTheLastWindowIsNotExplained() {
        let states = Extent.since(moments([0: -500, 1: 5, 2: 72, 3: 73]), noun: "assigned device")
        expectNoDifference(explained(throttled, states), ["L2-STUCK": [3, 4]])
    }

    @Test(arguments: [Subject(.token, "server"), Subject(.tenant, "tenant")])
    func aTokenExplainsOnlyWhatBeganAfterTheLastGoodSync(_ subject: Subject) {
        let states = Extent.since(moments([0: 9, 1: 7, 2: 11, 3: 500]), noun: "assigned device")
        expectNoDifference(
            explained(.standing(since: at(10)), states, subject: subject), ["L2-STUCK": [3, 4]])
    }

    @Test(arguments: [
        Subject(.path, "gateway"), .fleet, Subject(.certificate, "push"), Subject(.webhook, "hook"),
    ])
    func anotherStandingConditionAlsoHoldsUpWhatWasAssignedBefore(_ subject: Subject) {
        let states = Extent.since(moments([0: 0, 1: 1, 2: 11, 3: 500]), noun: "assigned device")
        expectNoDifference(
            explained(.standing(since: at(10)), states, subject: subject), ["L2-STUCK": [4, 4]])
    }

    @Test(arguments: [Subject(.path, "gateway"), Subject(.token, "server")])
    func noStandingConditionExplainsAnEventBeforeTheLastProof(_ subject: Subject) {
        let events = Extent.moments(moments([0: 0, 1: 7, 2: 8, 3: 500]), noun: "event")
        expectNoDifference(
            explained(.standing(since: at(10)), events, subject: subject), ["L2-STUCK": [2, 4]])
    }

    @Test func aStretchThatWasOverBeforeIsNotExplained() {
        for cause in [Extent.windows([window(60, 70)], noun: "window"), .standing(since: at(60))] {
            #expect(explained(cause, .windows([window(0, 57)], noun: "silence")).isEmpty)
            expectNoDifference(
                explained(cause, .windows([window(0, 58)], noun: "silence")), ["L2-STUCK": [4, 4]])
            expectNoDifference(
                explained(cause, .windows([window(0, 5), window(90, 95)], noun: "silence")),
                ["L2-STUCK": [4, 4]])
        }
    }

    @Test func theEndsOfTimeTrapNothing() {
        let ends = [
            Extent.Moment(device: 0, at: Instant(microseconds: .min)),
            .init(device: 1, at: .init(microseconds: .max)),
        ]
        for cause in [
            throttled, .standing(since: Instant(microseconds: .min)),
            .standing(since: Instant(microseconds: .max)),
        ] {
            for symptom in [Extent.moments(ends, noun: "event"), .since(ends, noun: "state")] {
                #expect(verdictOn(cause, symptom, [0, 1]).rootCodes == ["L1-CAUSE"])
            }
        }
        #expect(explained(.windows([], noun: "window"), .moments(ends, noun: "event"), of: [0, 1]).isEmpty)
    }
}
