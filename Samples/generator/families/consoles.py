"""What the MDM lists, in the words of its vendor."""

from .. import clock
from ..dice import digest
from ..folder import compact
from .unit import stamp


def identifier(*name):
    mark = digest("record id", *name)
    return f"{mark[:8]}-{mark[8:12]}-4{mark[13:16]}-a{mark[17:20]}-{mark[20:32]}"


def number(unit):
    return int(unit.serial[-7:])


def jamf_computers(units):
    """`GET /api/v1/computers-inventory?section=GENERAL&section=HARDWARE&section=OPERATING_SYSTEM`."""
    rows = [_jamf_computer(unit) for unit in units if unit.in_mdm and unit.enrolled]
    return compact({"totalCount": len(rows), "results": rows}) + "\n"


def _jamf_computer(unit):
    general = {
    "name": f"mac-{unit.serial[-4:]}",
    "lastContactTime": stamp(
        unit.contact,
        clock.millis),
        "reportDate": stamp(
            unit.contact,
            clock.millis),
            "lastEnrolledDate": stamp(
                unit.enrolled,
                clock.millis),
                "mdmCapable": {
                    "capable": True,
                    "capableUsers": []},
                    "supervised": True,
                    "userApprovedMdm": True,
                    "enrolledViaAutomatedDeviceEnrollment": True,
                    "declarativeDeviceManagementEnabled": True,
                    "enrollmentMethod": {
                        "id": "4",
                        "objectName": "Staff laptops",
                        "objectType": "PreStage enrollment"},
                        "remoteManagement": {
                            "managed": True},
                            "managementId": identifier(
                                "management",
                                 unit.serial)} | unit.mdm
    return {"id": str(number(unit)), "udid": unit.udid, "general": general,
            "hardware": {"serialNumber": unit.serial, "model": unit.kind[3], "modelIdentifier": unit.kind[2]},
            "operatingSystem": {"name": "macOS", "version": unit.kind[4]}}


def jamf_prestage_devices(units):
    """`GET /api/v1/device-enrollments/3/devices`."""
    rows = [{
        "id": str(number(unit)), "deviceEnrollmentProgramInstanceId": "3", "prestageId": "4",
        "serialNumber": unit.serial, "description": unit.kind[3], "model": unit.kind[3].upper(),
        "color": "SILVER", "assetTag": "", "profileStatus": unit.status.upper(),
        "syncState": {"id": number(unit), "serialNumber": unit.serial, "profileUUID": unit.profile,
                      "syncStatus": "SUCCESS", "failureCount": 0, "timestamp": stamp(unit.profiled)},
        "profileAssignTime": stamp(unit.profiled), "profilePushTime": stamp(unit.pushed),
        "deviceAssignedDate": stamp(unit.assigned)} for unit in units if unit.in_ade]
    return compact({"totalCount": len(rows), "results": rows}) + "\n"


def intune_profile(site):
    """Graph's name of an enrolment profile: the token's id and the profile's own."""
    return identifier("onboarding", site.name) + "_" + identifier("profile", site.name)


def intune_devices(units):
    """`GET /v1.0/deviceManagement/managedDevices`."""
    rows = [{
        "id": identifier("managed device", unit.serial), "userId": identifier("user", unit.serial),
        "deviceName": f"{unit.family}-{unit.serial[-4:]}", "managedDeviceOwnerType": "company",
        "enrolledDateTime": stamp(unit.enrolled), "lastSyncDateTime": stamp(unit.contact),
        "operatingSystem": "macOS" if unit.is_mac else "iOS", "osVersion": unit.kind[4],
        "complianceState": "compliant", "managementAgent": "mdm", "deviceRegistrationState": "registered",
        "deviceEnrollmentType": "appleBulkWithUser", "isSupervised": True, "serialNumber": unit.serial,
        "model": unit.kind[3], "manufacturer": "Apple", "udid": unit.udid} | unit.mdm
        for unit in units if unit.in_mdm and unit.enrolled]
    return compact({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#deviceManagement/managedDevices",
        "@odata.count": len(rows), "value": rows}) + "\n"


def intune_identities(units, profile, changes=None):
    """`GET .../depOnboardingSettings/{id}/importedAppleDeviceIdentities`."""
    rows = [{
        "id": identifier("identity", unit.serial), "serialNumber": unit.serial,
        "requestedEnrollmentProfileId": profile,
        "requestedEnrollmentProfileAssignmentDateTime": stamp(unit.profiled or unit.assigned),
        "isSupervised": True, "discoverySource": "deviceEnrollmentProgram", "isDeleted": False,
        "createdDateTime": stamp(unit.assigned),
        "lastContactedDateTime": stamp(unit.contact) or "0001-01-01T00:00:00Z", "description": unit.kind[3],
        "enrollmentState": "enrolled" if unit.enrolled else "notContacted",
        "platform": "macOS" if unit.is_mac else "ios"} | (changes or {}).get(unit.serial, {})
        for unit in units if unit.in_ade]
    return compact({
        "@odata.context": "https://graph.microsoft.com/beta/$metadata#importedAppleDeviceIdentities",
        "@odata.count": len(rows), "value": rows}) + "\n"


def iru(units):
    """`GET /api/v1/integrations/apple/ade/devices`, which says both what Apple has and what enrolled."""
    rows = [_iru_device(unit) for unit in units if unit.in_ade]
    return compact({"count": len(rows), "next": None, "previous": None, "results": rows}) + "\n"


