import CaseReading
import Casework
import Reporting

/// What each source says of one device, in one line a source; a source that was not given is said to be missing.
struct DeviceViews {
    let all: [DeviceStory.View]

    init(_ device: Fleet.Device, _ evidence: CaseEvidence) {
        func given(_ role: EvidenceRole) -> Bool { evidence.supplied.contains(Supply(.devices, role)) }
        /// When the list was collected that the record stands in; without a record, any list of that side.
        func seen(_ role: EvidenceRole, _ record: Citation?) -> Instant? {
            let source = evidence.sources.first { source in
                record.map { $0.file == source.path } ?? (source.kind == .devices && source.role == role)
            }
            return source?.collectedAt
        }
        all = [
            DeviceStory.View(
                "ABM", Self.tenant(device, given(.tenant)), seenAt: seen(.tenant, device.tenant?.citation)),
            DeviceStory.View("ADE", Self.ade(device, given(.ade)), seenAt: seen(.ade, device.ade?.citation)),
            DeviceStory.View(
                "MDM", Self.mdm(device, given(.mdm), asOf: evidence.asOf),
                seenAt: seen(.mdm, device.mdm?.citation)),
            Self.onDevice(device, evidence, given(.device), seen(.device, device.onDevice?.citation)),
        ]
    }

    private static func tenant(_ device: Fleet.Device, _ given: Bool) -> String {
        guard let view = device.tenant else { return given ? "no record" : "no device list of the tenant" }
        var words = [view.enrollmentStatus ?? "status unknown"]
        if let server = view.serverID { words[0] += " -> server \(server.prefix(8))" }
        if let at = view.assignedAt { words.append("assigned \(at.minute)") }
        if let name = view.assignedBy { words.append("by \(name)") }
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
        if let status = view.migration {
            words.append("migration \(status)" + (view.migrationDeadline.map { " until \($0.minute)" } ?? ""))
        }
        if view.purchase == "manually_added" {
            words.append("added by hand" + (view.addedAt.map { " \($0.minute)" } ?? ""))
        }
        if view.isActivationLocked == true { words.append("Activation Lock") }
        return words.joined(separator: "   ")
    }

    private static func ade(_ device: Fleet.Device, _ given: Bool) -> String {
        guard let view = device.ade else { return given ? "no record" : "no device list of the ADE service" }
        return [
            "profile \(view.profileStatus ?? "status unknown")",
            view.assignedAt.map { "assigned \($0.minute)" },
            view.assignedBy.map { "by \($0)" },
            "pushed: \(view.pushedAt?.minute ?? "never")",
            view.isReplaced == true ? "unit swapped by Apple" : nil,
            view.operation.map { "last event \($0)" },
            view.migrationDeadline.map { "migration until \($0.minute)" },
        ].compactMap(\.self).joined(separator: "   ")
    }

    private static func mdm(_ device: Fleet.Device, _ given: Bool, asOf: Instant) -> String {
        guard let view = device.mdm else { return given ? "no record" : "no device list of the MDM" }
        var words = [view.enrolled.map { $0 ? "enrolled" : "not enrolled" } ?? "enrolment unknown"]
        if let at = view.enrolledAt { words.append("since \(at.minute)") }
        if let supervised = view.supervised { words.append(supervised ? "supervised" : "not supervised") }
        if view.isCheckinIncomplete == true {
            words.append("check-in broke off" + (view.checkinBegunAt.map { " \($0.minute)" } ?? ""))
        }
        if view.isAwaitingConfiguration == true { words.append("held in Setup Assistant") }
        if view.isActivationLocked == true { words.append("Activation Lock") }
        if let contact = view.lastContact { words.append("last contact \(asOf.since(contact)) ago") }
        return words.joined(separator: "   ")
    }

    /// The device's own state, else the last line of its log that a rule asks for.
    private static func onDevice(
        _ device: Fleet.Device, _ evidence: CaseEvidence, _ given: Bool, _ seenAt: Instant?
    ) -> DeviceStory.View {
        if let view = device.onDevice {
            var words = [view.state ?? "state unknown"]
            if let isSetUp = view.isSetUp { words.append(isSetUp ? "set up" : "in Setup Assistant") }
            if let seconds = view.clockOffsetSeconds, seconds != 0 {
                words.append("clock \(seconds > 0 ? "+" : "")\(seconds) s")
            }
            if view.isActivationLocked == true { words.append("Activation Lock") }
            return DeviceStory.View(
                "Device", words.joined(separator: "   "), seenAt: view.at ?? seenAt)
        }
        let lines = evidence.deviceLog.filter { $0.device == device.ordinal }
        if let last = lines.last {
            return DeviceStory.View("Device", "log, last: \(last.text)", seenAt: last.at)
        }
        return DeviceStory.View("Device", given ? "no record" : "no evidence from the device", seenAt: seenAt)
    }
}
