"""Faults in the life of a device: its profile, its set-up, its move to another MDM, its end."""

from .. import clock
from ..dice import digest
from ..folder import compact
from . import consoles, logs, records, traffic
from .site import AS_OF

DAY, HOUR, MINUTE, SECOND = clock.DAY, clock.HOUR, clock.MINUTE, clock.SECOND


def no_profile(site, count=3):
    found = site.newcomers(count)
    logs.profiles_show(site, found[0], "Device Enrollment configuration: (null)\n")
    logs.profiles_status(site, found[0], enrolled=False)
    if site.vendor == "intune":
        site.add("devices", "mdm/identities.json", consoles.intune_identities(
            [unit for unit in site.units if unit.server == site.server], consoles.intune_profile(site),
            {unit.serial: {"requestedEnrollmentProfileId": None,
                           "requestedEnrollmentProfileAssignmentDateTime": "0001-01-01T00:00:00Z"}
             for unit in found}), role="mdm", dialect="intune")
    return found


def profile_removed(site, count=3):
    """The devices were assigned once more to the server on which they were already."""
    found = site.waiting(count, earliest=9, latest=12)
    moved = AS_OF - 2 * DAY - 3 * HOUR
    rows = []
    for place, unit in enumerate(found):
        unit.ade = {"profile_status": "removed", "profile_uuid": None, "profile_assign_time": None}
        unit.assigned = moved + place * 300_000
        rows.append(records.device(unit, site.admin, "modified", unit.assigned))
    page = {
    "cursor": "MDowOjE3NTc4OTgx",
    "devices": rows,
    "fetched_until": clock.seconds(
        moved + 40 * SECOND),
         "more_to_follow": False}
    site.add_lines("ade-sync", "ade/sync-pages.ndjson", [
        {"cursor": "MDowOjE3NTc4OTcy", "devices": [], "fetched_until": clock.seconds(moved - 30 * MINUTE),
         "more_to_follow": False}, page])
    if found[0].is_mac:
        logs.profiles_show(site, found[0], "Device Enrollment configuration: (null)\n")
    return found


def old_profile(site, count=3):
    """A new profile reached Apple when the devices had just fetched the old one."""
    found = site.veterans(count)
    newer = digest("family profile", site.name, "newer")[:32].upper()
    for unit in found:
        unit.pushed = AS_OF - site.dice.between(26 * 3_600, 50 * 3_600) * SECOND
        unit.profile, unit.profiled = newer, unit.pushed + site.dice.between(40, 100) * SECOND
        unit.enrolled = unit.profiled + site.dice.between(60, 240) * SECOND
        unit.tenant = {"updatedDateTime": clock.millis(unit.profiled)}
    return found


def set_up_already(site, count=2):
    """Devices that people had set up before anybody assigned them."""
    found = site.waiting(count)
    for unit in found:
        logs.profiles_status(site, unit, enrolled=False)
        logs.profiles_show(site, unit, logs.configuration(site))
        logs.add(site,
    unit,
    AS_OF - 8 * HOUR,
    [ (0,
    "mdmclient",
    "Device Enrollment: device is set up (SetupDone), enrollment profile not installed"),
    (3,
    "Setup Assistant",
     "Setup Assistant done, not running again")])
        site.add("device-files", f"device/{unit.serial}-markers.txt", "".join(
            f"-rw-r--r--  1 root  wheel  {size} Jun 11  2025 {name}\n" for size, name in [
                (0, "/private/var/db/.AppleSetupDone"),
                (0, "/private/var/db/ConfigurationProfiles/Settings/.cloudConfigHasActivationRecord"),
                (233, "/private/var/db/ConfigurationProfiles/Settings/.cloudConfigRecordFound")]),
            device=unit.serial)
    return found


def left_early(site, count=3):
    """Added with Configurator not thirty days ago; their users removed the management, as they may."""
    found = site.waiting(count, earliest=11, latest=17)
    for unit in found:
        site.enrol(unit)
        unit.pushed = unit.profiled + 50 * MINUTE
        unit.enrolled = unit.pushed + 4 * MINUTE
        unit.contact = unit.enrolled + 3 * DAY
        unit.tenant = {"purchaseSourceType": "MANUALLY_ADDED", "purchaseSourceId": None,
                       "orderNumber": None, "orderDateTime": None}
        unit.mdm = {"status": "unenrolled"}
    return found


def migration_stuck(site, count=3):
    found = site.newcomers(count, 20, 26)
    for place, unit in enumerate(found):
        unit.profiled, unit.profile = unit.assigned + 5 * MINUTE, site.profile
        unit.tenant = {
    "isMdmMigrationCapable": place != 0,
    "mdmMigrationStatus": "FAILED" if place == 1 else "REQUESTED",
    "mdmMigrationDeadlineDateTime": clock.seconds(
        AS_OF - 2 * DAY - 9 * HOUR)}
    return found


def released(site, count=3):
    found = site.veterans(count)
    for unit in found:
        gone = AS_OF - 21 * DAY - site.dice.between(0, 2_000) * SECOND
        unit.contact = gone - 2 * DAY
        unit.server, unit.in_ade = None, False
        unit.tenant = {"releasedFromOrgDateTime": clock.millis(gone), "updatedDateTime": clock.millis(gone)}
    return found


def unit_swapped(site):
    """Apple swapped two broken units; the new serials came into the organisation on no server."""
    old = site.veterans(2)
    new = site.newcomers(2, 3, 4)
    rows = []
    for place, (before, after) in enumerate(zip(old, new)):
        swapped = after.added - HOUR
        before.server, before.in_mdm, before.handed_out = None, False, False
        before.ade = {"released_by_replacement": True}
        before.tenant = {"releasedFromOrgDateTime": clock.millis(swapped)}
        after.server = after.assigned = None
        rows.append(records.device(before, site.admin, "deleted", swapped))
    page = {"cursor": "MDowOjE3NTc4OTgx", "devices": rows, "fetched_until": clock.seconds(AS_OF - 2 * HOUR),
            "more_to_follow": False}
    site.add("devices", "ade/changes.json", compact(page) + "\n", role="ade", dialect="dep", complete=False)
    for before, after in zip(old, new):
        site.exchanges.append(traffic.service(
            AS_OF - 100 * MINUTE, "GET", f"/device/replacementDetails?device={before.serial}", 200,
            {"serial_number": before.serial, "replacement_serial_number": after.serial}, site.agent))
    return new
