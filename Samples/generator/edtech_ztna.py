"""`edtech-ztna`: 8,900 iPads and Macs; the 3,738 behind the gateway enrol after days or not at all."""

import csv
import io
import statistics

from . import callbacks, clock, profiles, tenant, transcripts
from .certificates import Authority
from .checks import Check
from .dice import Dice
from .fleet import IPADS, MAC_SYSTEMS, MACS, MOBILE_SYSTEMS, device, working_time
from .folder import CaseFolder, serial_digest, unpacked

NAME = "edtech-ztna"
TENANT, ORGANISATION, VENDOR = "t_edu_81f7b3", "Invented Learning Group", "example-mdm"
SERVER = "4F2A90C6D17B4E0F9C3586A1E2D7B048"
TOTAL, TABLETS, REMOTE, STUCK = 8_900, 6_230, 3_738, 1_214
MEDIAN_HOURS = 68
FIRST_DAY, AS_OF = "2026-04-20T00:00:00Z", clock.at("2026-05-15T09:00:00Z")
LAST_SYNC = AS_OF - 96 * clock.SECOND
TOKEN_END = AS_OF + 288 * clock.DAY + 7 * clock.HOUR
WATCH_START, ROUNDS = clock.at("2026-05-15T04:45:00Z"), 48      # every five minutes, four hours
POLLED, POLLS_A_ROUND = 216, 18
WAITING, WELL = 312, 48                                         # devices that were looked at
IPAD_PROFILE, MAC_PROFILE = "mp_ipad_5e70aa12", "mp_mac_91c3d6f4"
SITES = [("Dublin", "IE", 24), ("Austin", "US", 34), ("Bengaluru", "IN", 22), ("Melbourne", "AU", 12),
         ("Toronto", "CA", 8)]
MEASURED = [("mdmenrollment.apple.com", "mdm-server"), ("mdmenrollment.apple.com", "device-network"),
            ("devices.apple.com", "device-network"), ("iprofiles.apple.com", "device-network")]
HEAD = f"""\
schema: abm-forensics/case/1
id: {NAME}
title: Remote hires wait for days until their iPad or Mac is enrolled
asOf: 2026-05-15T09:00:00Z
tenant: {{id: {TENANT}, sector: education, dialect: field-guide}}
mdm: {{vendor: {VENDOR}, version: 7.3.1, serverId: "{SERVER}", syncIntervalMinutes: 5}}
expect:
  hosts: [mdmenrollment.apple.com, devices.apple.com, iprofiles.apple.com]
  anchors: [trust/roots.pem]
  callbackRanges: [17.253.128.0/18, 17.254.0.0/16]
"""


def generate(root):
    folder, dice, authority = CaseFolder(root, NAME), Dice(NAME), Authority(NAME)
    fleet = hire(dice)
    fingerprint = authority.supervision_identity(ORGANISATION, TENANT).sha256.upper()
    arrived = [each for each in fleet if not each.stuck]
    stuck = [each for each in fleet if each.stuck]
    polled = dice.sample(stuck, POLLED)

    folder.add_lines("devices", "tenant/devices.ndjson.gz", [
        tenant.record(each, SERVER, fingerprint, "email", enforced=None if each.stuck else True)
        for each in dice.shuffled(fleet)],
        role="tenant", dialect="field-guide", collectedAt="2026-05-15T08:55:10Z")
    folder.add_lines("audit", "tenant/audit.ndjson.gz", audit(fleet, dice),
                     dialect="field-guide", collectedAt="2026-05-15T08:58:30Z")
    folder.add("integrations", "tenant/integrations.json",
               tenant.integrations(TENANT, "Example MDM", LAST_SYNC), collectedAt="2026-05-15T08:58:40Z")
    folder.add_exchanges("tenant/exchanges.har.gz", exchanges(fleet, polled, dice),
                         collectedAt="2026-05-15T08:52:00Z")
    folder.add("devices", "mdm/devices.csv.gz", console_export(fleet, dice),
               role="mdm", dialect="generic", collectedAt="2026-05-15T08:56:00Z")
    folder.add_lines("devices", "device/states.ndjson.gz", device_view(arrived, stuck, dice),
                     role="device", dialect="generic", complete=False, collectedAt="2026-05-15T08:50:00Z")
    folder.add_lines("callbacks", "mdm/callbacks.ndjson.gz", callbacks.deliveries(NAME, arrived, dice),
                     collectedAt="2026-05-15T08:56:05Z")
    folder.add_lines("queue", "mdm/queue.ndjson", callbacks.queue(
        arrived, clock.at("2026-05-14T08:45:00Z"), clock.at("2026-05-15T08:45:00Z"), 15 * clock.MINUTE, dice),
        collectedAt="2026-05-15T08:56:10Z")
    folder.add("configuration-profile", "mdm/supervision.mobileconfig",
               profiles.enrolment_profile(NAME, ORGANISATION, "mdm.learning.example", fingerprint.lower()),
               collectedAt="2026-05-15T08:56:20Z")
    folder.add_lines("handshakes", "path/handshakes.ndjson.gz", handshakes(authority, dice),
                     collectedAt="2026-05-15T08:51:00Z")
    folder.write("trust/roots.pem", authority.root.pem)
    folder.seal(HEAD)
    folder.tell(truth(fleet, polled))
    check(folder)


