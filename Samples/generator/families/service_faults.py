"""Faults between the organisation, the ADE service and the MDM: tokens, terms, assignments, profiles, cursors."""

import base64

from .. import clock
from ..dice import digest
from ..folder import compact
from . import consoles, records, tokens, traffic
from .site import AS_OF

DAY, HOUR, MINUTE, SECOND = clock.DAY, clock.HOUR, clock.MINUTE, clock.SECOND


def _cut_off(site, ended, tries, count):
    """Nothing came through after `ended`: each try to sync met what `tries` answers. Newcomers stay unknown."""
    site.connected = site.synced = ended - 7 * MINUTE
    site.listed["ade"] = False
    time = AS_OF - 3 * HOUR
    for _ in range(3):
        site.exchanges += tries(time)
        time += HOUR - 90 * SECOND
    found = site.newcomers(count, 1, 3)
    for unit in found:
        unit.in_mdm = unit.in_ade = False
    if site.vendor == "jamf-pro":
        site.add("devices", "mdm/prestage-devices.json", consoles.jamf_prestage_devices(site.units),
                 role="ade", dialect="jamf-pro")
    return found


def token_ended(site, count=3):
    ended = AS_OF - 5 * DAY - 41 * MINUTE
    site.token_ends = ended
    found = _cut_off(site, ended, lambda time: [
        traffic.service(time, "GET", "/session", 401, "token_expired", site.agent, wait=210)], count)
    if site.vendor == "jamf-pro":
        site.add("integrations",
    "mdm/notifications.json",
    compact([ {"type": "DEP_INSTANCE_EXPIRED",
    "id": "3",
    "params": {"id": 3,
    "name": "Devices",
     "days": 0}}]) + "\n")
    return found


def terms(site, count=3):
    ended = AS_OF - 4 * DAY - 13 * HOUR
    found = _cut_off(site, ended, lambda time: [
        traffic.service(time, "GET", "/session", 403, '"T_C_NOT_SIGNED"', site.agent, wait=190)], count)
    for hours in (3, 2, 1):
        site.log(AS_OF - hours * HOUR + 92 * SECOND,
                 "ERROR dep.session status=403 body=T_C_NOT_SIGNED, sync skipped")
    return found


def server_deleted(site, count=3):
    ended = AS_OF - 4 * DAY - 5 * HOUR
    site.server_status = "DELETED"
    found = _cut_off(site, ended, lambda time: [
        traffic.session(time, site.agent),
        traffic.service(time + 400_000, "POST", "/devices/sync", 403, "ACCESS_DENIED", site.agent,
                        sent={"cursor": "MDowOjE3NTc0MDQ0", "limit": 1000})], count)
    if site.vendor == "iru":
        site.add("integrations", "mdm/ade-integration.json", compact({"count": 1, "results": [{
            "id": consoles.identifier("integration", site.name),
            "access_token_expiry": clock.seconds(site.token_ends), "server_name": "Devices",
            "server_uuid": site.server, "admin_id": site.admin, "org_name": "Example Org",
            "stoken_file_name": "Devices_Token_2026-04-05T08-12-21Z_smime.p7m",
            "last_device_sync": clock.seconds(site.synced), "days_left": (site.token_ends - AS_OF) // DAY,
            "status": "BROKEN", "status_reason": "FORBIDDEN",
            "status_received_at": clock.seconds(AS_OF - 40 * MINUTE),
            "device_counts": {"Mac": 0, "iPad": 11, "iPhone": 0, "AppleTV": 0, "total": 11}}]}) + "\n")
    return found


def token_for_another_key(site, count=3):
    """The new token was made for the key pair that the server had before it was set up anew."""
    found = _cut_off(site, AS_OF - 4 * DAY, lambda time: [], count)
    site.syncs = site.listed["token"] = False
    before, now = (tokens.ServerKey(site.name, age) for age in ("before", "now"))
    site.add("server-token", "mdm/Devices_Token_2026-09-15T14-02-11Z_smime.p7m",
             tokens.sealed(before, site.name))
    site.add("certificate", "mdm/token-public-key.pem", now.pem, role="server-token")
    for minutes in (1_130, 1_126, 35):
        site.log(AS_OF - minutes * MINUTE, "error token upload: decrypting CMS: no recipient for our certificate")
    return found


