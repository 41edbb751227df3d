import Casework
import ProbeKit

extension Correlation {
    /// What a root accounts for, directly and through its consequences: the devices of each symptom, by finding id.
    ///
    /// A finding is visited again when a second way to it brings more devices, so the order of links is no matter.
    func reach(of root: Finding) -> [String: Reached] {
        var reached: [String: Reached] = [:]
        var open: [(id: String, within: DeviceSet?)] = [(root.id, nil)]
        var next = 0
        while next < open.count {
            let (id, within) = open[next]
            next += 1
            for link in links(from: id) where link.symptom.id != root.id {
                let devices = link.devices.map { $0.narrowed(to: within) }
                if let devices, devices.isEmpty, link.symptom.devices?.isEmpty == false { continue }
                let passing = link.passing(within)
                let symptom = link.symptom.id
                if reached[symptom] == nil {
                    reached[symptom] = Reached(
                        link: link, isDirect: id == root.id, devices: devices, passing: passing)
                } else if reached[symptom]?.widen(devices, passing: passing) != true {
                    continue
                }
                open.append((symptom, reached[symptom]?.passing))
            }
        }
        return reached
    }

    /// How much of one symptom a root accounts for.
    struct Reached {
        /// The link by which it was reached first: the direct one where there is one.
        let link: Link
        let isDirect: Bool
        /// `nil` where the symptom names none.
        private(set) var devices: DeviceSet?
        /// The devices that what follows is confined to; `nil` for no limit.
        private(set) var passing: DeviceSet?

        init(link: Link, isDirect: Bool, devices: DeviceSet?, passing: DeviceSet?) {
            self.link = link
            self.isDirect = isDirect
            self.devices = devices
            self.passing = passing
        }

        /// Whether what follows is confined to fewer devices than it may now reach.
        mutating func widen(_ more: DeviceSet?, passing wider: DeviceSet?) -> Bool {
            if let more { devices = devices?.union(more) ?? more }
            guard let narrow = passing else { return false }
            passing = wider.map(narrow.union)
            return passing != narrow
        }

        var count: Int { devices?.count ?? link.count }
    }
}

extension DeviceSet {
    /// The devices within a limit; `nil` is no limit.
    func narrowed(to limit: Self?) -> Self {
        limit.map(intersection) ?? self
    }
}
