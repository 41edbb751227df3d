"""Logs off three devices: two as idevicesyslog prints them, one as `log show --style ndjson` does."""

from . import clock
from .fleet import uuid

# Seconds after the session began, process, library, subsystem, category, message.
FETCHED = [
    (0, "Setup", "SetupAssistant", "com.apple.purplebuddy", "flow", "Presenting Remote Management pane"),
    (1, "teslad", "teslad", "com.apple.CloudConfigurationDaemon", "fetch", "Requesting cloud configuration"),
    (3, "teslad", "teslad", "com.apple.CloudConfigurationDaemon", "fetch",
     "Cloud configuration retrieved, organisation Invented Health System"),
    (4, "trustd", "Security", "com.apple.securityd", "SecPolicy",
     "trust evaluation of iprofiles.apple.com: ok"),
    (6, "profiled", "ManagedConfiguration", "com.apple.ManagedConfiguration", "MC",
     "MCX: Enrollment initiated via DEP"),
    (8, "profiled", "ManagedConfiguration", "com.apple.ManagedConfiguration", "MC",
     "Contacting MDM server mdm.health.example"),
    (9, "profiled", "ManagedConfiguration", "com.apple.ManagedConfiguration", "MC",
     "Enrollment response received, HTTP 200")]
EMPTY = (12, "profiled", "ManagedConfiguration", "com.apple.ManagedConfiguration", "MC",
         "MCX: No enrollment profile found")
AFTERWARDS = [
    (14, "Setup", "SetupAssistant", "com.apple.purplebuddy", "flow", "Leaving Remote Management pane"),
    (31, "Setup", "SetupAssistant", "com.apple.purplebuddy", "flow", "Presenting Touch ID pane"),
    (58, "Setup", "SetupAssistant", "com.apple.purplebuddy", "flow", "Setup Assistant done"),
    (63, "SpringBoard", "SpringBoard", "com.apple.SpringBoard", "Default", "Home screen shown")]
IDLE = [
    ("wifid", "WiFiPolicy", "com.apple.wifi", "policy", "link up, rssi -54 on channel 44"),
    ("apsd", "apsd", "com.apple.apsd", "courier", "keep-alive sent over WiFi"),
    ("timed", "CoreTime", "com.apple.timed", "sync", "network time applied, offset 0.021 s"),
    ("backboardd", "BacklightServices", "com.apple.backboard", "display", "display brightness 0.42"),
    ("powerd", "powerd", "com.apple.powerd", "battery", "battery 81, charging 0")]


def subjects(fleet, dice):
    """Three devices of different days that the tenant holds as in progress."""
    return dice.sample([each for each in fleet if each.status == "in_progress"], 3)


def add(folder, devices, dice):
    for place, each in enumerate(devices):
        start = each.called - 9 * clock.SECOND
        messages = [*FETCHED, *([EMPTY] if place else []), *AFTERWARDS, *_idle(dice)]
        rows = [(start + second * clock.SECOND + dice.between(0, 900_000), *rest)
                for second, *rest in messages]
        collected = clock.seconds(start + 3 * clock.HOUR)
        if place == 1:
            folder.add_lines("device-log", f"device/{each.serial}.ndjson", [
                _unified(row, each, dice) for row in sorted(rows)], device=each.serial, collectedAt=collected)
        else:
            folder.add("device-log", f"device/{each.serial}.log", "".join(
                _syslog(row, each) for row in sorted(rows)),
                device=each.serial, timeZone="UTC", collectedAt=collected)


def _idle(dice):
    """Two hours of ordinary life, in which nothing of interest happens."""
    return [(second + dice.between(0, 30), *dice.pick(IDLE)) for second in range(90, 7_200, 45)]


def _syslog(row, each):
    time, process, library, _, _, message = row
    stamp = clock.moment(time).strftime("%b %d %H:%M:%S")
    name = f"{each.site.replace(' ', '-')}-{each.serial[-4:]}"
    return f"{stamp} {name} {process}({library})[{_pid(process)}] <Notice>: {message}\n"


def _unified(row, each, dice):
    time, process, library, subsystem, category, message = row
    return {
        "timestamp": clock.moment(time).strftime("%Y-%m-%d %H:%M:%S.%f+0000"), "timezoneName": "",
        "messageType": "Default", "eventType": "logEvent", "eventMessage": message,
        "formatString": "%{public}@",
        "subsystem": subsystem, "category": category, "processImagePath": f"/usr/libexec/{process}",
        "processImageUUID": uuid("image", process), "processID": _pid(process),
        "senderImagePath": f"/System/Library/PrivateFrameworks/{library}.framework/{library}",
        "senderImageUUID": uuid("image", library), "senderProgramCounter": dice.between(4_096, 900_000),
        "threadID": dice.between(900, 9_000), "userID": 501, "activityIdentifier": 0,
        "parentActivityIdentifier": 0, "creatorActivityID": 0, "machTimestamp": time * 24 // 1_000,
        "bootUUID": uuid("boot", each.serial), "traceID": 9_223_372_036_854_775_000 + dice.between(0, 800),
        "source": None, "backtrace": {"frames": [
            {"imageOffset": dice.between(4_096, 900_000), "imageUUID": uuid("image", library)}]}}


def _pid(process):
    return 60 + sum(process.encode()) % 400