def on_another_server(site, count=3):
    found = site.newcomers(count)
    for unit in found:
        unit.server = site.other_server
    site.other_servers.append((site.other_server, "Classroom Pilot", "ACTIVE", count + 41,
                               AS_OF - 11 * MINUTE, "198.51.100.77"))
    serials = [unit.serial for unit in found]
    site.exchanges.append(traffic.service(
        AS_OF - 26 * MINUTE, "POST", "/devices", 200,
        {"devices": {serial: {"serial_number": serial, "response_status": "NOT_ACCESSIBLE"}
                     for serial in serials}}, site.agent, sent={"devices": serials}))
    return found


def on_no_server(site, count=3):
    found = site.newcomers(count)
    for unit in found:
        unit.server = unit.assigned = None
    return found


def assignment_failed(site, count=3, worked=4):
    """One order, some of it refused: the rest of the order is assigned as it should be."""
    created = AS_OF - 3 * DAY - 2 * HOUR
    fine, refused = site.waiting(worked, earliest=5, latest=6), site.newcomers(count, 5, 6)
    for unit in fine:
        unit.assigned, unit.profiled, unit.handed_out = created + 70 * SECOND, created + 9 * MINUTE, False
    for unit in refused:
        unit.server = unit.assigned = None
    order = site.dice.shuffled(fine + refused)
    done = records.activity(site.name, "ASSIGN_DEVICES", site.server, order, created, "COMPLETED",
                            "COMPLETED_WITH_ERROR", created + 4 * MINUTE)
    before = records.activity(site.name, "ASSIGN_DEVICES", site.server, site.veterans(3), created - 9 * DAY,
                              "COMPLETED", "COMPLETED_WITH_SUCCESS", created - 9 * DAY + 2 * MINUTE)
    site.add("activities", "tenant/activities.json", compact({
        "data": [before, done], "meta": {"paging": {"total": 2, "limit": 100}}}) + "\n")
    rows = ["Serial Number,Status,Message"]
    rows += [f"{unit.serial},FAILED,The device is not available for assignment" if unit in refused
             else f"{unit.serial},SUCCESS," for unit in order]
    site.add("activities", f"tenant/{done['id']}.csv", "\r\n".join(rows) + "\r\n")
    return refused


def profile_older_than_token(site, count=3):
    """Intune names a profile for each device; Apple has none, since it was made before the token came."""
    found = site.newcomers(count)
    profile = consoles.intune_profile(site)
    site.add("devices", "mdm/identities.json", consoles.intune_identities(
        [unit for unit in site.units if unit.server == site.server], profile), role="mdm", dialect="intune")
    setting = consoles.identifier("onboarding", site.name)
    graph = "https://graph.microsoft.com/beta/deviceManagement/depOnboardingSettings"
    row = {"id": setting, "appleIdentifier": site.admin, "tokenName": "Devices", "tokenType": "dep",
           "tokenExpirationDateTime": clock.seconds(site.token_ends),
           "lastModifiedDateTime": clock.seconds(AS_OF - 13 * DAY),
           "lastSuccessfulSyncDateTime": clock.seconds(AS_OF - 5 * HOUR),
           "lastSyncTriggeredDateTime": clock.seconds(AS_OF - 5 * HOUR), "lastSyncErrorCode": 0,
           "syncedDeviceCount": len(site.units), "dataSharingConsentGranted": True}
    site.add("integrations", "mdm/onboarding-settings.json", compact({"value": [row]}) + "\n")
    site.exchanges.append(traffic.entry(
        AS_OF - 50 * MINUTE, "GET", f"{graph}/{setting}/enrollmentProfiles", 200, {"value": [{
            "id": profile, "displayName": "Staff", "isDefault": True, "requiresUserAuthentication": True,
            "lastModifiedDateTime": clock.seconds(AS_OF - 190 * DAY)}]}, address="20.190.159.4"))
    return found


