package import CaseReading
package import Casework
package import ProbeKit

/// What layer 2 looks at: one state for each device, and what calls about devices came to.
package struct DeviceFacts: FactSheet {
    package var supplied: Set<Supply> = []
    package var asOf = Instant(microseconds: 0)
    package var thresholds = Thresholds()
    package var total = 0
    /// Devices by the state that the triangulation gave them: `enrolled`, `assigned-not-enrolled`, ….
    package var groups: [String: StateGroup] = [:]
    /// Calls for one device's enrolment, answered or not.
    package var calls: [DeviceCall] = []
    package var importFiles: [ImportFile] = []
    /// How far clocks are off, of devices and of servers.
    package var clocks: [ClockReading] = []
    /// What single devices say besides their state.
    package var signs = DeviceSigns()

    package init() {}

    /// The devices of one state.
    package struct StateGroup: Sendable, Hashable {
        package var devices = DeviceSet()
        /// Since when each device has been in it, where a record tells; in rising ordinal order.
        package var since: [Extent.Moment] = []
        package var examples: [Citation] = []

        package init() {}
    }

    /// A call of `/v2/devices/{udid}/enrollment_state` or `/enroll`.
    package struct DeviceCall: Sendable, Hashable {
        package let exchange: HTTPExchange
        package let device: Int?

        package init(_ exchange: HTTPExchange, device: Int?) {
            self.exchange = exchange
            self.device = device
        }
    }
}

extension DeviceFacts {
    /// Draws the layer's facts from a case.
    package init(reading evidence: CaseEvidence) {
        self.init()
        supplied = evidence.supplied
        asOf = evidence.asOf
        thresholds = evidence.thresholds
        total = evidence.fleet.count
        importFiles = evidence.importFiles
        for ordinal in 0..<total {
            take(ordinal, evidence.fleet)
        }
        signs = DeviceSigns(evidence.fleet, files: evidence.deviceFiles)
        clocks = signs.clocks + ClockReading.ofServers(evidence.exchanges)
        calls = evidence.exchanges.compactMap { exchange in
            let parts = exchange.path.split(separator: "/")
            guard parts.count == 4, parts[1] == "devices", ["enrollment_state", "enroll"].contains(parts[3])
            else {
                return nil
            }
            return DeviceCall(exchange, device: evidence.fleet.ordinalOfUDID(String(parts[2])))
        }
    }

    private mutating func take(_ ordinal: Int, _ fleet: Fleet) {
        let state = fleet.stateOf(ordinal)
        groups[state, default: StateGroup()].devices.insert(ordinal)
        guard state != "enrolled" else { return }
        let device = fleet.device(ordinal)
        if let since = device.tenant?.assignedAt ?? device.tenant?.lastModified ?? device.ade?.assignedAt {
            groups[state]?.since.append(Extent.Moment(device: ordinal, at: since))
        }
        if groups[state]?.examples.count ?? 0 < 3 {
            let citations = [device.tenant?.citation, device.mdm?.citation, device.onDevice?.citation]
            groups[state]?.examples += citations.compactMap(\.self).prefix(1)
        }
    }
}
