import CaseReading
import Casework
import ProbeKit
import Testing

@testable import CallbacksProbes

/// The claims of a probe about these facts.
private func claims(_ probe: some Probe<CallbackFacts>, _ facts: CallbackFacts) -> [Claim] {
    probe.examination(of: facts).findings.map(\.claim)
}

@Test func aMissingCallbackNamesItsDevicesAndMoments() throws {
    let facts = CallbackFacts.called(
        [
            .dropped(70, minute: 3), .sent(2, minute: 9), .sent(5, minute: 10),
            .sent(2, again: true, minute: 12),
        ],
        got: [.of(5)])
    let claim = try #require(claims(DeliversEveryCallback(), facts).first)
    #expect(claim.brief == "3 of 4 enrolment sessions never reached the MDM")
    #expect(claim.count == 3)
    #expect(claim.devices == DeviceSet([2, 70]))
    let start = CallbackFacts.start
    #expect(
        claim.extent
            == .moments(
                [.init(device: 2, at: start + .minutes(9)), .init(device: 70, at: start + .minutes(3))],
                noun: "missing callback"))
    #expect(claim.values["sent"] == 3)
    #expect(claim.values["dropped"] == 1)
    #expect(claim.values["received"] == 1)
    #expect(claim.values["missing"] == 3)
    #expect(claim.evidence.map(\.locator) == ["line 3", "line 9", "line 12"])
}

@Test func sessionsBeyondTheStoreAreSaidAgainstTheClaim() throws {
    let facts = CallbackFacts.called(
        [.sent(0, minute: 1), .sent(1, minute: 300), .dropped(2, minute: 400)], got: [.of(0, minute: 1)])
    let claim = try #require(claims(DeliversEveryCallback(), facts).first)
    #expect(claim.count == 2)
    #expect(claim.against.count == 1)
    #expect(claim.against.first?.hasPrefix("1 of the missing sessions lie outside") == true)
}

@Test func refusalsThatWereMadeGoodOnlyWarn() throws {
    let mended = CallbackFacts.got([.of(0, status: 401, minute: 1), .of(0, minute: 9)])
    let broken = CallbackFacts.got([.of(0, minute: 1), .of(0, status: 401, minute: 9)])
    #expect(AcceptsItsCallbacks().examination(of: mended).outcome == .warn)
    #expect(AcceptsItsCallbacks().examination(of: broken).outcome == .fail)
}

@Test func aRelayOnlyWarns() {
    let facts = CallbackFacts.called([.sent(0, minute: 1)], got: [.of(0, from: "203.0.113.9")])
    #expect(LetsItsSourcesIn().examination(of: facts).outcome == .warn)
}

@Test func aBacklogIsAWindow() throws {
    let facts = CallbackFacts.queued(every: 10, [0, 60, 70, 60, 0])
    let claim = try #require(claims(KeepsTheQueueShort(), facts).first)
    let start = CallbackFacts.start
    #expect(
        claim.extent
            == .windows([TimeWindow(start + .minutes(10), start + .minutes(30))], noun: "backlogged window"))
    #expect(claim.brief == "up to 7% of the callbacks queued for 20 min")
    #expect(claim.values["lasting"] == false)
}

@Test func theThresholdsOfTheQueueAreTheCases() {
    var facts = CallbackFacts.queued(every: 10, [0, 60, 70, 60, 0])
    facts.thresholds.queuedPercent = 6
    #expect(KeepsTheQueueShort().examination(of: facts).outcome == .pass)
    facts.thresholds.queuedPercent = 5
    facts.thresholds.queuedMinutes = 20
    #expect(KeepsTheQueueShort().examination(of: facts).outcome == .pass)
}

@Test func impossibleFiguresDoNotTrap() {
    var facts = CallbackFacts.queued(every: 10, [.max, .max, .max], of: 1)
    #expect(KeepsTheQueueShort().examination(of: facts).outcome == .fail)
    facts.queue = [
        QueueSample(at: Instant(microseconds: .min), total: -1, queued: .min, citation: Citation(file: "q"))
    ]
    #expect(KeepsTheQueueShort().examination(of: facts).outcome == .pass)
    let edge = AuditTrail.CallbackEvent(
        at: Instant(microseconds: .max), device: -3, session: nil, outcome: "sent", file: 99, line: -1)
    let result = DeliversEveryCallback().examination(of: .called([edge], got: []))
    #expect(result.findings.map(\.count) == [1])
}
