import CaseReading
import Casework

/// What the files of one device hold against its enrolment.
struct EnrolmentBars {
    let name: String
    let device: Int?
    /// Enrolment hosts of Apple's that its hosts file names, sorted.
    private(set) var hosts: [String] = []
    /// Markers that cannot both be true, as sentences.
    private(set) var contradictions: [String] = []
    private(set) var evidence: [Citation] = []
    private var markers: [String: Int?] = [:]

    var isOpen: Bool { hosts.isEmpty && contradictions.isEmpty }

    /// Whether a file tells of bars at all.
    static func canTell(_ file: DeviceFile) -> Bool {
        switch file.content {
        case .hosts, .marker: true
        case .propertyList: false
        }
    }

    /// One for each device that files come from, in their order.
    static func all(in files: [DeviceFile]) -> [Self] {
        var places: [String: Int] = [:]
        var bars: [Self] = []
        for file in files where canTell(file) {
            // Files without a serial come from one device; a file cannot say more.
            let name = file.serial ?? "a device"
            let place = places[name] ?? bars.count
            if place == bars.count {
                places[name] = place
                bars.append(Self(name: name, device: file.device))
            }
            bars[place].take(file)
        }
        return bars.map { $0.judged() }
    }

    private init(name: String, device: Int?) { (self.name, self.device) = (name, device) }

    private mutating func take(_ file: DeviceFile) {
        switch file.content {
        case .hosts(let lines):
            let named = Set(lines.flatMap(\.names).filter(Self.isEnrolmentHost))
            guard !named.isEmpty else { return }
            hosts = Set(hosts).union(named).sorted()
            evidence.append(file.citation)
        case .marker:
            markers[file.name] = file.size
            evidence.append(file.citation)
        case .propertyList: return
        }
    }

    /// Whether a device needs the host in order to enrol.
    ///
    /// Source: AE 3; `acmdm.apple.com` stands in the hosts files of bypass scripts only (AE 6.1).
    private static func isEnrolmentHost(_ host: String) -> Bool {
        switch HostRole(host: host) {
        case .adeService, .cloudConfig, .activation, .attestation: true
        case .apns, .mdm, .revocation, .time, .other: host == "acmdm.apple.com"
        }
    }

    private func judged() -> Self {
        var bars = self
        let hasFound = markers[".cloudConfigRecordFound"] != nil
        let hasNotFound = markers[".cloudConfigRecordNotFound"] != nil
        if hasNotFound, markers[".cloudConfigProfileInstalled"] != nil {
            bars.contradictions.append(
                "The markers say that no record was found and that its profile was installed.")
        }
        if hasNotFound, hasFound {
            bars.contradictions.append("The markers say that a record was found and that none was.")
        }
        if hasFound, markers[".cloudConfigRecordFound"] == .some(.some(0)) {
            bars.contradictions.append("The record that was found has no content.")
        }
        return bars
    }
}
