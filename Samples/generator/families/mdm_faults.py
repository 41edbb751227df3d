"""Faults of the MDM: what it refuses, forgets, or cannot push."""

import base64
import plistlib

from .. import clock
from ..certificates import Certificate, NAME_PARTS
from ..dice import digest
from ..folder import compact
from . import consoles, logs, paths, traffic
from .site import AS_OF

DAY, HOUR, MINUTE, SECOND = clock.DAY, clock.HOUR, clock.MINUTE, clock.SECOND
NAME_PARTS.setdefault("UID", "0.9.2342.19200300.100.1.1")
ADDRESS = "203.0.113.24"


def _enrol_call(site, unit, status, body, kind="application/json", path="/enroll", offset=25 * SECOND):
    """The device posts what it is and wants its enrolment profile."""
    return traffic.entry(unit.pushed + offset, "POST", f"https://{site.host}{path}", status, body,
                         sent="[CMS, 3412 bytes]", kind=kind, address=ADDRESS,
                         asked=[("User-Agent", "MDM-macOS/26.0" if unit.is_mac else "MDM-iOS/26.0")])


def dates_checked(site, count=3):
    """The server checks the dates of Apple's long expired device authority."""
    found = site.handed_over(count)
    for unit in found:
        time = unit.pushed + 25 * SECOND
        site.exchanges.append(_enrol_call(site, unit, 403, "Forbidden", "text/plain"))
        site.log(time + 40_000, "ERROR [EnrollmentController] FAILED_SIGNATURE_CHECK for device signature")
        site.log(time + 41_000, "  java.security.cert.CertPathBuilderException: Certificate expired: "
                 "CN=Apple iPhone Device CA, NotAfter: Wed Apr 16 15:54:46 PDT 2014")
    logs.add(site,
    found[0],
    found[0].pushed,
    [ *logs.FETCHED,
    (26,
    "mdmclient",
    "Device Enrollment installation failed: the MDM server returned an unexpected "
    "status (403)")])
    return found


def _graph_events(site, found, category, reason, kind="enrollmentTroubleshootingEvent"):
    rows = [{
        "@odata.type": f"#microsoft.graph.{kind}", "id": consoles.identifier("event", unit.serial),
        "eventDateTime": clock.seconds(unit.pushed + 31 * SECOND),
        "correlationId": consoles.identifier("correlation", unit.serial), "deviceId": unit.udid,
        "enrollmentType": "appleBulkWithUser", "operatingSystem": "iOS", "osVersion": unit.kind[4],
        "failureCategory": category, "failureReason": reason} for unit in found]
    site.exchanges.append(traffic.entry(
        AS_OF - 55 * MINUTE, "GET", "https://graph.microsoft.com/beta/deviceManagement/troubleshootingEvents", 200,
        {"value": rows}, address="20.190.159.4"))


def platform_blocked(site, count=3):
    found = site.handed_over(count)
    _graph_events(site, found, "enrollmentRestrictionsEnforced", "DeviceTypeNotSupported")
    for unit in found:
        site.log(
    unit.pushed + 31 * SECOND,
    f"enrollment refused serial={unit.serial} reason=DeviceTypeNotSupported "
    "restriction=\"platform blocked\" platform=iOS")
    logs.add(site, found[0], found[0].pushed, [
        *logs.FETCHED, (33, "profiled", 'Presenting alert: "Invalid Profile"')], form="console")
    return found


def device_cap(site, count=3):
    found = site.handed_over(count)
    for unit in found:
        time = unit.pushed + 28 * SECOND
        site.exchanges.append(_enrol_call(site, unit, 403, compact(
            {"error": {"code": "DeviceCapReached", "message": "Too many mobile devices are enrolled already."}})))
        site.log(time, f"enrollment failed serial={unit.serial} error=DeviceCapReached limit=5")
    _graph_events(site, found, "userValidation", "DeviceCapReached")
    return found