def hire(dice):
    places = dice.shuffled(range(TOTAL))
    remote, tablets = set(places[:REMOTE]), set(dice.sample(range(TOTAL), TABLETS))
    stuck, waits = set(places[:STUCK]), iter(dice.shuffled(remote_waits(dice)))
    fleet = []
    for index in range(TOTAL):
        tablet = index in tablets
        each = device(NAME, "ZZEDU", index, dice, IPADS if tablet else MACS,
                      MOBILE_SYSTEMS if tablet else MAC_SYSTEMS)
        each.site, each.country, _ = dice.weighted([(site, site[2]) for site in SITES])
        each.remote, each.stuck = index in remote, index in stuck
        each.site = "Remote" if each.remote else each.site
        if each.stuck:
            each.status, each.assigned = "assigned", working_time(dice, "2026-05-01T00:00:00Z", 13)
            each.modified = each.assigned + dice.between(700_000, 1_900_000)
        else:
            wait = next(waits) if each.remote else dice.between(4 * 60, 40 * 60) * clock.SECOND
            enrol(each, wait, dice)
            each.profile = IPAD_PROFILE if tablet else MAC_PROFILE
        fleet.append(each)
    return fleet


def remote_waits(dice):
    """How long each remote hire waited: half below 68 h, half above, two of them exactly there."""
    middle, half = MEDIAN_HOURS * clock.HOUR, (REMOTE - STUCK - 2) // 2
    below = [dice.between(9 * 3600, MEDIAN_HOURS * 3600 - 60) * clock.SECOND for _ in range(half)]
    above = [middle + (60 + dice.between(0, 900) ** 2) * clock.SECOND for _ in range(half)]
    return below + [middle, middle] + above


def enrol(each, wait, dice):
    each.assigned = working_time(dice, FIRST_DAY, 25)
    while each.assigned + wait > AS_OF - 2 * clock.HOUR:
        each.assigned = working_time(dice, FIRST_DAY, 25)
    each.enrolled = each.assigned + wait
    each.called = each.enrolled - dice.between(20_000_000, 110_000_000)
    each.modified = each.enrolled + dice.between(900_000, 4_000_000)


def audit(fleet, dice):
    """The log, newest event first, as the tenant's pages come."""
    events = tenant.sync_events(clock.at(FIRST_DAY), LAST_SYNC, VENDOR, dice)
    for each in fleet:
        events.append(tenant.assignment_event(
            each.assigned - dice.between(200_000, 700_000), "/v2/devices/{udid}", 1, 1.3, each.udid))
        if not each.stuck:
            events.append(tenant.callback_event(each, VENDOR, "sent"))
    return tenant.chronicle(events)[::-1]


