import CaseReading
package import Casework

/// What single devices say besides their state; only of devices that say it.
package struct DeviceSigns: Sendable, Hashable {
    /// How far devices' clocks are off.
    package var clocks: [ClockReading] = []
    /// Profiles that wait at Apple and were never handed over, where the device tells of its Setup Assistant.
    package var waitingProfiles: [WaitingProfile] = []
    /// Enrolled devices of which both profiles, or the times of both, are known.
    package var comparedEnrolments = 0
    /// Those of them that enrolled with another profile than the one assigned now.
    package var otherProfiles: [ProfileEnrolment] = []
    /// Whether the tenant says where devices were bought.
    package var tellsPurchase = false
    /// Devices that Configurator added.
    package var manuallyAdded: [Addition] = []
    /// Whether any source says if devices are locked.
    package var tellsLock = false
    /// Devices with Activation Lock.
    package var locked: [LockedDevice] = []

    package init() {}

    /// A profile that waits for a device that tells whether it is set up.
    package struct WaitingProfile: Sendable, Hashable {
        package var device: Int
        package var isSetUp: Bool
        package var assignedAt: Instant?
        package var citations: [Citation] = []
    }

    package struct Addition: Sendable, Hashable {
        package var device: Int
        package var addedAt: Instant?
        package var citation: Citation?
    }

    package struct LockedDevice: Sendable, Hashable {
        package var device: Int
        /// What the MDM says, or that it has no record; `nil` where no MDM list was given.
        package var isEnrolled: Bool?
        package var citation: Citation?
    }
}

extension DeviceSigns {
    /// Draws the signs from the devices of a fleet.
    ///
    /// Complexity: O(devices), nothing where no record says any of it.
    init(_ fleet: Fleet, files: [DeviceFile] = []) {
        self.init()
        tellsPurchase = fleet.tells.contains(.purchase)
        tellsLock = fleet.tells.contains(.activationLock)
        let markers = Self.setUpMarkers(files)
        if fleet.tells.isEmpty {
            for device in markers.keys.sorted() where (0..<fleet.count).contains(device) {
                takeWaiting(fleet.device(device), markers)
            }
            return
        }
        for ordinal in 0..<fleet.count {
            let device = fleet.device(ordinal)
            take(device)
            takeWaiting(device, markers)
        }
    }

    /// Where the marker of a Mac's finished Setup Assistant was found, by device.
    private static func setUpMarkers(_ files: [DeviceFile]) -> [Int: Citation] {
        let found = files.compactMap { file in
            file.name.hasPrefix(".AppleSetupDone") ? file.device.map { ($0, file.citation) } : nil
        }
        return Dictionary(found) { first, _ in first }
    }

    private mutating func takeWaiting(_ device: Fleet.Device, _ markers: [Int: Citation]) {
        guard let ade = device.ade, ade.profileStatus == "assigned", ade.pushedAt == nil else { return }
        let marker = markers[device.ordinal]
        guard let isSetUp = device.onDevice?.isSetUp ?? marker.map({ _ in true }) else { return }
        waitingProfiles.append(
            WaitingProfile(
                device: device.ordinal, isSetUp: isSetUp, assignedAt: ade.assignedAt,
                citations: [ade.citation, marker ?? device.onDevice?.citation].compactMap(\.self)))
    }

    private mutating func take(_ device: Fleet.Device) {
        if let seconds = device.onDevice?.clockOffsetSeconds {
            clocks.append(
                ClockReading(
                    device: device.ordinal, seconds: seconds, at: device.onDevice?.at,
                    citation: device.onDevice?.citation))
        }
        if let enrolment = ProfileEnrolment(device) {
            comparedEnrolments += 1
            if enrolment.isOther { otherProfiles.append(enrolment) }
        }
        if device.tenant?.purchase == "manually_added" {
            manuallyAdded.append(
                Addition(
                    device: device.ordinal, addedAt: device.tenant?.addedAt, citation: device.tenant?.citation
                ))
        }
        takeLock(device)
    }

    private mutating func takeLock(_ device: Fleet.Device) {
        let words: [(Bool?, Citation?)] = [
            (device.tenant?.isActivationLocked, device.tenant?.citation),
            (device.mdm?.isActivationLocked, device.mdm?.citation),
            (device.onDevice?.isActivationLocked, device.onDevice?.citation),
        ]
        guard let said = words.first(where: { $0.0 == true }) else { return }
        locked.append(
            LockedDevice(device: device.ordinal, isEnrolled: device.mdm?.enrolled, citation: said.1))
    }
}
