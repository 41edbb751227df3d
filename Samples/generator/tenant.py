"""What the tenant says, in the field-guide dialect: device records, audit events, exchanges, integrations."""

from . import clock
from .folder import compact

ACCEPT = "application/vnd.api+json; version=2.0"


def record(device, server, fingerprint, verification, intent=None, enforced=True):
    """A device as `devices { ... }` answers it."""
    return {
        "udid": device.udid, "serialNumber": device.serial, "enrollmentStatus": device.status,
        "deviceOwnershipState": "assigned", "mdmProfileId": device.profile, "abm_sync_status": "synced",
        "abmSyncStatus": {"supervisionIntentEnforced": enforced},
        "supervisionIdentity": {
            "id": "si_" + fingerprint[:12].lower(), "fingerprint": "SHA256:" + fingerprint},
        "enrollmentIntent": intent, "enrollmentVerificationMode": verification, "errorReason": None,
        "assignedAt": clock.millis(device.assigned), "lastModified": clock.millis(device.modified),
        "mdmServerId": server, "tier": "abm", "model": device.model, "osVersion": device.system,
        "country": device.country}


def callback_event(device, vendor, outcome):
    return {
        "timestamp": clock.micros(device.called), "eventType": "ENROLLMENT_CALLBACK", "direction": "to-mdm",
        "deviceUdid": device.udid, "enrollmentSessionId": device.session, "mdmVendor": vendor,
        "outcome": outcome, "httpStatus": 200 if outcome == "sent" else None, "errorReason": None}


def assignment_event(time, endpoint, count, tokens, udid=None):
    event = {"timestamp": clock.micros(time), "eventType": "ASSIGNMENT", "direction": "from-mdm",
             "endpoint": endpoint, "deviceCount": count, "tokensConsumed": tokens,
             "outcome": "accepted", "httpStatus": 200, "errorReason": None}
    return event | ({"deviceUdid": udid} if udid else {})


def sync_event(time, vendor):
    return {"timestamp": clock.micros(time), "eventType": "DEP_TOKEN_SYNC", "direction": "from-mdm",
            "mdmVendor": vendor, "outcome": "success", "httpStatus": 200, "errorReason": None,
            "detail": "synced"}


def sync_events(first, last, vendor, dice):
    """A token sync every five minutes that ends exactly at `last`."""
    times = []
    time = last
    while time >= first:
        times.append(time)
        time -= 5 * clock.MINUTE + dice.between(-900, 900) * clock.MILLISECOND
    return [sync_event(time, vendor) for time in times]


def supervision_event(time, identity, outcome, detail):
    return {"timestamp": clock.micros(time), "eventType": "SUPERVISION", "outcome": outcome,
            "errorReason": None, "detail": f"{identity} {detail}"}


def chronicle(events):
    return sorted(events, key=lambda event: event["timestamp"])


def integrations(tenant, vendor, synced):
    time = clock.seconds(synced)
    return compact({"data": {"tenant": {"id": tenant, "depIntegrations": [{
        "vendorName": vendor, "lastSyncStatus": "success", "lastSyncError": None,
        "timestamp": time, "lastSyncTimestamp": time}]}}}) + "\n"


def exchange(time, method, url, wait, status, body, address, tokens=None, sent=None, reused=False,
             comment=None):
    """One HAR entry. `wait` is in milliseconds; status 0 stands for a call that nothing answered."""
    answered = status != 0
    text = compact(body) if body is not None else ""
    headers = [("Content-Type", "application/vnd.api+json"), ("Date", _http_date(time + round(wait * 1000)))]
    if tokens is not None:
        headers += [("X-ABM-Token-Consumed", str(tokens)), ("X-ABM-Queue-Delay", "0ms")]
    if not answered:
        headers = [("Connection", "close")]
    request = {
        "method": method, "url": url, "httpVersion": "HTTP/2.0", "cookies": [], "queryString": [],
        "headers": [{"name": "Accept", "value": ACCEPT}], "headersSize": -1, "bodySize": 0}
    if sent is not None:
        request["postData"] = {"mimeType": "application/vnd.api+json", "text": compact(sent)}
        request["bodySize"] = len(compact(sent))
    content = {"size": len(text), "mimeType": "application/vnd.api+json" if answered else "x-unknown"}
    return {
        "startedDateTime": clock.millis(time), "time": wait, "request": request,
        "response": {
            "status": status, "statusText": {200: "OK"}.get(status, ""),
            "httpVersion": "HTTP/2.0" if answered else "", "cookies": [],
            "headers": [{"name": name, "value": value} for name, value in headers],
            "content": content | ({"text": text} if answered else {}), "redirectURL": "",
            "headersSize": -1, "bodySize": len(text)},
        "cache": {}, "timings": _timings(wait, answered, reused), "serverIPAddress": address,
        **({"comment": comment} if comment else {})}


def _timings(wait, answered, reused):
    if reused:
        return {"blocked": 0, "dns": -1, "connect": -1, "ssl": -1, "send": 1, "wait": wait - 2, "receive": 1}
    if answered:
        return {"blocked": 0, "dns": 4, "connect": 31, "ssl": 19, "send": 1, "wait": wait - 37, "receive": 1}
    # The whole time went into a TLS negotiation that did not end, so nothing was sent.
    return {"blocked": 0, "dns": 6, "connect": wait - 6, "ssl": wait - 22, "send": 0, "wait": 0, "receive": 0}


def _http_date(time):
    return clock.moment(time).strftime("%a, %d %b %Y %H:%M:%S GMT")


def token_exchange(time, expires, organisation, address):
    """`GET /v2/depTokens`; the token itself was struck out when the exchange was recorded."""
    body = {"data": [{"token": "[redacted]", "expiresAt": clock.seconds(expires), "status": "ACTIVE",
                      "organizationName": organisation}]}
    return exchange(time, "GET", "https://api.business.apple.com/v2/depTokens", 142, 200, body, address)


def device_exchange(time, device, address, wait):
    """`GET /v2/devices/{udid}`, which answers what the device list says."""
    body = {"data": {"udid": device.udid, "serialNumber": device.serial,
                     "enrollmentStatus": device.status, "mdmProfileId": device.profile}}
    url = f"https://api.business.apple.com/v2/devices/{device.udid}"
    return exchange(time, "GET", url, wait, 200, body, address, tokens=0.2, reused=True)