def console_export(fleet, dice):
    """The MDM's own list, as its console exports it."""
    rows = io.StringIO()
    table = csv.writer(rows, lineterminator="\r\n")
    table.writerow("serial udid state enrolled supervised profileId lastContact enrolledAt ade serverId "
                   "model os site".split())
    for each in dice.shuffled(fleet):
        facts = ["not_enrolled", "false", "", "", "", ""]
        if each.enrolled:
            contact = max(each.enrolled, AS_OF - 40 * clock.HOUR) + dice.between(60, 5_400) * clock.SECOND
            facts = ["enrolled", "true", "true", each.profile, clock.seconds(contact),
                     clock.seconds(each.enrolled)]
        table.writerow([each.serial, each.udid, *facts, "true", SERVER, each.model, each.system, each.site])
    return rows.getvalue()


def device_view(arrived, stuck, dice):
    """What was read off devices by hand or over USB during the last day."""
    looked_at = dice.sample(stuck, WAITING) + dice.sample(
        [each for each in arrived if each.enrolled < AS_OF - 30 * clock.HOUR], WELL)
    for each in dice.shuffled(looked_at):
        time = AS_OF - dice.between(20, 24 * 60) * clock.MINUTE
        state = "waiting_for_profile" if each.stuck else "enrolled"
        yield {"serial": each.serial, "udid": each.udid, "state": state,
               "clockOffsetSeconds": dice.between(-3, 3), "at": clock.seconds(time)}


def exchanges(fleet, polled, dice):
    """Four hours of state polls by the MDM's two workers, each with its own way out."""
    rows = [tenant.token_exchange(WATCH_START - clock.MINUTE, TOKEN_END, ORGANISATION, "17.132.91.40")]
    office = dice.sample([each for each in fleet if not each.remote], 2 * ROUNDS)
    for turn in range(ROUNDS):
        start = WATCH_START + turn * 5 * clock.MINUTE
        place = turn * POLLS_A_ROUND % POLLED
        for offset, each in enumerate(polled[place:place + POLLS_A_ROUND]):
            time = start + offset * 40_000 + dice.between(0, 30_000)
            rows.append(poll(time, each, "worker ztna", 30_000 + dice.between(4, 58)))
        for each in office[2 * turn:2 * turn + 2]:
            rows.append(poll(start + 2_000_000, each, "worker direct", dice.between(90, 240)))
    return sorted(rows, key=lambda row: row["startedDateTime"])


def poll(time, each, worker, wait):
    url = f"https://mdmenrollment.apple.com/v2/devices/{each.udid}/enrollment_state"
    body = None if each.stuck else {"enrollmentStatus": each.status, "mdmProfileId": each.profile}
    return tenant.exchange(time, "GET", url, wait, 0 if each.stuck else 200, body, "17.248.209.68",
                           tokens=0.2, comment=worker)


def handshakes(authority, dice):
    """Each host every five minutes through the gateway, and directly before and after every half hour."""
    for turn in range(ROUNDS + 1):
        time = WATCH_START + turn * 5 * clock.MINUTE
        for place, (host, vantage) in enumerate(MEASURED):
            start = time + place * 900_000
            if turn % 6 == 0:
                yield transcripts.completed(authority, host, vantage, start, dice)
            if turn < ROUNDS:
                yield transcripts.stalled(host, vantage, start + 4 * clock.SECOND, dice, via="ztna")