def sign_in_refused(site, count=3):
    """Setup Assistant's old way of signing in meets an account that needs a second factor."""
    found = site.handed_over(count)
    for unit in found:
        time = unit.pushed + 90 * SECOND
        site.exchanges += [
    traffic.entry(
        time,
        "POST",
        "https://login.microsoftonline.com/common/oauth2/token",
        400,
        {
            "error": "invalid_grant",
            "error_description": "AADSTS50076: Due to a configuration change made by your "
            "administrator, or because you moved to a new location, you must use multi-factor authentication to "
            "access the resource.",
            "error_codes": [50076]},
            sent="grant_type=password&username=[redacted]&password=[redacted]",
            address="20.190.159.4"),
            _enrol_call(
                site,
                unit,
                401,
                "Unauthorized",
                "text/plain",
                 offset=92 * SECOND)]
        site.log(time + SECOND, f"enrollment user authentication failed serial={unit.serial} AADSTS50076 "
                 "multi-factor authentication required")
    logs.add(
    site, found[0], found[0].pushed, [
        *logs.FETCHED, (93, "dmd", 'Error Domain=DMCHTTPTransactionErrorDomain Code=23003 "The server requires '
        'authentication."')], form="console")
    return found


def push_certificate(site, name, ends, topic=None, issued_days=365):
    topic = topic or site.topic
    subject = [("UID", topic), ("CN", "APSP:" + topic.rsplit("External.", 1)[1]), ("C", "ZZ")]
    certificate = Certificate((site.name, "push", name), subject,
                              (clock.seconds(ends - issued_days * DAY), clock.seconds(ends)), "identity",
                              site.authority.root)
    site.add("certificate", "mdm/push.pem", certificate.pem, role="push")


def enrolment_profile(site, topic=None):
    """The profile that the MDM hands out, without what is secret in it."""
    scep, mdm, top = (consoles.identifier(part, site.name).upper() for part in ("scep", "mdm", "top"))

    def payload(kind, identifier, **more):
        return {"PayloadType": kind, "PayloadUUID": identifier, "PayloadVersion": 1,
                "PayloadIdentifier": f"org.example.{identifier.lower()}", **more}
    profile = payload(
    "Configuration",
    top,
    PayloadDisplayName="Remote Management",
    PayloadOrganization="Example Org",
    PayloadRemovalDisallowed=True,
    PayloadScope="System",
    PayloadContent=[
        payload(
            "com.apple.security.scep",
            scep,
            PayloadContent={
                "URL": f"https://{site.host}/scep",
                "Key Type": "RSA",
                "Keysize": 2048}),
                payload(
                    "com.apple.mdm",
                    mdm,
                    ServerURL=f"https://{site.host}/mdm",
                    CheckInURL=f"https://{site.host}/checkin",
                    Topic=topic or site.topic,
                    IdentityCertificateUUID=scep,
                    AccessRights=8191,
                    CheckOutWhenRemoved=True,
                     SignMessage=True)])
    site.add("configuration-profile", "mdm/enrolment.mobileconfig", plistlib.dumps(profile))


def push_expired(site, count=5):
    ended = AS_OF - 12 * DAY - 3 * HOUR
    found = site.veterans(count)
    for unit in found:
        unit.contact = ended - site.dice.between(10, 600) * MINUTE
    push_certificate(site, "old", ended)
    enrolment_profile(site)
    for hours in (30, 20, 10):
        site.log(AS_OF - hours * HOUR, "push failed: APNSCertificateNotValid")
    return found


def push_replaced(site, count=5):
    """Somebody made a new certificate instead of renewing the old one: its topic is another."""
    found = site.veterans(count)
    made = AS_OF - 11 * DAY
    for unit in found:
        unit.contact = made - site.dice.between(10, 600) * MINUTE
    push_certificate(site, "new", made + 365 * DAY,
                     "com.apple.mgmt.External." + consoles.identifier("topic", site.name, "new"))
    enrolment_profile(site)
    return found


def never_released(site, count=3):
    """Setup Assistant waits for `DeviceConfigured`, which nobody sends."""
    found = site.handed_over(count)
    deliveries = []
    for unit in found:
        unit.enrolled = unit.pushed + 190 * SECOND
        unit.contact = AS_OF - site.dice.between(5, 50) * MINUTE
        update = _checkin(site, unit, "TokenUpdate", AwaitingConfiguration=True)
        unit.mdm = {"token_update": update.decode()}
        deliveries.append((unit.enrolled, "mdm.Authenticate", unit, _checkin(site, unit, "Authenticate")))
        deliveries.append((unit.enrolled + 2 * SECOND, "mdm.TokenUpdate", unit, update))
    webhooks(site, deliveries)
    return found


