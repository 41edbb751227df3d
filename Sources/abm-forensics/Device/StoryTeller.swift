import CaseReading
import Casework
import Diagnosis
import ProbeKit
import Reporting

/// Tells one device's story out of a judged case: where it stands, why, who acts, and what happened when.
struct StoryTeller {
    let evidence: CaseEvidence
    let verdict: Verdict

    func story(of ordinal: Int) -> DeviceStory {
        let device = evidence.fleet.device(ordinal)
        let state = evidence.fleet.stateOf(ordinal)
        let causes = causes(of: ordinal)
        var story = DeviceStory(
            serial: device.serial, state: state, standing: standing(state, device),
            step: step(state, device, ordinal), sentence: sentence(state, causes))
        story.udid = device.udid
        story.model = device.model
        story.os = device.os
        story.views = DeviceViews(device, evidence).all
        story.next = next(causes, ordinal)
        story.findings = findings(of: ordinal)
        story.timeline = DeviceTimeline(device, evidence).events
        return story
    }

    /// Root causes that account for a finding in which the device stands.
    private func causes(of ordinal: Int) -> [RootCause] {
        verdict.rootCauses.filter { cause in
            if cause.finding.devices?.contains(ordinal) == true { return true }
            guard cause.finding.devices == nil else { return false }
            return cause.explains.contains { verdict.finding($0.finding)?.devices?.contains(ordinal) == true }
        }
    }

    private func findings(of ordinal: Int) -> [DeviceStory.Related] {
        verdict.findings.filter { $0.devices?.contains(ordinal) == true }.map {
            DeviceStory.Related($0.code, layer: $0.layer, severity: $0.severity, text: $0.card.title)
        }
    }

    private func standing(_ state: String, _ device: Fleet.Device) -> DeviceStory.Standing {
        switch state {
        case "enrolled": return .enrolled
        case "in-flight": return .inFlight
        case "pending", "not-activated", "migrating": return .waiting
        case "undetermined", "unknown": return .undetermined
        default:
            let since = device.tenant?.assignedAt ?? device.tenant?.lastModified ?? device.ade?.assignedAt
            return .stuck(for: since.map { evidence.asOf.since($0) })
        }
    }

    /// Only what the evidence shows: no step is guessed from a state alone.
    private func step(_ state: String, _ device: Fleet.Device, _ ordinal: Int) -> EnrolmentStep? {
        if state == "awaiting-configuration" || state == "stale-contact" { return .commands }
        if state == "checkin-incomplete" { return .checkIn }
        if evidence.deviceLog.contains(where: {
            $0.device == ordinal && $0.text.contains("Enrollment initiated via DEP")
        }) {
            return .enrolmentProfile
        }
        if device.ade?.pushedAt != nil || device.ade?.profileStatus == "pushed" { return .machineInfo }
        if device.onDevice?.state == "waiting_for_profile" || device.ade?.profileStatus == "assigned" {
            return .profileFetch
        }
        return state == "enrolled-without-profile" ? .enrolmentProfile : nil
    }

    private func sentence(_ state: String, _ causes: [RootCause]) -> String {
        guard let cause = causes.first else {
            return switch state {
            case "enrolled": "all views that were given agree"
            case "pending": "not yet due"
            default: "no cause found in this evidence"
            }
        }
        let title = cause.finding.card.title
        let lowered = title.prefix(1).lowercased() + title.dropFirst()
        return "\(lowered) (\(cause.code), confidence \(cause.confidence.rawValue))"
    }

    private func next(_ causes: [RootCause], _ ordinal: Int) -> [DeviceStory.NextStep] {
        let symptoms = verdict.findings.filter { $0.card.isSymptom && $0.devices?.contains(ordinal) == true }
        let findings = causes.isEmpty ? symptoms : causes.map(\.finding)
        let remedies = findings.map { $0.remedy.filled(with: Placeholders($0)) }
        var steps: [DeviceStory.NextStep] = []
        for remedy in remedies {
            let step = DeviceStory.NextStep(remedy.owner, remedy.summary, command: remedy.commands.first)
            if !steps.contains(step) { steps.append(step) }
        }
        return steps
    }
}
