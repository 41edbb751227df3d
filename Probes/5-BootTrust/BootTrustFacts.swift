package import CaseReading
package import Casework
import ProbeKit

/// What layer 5 looks at: each device's own words at boot and during enrolment.
package struct BootTrustFacts: FactSheet {
    package var supplied: Set<Supply> = []
    package var asOf = Instant(microseconds: 0)
    package var thresholds = Thresholds()
    /// One log a device, in the order in which the case first names it.
    package var logs: [DeviceLog] = []
    /// Files off devices, in the order of the evidence.
    package var files: [DeviceFile] = []
    /// What commands printed on devices, in the order of the evidence.
    package var commands: [DeviceCommand] = []
    /// Hosts of the MDM, as the profiles at Apple's service name them.
    package var mdmHosts: Set<String> = []
    /// Roots that devices report, in rising ordinal order.
    package var reportedRoots: [ReportedRoot] = []
    /// Roots that the case expects beside Apple's and those that Apple's pins admit.
    package var expectedRoots: Set<Fingerprint> = []

    package init() {}

    /// The root in which a device saw a chain end.
    package struct ReportedRoot: Sendable, Hashable {
        package let device: Int
        package let name: String
        package let root: Fingerprint
        package let at: Instant?
        package let citation: Citation?

        package init(
            device: Int, name: String, root: Fingerprint, at: Instant? = nil, citation: Citation? = nil
        ) {
            self.device = device
            self.name = name
            self.root = root
            self.at = at
            self.citation = citation
        }
    }

    /// Everything that one device said.
    package struct DeviceLog: Sendable, Hashable {
        /// The serial number, else the file that the lines come from.
        package var name: String
        /// The ordinal in the fleet, where the serial is known there.
        package var device: Int?
        /// The device runs iOS, iPadOS or another system without trust-settings domains, as far as the fleet
        /// knows.
        package var isMac: Bool?
        /// By time where the lines have one, else as they stand in their files.
        package var lines: [DeviceLogLine]
        /// The end of the log, where it is known apart from the lines.
        package var end: Instant?
        /// When the MDM enrolled the device, by the MDM's own word.
        package var enrolledAt: Instant?

        package init(
            name: String, device: Int? = nil, isMac: Bool? = nil, lines: [DeviceLogLine], end: Instant? = nil
        ) {
            self.name = name
            self.device = device
            self.isMac = isMac
            self.lines = lines
            self.end = end
        }
    }
}

extension BootTrustFacts {
    /// Draws the layer's facts from a case.
    package init(reading evidence: CaseEvidence) {
        self.init(evidence.deviceLog)
        supplied = evidence.supplied
        asOf = evidence.asOf
        thresholds = evidence.thresholds
        files = evidence.deviceFiles
        commands = evidence.deviceCommands
        mdmHosts = Set(
            evidence.ade.profiles.flatMap { [$0.url, $0.webURL] }.compactMap { $0.flatMap(Self.host) })
        takeRoots(of: evidence)
        let ends = Dictionary(
            evidence.deviceLogSpans.compactMap { span in
                span.covers.map { (span.serial ?? span.citation.file, $0.end) }
            }, uniquingKeysWith: max)
        for index in logs.indices {
            logs[index].end = ends[logs[index].name]
            guard let ordinal = logs[index].device else { continue }
            let device = evidence.fleet.device(ordinal)
            if device.mdm?.enrolled == true { logs[index].enrolledAt = device.mdm?.enrolledAt }
            logs[index].isMac = Self.isMac(os: device.os, model: device.model)
        }
    }

    /// Groups lines by device.
    ///
    /// Complexity: O(lines log lines).
    package init(_ lines: [DeviceLogLine]) {
        self.init()
        var places: [String: Int] = [:]
        for line in lines {
            let name = line.serial ?? line.citation.file
            if let place = places[name] {
                logs[place].lines.append(line)
                if logs[place].device == nil { logs[place].device = line.device }
            } else {
                places[name] = logs.count
                logs.append(DeviceLog(name: name, device: line.device, lines: [line]))
            }
        }
        for index in logs.indices { logs[index].lines = Self.ordered(logs[index].lines) }
    }

    /// Sorts by time; a line without one keeps its place behind the line that it follows.
    private static func ordered(_ lines: [DeviceLogLine]) -> [DeviceLogLine] {
        var last = Instant(microseconds: .min)
        let keyed = lines.enumerated().map { place, line in
            if let at = line.at { last = at }
            return (at: last, place: place, line: line)
        }
        return keyed.sorted { ($0.at, $0.place) < ($1.at, $1.place) }.map(\.line)
    }

    /// The host of a URL in lower case, without a port.
    private static func host(_ url: String) -> String? {
        let host = HTTPExchange(url: url, status: 0, citation: Citation(file: "")).host
        return host.isEmpty ? nil : host
    }

    private static func isMac(os: String?, model: String?) -> Bool? {
        if let os = os?.lowercased() {
            if os.contains("mac") || os.contains("os x") { return true }
            if os.contains("ios") || os.contains("ipad") || os.contains("tvos") || os.contains("vision") {
                return false
            }
        }
        guard let model = model?.lowercased() else { return nil }
        if model.contains("mac") { return true }
        return model.contains("iphone") || model.contains("ipad") || model.contains("appletv") ? false : nil
    }
}

/// How to get the evidence of this layer: part of every report that lacks it.
enum HowToGet {
    static let files = """
        add device-files entries with the device's serial: its /etc/hosts, and the output of "ls -la \
        /private/var/db/ConfigurationProfiles/Settings"
        """
    static let clock = """
        add a device-commands entry with the device's serial: the output of "sntp time.apple.com"; or a \
        device-log entry that covers the first boot
        """
    static let roots = """
        add a devices entry with role device whose records hold rootSHA256: the SHA-256 of the root in which \
        the device saw the chain of an enrolment host end
        """
    static let deviceLog = """
        add a device-log entry with the device's serial: on a Mac "log show --last 1h --style ndjson --predicate \
        'subsystem == "com.apple.ManagedClient" OR process == "trustd" OR process == "teslad"'"; for an \
        iPhone or iPad the idevicesyslog output or the sysdiagnose's log archive
        """
    static let profiles = """
        add a device-profiles entry with the device's serial: the output of "sudo profiles show -type enrollment"; \
        or a device-log entry that covers the enrolment
        """
}
