import CaseReading
import Casework
import ProbeKit

// Small facts for worked cases.
extension DeviceFacts {
    static func states(_ counts: [String: Int]) -> Self {
        var facts = Self()
        facts.supplied = [Supply(.devices, .tenant), Supply(.devices, .mdm)]
        for (state, count) in counts.sorted(by: { $0.key < $1.key }) {
            var group = StateGroup()
            group.devices = DeviceSet(facts.total..<(facts.total + count))
            facts.groups[state] = group
            facts.total += count
        }
        return facts
    }

    /// The same with the lists of these roles given.
    func supplied(_ roles: EvidenceRole...) -> Self {
        var facts = self
        for role in roles { facts.supplied.insert(Supply(.devices, role)) }
        return facts
    }

    static func compared(_ enrolment: ProfileEnrolment) -> Self {
        var facts = states(["enrolled": 4]).supplied(.ade, .mdm)
        facts.signs.comparedEnrolments = enrolment.isComparable ? 1 : 0
        if enrolment.isOther { facts.signs.otherProfiles = [enrolment] }
        return facts
    }

    static func called(_ calls: [DeviceCall]) -> Self {
        var facts = states(["enrolled": 4])
        facts.supplied.insert(Supply(.exchanges))
        facts.calls = calls
        return facts
    }

    static func imported(_ change: (inout ImportFile) -> Void) -> Self {
        var facts = states(["enrolled": 4])
        var file = ImportFile(citation: Citation(file: "tenant/import.csv"))
        change(&file)
        facts.importFiles = [file]
        return facts
    }
}

extension DeviceFacts.DeviceCall {
    static func state(_ device: Int?, status: Int, ms: Double) -> Self {
        call("enrollment_state", device, status, ms)
    }

    static func enroll(_ device: Int?, status: Int) -> Self {
        call("enroll", device, status, 20)
    }

    private static func call(_ name: String, _ device: Int?, _ status: Int, _ ms: Double) -> Self {
        Self(
            HTTPExchange(
                at: Instant(microseconds: 1_776_400_000_000_000),
                url: "https://mdmenrollment.apple.com/v2/devices/U\(device ?? -1)/\(name)", status: status,
                timeMs: ms,
                citation: Citation(file: "mdm/exchanges.har", locator: "entry 1")), device: device)
    }
}
