"""Logs off devices, in the three forms in which people send them, each with the ordinary noise of a first day."""

from .. import clock, device_logs

NOISE = [
    ("wifid", "WiFiPolicy", "com.apple.wifi", "policy", "link up, rssi -51 on channel 44"),
    ("apsd", "apsd", "com.apple.apsd", "courier", "keep-alive sent over WiFi"),
    ("timed", "CoreTime", "com.apple.timed", "sync", "network time applied, offset 0.018 s"),
    ("powerd", "powerd", "com.apple.powerd", "battery", "battery 74, charging 1"),
    ("locationd", "CoreLocation", "com.apple.locationd.Core", "Client", "client list unchanged"),
    ("mDNSResponder", "mDNSResponder", "com.apple.mDNSResponder", "Default", "query for _airplay._tcp.local. stopped"),
    ("bluetoothd", "bluetoothd", "com.apple.bluetooth", "CBStack", "scan interval 300 window 30")]
LIBRARIES = {
    "teslad": ("teslad", "com.apple.CloudConfigurationDaemon", "fetch"),
    "cloudconfigurationd": ("cloudconfigurationd", "com.apple.ManagedClient.cloudconfigurationd", "fetch"),
    "mdmclient": ("ManagedClient", "com.apple.ManagedClient", "MDMDaemon"),
    "trustd": ("Security", "com.apple.securityd", "SecError"),
    "profiled": ("ManagedConfiguration", "com.apple.ManagedConfiguration", "MC"),
    "dmd": ("DeviceManagement", "com.apple.devicemanagementclient", "enrollment"),
    "mobileactivationd": ("MobileActivation", "com.apple.mobileactivationd", "daemon"),
    "dasd": ("DuetActivityScheduler", "com.apple.duetactivityscheduler", "scoring"),
    "apsd": ("apsd", "com.apple.apsd", "courier"),
    "Setup Assistant": ("SetupAssistant", "com.apple.SetupAssistant", "flow"),
    "Setup": ("SetupAssistant", "com.apple.purplebuddy", "flow"),
    "SCEPHelper": ("SCEP", "com.apple.SCEP", "SCEP.fw"), "timed": ("CoreTime", "com.apple.timed", "sync"),
    "kernel": ("kernel", "", ""), "softwareupdated": ("SoftwareUpdate", "com.apple.SoftwareUpdate", "Scan")}


class _Owner:
    """What the forms of `device_logs` ask of a device."""

    def __init__(self, unit):
        self.serial, self.site = unit.serial, unit.family


def add(site, unit, start, messages, form="syslog", noise=14, minutes=40):
    """Adds a log. `messages` are `(seconds after the start, process, text)`."""
    dice = site.dice
    rows = [(start + second * clock.SECOND + dice.between(0, 900_000), process, *LIBRARIES[process], text)
            for second, process, text in messages]
    rows += [(start + dice.between(0, minutes * 60_000) * clock.MILLISECOND, *dice.pick(NOISE))
             for _ in range(noise)]
    rows.sort()
    entry = {"device": unit.serial}
    if form == "ndjson":
        site.add_lines("device-log", f"device/{unit.serial}.ndjson",
                       [device_logs._unified(row, _Owner(unit), dice) for row in rows], **entry)
    elif form == "console":
        text = "".join(device_logs._syslog(row, _Owner(unit)) for row in rows)
        site.add("device-log", f"device/{unit.serial}.log", text, timeZone="UTC", **entry)
    else:
        site.add("device-log", f"device/{unit.serial}.log", "".join(_syslog(row) for row in rows), **entry)


def _syslog(row):
    """A line of `log show --style syslog`."""
    time, process, library, subsystem, category, text = row
    stamp = clock.moment(time).strftime("%Y-%m-%d %H:%M:%S.%f+0000")
    place = f"[{subsystem}:{category}] " if subsystem else ""
    return f"{stamp}  localhost {process}[{device_logs._pid(process)}]: ({library}) {place}{text}\n"


FETCHED = [(0, "Setup Assistant", "Presenting Remote Management pane"),
           (2, "teslad", "Requesting cloud configuration"),
           (4, "teslad", "Cloud configuration retrieved")]


def well(site, unit, form="syslog", noise=12):
    """The log of a device that enrolled as it should."""
    add(site, unit, unit.pushed, [
        *FETCHED, (30, "mdmclient", "Processing server request: enrollment"),
        (61, "mdmclient", "Installed configuration profile: Remote Management"),
        (95, "Setup Assistant", "Leaving Remote Management pane")], form, noise)


def profiles_status(site, unit, enrolled):
    text = "Enrolled via DEP: Yes\n" + (
        f"MDM enrollment: Yes (User Approved)\nMDM server: https://{site.host}/mdm\n" if enrolled
        else "MDM enrollment: No\n")
    site.add("device-profiles", f"device/{unit.serial}-profiles-status.txt", text, device=unit.serial)


def profiles_show(site, unit, text):
    """Output of `sudo profiles show -type enrollment`."""
    site.add("device-profiles", f"device/{unit.serial}-profiles-show.txt", text, device=unit.serial)


def configuration(site):
    """What `profiles show` prints where a profile is assigned."""
    return f"""\
Device Enrollment configuration:
{{
    AllowPairing = 1;
    AutoAdvanceSetup = 0;
    AwaitDeviceConfigured = 1;
    ConfigurationURL = "https://{site.host}/enroll";
    IsMDMUnremovable = 1;
    IsMandatory = 1;
    IsSupervised = 1;
    OrganizationName = "Example Org";
    SkipSetup =     (
        AppleID,
        Siri
    );
}}
"""
