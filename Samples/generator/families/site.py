"""An organisation with one MDM: its devices, what was collected around them, and the case that all of it makes."""

from .. import clock
from ..certificates import Authority
from ..dice import Dice, digest
from ..folder import CaseFolder, compact
from . import consoles, records, traffic
from .unit import fresh

AS_OF = clock.at("2026-09-16T09:00:00Z")
AGENTS = {"jamf-pro": "JamfPro/11.19", "intune": "MicrosoftIntune", "iru": "Iru", "fleet": "fleet/4.72.0",
          "nanomdm": "nanodep/0.4", "simplemdm": "SimpleMDM", "mosyle": "Mosyle"}
# Bytes above which evidence is pressed.
LONG = 2_500
# Minutes between two syncs of each vendor.
INTERVALS = {
    "jamf-pro": 2,
    "intune": 720,
    "iru": 30,
    "fleet": 1,
    "nanomdm": 30,
    "simplemdm": 60,
     "mosyle": 60}


class FamilyFolder(CaseFolder):
    """A case below `families/`; what it should be diagnosed as stands in one file for all of them."""

    def __init__(self, root, name):
        super().__init__(root, name)
        self.path = root / "families" / name

    def add(self, kind, file, data, **entry):
        """Long evidence is pressed: a family is many small cases."""
        pressed = len(data) > LONG and kind not in ("configuration-profile", "certificate", "server-token")
        super().add(kind, file + ".gz" if pressed else file, data, **entry)


