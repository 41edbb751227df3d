import CaseReading
import Casework
import Reporting

/// What each source says of one device, in one line a source; a source that was not given is said to be missing.
struct DeviceViews {
    let all: [DeviceStory.View]

    init(_ device: Fleet.Device, _ evidence: CaseEvidence) {
        func seen(_ role: EvidenceRole) -> Instant? {
            evidence.sources.first { $0.kind == .devices && $0.role == role }?.collectedAt
        }
        func given(_ role: EvidenceRole) -> Bool { evidence.supplied.contains(Supply(.devices, role)) }
        all = [
            DeviceStory.View("ABM", Self.tenant(device, given(.tenant)), seenAt: seen(.tenant)),
            DeviceStory.View("ADE", Self.ade(device, given(.ade)), seenAt: seen(.ade)),
            DeviceStory.View("MDM", Self.mdm(device, given(.mdm), asOf: evidence.asOf), seenAt: seen(.mdm)),
            DeviceStory.View(
                "Device", Self.onDevice(device, given(.device)), seenAt: device.onDevice?.at ?? seen(.device)),
        ]
    }

    private static func tenant(_ device: Fleet.Device, _ given: Bool) -> String {
        guard let view = device.tenant else { return given ? "no record" : "no device list of the tenant" }
        var words = [view.enrollmentStatus ?? "status unknown"]
        if let server = view.serverID { words[0] += " -> server \(server.prefix(8))" }
        if let at = view.assignedAt { words.append("assigned \(at.minute)") }
        switch view.hasProfile {
        case true?: words.append("MDM profile \(view.profileID ?? "present")")
        case false?: words.append("no MDM profile")
        case nil: break
        }
        if let ownership = view.ownershipState { words.append("ownership \(ownership)") }
        if let status = view.syncStatus { words.append("sync \(status)") }
        if let intent = view.enrollmentIntent { words.append("intent \(intent)") }
        if view.intentEnforced == false { words.append("intent not enforced") }
        if let reason = view.errorReason { words.append(reason) }
        return words.joined(separator: "   ")
    }

    private static func ade(_ device: Fleet.Device, _ given: Bool) -> String {
        guard let view = device.ade else { return given ? "no record" : "no device list of the ADE service" }
        return [
            "profile \(view.profileStatus ?? "status unknown")",
            view.assignedAt.map { "assigned \($0.minute)" },
            "pushed: \(view.pushedAt?.minute ?? "never")",
        ].compactMap(\.self).joined(separator: "   ")
    }

    private static func mdm(_ device: Fleet.Device, _ given: Bool, asOf: Instant) -> String {
        guard let view = device.mdm else { return given ? "no record" : "no device list of the MDM" }
        var words = [view.enrolled.map { $0 ? "enrolled" : "not enrolled" } ?? "enrolment unknown"]
        if let at = view.enrolledAt { words.append("since \(at.minute)") }
        if let supervised = view.supervised { words.append(supervised ? "supervised" : "not supervised") }
        if let contact = view.lastContact { words.append("last contact \(asOf.since(contact)) ago") }
        return words.joined(separator: "   ")
    }

    private static func onDevice(_ device: Fleet.Device, _ given: Bool) -> String {
        guard let view = device.onDevice else { return given ? "no record" : "no evidence from the device" }
        return view.state ?? "state unknown"
    }
}
