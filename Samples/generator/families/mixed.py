"""Ten cases with two independent causes, and five in which nothing is wrong."""

from .. import clock
from . import device_faults as device
from . import lifecycle_faults as life, logs, mdm_faults as mdm, paths, records, service_faults as service, traffic
from ..folder import compact
from .cases import Case
from .site import AS_OF

DAY, HOUR, MINUTE, SECOND = clock.DAY, clock.HOUR, clock.MINUTE, clock.SECOND


def _mixed(number, title, vendor, kind, faults, causes, layer):
    shows = " and ".join(f"{code}" for code, _, _ in causes)
    return Case(f"mixed{number:02}", title, vendor, kind, faults, causes, layer, shows)


MIXED = [
    _mixed(1, "New Macs do not appear, old ones do not answer", "jamf-pro", "mac",
         [mdm.push_expired, service.token_ended],
         [("L4-TOKEN-EXPIRED", "mdm", 3), ("L6-PUSH-CERT-EXPIRED", "mdm", 5)], 4),
    _mixed(2, "Nothing new appears and sold iPads are still listed", "simplemdm", "ipad",
         [life.released, service.terms],
         [("L1-TERMS-NOT-ACCEPTED", "tenant", 3), ("L2-RELEASED-BUT-MANAGED", "mdm", 3)], 1),
    _mixed(3, "Office enrolments fail, and some iPads are missing", "iru", "ipad",
         [device.inspected_profiles, service.on_no_server],
         [("L3-INTERCEPTED", "network", 3), ("L2-UNASSIGNED", "tenant", 3)], 2),
    _mixed(4, "Some Macs are missing, others start without management", "mosyle", "mac",
         [service.on_another_server, life.no_profile],
         [("L2-WRONG-SERVER", "tenant", 3), ("L2-NO-ADE-PROFILE", "mdm", 3)], 2),
    _mixed(5, "Some Macs are missing, others hang at the activation record", "jamf-pro", "mac",
         [device.no_device_certificate, service.on_no_server],
         [("L2-UNASSIGNED", "tenant", 3), ("L5-ATTESTATION-UNAVAILABLE", "device", 2)], 2),
    _mixed(6, "An assignment is incomplete, and enrolments fail since Monday", "nanomdm", "mac",
         [service.assignment_failed, device.wrong_anchors],
         [("L1-ASSIGNMENT-FAILED", "tenant", 3), ("L7-ANCHORS-WRONG", "mdm", 3)], 1),
    _mixed(7, "Macs are silent in the office, others lost Remote Management", "fleet", "mac",
         [device.push_blocked, life.profile_removed],
         [("L3-APNS-BLOCKED", "network", 4), ("L2-PROFILE-REMOVED", "mdm", 3)], 2),
    _mixed(8, "Nothing works after the summer", "iru", "ipad", [life.migration_stuck, device.service_down],
         [("L2-MIGRATION-STUCK", "mdm", 3), ("L5-CLOUD-CONFIG-ERROR", "apple", 2)], 2),
    _mixed(9, "People cannot enrol, and one Mac never asks", "jamf-pro", "mac",
         [mdm.dates_checked, device.shut_out],
         [("L6-ENROLMENT-REFUSED", "mdm", 3), ("L5-HOSTS-BLOCKED", "device", 1)], 5),
    _mixed(10, "Two different kinds of iPhone trouble", "intune", "iphone",
         [service.definition_rejected, mdm.platform_blocked],
         [("L4-PROFILE-REJECTED", "mdm", 3), ("L6-ENROLMENT-REFUSED", "mdm", 3)], 4),
]


def _healthy(number, title, vendor, kind, faults, shows):
    return Case(f"healthy{number:02}", title, vendor, kind, faults, [], None, shows)


def _quiet_paths(site):
    for turn in range(3):
        for host in ("iprofiles.apple.com", "mdmenrollment.apple.com", "1-courier.push.apple.com"):
            vantage = "mdm-server" if host.startswith("mdmenrollment") else "device-network"
            site.transcripts.append(paths.completed(
                site.authority, host, AS_OF - (50 - 5 * turn) * MINUTE, site.dice, vantage=vantage,
                port=5223 if "push" in host else 443))


def _certificates(site):
    mdm.push_certificate(site, "current", AS_OF + 230 * DAY)
    mdm.enrolment_profile(site)


def _done_assignment(site):
    created = AS_OF - 30 * HOUR
    order = site.waiting(4, earliest=2, latest=3)
    for unit in order:
        unit.assigned, unit.profiled, unit.handed_out = created + 50 * SECOND, created + 6 * MINUTE, False
    done = records.activity(site.name, "ASSIGN_DEVICES", site.server, order, created, "COMPLETED",
                            "COMPLETED_WITH_SUCCESS", created + 3 * MINUTE)
    site.add("activities", "tenant/activities.json", compact({
        "data": [done], "meta": {"paging": {"total": 1, "limit": 100}}}) + "\n")


def _logs(site, form):
    for unit in site.veterans(2):
        logs.well(site, unit, form)


def _renewed_session(site):
    """A session that ran out and was opened anew at once, as every MDM does."""
    time = AS_OF - 95 * MINUTE
    site.exchanges.append(traffic.service(
        time, "POST", "/devices/sync", 401, "EXPIRED_TOKEN", site.agent,
        sent={"cursor": "MDowOjE3NTc4OTcy", "limit": 1000}))
    site.exchanges += traffic.sync(time + 2 * SECOND, site.agent, name=f"{site.name} again")


def _served(site):
    rows = [(AS_OF - site.dice.between(20, 1_300) * MINUTE, unit, 200)
            for unit in site.units if unit.enrolled for _ in range(8)]
    mdm.access_log(site, rows)
    update = []
    for unit in site.veterans(3):
        update.append((unit.enrolled, "mdm.Authenticate", unit, mdm._checkin(site, unit, "Authenticate")))
        update.append(
    (unit.enrolled +
    2 *
    SECOND,
    "mdm.TokenUpdate",
    unit,
    mdm._checkin(
        site,
        unit,
         "TokenUpdate")))
    mdm.webhooks(site, update)


def _profiles(site):
    for unit in site.veterans(2):
        logs.profiles_status(site, unit, enrolled=True)
        logs.profiles_show(site, unit, logs.configuration(site))


HEALTHY = [
    _healthy(1, "A quiet week, checked before the next delivery", "jamf-pro", "mac",
         [_quiet_paths, _certificates, _done_assignment, _profiles],
         "Macs, an assignment done, paths and dates"),
    _healthy(2, "A quiet week at the schools", "intune", "ipad",
         [_quiet_paths, lambda site: _logs(site, "console")], "iPads with console logs"),
    _healthy(3, "A check after the gateway's update", "iru", "iphone", [_quiet_paths, _renewed_session],
         "an expired session that was renewed at once"),
    _healthy(4, "A check of our own server", "nanomdm", "mac",
         [_served, _certificates, lambda site: _logs(site, "syslog")], "webhooks, access log, certificates"),
    _healthy(5, "A check before the audit", "fleet", "mac",
         [_done_assignment, lambda site: _logs(site, "ndjson"), _profiles], "Macs in boxes and Macs in use"),
]
CASES_APART_FROM_ROWS = MIXED + HEALTHY