def truth(fleet, polled):
    stuck = sorted(each.serial for each in fleet if each.stuck)
    enrolled = sorted(each.serial for each in fleet if not each.stuck)
    direct = len(MEASURED) * (ROUNDS // 6 + 1)
    return {
        "rootCause": {"code": "L3-STALL", "devices": STUCK,
                      "explains": ["L2-SILENT-TIMEOUT", "L2-ASSIGNED-NOT-ENROLLED"]},
        "firstBrokenLayer": 3, "exitCode": 2, "alsoRaised": [],
        "layers": {"1": "pass", "2": "fail", "3": "fail", "4": "pass", "5": "unknown", "6": "pass",
                   "7": "pass"},
        "evidenceFiles": 10,
        "devices": {"total": TOTAL,
                    "byState": {"enrolled": len(enrolled), "assigned-not-enrolled": len(stuck)}},
        "stuck": {"count": len(stuck), "sortedSerialsSHA256": serial_digest(stuck), "examples": stuck[:5]},
        "examples": {"enrolled": enrolled[:5], "assigned-not-enrolled": stuck[:5]},
        "remote": {"devices": REMOTE, "percent": 42, "enrolled": REMOTE - STUCK, "stuck": STUCK,
                   "medianHoursToEnrolment": MEDIAN_HOURS, "site": "Remote"},
        "handshakes": {"completed": direct, "stalled": len(MEASURED) * ROUNDS, "via": "ztna",
                       "hostsAndVantages": [f"{host} {vantage}" for host, vantage in MEASURED]},
        "silentPolls": {"calls": ROUNDS * POLLS_A_ROUND, "devices": len(polled), "answeredCalls": 2 * ROUNDS},
        "deviceView": {"waiting_for_profile": WAITING, "enrolled": WELL},
        "callbacks": {"sessions": TOTAL - STUCK, "dropped": 0, "received": TOTAL - STUCK,
                      "secret": callbacks.secret(NAME)},
        "token": {"expiresAt": clock.seconds(TOKEN_END), "daysLeft": 288, "lastSyncSecondsAgo": 96},
        "supervisionIdentities": 1}


def check(folder):
    test = Check(folder, AS_OF)
    records = test.tenant_records("tenant/devices.ndjson.gz", TOTAL)
    events = test.audit("tenant/audit.ndjson.gz")
    test.calm(records, events)
    held = {record["serialNumber"]: record for record in records}
    rows = list(csv.DictReader(io.StringIO(unpacked(folder.path / "mdm/devices.csv.gz").decode())))
    test.equal("MDM rows", {row["serial"] for row in rows}, set(held))
    stuck = {row["serial"] for row in rows if row["enrolled"] == "false"}
    test.equal("stuck", stuck, {
        serial for serial, record in held.items()
        if record["enrollmentStatus"] == "assigned" and record["mdmProfileId"] is None})
    test.equal("stuck", len(stuck), STUCK)
    waits = []
    for row in rows:
        record = held[row["serial"]]
        test.that("one UDID", row["udid"] == record["udid"])
        if row["serial"] in stuck:
            test.that("only remote hires are stuck, for a day at least", row["site"] == "Remote"
                      and clock.at(record["lastModified"]) < AS_OF - 20 * clock.HOUR)
            continue
        test.that("one profile", row["profileId"] == record["mdmProfileId"])
        test.order(row["serial"], record["assignedAt"], row["enrolledAt"], record["lastModified"])
        test.order(row["serial"], row["enrolledAt"], row["lastContact"], "2026-05-15T08:56:00Z")
        test.that("in touch", clock.at(row["lastContact"]) > AS_OF - 7 * clock.DAY)
        if row["site"] == "Remote":
            waits.append(clock.at(row["enrolledAt"]) - clock.at(record["assignedAt"]))
    test.equal("remote hires that enrolled", len(waits), REMOTE - STUCK)
    test.equal("median hours", statistics.median(waits) / clock.HOUR, MEDIAN_HOURS)
    calls = [event for event in events if event["eventType"] == "ENROLLMENT_CALLBACK"]
    test.callbacks("mdm/callbacks.ndjson.gz", calls, callbacks.secret(NAME), TOTAL - STUCK)
    test.queue("mdm/queue.ndjson")
    for row in folder.lines("device/states.ndjson.gz"):
        test.order(row["serial"], held[row["serial"]]["lastModified"], row["at"])
        waits = row["state"] == "waiting_for_profile"
        test.that("device and lists agree", waits == (row["serial"] in stuck))
    test.exchanges("tenant/exchanges.har.gz", records)
    silent = [entry for entry in folder.json("tenant/exchanges.har.gz")["log"]["entries"]
              if entry["response"]["status"] == 0]
    test.equal("silent polls", len(silent), ROUNDS * POLLS_A_ROUND)
    test.that("each lasts thirty seconds", all(30_000 <= entry["time"] < 30_100 for entry in silent))
    test.token("tenant/exchanges.har.gz", 288)
    test.handshakes("path/handshakes.ndjson.gz", {None: "completed", "ztna": "stalled"})
    test.supervision("mdm/supervision.mobileconfig", records)
    test.manifest(10)
