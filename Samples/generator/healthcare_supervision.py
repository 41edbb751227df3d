"""`healthcare-supervision`: 12,600 supervised iPads and iPhones; 1,386 of them run without an MDM profile."""

import re

from . import callbacks, clock, device_logs, profiles, tenant, transcripts
from .certificates import Authority
from .checks import Check
from .dice import Dice, digest
from .fleet import IPADS, IPHONES, MOBILE_SYSTEMS, device, uuid, working_time
from .folder import CaseFolder, serial_digest, unpacked

NAME = "healthcare-supervision"
TENANT, ORGANISATION, VENDOR = "t_med_c40e96", "Invented Health System", "kandji"
SERVER = "C7E15B3802D94A6FB1A4F0836D29E57C"
TOTAL, STUCK, IN_PROGRESS = 12_600, 1_386, 1_118
ANSWERS_WITHOUT, ANSWERS_WITH = 240, 360
FIRST_DAY, DAYS = "2026-04-06T00:00:00Z", 23
AS_OF = clock.at("2026-04-29T10:00:00Z")
LAST_SYNC = AS_OF - 74 * clock.SECOND
TOKEN_END = AS_OF + 121 * clock.DAY + 3 * clock.HOUR
MDM_PROFILE = "mp_clinical_3ab8e5"
BLUEPRINTS = [("Ward", 55), ("Outpatient", 30), ("Theatre", 15)]
SITES = [("Northside", "US", 34), ("Riverside", "US", 26), ("Lakeview", "US", 18), ("St Elm", "CA", 14),
         ("Harbour", "CA", 8)]
HEAD = f"""\
schema: abm-forensics/case/1
id: {NAME}
title: 11% of the clinical iPads and iPhones run without an MDM profile
asOf: 2026-04-29T10:00:00Z
tenant: {{id: {TENANT}, sector: healthcare, dialect: field-guide}}
mdm: {{vendor: {VENDOR}, version: "2.22", serverId: "{SERVER}", syncIntervalMinutes: 5}}
expect:
  hosts: [mdmenrollment.apple.com, iprofiles.apple.com]
  anchors: [trust/roots.pem]
  callbackRanges: [17.253.128.0/18, 17.254.0.0/16]
"""


def generate(root):
    folder, dice, authority = CaseFolder(root, NAME), Dice(NAME), Authority(NAME)
    fleet = roll_out(dice)
    identity = authority.supervision_identity(ORGANISATION, TENANT)
    fingerprint = identity.sha256.upper()
    logged = device_logs.subjects(fleet, dice)

    folder.add_lines("devices", "tenant/devices.ndjson.gz", [
        tenant.record(each, SERVER, fingerprint, "ztna_trusted_device", "supervised_only", not each.stuck)
        for each in dice.shuffled(fleet)],
        role="tenant", dialect="field-guide", collectedAt="2026-04-29T09:56:00Z")
    folder.add_lines("audit", "tenant/audit.ndjson.gz", audit(fleet, fingerprint, dice),
                     dialect="field-guide", collectedAt="2026-04-29T09:58:55Z")
    folder.add("integrations", "tenant/integrations.json",
               tenant.integrations(TENANT, "Kandji", LAST_SYNC), collectedAt="2026-04-29T09:59:00Z")
    folder.add_exchanges("tenant/exchanges.har.gz", exchanges(fleet, dice),
                         collectedAt="2026-04-29T09:54:00Z")
    folder.add_lines("devices", "mdm/ade-devices.ndjson.gz", ade_pages(fleet, dice),
                     role="mdm", dialect="kandji", collectedAt="2026-04-29T09:57:00Z")
    folder.add_lines("callbacks", "mdm/callbacks.ndjson.gz", callbacks.deliveries(NAME, fleet, dice),
                     collectedAt="2026-04-29T09:57:10Z")
    folder.add_lines("queue", "mdm/queue.ndjson", callbacks.queue(
        fleet, clock.at("2026-04-28T09:45:00Z"), clock.at("2026-04-29T09:45:00Z"), 15 * clock.MINUTE, dice),
        collectedAt="2026-04-29T09:57:20Z")
    folder.add("configuration-profile", "mdm/supervision.mobileconfig",
               profiles.enrolment_profile(NAME, ORGANISATION, "mdm.health.example", fingerprint.lower()),
               collectedAt="2026-04-29T09:57:30Z")
    folder.add("certificate", "mdm/supervision-identity.pem", identity.pem,
               role="supervision-identity", collectedAt="2026-04-29T09:57:40Z")
    folder.add_lines("handshakes", "path/handshakes.ndjson", handshakes(authority, dice),
                     collectedAt="2026-04-29T09:50:00Z")
    device_logs.add(folder, logged, dice)
    folder.write("trust/roots.pem", authority.root.pem)
    folder.seal(HEAD)
    folder.tell(truth(fleet, logged))
    check(folder)


