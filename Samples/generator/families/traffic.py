"""What a proxy before the MDM server recorded: exchanges with Apple's services, as HAR 1.2 entries."""

from .. import clock
from ..dice import digest
from ..folder import compact

SERVICE = "https://mdmenrollment.apple.com"
JSON = "application/json;charset=UTF8"


def entry(time, method, url, status, body, wait=180, sent=None, headers=(), kind="application/json",
          asked=(), address="17.248.209.68"):
    """One exchange. A body that is no text is written as JSON."""
    text = body if isinstance(body, str) else compact(body) if body is not None else ""
    post = None if sent is None else sent if isinstance(sent, str) else compact(sent)
    answered = [("Server", "Apple"), ("Content-Type", kind),
                 ("Date", _http_date(time + wait * 1000)), *headers]
    request = { "method": method, "url": url, "httpVersion": "HTTP/1.1", "cookies": [], "queryString": [],
        "headers": _pairs([("Accept", "application/json"), *asked]), "headersSize": -1, "bodySize": len(post or "")}
    if post is not None:
        form = post.startswith("grant_type")
        request["postData"] = {
            "mimeType": "application/x-www-form-urlencoded" if form else "application/json", "text": post}
    return {
        "startedDateTime": clock.millis(time), "time": wait, "request": request,
        "response": {
            "status": status, "statusText": "", "httpVersion": "HTTP/1.1", "cookies": [],
            "headers": _pairs(answered), "content": {"size": len(text), "mimeType": kind, "text": text},
            "redirectURL": "", "headersSize": -1, "bodySize": len(text)},
        "cache": {}, "timings": {"blocked": 0, "dns": -1, "connect": -1, "ssl": -1, "send": 1,
                                 "wait": wait - 2, "receive": 1}, "serverIPAddress": address}


def _pairs(headers):
    return [{"name": name, "value": value} for name, value in headers]


def _http_date(time):
    return clock.moment(time).strftime("%a, %d %b %Y %H:%M:%S GMT")


def service(time, method, path, status, body, agent, sent=None, wait=180, headers=()):
    """A call of the ADE service by an MDM."""
    asked = [("User-Agent", agent), ("X-Server-Protocol-Version", "10")]
    if path == "/session":
        asked.append(("Authorization", 'OAuth realm="ADM", oauth_consumer_key="[redacted]"'))
    else:
        asked.append(("X-ADM-Auth-Session", "[redacted]"))
    kind = JSON if not isinstance(body, str) else "text/plain;charset=UTF-8"
    return entry(time, method, SERVICE + path, status, body, wait, sent, headers, kind, asked)


def session(time, agent):
    return service(time, "GET", "/session", 200, {"auth_session_token": "[redacted]"}, agent, wait=240)


def sync(time, agent, devices=(), name="sync"):
    """A sync that worked: a session, then the changes since the cursor."""
    cursor = "MDowOjE3NTc5MTg1" + digest("cursor", name, time)[:12]
    page = {"cursor": cursor, "devices": list(devices), "fetched_until": clock.seconds(time + clock.SECOND),
            "more_to_follow": False}
    return [session(time, agent),
            service(time + 300_000, "POST", "/devices/sync", 200, page, agent,
                    sent={"cursor": "MDowOjE3NTc5MTgy" + digest("cursor", name)[:12], "limit": 1000})]
