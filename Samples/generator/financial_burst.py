"""`financial-burst`: 14,200 MacBooks imported at 2,000 an hour; 5,254 of them stay assigned."""

from . import callbacks, clock, profiles, tenant, transcripts
from .certificates import Authority
from .checks import Check
from .dice import Dice
from .fleet import MAC_SYSTEMS, MACS, device
from .folder import CaseFolder, serial_digest

NAME = "financial-burst"
TENANT, ORGANISATION = "t_fin_5d21c0", "Invented Financial Services"
SERVER = "9B1C7D3A5E8F4C21A6B0D94E73F1528C"
TOTAL, STUCK, PLACEHOLDERS = 14_200, 5_254, 312
IMPORT_START = clock.at("2026-04-17T04:40:00Z")
PACE = 1_800_000                       # 2,000 devices an hour are one every 1.8 s
BATCH, TOKENS_A_BATCH = 100, 16.2      # FG-1.4
DAY_LIMIT = 12_000                     # FG-1.1
WINDOWS, WINDOW_SECONDS = 19, 158 * 60
FIRST_WINDOW, LAST_WINDOW_END = clock.at("2026-04-17T04:41:12Z"), clock.at("2026-04-17T11:44:06Z")
AS_OF = clock.at("2026-04-17T12:00:00Z")
LAST_SYNC = AS_OF - 41 * clock.SECOND
TOKEN_END = AS_OF + 203 * clock.DAY + 5 * clock.HOUR + 23 * clock.MINUTE
PROFILES = [("mp_7f31c2d8", 50), ("mp_0b94e6a1", 30), ("mp_c85d1f37", 20)]
SITES = [("London", "GB", 28), ("New York", "US", 30), ("Frankfurt", "DE", 14), ("Singapore", "SG", 12),
         ("Zurich", "CH", 8), ("Sao Paulo", "BR", 8)]
HEAD = f"""\
schema: abm-forensics/case/1
id: {NAME}
title: Bulk import of 14,200 MacBooks, 37% stay assigned
asOf: 2026-04-17T12:00:00Z
tenant: {{id: {TENANT}, sector: finance, dialect: field-guide}}
mdm: {{vendor: jamf-pro, version: 11.4.2, serverId: "{SERVER}", syncIntervalMinutes: 5}}
expect:
  hosts: [mdmenrollment.apple.com, iprofiles.apple.com]
  anchors: [trust/roots.pem]
  callbackRanges: [17.253.128.0/18, 17.254.0.0/16]
  active: handed-out.csv
"""


def generate(root):
    folder, dice, authority = CaseFolder(root, NAME), Dice(NAME), Authority(NAME)
    windows = throttled_windows(Dice(NAME, "windows"))
    fleet = import_fleet(dice, windows)
    fingerprint = authority.supervision_identity(ORGANISATION, TENANT).sha256.upper()
    arrived = [each for each in fleet if not each.stuck]
    events = audit(fleet, windows, Dice(NAME, "audit"))

    folder.add_lines("devices", "tenant/devices.ndjson.gz", tenant_records(fleet, fingerprint, dice),
                     role="tenant", dialect="field-guide", collectedAt="2026-04-17T11:57:40Z")
    folder.add_lines("audit", "tenant/audit.ndjson.gz", events,
                     dialect="field-guide", collectedAt="2026-04-17T11:59:25Z")
    folder.add("integrations", "tenant/integrations.json",
               tenant.integrations(TENANT, "Jamf Pro", LAST_SYNC), collectedAt="2026-04-17T11:59:30Z")
    folder.add_exchanges("tenant/exchanges.har", exchanges(fleet, dice), collectedAt="2026-04-17T11:58:10Z")
    folder.add_lines("devices", "mdm/computers.ndjson.gz", jamf_pages(fleet, dice),
                     role="mdm", dialect="jamf-pro", collectedAt="2026-04-17T11:58:55Z")
    folder.add_lines("callbacks", "mdm/callbacks.ndjson.gz", callbacks.deliveries(NAME, arrived, dice),
                     collectedAt="2026-04-17T11:58:56Z")
    folder.add_lines("queue", "mdm/queue.ndjson", callbacks.queue(
        arrived, IMPORT_START, clock.at("2026-04-17T11:55:00Z"), 5 * clock.MINUTE, dice),
        collectedAt="2026-04-17T11:58:57Z")
    folder.add("configuration-profile", "mdm/supervision.mobileconfig",
               profiles.enrolment_profile(NAME, ORGANISATION, "jamf.finance.example", fingerprint.lower()),
               collectedAt="2026-04-17T11:58:58Z")
    folder.add_lines("handshakes", "path/handshakes.ndjson", handshakes(authority, dice),
                     collectedAt="2026-04-17T11:56:00Z")
    folder.write("trust/roots.pem", authority.root.pem)
    folder.write("handed-out.csv", "serial\n" + "".join(
        f"{each.serial}\n" for each in Dice(NAME, "handed out").shuffled(fleet)))
    folder.seal(HEAD)
    folder.tell(truth(fleet, windows, events))
    check(folder)


