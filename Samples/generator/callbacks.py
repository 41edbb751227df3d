"""What reached the MDM: signed deliveries and samples of its queue."""

import hashlib
import hmac

from . import clock
from .dice import digest
from .folder import compact


def secret(case):
    """The invented HMAC secret. Only the truth file holds it, never the case."""
    return "whsec_" + digest("callback secret", case)[:40]


def deliveries(case, devices, dice):
    """One delivery for each device, 40 to 420 ms after the tenant sent it, in order of arrival."""
    key = secret(case).encode()
    rows = [_delivery(key, device, device.called + dice.between(40_000, 420_000), dice) for device in devices]
    return sorted(rows, key=lambda row: row["receivedAt"])


def _delivery(key, device, time, dice):
    body = compact({"enrollmentSessionId": device.session, "udid": device.udid,
                    "serialNumber": device.serial, "sentAt": clock.micros(device.called)})
    if dice.between(0, 1):
        address = f"17.254.{dice.between(0, 31)}.{dice.between(1, 254)}"
    else:
        address = f"17.253.{dice.between(128, 191)}.{dice.between(1, 254)}"
    headers = {"content-type": "application/json", "user-agent": "abm-callback/3.2",
               "x-abm-signature-sha256": hmac.new(key, body.encode(), hashlib.sha256).hexdigest()}
    return {"receivedAt": clock.micros(time), "remoteAddress": address, "method": "POST",
            "path": f"/v2/devices/{device.udid}/enroll", "status": 200, "headers": headers, "body": body}


def queue(devices, first, last, step, dice):
    """Samples of the MDM's queue: all callbacks so far, and the few that still wait (below 2 %)."""
    times = sorted(device.called + 420_000 for device in devices)
    rows, seen, time = [], 0, first
    while time <= last:
        while seen < len(times) and times[seen] <= time:
            seen += 1
        queued = dice.between(0, min(seen // 60, 40))
        rows.append({"at": clock.seconds(time), "total": seen, "queued": queued})
        time += step
    return rows
