"""What Apple's two services list of a device: the organisation's inventory, and the list of one MDM server."""

from .. import clock
from ..dice import digest
from ..folder import compact
from .unit import stamp

API = "https://api-business.apple.com/v1"
FAMILIES = {"Mac": "Mac", "iPad": "iPad", "iPhone": "iPhone"}


def inventory(units):
    """`GET /v1/orgDevices`, one page."""
    data = [_org_device(unit) for unit in units if unit.in_tenant]
    return compact({"data": data, "links": {"self": f"{API}/orgDevices?limit=1000"},
                    "meta": {"paging": {"total": len(data), "limit": 1000}}}) + "\n"


def _org_device(unit):
    family, _, product, name, _ = unit.kind
    modified = max(time for time in (unit.added, unit.assigned) if time)
    attributes = {
        "serialNumber": unit.serial, "addedToOrgDateTime": clock.millis(unit.added),
        "releasedFromOrgDateTime": None, "updatedDateTime": clock.millis(modified), "deviceModel": name,
        "productFamily": FAMILIES[family], "productType": product, "orderNumber": unit.order,
        "orderDateTime": clock.moment(unit.added - 3 * clock.DAY).strftime("%Y-%m-%dT07:00:00Z"),
        "status": "ASSIGNED" if unit.server else "UNASSIGNED", "imei": [], "meid": [],
        "purchaseSourceId": "9C02A7", "purchaseSourceType": "APPLE", "isMdmMigrationCapable": True,
        "mdmMigrationStatus": None, "mdmMigrationDeadlineDateTime": None} | unit.tenant
    link = f"{API}/orgDevices/{unit.serial}"
    server = {"links": {"self": f"{link}/relationships/assignedServer", "related": f"{link}/assignedServer"}}
    if unit.server:
        server["data"] = {"type": "mdmServers", "id": unit.server}
    return {"type": "orgDevices", "id": unit.serial, "attributes": attributes,
            "relationships": {"assignedServer": server}, "links": {"self": link}}


def servers(rows):
    """`GET /v1/mdmServers`: `(id, name, status, devices, last connected, address)` each."""
    data = [{
        "type": "mdmServers", "id": identifier, "attributes": {
            "serverName": name, "serverType": "MDM", "enableMdmDisownFlag": False,
            "defaultProductFamilies": [], "status": status, "deviceCount": count,
            "lastConnectedDateTime": stamp(connected, clock.millis), "lastConnectedIp": address,
            "createdDateTime": "2024-02-19T08:14:51.207Z", "updatedDateTime": "2026-03-02T10:20:04.911Z"},
        "relationships": {"devices": {"links": {"self": f"{API}/mdmServers/{identifier}/relationships/devices"}}}}
        for identifier, name, status, count, connected, address in rows]
    return compact({"data": data, "links": {"self": f"{API}/mdmServers?limit=100"},
                    "meta": {"paging": {"total": len(data), "limit": 100}}}) + "\n"


def activity(case, kind, server, units, created, status, sub_status, completed=None):
    """An `orgDeviceActivities` resource."""
    identifier = digest("activity", case, kind, created)
    attributes = {"activityType": kind, "status": status, "subStatus": sub_status,
                  "createdDateTime": clock.millis(created)}
    if completed:
        attributes |= {"completedDateTime": clock.millis(completed),
                       "downloadUrl": "https://axm-activity-logs.invalid/" + identifier[:16] + ".csv?sig=[redacted]"}
    return {"type": "orgDeviceActivities",
            "id": f"{identifier[:8]}-{identifier[8:12]}-4{identifier[13:16]}-9{identifier[17:20]}-{identifier[20:32]}",
            "attributes": attributes, "relationships": {
                "mdmServer": {"data": {"type": "mdmServers", "id": server}},
                "devices": {"data": [{"type": "orgDevices", "id": unit.serial} for unit in units]}}}


def device(unit, admin, operation=None, time=None):
    """A device record of the ADE service, as `/server/devices` and, with an operation, `/devices/sync` give it."""
    family, system, _, name, _ = unit.kind
    record = {
        "serial_number": unit.serial, "model": name.split(" (")[0].upper(), "description": name,
        "color": "SILVER", "device_family": family, "os": system, "profile_status": unit.status,
        "device_assigned_date": stamp(unit.assigned), "device_assigned_by": admin}
    if unit.profiled:
        record |= {"profile_uuid": unit.profile, "profile_assign_time": stamp(unit.profiled)}
    if unit.pushed:
        record["profile_push_time"] = stamp(unit.pushed)
    record |= unit.ade
    if operation:
        record |= {"op_type": operation, "op_date": stamp(time)}
    return {key: value for key, value in record.items() if value is not None}


def fetch(units, admin, until):
    """The last page of `POST /server/devices`."""
    return compact({"cursor": "MDowOjE3NTc5MjM0" + digest("cursor", until)[:12],
                    "devices": [device(unit, admin) for unit in units if unit.in_ade],
                    "fetched_until": stamp(until), "more_to_follow": False}) + "\n"


def server_token(expires):
    """The decrypted token file; its secrets were struck out."""
    made = clock.moment(expires - 365 * clock.DAY)
    return compact({
        "consumer_key": "CK_[redacted]", "consumer_secret": "CS_[redacted]",
        "access_token": f"AT_O[redacted]O{int(made.timestamp() * 1000)}", "access_secret": "AS_[redacted]",
        "access_token_expiry": clock.seconds(expires)}) + "\n"