def roll_out(dice):
    places = dice.shuffled(range(TOTAL))
    stuck, in_progress = set(places[:STUCK]), set(places[:IN_PROGRESS])
    fleet = []
    for index in range(TOTAL):
        each = device(NAME, "ZZMED", index, dice, dice.weighted([(IPADS, 72), (IPHONES, 28)]), MOBILE_SYSTEMS)
        each.site, each.country, _ = dice.weighted([(site, site[2]) for site in SITES])
        each.assigned = working_time(dice, FIRST_DAY, DAYS)
        each.called = each.assigned + dice.between(6 * 60, 9 * 3600) * clock.SECOND
        each.stuck = index in stuck
        if each.stuck:
            each.status = "in_progress" if index in in_progress else "enrolled"
            each.modified = each.called + dice.between(1_000_000, 3_000_000)
        else:
            each.profile = MDM_PROFILE
            each.enrolled = each.called + dice.between(20, 200) * clock.SECOND
            each.modified = each.enrolled + dice.between(900_000, 4_000_000)
        fleet.append(each)
    return fleet


def audit(fleet, fingerprint, dice):
    identity = "si_" + fingerprint[:12].lower()
    events = tenant.sync_events(clock.at(FIRST_DAY), LAST_SYNC, VENDOR, dice)
    for day in range(DAYS + 1):
        time = clock.at(FIRST_DAY) + day * clock.DAY + 5 * clock.HOUR + dice.between(0, 900) * clock.SECOND
        events.append(tenant.supervision_event(time, identity, "verified", "is set for this tenant"))
    for each in fleet:
        events.append(tenant.assignment_event(
            each.assigned - dice.between(200_000, 700_000), "/v2/devices/{udid}", 1, 1.3, each.udid))
        events.append(tenant.callback_event(each, VENDOR, "sent"))
    return tenant.chronicle(events)


def ade_pages(fleet, dice):
    """Answers of `GET /api/v1/integrations/apple/ade/devices`, 300 records a page, one page a line."""
    records = [ade_record(each, dice) for each in dice.shuffled(fleet)]
    url = "https://health.api.kandji.example/api/v1/integrations/apple/ade/devices?limit=300&offset="
    for start in range(0, TOTAL, 300):
        yield {"count": TOTAL, "next": f"{url}{start + 300}" if start + 300 < TOTAL else None,
               "previous": f"{url}{start - 300}" if start else None, "results": records[start:start + 300]}


def ade_record(each, dice):
    blueprint = dice.weighted(BLUEPRINTS)
    assigned = each.assigned + dice.between(2, 90) * clock.SECOND
    enrolled = {
        "id": uuid(NAME, "mdm device", each.index).lower(), "enrolled_at": clock.micros(each.enrolled),
        "name": f"{blueprint} {each.serial[-7:]}", "enrollment_status": 3, "deferred_install": False,
        "is_missing": False, "is_removed": False} if each.enrolled else None
    return {
        "id": digest("ade device", NAME, each.index)[:12], "serial_number": each.serial, "model": each.model,
        "device_family": each.model.split()[0], "os": "iOS", "profile_status": "pushed",
        "device_assigned_by": "rollout@health.example", "device_assigned_date": clock.seconds(each.assigned),
        "profile_assign_time": clock.seconds(assigned),
        "profile_push_time": clock.seconds(each.called - dice.between(20, 90) * clock.SECOND),
        "last_assignment_status": "SUCCESS", "failed_assignment_attempts": 0,
        "assignment_status_received_at": clock.seconds(assigned + clock.SECOND),
        "blueprint_id": uuid(NAME, "blueprint", blueprint).lower(), "mdm_device": enrolled}


def exchanges(fleet, dice):
    """The MDM's enrolment calls of some devices, and what came back."""
    rows = [tenant.token_exchange(clock.at("2026-04-29T09:52:10Z"), TOKEN_END, ORGANISATION, "17.132.91.40")]
    without = dice.sample([each for each in fleet if each.status == "in_progress"], ANSWERS_WITHOUT)
    with_profile = dice.sample([each for each in fleet if not each.stuck], ANSWERS_WITH)
    for each in without + with_profile:
        url = f"https://mdmenrollment.apple.com/v2/devices/{each.udid}/enroll"
        body = {"enrollmentStatus": each.status, "mdmProfileId": each.profile}
        rows.append(tenant.exchange(
            each.called + 600_000, "POST", url, dice.between(120, 380), 200, body, "17.248.209.68",
            tokens=1.3, sent={"enrollmentSessionId": each.session}))
    return sorted(rows, key=lambda row: row["startedDateTime"])


