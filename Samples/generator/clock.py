"""Time as whole microseconds since 1970, so that sums are exact."""

from datetime import datetime, timedelta, timezone

MILLISECOND = 1_000
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def at(text):
    """Reads `2026-04-17T04:40:00Z`, with any fraction."""
    return round((datetime.fromisoformat(text.replace("Z", "+00:00")) - EPOCH) / timedelta(microseconds=1))


def moment(time):
    return EPOCH + timedelta(microseconds=time)


def micros(time):
    return moment(time).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def millis(time):
    return moment(time).strftime("%Y-%m-%dT%H:%M:%S.") + f"{time // 1000 % 1000:03}Z"


def seconds(time):
    return moment(time).strftime("%Y-%m-%dT%H:%M:%SZ")
