"""Reads a finished case back from disk and asks whether its numbers are what they should be."""

import base64
import hashlib
import hmac
import ipaddress
import json
import plistlib
import re

from . import clock

RANGES = [ipaddress.ip_network("17.253.128.0/18"), ipaddress.ip_network("17.254.0.0/16")]
TIERS = {clock.MINUTE: 1_200, clock.HOUR: 5_000}  # FG-1.1; the 24 h tier is each case's own matter


class SampleError(Exception):
    """A sample case that does not hold what it promises."""


class Check:
    """The rules that every case keeps; a case adds its own."""

    def __init__(self, folder, as_of):
        self.folder, self.as_of = folder, as_of

    def that(self, claim, holds):
        if not holds:
            raise SampleError(f"{self.folder.name}: not so: {claim}")

    def equal(self, what, found, expected):
        if found != expected:
            raise SampleError(f"{self.folder.name}: {what}: {_short(found)} instead of {_short(expected)}")

    def order(self, subject, *times):
        values = [clock.at(time) for time in (*times, clock.micros(self.as_of))]
        self.that(f"{subject}: times in order: {times}", values == sorted(values))

    def tenant_records(self, file, total):
        records = self.folder.lines(file)
        self.equal("tenant records", len(records), total)
        self.equal("serials", len({record["serialNumber"] for record in records}), total)
        self.equal("UDIDs", len({record["udid"] for record in records}), total)
        for record in records:
            serial = record["serialNumber"]
            self.that(f"{serial} has the form of a serial", re.fullmatch("[A-Z0-9]{10,12}", serial))
            self.that(f"{serial} is owned and guarded", record["deviceOwnershipState"] == "assigned"
                      and record["enrollmentVerificationMode"] in ("ztna_trusted_device", "email")
                      and record["errorReason"] is None and record["tier"] == "abm")
            self.order(serial, record["assignedAt"], record["lastModified"])
            self.that(f"{serial} has a profile exactly when it is enrolled",
                      record["mdmProfileId"] is None or record["enrollmentStatus"] == "enrolled")
        return records

    def audit(self, file):
        events = self.folder.lines(file)
        self.that("audit events end before the case does",
                  all(clock.at(event["timestamp"]) <= self.as_of for event in events))
        self.that("no error reason", all(event["errorReason"] is None for event in events))
        syncs = sorted(clock.at(e["timestamp"]) for e in events if e["eventType"] == "DEP_TOKEN_SYNC")
        self.that("no hole in the token syncs",
                  all(b - a < 6 * clock.MINUTE for a, b in zip(syncs, syncs[1:])))
        answer = self.folder.json("tenant/integrations.json")["data"]["tenant"]["depIntegrations"]
        self.equal("last sync", clock.seconds(syncs[-1]), answer[0]["lastSyncTimestamp"])
        return events

    def clusters(self, marks, gap):
        """Groups times that are at most `gap` apart into `(first, last)`."""
        groups = []
        for mark in sorted(marks):
            if groups and mark - groups[-1][1] <= gap:
                groups[-1] = (groups[-1][0], mark)
            else:
                groups.append((mark, mark))
        return groups

    def pace(self, records, events, batch):
        """2,000 registrations in every full hour, and each batch before its devices."""
        times = sorted(clock.at(record["assignedAt"]) for record in records)
        batches = sorted(clock.at(e["timestamp"]) for e in events if e["eventType"] == "ASSIGNMENT")
        for hour in range(7):
            start = batches[0] // clock.MINUTE * clock.MINUTE + hour * clock.HOUR
            self.equal("registrations in an hour",
                       sum(start <= time < start + clock.HOUR for time in times), 2_000)
        self.that("each batch precedes its devices", all(
            batches[place // batch] <= time for place, time in enumerate(times)))

    def calm(self, records, events):
        """No rate event at all, and registrations far below every tier of the field guide."""
        self.that("no rate event", not any(
            event["eventType"] == "RATE_LIMIT" or event.get("abm_sync_status") for event in events))
        self.that("no bulk assignment", not any("bulk" in event.get("endpoint", "") for event in events))
        times = sorted(clock.at(record["assignedAt"]) for record in records)
        for span, limit in (*TIERS.items(), (clock.DAY, 12_000)):
            first, peak = 0, 0
            for last, time in enumerate(times):
                while time - times[first] > span:
                    first += 1
                peak = max(peak, last - first + 1)
            self.that(f"half of the tier of {span // clock.MINUTE} minutes suffices: {peak}",
                      peak * 1.3 < limit / 2)

    def callbacks(self, file, calls, secret, count):
        """Every delivery has its event, its signature and a source in the ranges; none comes twice."""
        rows = self.folder.lines(file)
        sent = {call["enrollmentSessionId"]: call for call in calls if call["outcome"] == "sent"}
        bodies = [json.loads(row["body"]) for row in rows]
        self.equal("deliveries", len(rows), count)
        self.equal("sessions", {body["enrollmentSessionId"] for body in bodies}, set(sent))
        self.equal("sessions told apart", len({call["enrollmentSessionId"] for call in calls}), len(calls))
        for row, body in zip(rows, bodies):
            call = sent[body["enrollmentSessionId"]]
            self.order(body["serialNumber"], call["timestamp"], row["receivedAt"])
            mac = hmac.new(secret.encode(), row["body"].encode(), hashlib.sha256).hexdigest()
            self.that("signed", mac == row["headers"]["x-abm-signature-sha256"])
            source = ipaddress.ip_address(row["remoteAddress"])
            self.that("from the ranges", any(source in each for each in RANGES))
            self.that("answered 200", row["status"] == 200 and body["udid"] == call["deviceUdid"])

    def queue(self, file):
        rows = self.folder.lines(file)
        self.that("hardly anything waits", all(row["queued"] * 40 <= row["total"] for row in rows))
        self.order("queue", *(row["at"] for row in rows))

    def handshakes(self, file, outcomes):
        """Every transcript has the outcome of its path, and its certificates are what the fields say."""
        for row in self.folder.lines(file):
            self.equal(f"outcome through {row['via']}", row["outcome"], outcomes[row["via"]])
            stages = {stage["name"]: stage["atMs"] for stage in row["stages"]}
            self.that("stages in order", list(stages.values()) == sorted(stages.values()))
            self.order("handshake", row["startedAt"])
            if row["outcome"] == "stalled":
                silence = stages["close"] - stages["client-hello"]
                self.that("thirty seconds of silence", 30_000 < silence < 30_100)
                continue
            leaf = row["certificates"][0]
            self.equal("leaf", hashlib.sha256(base64.b64decode(leaf["der"])).hexdigest(), leaf["sha256"])
            self.that("name", row["serverName"] in leaf["names"] and row["version"] == "TLSv1.3")
            self.order("leaf", leaf["notBefore"], row["startedAt"])
            self.that("leaf is not expired", clock.at(leaf["notAfter"]) > self.as_of)

    def supervision(self, file, records):
        """One identity, and the MDM's profile holds its fingerprint."""
        profile = plistlib.loads((self.folder.path / file).read_bytes())
        held = {payload["SupervisionIdentityFingerprint"].upper() for payload in profile["PayloadContent"]
                if "SupervisionIdentityFingerprint" in payload}
        self.equal("fingerprints", {"SHA256:" + each for each in held},
                   {record["supervisionIdentity"]["fingerprint"] for record in records})

    def exchanges(self, file, records):
        """What an answer says about a device is what the device list says; nobody was told off."""
        held = {record["udid"]: record for record in records}
        for entry in self.folder.json(file)["log"]["entries"]:
            answer, url = entry["response"], entry["request"]["url"]
            self.that("answered with 200 or not at all", answer["status"] in (0, 200))
            self.order(url, entry["startedDateTime"])
            body = json.loads(answer["content"].get("text", "{}"))
            body = body.get("data", body)
            if match := re.search(r"/v2/devices/([^/]+)", url):
                for key in ("enrollmentStatus", "mdmProfileId"):
                    if key in body:
                        self.equal(f"{key} of {url}", body[key], held[match[1]][key])

    def token(self, file, days):
        for entry in self.folder.json(file)["log"]["entries"]:
            if entry["request"]["url"].endswith("/v2/depTokens"):
                token = json.loads(entry["response"]["content"]["text"])["data"][0]
                left = clock.at(token["expiresAt"]) - self.as_of
                self.that("the token lives", token["status"] == "ACTIVE" and left // clock.DAY == days)
                return
        self.that("a token was asked for", False)

    def manifest(self, count):
        lines = (self.folder.path / "manifest-sha256.txt").read_text().splitlines()
        self.equal("evidence files", len(lines), count)
        for line in lines:
            digest, file = line.split("  ")
            self.equal(file, hashlib.sha256((self.folder.path / file).read_bytes()).hexdigest(), digest)


def _short(value):
    text = str(value)
    return text if len(text) < 200 else f"{text[:200]}... ({len(value)} of them)"
