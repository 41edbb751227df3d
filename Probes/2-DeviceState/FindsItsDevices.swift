import CaseReading
import Casework
package import ProbeKit

/// Asks whether the service finds devices that the tenant lists.
///
/// Needs: HTTP exchanges, and the tenant's device list.    Source: field guide FG-2.7.
/// Rules: 1. 404 on `/enroll` for a device that the tenant lists: another cluster answered.
///        2. 404 for a device that nobody lists: no finding of this probe.
package struct FindsItsDevices: Probe {
    package static let card = ProbeCard(
        "device-state.right-cluster", layer: .deviceState,
        asks: "Does the service find devices that the tenant lists?",
        needs: [
            Need(Supply(.exchanges), how: "the MDM's or a proxy's HTTP exchanges, as HAR"),
            Need(Supply(.devices, .tenant), how: "the tenant's device list"),
        ], raises: [wrongCluster])

    package init() {}

    package func examine(_ facts: DeviceFacts) -> Conclusion {
        let asked = facts.calls.filter { $0.exchange.path.hasSuffix("/enroll") && $0.device != nil }
        guard !asked.isEmpty else {
            return .cannotTell(
                because: "no exchange calls /enroll for a listed device",
                supply: "exchanges of POST /v2/devices/{udid}/enroll")
        }
        let lost = asked.filter { $0.exchange.status == 404 }
        guard let first = lost.first else {
            return .sound("\(asked.count.counted("enrol call")) found the device")
        }
        let devices = DeviceSet(lost.compactMap(\.device))
        return .found(
            Claim(
                "L2-WRONG-CLUSTER",
                brief: "\(devices.count.counted("listed device")) not found by the service",
                detail:
                    "\(lost.count.grouped) of \(asked.count.counted("call")) of /enroll met the answer 404 for devices that "
                    + "the tenant lists.",
                subject: Subject(.host, first.exchange.host), count: devices.count, devices: devices,
                evidence: lost.prefix(3).map(\.exchange.citation)))
    }
}

extension FindsItsDevices {
    static let wrongCluster = FindingCard(
        "L2-WRONG-CLUSTER", "The service does not find devices that the tenant lists", severity: .high,
        basis: .fieldGuide("FG-2.7"),
        meaning: """
            In the field guide's account the server name decides which regional cluster answers; a gateway that rewrites it leads
            to one that does not hold the tenant, and that answers 404 for a device that exists.
            """,
        settle: Check(
            "Compare the server name that was sent with the one that arrives.",
            command: "abm-forensics path mdmenrollment.apple.com"),
        remedy: Remedy(
            .network,
            "Keep the server name: pass Apple's enrolment hosts through by SNI, without inspection.",
            references: ["field guide FG-2.7, FG-3.10"]))

    package static let workedCases: [WorkedCase<DeviceFacts>] = [
        WorkedCase("no exchanges", DeviceFacts(), .cannotTell),
        WorkedCase("nothing called", .called([.state(0, status: 200, ms: 10)]), .cannotTell),
        WorkedCase("found", .called([.enroll(0, status: 200)]), .sound),
        WorkedCase("404 for a stranger is another matter", .called([.enroll(nil, status: 404)]), .cannotTell),
        WorkedCase(
            "404 twice for one device and once for another",
            .called([.enroll(0, status: 404), .enroll(0, status: 404), .enroll(1, status: 404)]),
            .raises(["L2-WRONG-CLUSTER": 2])),
    ]
}