def assignment_throttled(site, count=3):
    """The MDM asks again and again to assign its profile; Apple answers THROTTLED."""
    found = site.newcomers(count)
    site.listed["ade"] = False
    for unit in found:
        unit.mdm = {"dep_profile_error": True}
    for hours in (6, 4, 2):
        time = AS_OF - hours * HOUR + 20 * SECOND
        answer = {unit.serial: "FAILED" if hours == 6 else "THROTTLED" for unit in found}
        body = {"profile_uuid": site.profile, "devices": answer}
        if hours != 6:
            body["retry_after_seconds"] = 86_400
        site.exchanges += [traffic.session(time, site.agent), traffic.service(
            time + 500_000, "PUT", "/profile/devices", 200, body, site.agent,
            sent={"profile_uuid": site.profile, "devices": [unit.serial for unit in found]})]
    return found


def cursor_too_old(site, count=3):
    """The MDM asks with a cursor of three weeks ago and never falls back to a full fetch."""
    body = {"cursor": "MDowOjE3NTU5NjQ4", "limit": 1000}
    found = _cut_off(
    site,
    AS_OF - 20 * DAY,
    lambda time: [
        traffic.session(
            time,
            site.agent),
            traffic.service(
                time + 300_000,
                "POST",
                "/devices/sync",
                400,
                "EXPIRED_CURSOR",
                site.agent,
                sent=body)],
                 count)
    site.syncs = False
    # Its sessions still count as contact.
    site.connected = AS_OF - HOUR
    for hours in (3, 2, 1):
        site.log(AS_OF - hours * HOUR + 91 * SECOND,
     "error dep sync: 400 EXPIRED_CURSOR, will retry in 60m0s")
    return found


def definition_rejected(site, count=3):
    found = site.newcomers(count)
    sent = {
    "profile_name": "Staff",
    "url": f"https://{site.host}/enroll",
    "is_mandatory": True,
    "is_mdm_removable": False,
    "is_supervised": True,
    "await_device_configured": True,
    "support_phone_number": "call the service desk on the intranet page, building 4, second floor, ext. 4711",
    "department": "IT",
    "skip_setup_items": [
        "AppleID",
         "Siri"]}
    for hours in (20, 4):
        time = AS_OF - hours * HOUR + 5 * SECOND
        site.exchanges += [traffic.session(time, site.agent), traffic.service(
            time + 350_000, "POST", "/profile", 400, "SUPPORT_PHONE_INVALID", site.agent, sent=sent)]
    return found


def api_key_refused(site):
    """The client assertion of the organisation's API account lives a year; Apple takes 180 days."""
    site.listed["tenant"] = site.listed["servers"] = False
    made = AS_OF - 40 * DAY
    claims = {"iss": "BUSINESSAPI." + consoles.identifier("client", site.name),
              "sub": "BUSINESSAPI." + consoles.identifier("client", site.name),
              "aud": "https://account.apple.com/auth/oauth2/v2/token", "iat": made // SECOND,
              "exp": (made + 365 * DAY) // SECOND, "jti": consoles.identifier("jti", site.name)}
    token = ".".join(_base64url(part) for part in (
        compact({"alg": "ES256", "kid": consoles.identifier("key", site.name)}).encode(),
        compact(claims).encode(), bytes.fromhex(digest("signature", site.name) * 2)))
    form = ("grant_type=client_credentials&client_id=" + claims["iss"] + "&client_assertion_type="
            "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion="
            + token + "&scope=business.api")
    for hours in (5, 4, 3, 2, 1):
        site.exchanges.append(traffic.entry(
            AS_OF - hours * HOUR + 9 * SECOND, "POST", "https://account.apple.com/auth/oauth2/token", 400,
            {"error": "invalid_client"}, wait=320, sent=form, address="17.32.214.80"))


def _base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