def _iru_device(unit):
    managed = {
    "id": identifier(
        "iru",
        unit.serial),
        "enrolled_at": stamp(
            unit.enrolled),
            "name": f"{unit.family.lower()}-{unit.serial[-4:]}",
            "enrollment_status": 3,
            "deferred_install": False,
            "is_missing": False,
             "is_removed": False}
    return {
    "id": identifier(
        "iru ade",
        unit.serial),
        "serial_number": unit.serial,
        "model": unit.kind[3],
        "device_family": unit.family,
        "os": unit.kind[1],
        "profile_status": unit.status,
        "profile_assign_time": stamp(
            unit.profiled),
            "profile_push_time": stamp(
                unit.pushed),
                "device_assigned_date": stamp(
                    unit.assigned),
                    "device_assigned_by": "it@example.org",
                    "last_assignment_status": "SUCCESS",
                    "failed_assignment_attempts": 0,
                    "assignment_status_received_at": stamp(
                        unit.profiled),
                        "blueprint_id": identifier(
                            "blueprint",
                            1),
                             "mdm_device": managed if unit.enrolled and unit.in_mdm else None} | unit.mdm


def iru_devices(units):
    """`GET /api/v1/devices`."""
    return compact([{
        "device_id": identifier("iru", unit.serial), "device_name": f"{unit.family.lower()}-{unit.serial[-4:]}",
        "model": unit.kind[3], "serial_number": unit.serial, "platform": unit.family, "os_version": unit.kind[4],
        "udid": unit.udid, "last_check_in": stamp(unit.contact), "first_enrollment": stamp(unit.enrolled),
        "last_enrollment": stamp(unit.enrolled), "mdm_enabled": True, "is_missing": False, "is_removed": False,
        "blueprint_id": identifier("blueprint", 1)} for unit in units if unit.enrolled and unit.in_mdm]) + "\n"


def fleet(units):
    """`GET /api/v1/fleet/hosts?populate_mdm=true`: a host stands here once the ADE list names it."""
    rows = [_fleet_host(unit) for unit in units if unit.in_mdm]
    return compact({"hosts": rows}) + "\n"


def _fleet_host(unit):
    management = {
        "enrollment_status": "On (automatic)" if unit.enrolled else "Pending",
        "server_url": "https://fleet.example.org/mdm/apple/mdm" if unit.enrolled else None, "name": "Fleet",
        "dep_profile_error": False, "encryption_key_available": bool(unit.enrolled and unit.is_mac),
        "connected_to_fleet": bool(unit.enrolled)} | unit.mdm
    return {
        "id": number(unit), "hostname": f"{unit.family.lower()}-{unit.serial[-4:]}" if unit.enrolled else "",
        "uuid": unit.udid if unit.enrolled else "", "platform": "darwin" if unit.is_mac else "ipados",
        "hardware_serial": unit.serial, "hardware_model": unit.kind[2], "os_version": unit.kind[4],
        "last_mdm_enrolled_at": stamp(unit.enrolled), "last_mdm_checked_in_at": stamp(unit.contact),
        "mdm": management}


def nanomdm(units, topic):
    """Rows of `devices` joined with `enrollments`, as `mysqlsh --result-format=ndjson` prints them."""
    rows = [_nanomdm_row(unit, topic) for unit in units if unit.in_mdm and (unit.enrolled or unit.mdm)]
    return "".join(compact(row) + "\n" for row in rows)


def _nanomdm_row(unit, topic):
    row = {
        "id": unit.udid, "serial_number": unit.serial, "authenticate_at": _sql(unit.enrolled),
        "token_update_at": _sql(unit.enrolled and unit.enrolled + 2 * clock.SECOND), "type": "Device",
        "topic": topic, "push_magic": "[redacted]", "token_hex": "[redacted]", "enabled": 1,
        "token_update_tally": 1, "last_seen_at": _sql(unit.contact)}
    return row | unit.mdm


def _sql(time):
    return None if time is None else clock.moment(time).strftime("%Y-%m-%d %H:%M:%S")


def simplemdm(units):
    """`GET /api/v1/devices?limit=100`."""
    rows = [{"type": "device", "id": number(unit), "attributes": {
        "name": f"{unit.family} {unit.serial[-4:]}", "last_seen_at": stamp(unit.contact, clock.millis),
        "status": "enrolled" if unit.enrolled else "awaiting_enrollment",
        "enrolled_at": stamp(unit.enrolled, clock.millis),
        "unique_identifier": unit.udid if unit.enrolled else None, "serial_number": unit.serial,
        "model_name": unit.kind[3], "os_version": unit.kind[4] if unit.enrolled else None,
        "is_supervised": True if unit.enrolled else None, "is_dep_enrollment": bool(unit.enrolled),
        "is_user_approved_enrollment": None} | unit.mdm} for unit in units if unit.in_mdm]
    return compact({"data": rows, "has_more": False}) + "\n"


def mosyle(units):
    """`POST /v2/listdevices`: times are epoch seconds in text."""
    rows = [{ "deviceudid": unit.udid,
    "serial_number": unit.serial,
    "device_name": f"{unit.family}-{unit.serial[-4:]}",
    "os": "mac" if unit.is_mac else "ios",
    "osversion": unit.kind[4],
    "device_model_name": unit.kind[3],
    "is_supervised": "1",
    "date_enroll": _epoch(unit.enrolled),
    "date_last_beat": _epoch(unit.contact),
    "date_checkin": _epoch(unit.contact),
    "date_info": _epoch(unit.contact),
    "status": "On",
     "enrollment_type": "DEP"} | unit.mdm for unit in units if unit.in_mdm and unit.enrolled]
    return compact({"status": "OK", "response": {
        "devices": rows, "rows": len(rows), "page_size": 50, "page": 1}}) + "\n"


def _epoch(time):
    return None if time is None else str(time // clock.SECOND)
