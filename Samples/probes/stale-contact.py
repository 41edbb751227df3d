#!/usr/bin/env python3
"""A sample plug-in probe: asks which enrolled devices have not been in touch with the MDM lately.

Parameter `days` (3 by default): how long silence is still ordinary. Standard library only; see README.md
beside it.
"""

import json
import sys
from datetime import datetime, timedelta, timezone

DESCRIPTION = {
    "protocol": 1,
    "id": "x.stale-contact",
    "title": "Enrolled devices are in touch with the MDM",
    "layer": 2,
    "needs": ["devices"],
    "codes": [{
        "code": "X-CONTACT-STALE",
        "severity": "low",
        "title": "Enrolled device without recent contact",
        "owner": "mdm",
        "remedy": "Send the listed devices a push; where none answers, check that they are switched on, on a "
                  "network that lets APNs through, and still in use.",
    }],
    "timeoutSeconds": 10,
}
DEFAULT_DAYS = 3


class RequestError(Exception):
    """A request that this probe cannot work with."""


def read_time(value):
    """An ISO 8601 time, or None. Without a zone it counts as UTC."""
    try:
        time = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=timezone.utc)


def is_yes(value):
    return value is True or str(value).lower() in ("true", "yes", "1")


def read_request(stream):
    try:
        request = json.load(stream)
    except ValueError as error:
        raise RequestError(f"the request is no JSON: {error}") from error
    if not isinstance(request, dict) or request.get("protocol") != 1:
        raise RequestError("this probe speaks protocol 1")
    facts, parameters = request.get("facts"), request.get("parameters") or {}
    if not isinstance(parameters, dict):
        raise RequestError("parameters is an object")
    if not isinstance(facts, dict) or not isinstance(facts.get("devices"), str):
        raise RequestError("the request names no facts.devices")
    as_of, days = read_time(request.get("asOf")), parameters.get("days", DEFAULT_DAYS)
    if as_of is None:
        raise RequestError("the request has no asOf")
    if isinstance(days, bool) or not isinstance(days, (int, float)) or not 0 < days < 10_000:
        raise RequestError("parameter days is a number of days above 0")
    return facts["devices"], as_of, days


def read_rows(path):
    """The rows one by one, and None for a line that is none."""
    with open(path, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.strip():
                try:
                    row = json.loads(line)
                except ValueError:
                    row = None
                yield row if isinstance(row, dict) else None


def judge(rows, as_of, days):
    """Findings and notes about the rows. A device that never told a time of contact is not judged."""
    limit, enrolled, silent, unknown, unreadable = timedelta(days=days), 0, [], 0, 0
    for row in rows:
        if row is None:
            unreadable += 1
        elif is_yes(row.get("mdmEnrolled")):
            enrolled += 1
            contact = read_time(row.get("mdmLastContact"))
            if contact is None:
                unknown += 1
            elif as_of - contact > limit:
                silent.append((contact, str(row.get("serial") or row.get("udid"))))
    if silent:
        oldest = min(silent)[0]
        yield {
            "type": "finding", "code": "X-CONTACT-STALE", "count": len(silent),
            "title": f"{len(silent)} of {enrolled} enrolled devices silent for more than {days:g} days",
            "detail": f"The longest silence began {oldest.isoformat()}.",
            "devices": sorted(serial for _, serial in silent),
            "values": {"enrolled": enrolled, "silent": len(silent), "days": days,
                       "oldestContact": oldest.isoformat()},
        }
    else:
        yield {"type": "note", "text": f"{enrolled - unknown} enrolled devices in touch within {days:g} days"}
    if unknown:
        yield {"type": "note", "text": f"{unknown} enrolled devices without a time of contact not judged"}
    if unreadable:
        yield {"type": "note", "text": f"{unreadable} lines of the device list could not be read"}


def main(arguments):
    if arguments == ["describe"]:
        print(json.dumps(DESCRIPTION))
        return 0
    if arguments != ["run"]:
        print("usage: stale-contact.py describe | run", file=sys.stderr)
        return 64
    try:
        path, as_of, days = read_request(sys.stdin)
        for result in judge(read_rows(path), as_of, days):
            print(json.dumps(result))
    except (RequestError, OSError) as error:
        print(f"stale-contact: {error}", file=sys.stderr)
        return 65
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