class Site:
    """Starts healthy: some devices enrolled, two still in their boxes. Faults then change it."""

    def __init__(self, name, code, vendor, kind="mac", healthy=9, boxed=2):
        self.name, self.code, self.vendor, self.kind = name, code, vendor, kind
        self.dice = Dice("family", name)
        self.server = digest("family server", name)[:32].upper()
        self.other_server = digest("family server", name, "other")[:32].upper()
        self.profile = digest("family profile", name)[:32].upper()
        self.topic = f"com.apple.mgmt.External.{consoles.identifier('topic', name)}"
        self.admin, self.host = "it@example.org", "mdm.example.org"
        self.agent, self.interval = AGENTS[vendor], INTERVALS[vendor]
        self.authority = Authority(f"family {name}")
        self.token_ends = AS_OF + 201 * clock.DAY
        self.connected, self.server_status = AS_OF - 70 * clock.SECOND, "ACTIVE"
        self.synced = self.connected
        self.units, self.exchanges, self.mdm_log, self.transcripts = [], [], [], []
        self.evidence = []
        self.listed = {"tenant": True, "ade": True, "mdm": True, "servers": True, "token": True}
        self.identities, self.other_servers = {}, []
        self.syncs = True
        for _ in range(healthy):
            self._enrolled()
        for _ in range(boxed):
            self._boxed()

    # Devices.

    def _unit(self, added, assigned):
        unit = fresh(self.name, self.code, len(self.units), self.kind, added, assigned, self.dice)
        unit.server = self.server
        self.units.append(unit)
        return unit

    def _times(self, earliest, latest):
        """Added some days ago; assigned the same morning."""
        added = AS_OF - self.dice.between(earliest * 24 * 60, latest * 24 * 60) * clock.MINUTE
        return added, added + self.dice.between(20, 400) * clock.MINUTE

    def _enrolled(self):
        self.enrol(self._unit(*self._times(40, 300)))

    def enrol(self, unit):
        dice = self.dice
        unit.profiled, unit.profile = unit.assigned + dice.between(60, 900) * clock.SECOND, self.profile
        unit.pushed = unit.profiled + dice.between(1, 20) * clock.DAY + dice.between(0, 28_000) * clock.SECOND
        unit.pushed = min(unit.pushed, AS_OF - 26 * clock.HOUR)
        unit.enrolled = unit.pushed + dice.between(100, 400) * clock.SECOND
        unit.contact = AS_OF - dice.between(20, 900) * clock.MINUTE
        unit.held, unit.handed_out = unit.profile, True

    def _boxed(self):
        unit = self._unit(*self._times(8, 20))
        unit.profiled, unit.profile = unit.assigned + 300 * clock.SECOND, self.profile

    def newcomers(self, count, earliest=4, latest=6):
        """Devices that came some days ago and were handed out; nothing enrolled yet, no profile assigned."""
        found = [self._unit(*self._times(earliest, latest)) for _ in range(count)]
        for unit in found:
            unit.handed_out = True
        return found

    def waiting(self, count, **times):
        """Newcomers whose profile waits at Apple."""
        found = self.newcomers(count, **times)
        for unit in found:
            unit.profiled = unit.assigned + self.dice.between(60, 900) * clock.SECOND
            unit.profile = self.profile
        return found

    def handed_over(self, count, **times):
        """Newcomers to whom Apple handed the profile, and who never checked in."""
        found = self.waiting(count, **times)
        for unit in found:
            unit.pushed = AS_OF - self.dice.between(25 * 3_600, 70 * 3_600) * clock.SECOND
        return found

    def veterans(self, count):
        """Enrolled devices that no fault has taken yet."""
        found = [unit for unit in self.units if unit.enrolled and not unit.mdm and not unit.tenant][:count]
        return found

    # Evidence.

    def add(self, kind, file, data, **entry):
        self.evidence.append((kind, file, data, entry))

    def add_lines(self, kind, file, rows, **entry):
        self.add(kind, file, "".join(compact(row) + "\n" for row in rows), **entry)

    def log(self, time, text):
        """A line of the MDM's own log."""
        self.mdm_log.append((time, text))

    def write(self, root, title):
        folder = FamilyFolder(root, self.name)
        collected = _Collection()
        self._tenant(folder, collected)
        self._service(folder, collected)
        self._console(folder, collected)
        if self.mdm_log:
            lines = [f"{clock.millis(time)} {text}\n" for time, text in sorted(self.mdm_log)]
            folder.add("mdm-log", "mdm/server.log", "".join(lines), collectedAt=collected.time())
        for kind, file, data, entry in self.evidence:
            folder.add(kind, file, data, **{"collectedAt": collected.time()} | entry)
        if self.transcripts:
            folder.add_lines("handshakes", "path/handshakes.ndjson",
                             sorted(self.transcripts, key=lambda each: each["startedAt"]),
                             collectedAt=collected.time())
            folder.write("trust/roots.pem", self.authority.root.pem)
        out = sorted(unit.serial for unit in self.units if unit.handed_out)
        folder.write("handed-out.csv", "".join(f"{line}\n" for line in ["serial", *out]))
        folder.seal(self._head(title))

    def _head(self, title):
        anchors = ", anchors: [trust/roots.pem]" if self.transcripts else ""
        return f"""\
schema: abm-forensics/case/1
id: {self.name}
title: {title}
asOf: {clock.seconds(AS_OF)}
tenant: {{id: org_{digest('tenant', self.name)[:8]}, dialect: published}}
mdm: {{vendor: {self.vendor}, serverId: {self.server}, syncIntervalMinutes: {self.interval}}}
expect: {{active: handed-out.csv{anchors}}}
"""

    def _tenant(self, folder, collected):
        if self.listed["tenant"]:
            folder.add("devices", "tenant/org-devices.json", records.inventory(self.units),
                       role="tenant", dialect="axm", collectedAt=collected.time())
        if self.listed["servers"]:
            count = sum(1 for unit in self.units if unit.server == self.server)
            rows = [(self.server, "Devices", self.server_status, count, self.connected, "203.0.113.24"),
                    *self.other_servers]
            folder.add("mdm-servers", "tenant/mdm-servers.json", records.servers(rows),
                       collectedAt=collected.time())

    def _service(self, folder, collected):
        if self.syncs:
            self.exchanges += traffic.sync(self.synced, self.agent, name=self.name)
        if self.exchanges:
            rows = sorted(self.exchanges, key=lambda row: row["startedDateTime"])
            folder.add_exchanges("mdm/exchanges.har", rows, collectedAt=collected.time())
        if self.listed["token"]:
            folder.add("server-token", "mdm/server-token.json", records.server_token(self.token_ends),
                       collectedAt=collected.time())
        if self.listed["ade"] and self.vendor != "iru":
            folder.add("devices", "ade/devices.json", records.fetch(
                [unit for unit in self.units if unit.server == self.server], self.admin,
                AS_OF - 12 * clock.MINUTE), role="ade", dialect="dep", collectedAt=collected.time())

    def _console(self, folder, collected):
        if not self.listed["mdm"]:
            return
        units = [unit for unit in self.units if unit.server == self.server or unit.enrolled]
        entry = {"role": "mdm", "dialect": self.vendor, "collectedAt": collected.time()}
        if self.vendor == "jamf-pro":
            folder.add("devices", "mdm/computers.json", consoles.jamf_computers(units), **entry)
        elif self.vendor == "intune":
            folder.add("devices", "mdm/managed-devices.json", consoles.intune_devices(units), **entry)
        elif self.vendor == "iru":
            folder.add("devices", "mdm/devices.json", consoles.iru_devices(units), **entry)
            folder.add("devices", "mdm/ade-devices.json", consoles.iru(units), **entry | {"role": "ade"})
        elif self.vendor == "fleet":
            folder.add("devices", "mdm/hosts.json", consoles.fleet(units), **entry)
        elif self.vendor == "nanomdm":
            folder.add("devices", "mdm/enrollments.ndjson", consoles.nanomdm(units, self.topic), **entry)
        elif self.vendor == "simplemdm":
            folder.add("devices", "mdm/devices.json", consoles.simplemdm(units), **entry)
        else:
            folder.add("devices", "mdm/devices.json", consoles.mosyle(units), **entry)


class _Collection:
    """The minutes before the clock of the case, in which one piece of evidence after the other was collected."""

    def __init__(self):
        self._time = AS_OF - 11 * clock.MINUTE

    def time(self):
        self._time += 37 * clock.SECOND
        return clock.seconds(self._time)
