import CaseReading
import Casework
package import ProbeKit

/// Asks whether calls for a device's enrolment state are answered.
///
/// Needs: HTTP exchanges of the MDM or a proxy.    Source: field guide FG-0.2.
/// Rules: 1. `enrollment_state` without an answer after at least the stall threshold (28 s): silent.
///        2. an answer, whatever its status: answered.  3. no such call: cannot tell.
package struct AnswersStateCalls: Probe {
    package static let card = ProbeCard(
        "device-state.calls-answered", layer: .deviceState,
        asks: "Are calls for a device's enrolment state answered?",
        needs: [Need(Supply(.exchanges), how: "the MDM's or a proxy's HTTP exchanges, as HAR")],
        raises: [silent])

    package init() {}

    package func examine(_ facts: DeviceFacts) -> Conclusion {
        let asked = facts.calls.filter { $0.exchange.path.hasSuffix("/enrollment_state") }
        guard !asked.isEmpty else {
            return .cannotTell(
                because: "no exchange asks /enrollment_state",
                supply: "exchanges of GET /v2/devices/{udid}/enrollment_state")
        }
        let limit = Double(facts.thresholds.stallSeconds) * 1000
        let silent = asked.filter { $0.exchange.status == 0 && ($0.exchange.timeMs ?? 0) >= limit }
        guard let first = silent.first else { return .sound("\(asked.count.counted("state call")) answered") }
        let devices = DeviceSet(silent.compactMap(\.device))
        let times = silent.compactMap(\.exchange.timeMs).sorted()
        let median = Int(min(times[times.count / 2], 1e9))
        return .found(
            Claim(
                "L2-SILENT-TIMEOUT", brief: "\(silent.count.counted("state call")) met silence",
                detail:
                    "\(silent.count.grouped) of \(asked.count.counted("call")) of enrollment_state ended without a byte of "
                    + "answer, after \(Interval(microseconds: Int64(median) * 1000)) in the median.",
                subject: Subject(.host, first.exchange.host),
                count: devices.isEmpty ? silent.count : devices.count,
                devices: devices.isEmpty ? nil : devices, extent: Self.extent(silent),
                values: [
                    "asked": .count(asked.count), "silent": .count(silent.count), "medianMs": .count(median),
                ],
                evidence: silent.prefix(3).map(\.exchange.citation)))
    }

    private static func extent(_ calls: [DeviceFacts.DeviceCall]) -> Extent {
        let times = calls.compactMap(\.exchange.at)
        guard let first = times.min(), let last = times.max() else { return .unknown }
        return .windows([TimeWindow(first, last)], noun: "silence")
    }
}

extension AnswersStateCalls {
    static let silent = FindingCard(
        "L2-SILENT-TIMEOUT", "Calls for a device's enrolment state meet silence", severity: .high,
        basis: .fieldGuide("FG-0.2"),
        meaning: """
            The call is sent and nothing comes back for 28 seconds or more: no status, no body. In the field guide's account the
            far end never saw the request, because the path ate it.
            """,
        isSymptom: true,
        settle: Check(
            "Make the same TLS handshake from here and from outside the gateway.",
            command: "abm-forensics path mdmenrollment.apple.com"),
        remedy: Remedy(
            .network, "Take Apple's enrolment hosts out of TLS inspection and keep their server names.",
            commands: ["abm-forensics path mdmenrollment.apple.com"],
            references: ["field guide FG-0.2, FG-3.2"]))

    package static let workedCases: [WorkedCase<DeviceFacts>] = [
        WorkedCase("no exchanges", DeviceFacts(), .cannotTell),
        WorkedCase("other calls only", .called([.enroll(0, status: 200)]), .cannotTell),
        WorkedCase("answered late is answered", .called([.state(0, status: 200, ms: 29_000)]), .sound),
        WorkedCase("cut short before the threshold", .called([.state(0, status: 0, ms: 27_999)]), .sound),
        WorkedCase(
            "silence twice", .called([.state(0, status: 0, ms: 30_012), .state(1, status: 0, ms: 28_000)]),
            .raises(["L2-SILENT-TIMEOUT": 2])),
    ]
}