def _checkin(site, unit, message, **more):
    fields = {"MessageType": message, "Topic": site.topic, "UDID": unit.udid, **more}
    if message == "Authenticate":
        fields |= {"SerialNumber": unit.serial, "Model": unit.kind[2], "OSVersion": unit.kind[4]}
    return plistlib.dumps(fields)


def webhooks(site, deliveries):
    """What NanoMDM's webhook delivered, as a small receiver wrote it down."""
    rows = []
    for time, topic, unit, payload in sorted(deliveries, key=lambda row: row[0]):
        event = {"udid": unit.udid, "raw_payload": base64.b64encode(payload).decode(), "url_params": None}
        body = compact({"topic": topic, "event_id": consoles.identifier("event", unit.serial, topic, time),
                        "created_at": clock.micros(time + 40_000), "checkin_event": event})
        rows.append({"receivedAt": clock.micros(time + 130_000),
    "remoteAddress": "10.20.0.4",
    "method": "POST",
    "path": "/webhook",
    "status": 200,
    "headers": {"content-type": "application/json"},
     "body": body})
    site.add_lines("callbacks", "mdm/webhooks.ndjson", rows)


def update_first(site, count=3):
    """The MDM wants a newer system; the hosts that would give it are refused by the firewall."""
    found = site.handed_over(count)
    for unit in found:
        unit.kind = (*unit.kind[:4], "15.5")
        site.exchanges.append(_enrol_call(site, unit, 403, compact(
            {"code": "com.apple.softwareupdate.required", "details": {"OSVersion": "26.0"}})))
    for turn in range(3):
        time = AS_OF - (70 - 5 * turn) * MINUTE
        site.transcripts += [paths.failed("refused", host, time + 2 * SECOND, site.dice, via="office")
                             for host in ("gdmf.apple.com", "mesu.apple.com")]
        site.transcripts.append(
    paths.completed(
        site.authority,
        "iprofiles.apple.com",
        time,
        site.dice,
         via="office"))
    logs.add(site, found[0], found[0].pushed, [
        *logs.FETCHED, (26, "mdmclient", "Device Enrollment: a software update to 26.0 is required"),
        (33, "softwareupdated", "https://gdmf.apple.com/v2/assets: Error Domain=NSURLErrorDomain Code=-1004 "
         '"Could not connect to the server."')])
    return found


def forgotten(site, count=3):
    """The MDM lost rows of its database: their devices check in and are not known."""
    found = site.veterans(count)
    rows = []
    for unit in found:
        unit.in_mdm = False
        unit.pushed = max(unit.pushed, AS_OF - 60 * DAY)
        for hours in (9, 5, 1):
            time = AS_OF - hours * HOUR + site.dice.between(0, 1_500) * SECOND
            rows.append((time, unit, 401))
        site.exchanges.append(traffic.entry(
            time, "PUT", f"https://{site.host}/checkin", 403,
            {"code": "com.apple.unrecognized.device", "description": "no enrollment found for this device"},
            sent="[plist, 1280 bytes]", address=ADDRESS, asked=[("User-Agent", "MDM/1.0")]))
        site.log(
    time,
    f"level=info handler=checkin-command msg=\"command error\" err=\"enrollment id {unit.udid}: "
    "no row found\" http_status=401")
    for unit in site.units:
        if unit.in_mdm and unit.enrolled:
            rows += [(AS_OF - site.dice.between(30, 600) * MINUTE, unit, 200) for _ in range(6)]
    access_log(site, rows)
    return found


def access_log(site, rows, path="/mdm"):
    """The front end's log in the combined form: `(time, device, status)` each."""
    lines = []
    for time, unit, status in sorted(rows, key=lambda row: row[0]):
        host = int(digest("address", unit.serial)[:2], 16)
        stamp = clock.moment(time).strftime("%d/%b/%Y:%H:%M:%S +0000")
        lines.append(f'198.51.100.{host} - - [{stamp}] "PUT {path} HTTP/1.1" {status} '
                     f'{0 if status == 200 else 13} "-" "MDM/1.0"\n')
    site.add("access-log", "mdm/access.log", "".join(lines))
