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

extension BootTrustFacts {
    private static func supplied(_ kind: EvidenceKind) -> Self {
        var facts = BootTrustFacts()
        facts.supplied = [Supply(kind)]
        facts.asOf = sampleStart + .hours(1)
        return facts
    }

    static func commanding(_ outputs: DeviceCommand.Output...) -> Self {
        var facts = supplied(.deviceCommands)
        facts.commands = outputs.enumerated().map { device, output in
            DeviceCommand(
                serial: "SERIAL\(device)", device: device, at: sampleStart, output: output,
                citation: Citation(file: "device/\(device).txt", locator: "line 1"))
        }
        return facts
    }

    /// Files of one device.
    static func holding(_ files: (name: String, size: Int?, content: DeviceFile.Content)...) -> Self {
        var facts = supplied(.deviceFiles)
        facts.files = files.map { name, size, content in
            DeviceFile(
                serial: "SERIAL0", device: 0, name: name, size: size, content: content,
                citation: Citation(file: "device/\(name)"))
        }
        return facts
    }

    /// Roots that devices report, each by two digits.
    static func reporting(_ digits: String..., expecting expected: [String] = []) -> Self {
        var facts = BootTrustFacts()
        facts.supplied = [Supply(.devices, .device)]
        facts.reportedRoots = digits.enumerated().compactMap { device, pair in
            fingerprint(pair).map { ReportedRoot(device: device, name: "SERIAL\(device)", root: $0) }
        }
        facts.expectedRoots = Set(expected.compactMap(fingerprint))
        return facts
    }

    private static func fingerprint(_ digits: String) -> Fingerprint? {
        Fingerprint(digits.count > 2 ? digits : String(repeating: digits, count: 32))
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