def throttled_windows(dice):
    """19 windows of 6 to 11 minutes, 158 minutes in all, with at least 7 minutes between two of them."""
    lengths = dice.share(WINDOW_SECONDS, WINDOWS, 360, 650)
    free = (LAST_WINDOW_END - FIRST_WINDOW) // clock.SECOND - WINDOW_SECONDS
    gaps = dice.share(free, WINDOWS - 1, 420, 1_400)
    windows, start = [], FIRST_WINDOW
    for length, gap in zip(lengths, gaps + [0]):
        windows.append((start, start + length * clock.SECOND))
        start += (length + gap) * clock.SECOND
    return windows


def inside(windows, time):
    return any(start <= time <= end for start, end in windows)


def import_fleet(dice, windows):
    fleet = []
    for index in range(TOTAL):
        each = device(NAME, "ZZFIN", index, dice, MACS, MAC_SYSTEMS)
        each.site, each.country, _ = dice.weighted([(site, site[2]) for site in SITES])
        each.assigned = IMPORT_START + 200_000 + index * PACE + dice.between(0, 1_200_000)
        each.called = each.assigned + dice.between(2_000_000, 9_000_000)
        fleet.append(each)
    settle(fleet, windows, dice)
    for each in fleet:
        each.stuck = inside(windows, each.called)
        each.profile = None if each.stuck else dice.weighted(PROFILES)
        if each.stuck:
            each.status, each.modified = "assigned", each.called
        else:
            each.enrolled = each.called + dice.between(20, 240) * clock.SECOND
            each.modified = each.enrolled + dice.between(900_000, 4_000_000)
    return fleet


def settle(fleet, windows, dice):
    """Delays single callbacks across a window's edge until exactly `STUCK` of them fall inside."""
    turn = 0
    while (surplus := sum(inside(windows, each.called) for each in fleet) - STUCK) != 0:
        start, end = windows[turn % WINDOWS]
        turn += 1
        if surplus > 0:
            last = max((each for each in fleet if start <= each.called <= end), key=lambda each: each.called)
            last.called = end + dice.between(500_000, 1_500_000)
        else:
            last = max((each for each in fleet if each.called < start), key=lambda each: each.called)
            last.called = start + dice.between(100_000, 900_000)


def tenant_records(fleet, fingerprint, dice):
    for each in dice.shuffled(fleet):
        yield tenant.record(each, SERVER, fingerprint, "ztna_trusted_device",
                            enforced=None if each.stuck else True)


