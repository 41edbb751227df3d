import CaseReading
import Casework
import Reporting

/// Everything in the evidence that happened to one device and bears a time.
struct DeviceTimeline {
    private(set) var events: [DeviceStory.Event] = []
    private let evidence: CaseEvidence

    init(_ device: Fleet.Device, _ evidence: CaseEvidence) {
        self.evidence = evidence
        addRecords(device)
        addChanges(device.ordinal)
        addCallbacks(device.ordinal)
        addLog(device.ordinal)
        addCalls(device)
    }

    private mutating func add(_ at: Instant?, _ source: String, _ text: String, _ citation: Citation?) {
        guard let at else { return }
        events.append(DeviceStory.Event(at: at, source: source, text: text, citation: citation))
    }

    private mutating func addRecords(_ device: Fleet.Device) {
        let tenant = device.tenant
        add(tenant?.assignedAt, "ABM", "assigned", tenant?.citation)
        if tenant?.lastModified != tenant?.assignedAt {
            let status = tenant?.enrollmentStatus.map { ": \($0)" } ?? ""
            add(tenant?.lastModified, "ABM", "record last changed\(status)", tenant?.citation)
        }
        add(device.ade?.assignedAt, "ADE", "profile assigned", device.ade?.citation)
        add(device.ade?.pushedAt, "ADE", "profile handed to the device", device.ade?.citation)
        add(device.tenant?.addedAt, "ABM", "came into the organisation", device.tenant?.citation)
        add(device.mdm?.checkinBegunAt, "MDM", "check-in begun", device.mdm?.citation)
        add(device.mdm?.enrolledAt, "MDM", "enrolled", device.mdm?.citation)
        add(device.mdm?.lastContact, "MDM", "last contact", device.mdm?.citation)
        add(device.onDevice?.at, "Device", device.onDevice?.state ?? "seen", device.onDevice?.citation)
    }

    /// What the snapshots of the case show between two moments; the second one dates it.
    private mutating func addChanges(_ ordinal: Int) {
        for change in evidence.fleet.changes.ofDevice(ordinal) {
            let words = "\(change.from ?? "not listed") -> \(change.to ?? "not listed")"
            add(change.by, "State", "\(words) (after \(change.after.minute))", nil)
        }
    }

    private mutating func addCallbacks(_ ordinal: Int) {
        for event in evidence.audit.callbacks where event.device == ordinal {
            let session = event.session.map { " (session \($0))" } ?? ""
            add(
                event.at, "ABM", "enrolment callback \(event.outcome)\(session)",
                evidence.citation(file: event.file, line: event.line))
        }
        for event in evidence.audit.supervisions where event.device == ordinal {
            let words = [event.outcome, event.errorReason].compactMap(\.self).joined(separator: " ")
            add(event.at, "ABM", "supervision \(words)", event.citation)
        }
        for delivery in evidence.callbacks where delivery.device == ordinal {
            let status = delivery.status.map { ", answered \($0)" } ?? ""
            add(
                delivery.receivedAt, "MDM", "callback received\(status)",
                evidence.citation(file: delivery.file, line: delivery.line))
        }
    }

    private mutating func addLog(_ ordinal: Int) {
        for line in evidence.deviceLog where line.device == ordinal {
            let process = line.process.map { "\($0): " } ?? ""
            add(line.at, "Device", process + line.text, line.citation)
        }
    }

    private mutating func addCalls(_ device: Fleet.Device) {
        guard let udid = device.udid else { return }
        for call in evidence.exchanges where call.path.uppercased().contains(udid) {
            let name = call.path.split(separator: "/").last.map(String.init) ?? call.path
            let time = call.timeMs.flatMap { $0 < 1e12 ? " after \(Int($0)) ms" : nil } ?? ""
            let answer = call.status == 0 ? "no answer\(time)" : "answered \(call.status)"
            add(call.at, "Net", "\(call.method) \(name): \(answer)", call.citation)
        }
    }
}
