import CaseReading
import Casework

/// One device as a line of the device list.
///
/// Columns: the contract of `triangulate` and of plug-ins.
struct DeviceRow: Encodable {
    let serial: String?
    let udid: String?
    let state: String
    let since: String?
    let model: String?
    let os: String?
    let server: String?
    let tenantStatus: String?
    let ownership: String?
    let mdmProfile: String?
    let adeStatus: String?
    let adeAssigned: String?
    let adePushed: String?
    let mdmEnrolled: Bool?
    let mdmSupervised: Bool?
    let mdmLastContact: String?
    let deviceState: String?
    let deviceAt: String?

    init(_ ordinal: Int, of fleet: Fleet) {
        let device = fleet.device(ordinal)
        serial = device.serial
        udid = device.udid
        state = fleet.stateOf(ordinal)
        since = (device.tenant?.assignedAt ?? device.tenant?.lastModified)?.description
        model = device.model
        os = device.os
        server = device.tenant?.serverID
        tenantStatus = device.tenant?.enrollmentStatus
        ownership = device.tenant?.ownershipState
        mdmProfile = device.tenant?.profileID ?? device.mdm?.profileID
        adeStatus = device.ade?.profileStatus
        adeAssigned = device.ade?.assignedAt?.description
        adePushed = device.ade?.pushedAt?.description
        mdmEnrolled = device.mdm?.enrolled
        mdmSupervised = device.mdm?.supervised
        mdmLastContact = device.mdm?.lastContact?.description
        deviceState = device.onDevice?.state
        deviceAt = device.onDevice?.at?.description
    }
}