def audit(fleet, windows, dice):
    events = tenant.sync_events(AS_OF - clock.DAY, LAST_SYNC, "jamf-pro", dice)
    for batch in range(TOTAL // BATCH):
        time = IMPORT_START + batch * BATCH * PACE + dice.between(0, 150_000)
        events.append(tenant.assignment_event(time, "/v2/devices/bulk-assign", BATCH, TOKENS_A_BATCH))
    for each in fleet:
        events.append(tenant.callback_event(each, "jamf-pro", "dropped" if each.stuck else "sent"))
    exhausted = fleet[DAY_LIMIT - 1].assigned
    for start, end in windows:
        for time in [*range(start, end - 20 * clock.SECOND, clock.MINUTE), end]:
            events.append(limit_event(time, exhausted, "throttled_by_rate_limit", "limited"))
        events.append(limit_event(end + 400_000, exhausted, "recovering", "recovered"))
    return tenant.chronicle(events)


def limit_event(time, exhausted, status, outcome):
    tier = "rolling_24h" if time >= exhausted else "burst"
    return {"timestamp": clock.micros(time), "eventType": "RATE_LIMIT", "tier": tier,
            "abm_sync_status": status, "outcome": outcome, "httpStatus": None, "errorReason": None}


def jamf_pages(fleet, dice):
    """Answers of `GET /api/v1/computers-inventory`, 500 records a page, one page a line."""
    stuck = [each for each in fleet if each.stuck]
    rows = dice.shuffled([each for each in fleet if not each.stuck] + dice.sample(stuck, PLACEHOLDERS))
    records = [jamf_record(number + 1, each, dice) for number, each in enumerate(rows)]
    for start in range(0, len(records), 500):
        yield {"totalCount": len(records), "results": records[start:start + 500]}


def jamf_record(number, each, dice):
    """A computer; those that came from the asset register alone were never enrolled."""
    general = {"name": f"{each.country}-{each.serial[-7:]}", "platform": "Mac", "site": {"name": each.site}}
    if each.enrolled:
        latest = max(61, (AS_OF - each.enrolled) // clock.SECOND - 120)
        contact = each.enrolled + dice.between(60, latest) * clock.SECOND + dice.between(0, 999_999)
        general |= {
            "lastContactTime": clock.millis(contact), "reportDate": clock.millis(each.enrolled + 30_000_000),
            "lastEnrolledDate": clock.millis(each.enrolled),
            "mdmCapable": {"capable": True, "capableUsers": []},
            "supervised": True, "userApprovedMdm": True, "enrolledViaAutomatedDeviceEnrollment": True,
            "enrollmentMethod": {
                "id": "3", "objectName": "Standard Mac", "objectType": "PreStage enrollment"},
            "remoteManagement": {"managed": True}}
    else:
        general |= {
            "lastContactTime": None, "reportDate": None, "lastEnrolledDate": None,
            "mdmCapable": {"capable": False, "capableUsers": []},
            "supervised": False, "userApprovedMdm": False,
            "enrolledViaAutomatedDeviceEnrollment": False, "enrollmentMethod": None,
            "remoteManagement": {"managed": False}}
    return {"id": str(number), "udid": each.udid, "general": general,
            "hardware": {"serialNumber": each.serial, "model": each.model},
            "operatingSystem": {"name": "macOS", "version": each.system if each.enrolled else None}}


def exchanges(fleet, dice):
    address = "17.132.91.40"
    start = clock.at("2026-04-17T11:57:41Z")
    yield tenant.token_exchange(start, TOKEN_END, ORGANISATION, address)
    stuck = dice.sample([each for each in fleet if each.stuck], 6)
    others = dice.sample([each for each in fleet if not each.stuck], 6)
    for place, each in enumerate(dice.shuffled(stuck + others)):
        time = start + (place + 1) * 800_000
        yield tenant.device_exchange(time, each, address, dice.between(44, 180))


def handshakes(authority, dice):
    for turn in range(3):
        time = clock.at("2026-04-17T11:54:00Z") + turn * 20 * clock.SECOND
        yield transcripts.completed(authority, "mdmenrollment.apple.com", "mdm-server", time, dice)
        time += 5 * clock.SECOND
        yield transcripts.completed(authority, "iprofiles.apple.com", "device-network", time, dice)


def truth(fleet, windows, events):
    stuck = sorted(each.serial for each in fleet if each.stuck)
    enrolled = sorted(each.serial for each in fleet if not each.stuck)
    tiers = [event["tier"] for event in events if event.get("abm_sync_status") == "throttled_by_rate_limit"]
    return {
        "rootCause": {"code": "L1-THROTTLED", "devices": STUCK,
                      "explains": ["L6-CALLBACK-MISSING", "L2-ASSIGNED-NOT-ENROLLED"]},
        "firstBrokenLayer": 1, "exitCode": 2, "alsoRaised": ["L1-BULK-ASSIGN"],
        "layers": {"1": "fail", "2": "fail", "3": "pass", "4": "pass", "5": "unknown", "6": "fail",
                   "7": "pass"},
        "evidenceFiles": 9,
        "devices": {"total": TOTAL,
                    "byState": {"enrolled": len(enrolled), "assigned-not-enrolled": len(stuck)}},
        "stuck": {"count": len(stuck), "sortedSerialsSHA256": serial_digest(stuck), "examples": stuck[:5]},
        "examples": {"enrolled": enrolled[:5], "assigned-not-enrolled": stuck[:5]},
        "windows": {
            "count": len(windows), "seconds": WINDOW_SECONDS, "minutes": WINDOW_SECONDS // 60,
            "importMinutes": TOTAL * PACE // clock.MINUTE, "throttledEvents": len(tiers),
            "throttledEventsByTier": {tier: tiers.count(tier) for tier in sorted(set(tiers))},
            "list": [{"start": clock.seconds(start), "end": clock.seconds(end)} for start, end in windows]},
        "import": {"devicesPerHour": 2_000, "batches": TOTAL // BATCH, "devicesPerBatch": BATCH,
                   "tokensPerBatch": TOKENS_A_BATCH, "tokens": round(TOKENS_A_BATCH * TOTAL / BATCH, 1)},
        "callbacks": {"sessions": TOTAL, "dropped": STUCK, "droppedInsideWindows": STUCK,
                      "received": TOTAL - STUCK, "secret": callbacks.secret(NAME)},
        "mdm": {"records": TOTAL - STUCK + PLACEHOLDERS, "unenrolledRecords": PLACEHOLDERS},
        "token": {"expiresAt": clock.seconds(TOKEN_END), "daysLeft": 203, "lastSyncSecondsAgo": 41},
        "supervisionIdentities": 1}


def check(folder):
    test = Check(folder, AS_OF)
    records = test.tenant_records("tenant/devices.ndjson.gz", TOTAL)
    events = test.audit("tenant/audit.ndjson.gz")
    stuck = {record["serialNumber"] for record in records if record["mdmProfileId"] is None}
    test.equal("stuck", len(stuck), STUCK)
    test.that("the device records hold no throttling", all(r["abm_sync_status"] == "synced" for r in records))
    test.that("every stuck device is past the grace period", all(
        AS_OF - clock.at(record["lastModified"]) > 15 * clock.MINUTE
        for record in records if record["serialNumber"] in stuck))

    marks = [clock.at(event["timestamp"]) for event in events
             if event.get("abm_sync_status") == "throttled_by_rate_limit"]
    clusters = test.clusters(marks, 2 * clock.MINUTE)
    lengths = [end - start for start, end in clusters]
    test.equal("windows", len(clusters), WINDOWS)
    test.equal("throttled seconds", sum(lengths) / clock.SECOND, WINDOW_SECONDS)
    test.that("windows of 6 to 11 minutes", all(360 <= each / clock.SECOND <= 660 for each in lengths))
    calls = [event for event in events if event["eventType"] == "ENROLLMENT_CALLBACK"]
    test.that("dropped means inside a window", all(
        (event["outcome"] == "dropped") == inside(clusters, clock.at(event["timestamp"])) for event in calls))
    by_udid = {record["udid"]: record["serialNumber"] for record in records}
    test.equal("the dropped ones are the stuck ones",
               {by_udid[e["deviceUdid"]] for e in calls if e["outcome"] == "dropped"}, stuck)
    test.pace(records, events, BATCH)
    test.callbacks("mdm/callbacks.ndjson.gz", calls, callbacks.secret(NAME), TOTAL - STUCK)
    test.queue("mdm/queue.ndjson")

    pages = folder.lines("mdm/computers.ndjson.gz")
    computers = [record for page in pages for record in page["results"]]
    test.that("each page tells the total", all(page["totalCount"] == len(computers) for page in pages))
    enrolled = {c["hardware"]["serialNumber"]: c for c in computers if c["general"]["lastEnrolledDate"]}
    test.equal("the MDM knows the others", set(enrolled), set(by_udid.values()) - stuck)
    for record in records:
        computer = enrolled.get(record["serialNumber"])
        if computer:
            general = computer["general"]
            test.order(record["serialNumber"], record["assignedAt"], general["lastEnrolledDate"],
                       record["lastModified"], "2026-04-17T11:57:40Z")
            test.order(record["serialNumber"], general["lastEnrolledDate"], general["lastContactTime"],
                       "2026-04-17T11:58:55Z")
            test.that("same UDID", computer["udid"] == record["udid"])
    test.handshakes("path/handshakes.ndjson", {None: "completed"})
    test.supervision("mdm/supervision.mobileconfig", records)
    test.token("tenant/exchanges.har", 203)
    test.exchanges("tenant/exchanges.har", records)
    test.manifest(9)
