import CaseReading
import Casework
import ProbeKit

/// Small facts for worked cases; the devices' logs begin at 2026-04-17T11:00:00Z, the case is an hour later.
extension BootTrustFacts {
    static let sampleStart = Instant(microseconds: 1_776_423_600_000_000)

    static func logging(_ lines: [DeviceLogLine], enrolledSecond: Int? = nil) -> Self {
        var facts = BootTrustFacts(lines)
        facts.supplied = [Supply(.deviceLog), Supply(.deviceProfiles)]
        facts.asOf = sampleStart + .hours(1)
        let enrolled = enrolledSecond.map { sampleStart + .seconds($0) }
        facts.logs = facts.logs.map { log in
            var log = log
            log.enrolledAt = enrolled
            return log
        }
        return facts
    }
}

extension DeviceLogLine {
    static func said(_ text: String, of device: Int = 0, second: Int? = 0, process: String? = nil) -> Self {
        Self(
            at: second.map { BootTrustFacts.sampleStart + .seconds($0) }, serial: "SERIAL\(device)",
            device: device,
            process: process, text: text, citation: Citation(file: "device/\(device).log", locator: "line 1"))
    }

    static func trustd(_ text: String, of device: Int = 0, second: Int = 0) -> Self {
        said(text, of: device, second: second, process: "trustd")
    }

    static func began(of device: Int = 0, second: Int?) -> Self {
        said("MCX: Enrollment initiated via DEP", of: device, second: second)
    }
}
