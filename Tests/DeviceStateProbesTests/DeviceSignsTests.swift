import CaseReading
import Casework
import Testing

@testable import DeviceStateProbes

struct DeviceSignsTests {
    private func fleet(_ devices: [Fleet.Device], tells: Set<Fleet.Telling> = Set(Fleet.Telling.allCases))
        -> Fleet
    {
        var fleet = Fleet(
            count: devices.count, countByState: [:], stateOf: { _ in "enrolled" }, device: { devices[$0] },
            ordinalOfSerial: { _ in nil }, ordinalOfUDID: { _ in nil })
        fleet.tells = tells
        return fleet
    }

    private func device(_ ordinal: Int, _ change: (inout Fleet.Device) -> Void) -> Fleet.Device {
        var device = Fleet.Device()
        device.ordinal = ordinal
        change(&device)
        return device
    }

    private func signs() -> [Fleet.Device] {
        [
            device(0) {
                $0.ade = Fleet.ADEView()
                $0.ade?.profileStatus = "assigned"
                $0.onDevice = Fleet.DeviceSideView()
                $0.onDevice?.isSetUp = true
                $0.onDevice?.clockOffsetSeconds = 17
            },
            device(1) {
                $0.tenant = Fleet.TenantView()
                $0.tenant?.purchase = "manually_added"
                $0.mdm = Fleet.MDMView()
                $0.mdm?.enrolled = false
                $0.mdm?.isActivationLocked = true
            },
            device(2) {
                $0.ade = Fleet.ADEView()
                $0.ade?.profileID = String(repeating: "A", count: 32)
                $0.mdm = Fleet.MDMView()
                $0.mdm?.enrolled = true
                $0.mdm?.profileID = String(repeating: "b", count: 32)
            },
            device(3) { $0.tenant = Fleet.TenantView() },
        ]
    }

    @Test func signsAreDrawnFromDevices() {
        let drawn = DeviceSigns(fleet(signs()))
        #expect(drawn.waitingProfiles.map(\.device) == [0])
        #expect(drawn.clocks.map(\.seconds) == [17])
        #expect(drawn.manuallyAdded.map(\.device) == [1])
        #expect(drawn.locked == [DeviceSigns.LockedDevice(device: 1, isEnrolled: false)])
        #expect(drawn.comparedEnrolments == 1)
        #expect(drawn.otherProfiles.map(\.device) == [2])
        #expect(drawn.tellsLock && drawn.tellsPurchase)
    }

    @Test func markerOfAMacSaysThatItIsSetUp() {
        let waiting = device(0) {
            $0.ade = Fleet.ADEView()
            $0.ade?.profileStatus = "assigned"
        }
        func file(_ name: String) -> DeviceFile {
            DeviceFile(
                serial: "A", device: 0, name: name, content: .marker([:]), citation: Citation(file: "ls.txt"))
        }
        for tells in [Set<Fleet.Telling>(), [.purchase]] {
            let fleet = fleet([waiting], tells: tells)
            #expect(
                DeviceSigns(fleet, files: [file(".AppleSetupDone")]).waitingProfiles.map(\.isSetUp) == [true])
            #expect(DeviceSigns(fleet, files: [file(".cloudConfigRecordFound")]).waitingProfiles.isEmpty)
        }
    }

    @Test func devicesAreNotAskedWhereNoRecordSays() {
        let drawn = DeviceSigns(fleet(signs(), tells: []))
        #expect(drawn == DeviceSigns())
    }
}