def handshakes(authority, dice):
    for turn in range(3):
        time = clock.at("2026-04-29T09:47:00Z") + turn * 20 * clock.SECOND
        yield transcripts.completed(authority, "mdmenrollment.apple.com", "mdm-server", time, dice)
        time += 5 * clock.SECOND
        yield transcripts.completed(authority, "iprofiles.apple.com", "device-network", time, dice)


def truth(fleet, logged):
    stuck = sorted(each.serial for each in fleet if each.stuck)
    enrolled = sorted(each.serial for each in fleet if not each.stuck)
    waiting = sorted(each.serial for each in fleet if each.status == "in_progress")
    named = sorted(set(stuck) - set(waiting))
    return {
        "rootCause": {"code": "L7-INTENT-IGNORED", "devices": STUCK, "explains": [
            "L7-UNSUPERVISED-PROFILE", "L2-ENROLLED-WITHOUT-PROFILE", "L5-ENROLLMENT-STALLED",
            "L5-NO-ENROLLMENT-PROFILE"]},
        "firstBrokenLayer": 7, "exitCode": 2, "alsoRaised": [],
        "layers": {"1": "pass", "2": "fail", "3": "pass", "4": "pass", "5": "fail", "6": "pass", "7": "fail"},
        "evidenceFiles": 13,
        "devices": {"total": TOTAL,
                    "byState": {"enrolled": len(enrolled), "enrolled-without-profile": len(stuck)}},
        "stuck": {"count": len(stuck), "sortedSerialsSHA256": serial_digest(stuck), "examples": stuck[:5],
                  "byTenantStatus": {"in_progress": len(waiting), "enrolled": len(named)}},
        "examples": {"enrolled": enrolled[:5], "enrolled-without-profile": stuck[:5],
                     "inProgressSortedSerialsSHA256": serial_digest(waiting)},
        "answers": {"withoutProfile": ANSWERS_WITHOUT, "withProfile": ANSWERS_WITH},
        "deviceLogs": {"devices": [each.serial for each in logged],
                       "enrollmentInitiated": [each.serial for each in logged],
                       "noEnrollmentProfileFound": [each.serial for each in logged[1:]]},
        "callbacks": {"sessions": TOTAL, "dropped": 0, "received": TOTAL, "secret": callbacks.secret(NAME)},
        "token": {"expiresAt": clock.seconds(TOKEN_END), "daysLeft": 121, "lastSyncSecondsAgo": 74},
        "supervisionIdentities": 1}


def check(folder):
    test = Check(folder, AS_OF)
    records = test.tenant_records("tenant/devices.ndjson.gz", TOTAL)
    events = test.audit("tenant/audit.ndjson.gz")
    test.calm(records, events)
    test.that("one intent", all(record["enrollmentIntent"] == "supervised_only" for record in records))
    stuck = {record["serialNumber"] for record in records if record["mdmProfileId"] is None}
    test.equal("stuck", len(stuck), STUCK)
    for record in records:
        enforced = record["abmSyncStatus"]["supervisionIntentEnforced"]
        test.that("not enforced means no profile", enforced == (record["serialNumber"] not in stuck))
    pages = folder.lines("mdm/ade-devices.ndjson.gz")
    rows = {row["serial_number"]: row for page in pages for row in page["results"]}
    test.that("pages are whole", len(rows) == TOTAL and pages[-1]["next"] is None
              and all(page["count"] == TOTAL for page in pages))
    for record in records:
        serial, row = record["serialNumber"], rows[record["serialNumber"]]
        test.equal(f"{serial} enrolled", row["mdm_device"] is None, serial in stuck)
        times = [row["device_assigned_date"], row["profile_assign_time"], row["profile_push_time"]]
        times += [row["mdm_device"]["enrolled_at"]] if row["mdm_device"] else []
        test.order(serial, *times, record["lastModified"], "2026-04-29T09:54:00Z")
        test.that("stuck for more than 30 minutes", serial not in stuck
                  or AS_OF - clock.at(record["lastModified"]) > 30 * clock.MINUTE)
    calls = [event for event in events if event["eventType"] == "ENROLLMENT_CALLBACK"]
    test.callbacks("mdm/callbacks.ndjson.gz", calls, callbacks.secret(NAME), TOTAL)
    test.queue("mdm/queue.ndjson")
    test.exchanges("tenant/exchanges.har.gz", records)
    test.token("tenant/exchanges.har.gz", 121)
    test.handshakes("path/handshakes.ndjson", {None: "completed"})
    test.supervision("mdm/supervision.mobileconfig", records)
    for file in (folder.path / "device").iterdir():
        text = unpacked(file).decode()
        test.that("a log of a stuck device", re.search("ZZMED[0-9]{7}", file.name)[0] in stuck)
        test.that("initiated once, nothing after it", text.count("MCX: Enrollment initiated via DEP") == 1
                  and not re.search("(?i)installed|trust.*fail|error", text.split("initiated via DEP")[1]))
    test.manifest(13)
