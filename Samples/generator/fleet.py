"""Invented devices: serials of a range that Apple does not use, identifiers from the seed."""

from dataclasses import dataclass

from . import clock
from .dice import digest

# (model, chip in the UDID or None for a Mac, weight)
MACS = [("MacBook Air (13-inch, M3, 2024)", None, 30), ("MacBook Air (15-inch, M3, 2024)", None, 15),
        ("MacBook Air (13-inch, M4, 2025)", None, 25), ("MacBook Pro (14-inch, M4, 2024)", None, 20),
        ("MacBook Pro (16-inch, M4 Pro, 2024)", None, 10)]
IPADS = [("iPad (10th generation)", "00008101", 40), ("iPad (A16)", "00008120", 25),
         ("iPad Air 11-inch (M2)", "00008112", 20), ("iPad mini (A17 Pro)", "00008130", 15)]
IPHONES = [("iPhone SE (3rd generation)", "00008110", 60), ("iPhone 16e", "00008140", 40)]
MAC_SYSTEMS = [("15.4", 15), ("15.4.1", 60), ("15.4.2", 25)]
MOBILE_SYSTEMS = [("18.4", 20), ("18.4.1", 80)]


@dataclass(slots=True)
class Device:
    """One device with the times of its life; each case fills what it needs."""

    index: int
    serial: str
    udid: str
    model: str
    system: str
    country: str = ""
    site: str = ""
    session: str = ""
    assigned: int = 0
    called: int = 0
    enrolled: int | None = None
    modified: int = 0
    remote: bool = False
    stuck: bool = False
    status: str = "enrolled"
    profile: str | None = None


def device(case, prefix, index, dice, models, systems):
    """The device with this place in the range: `ZZFIN0000001` is the first of prefix `ZZFIN`."""
    mark = digest("udid", case, index).upper()
    model, chip = dice.weighted([((model, chip), weight) for model, chip, weight in models])
    if chip:
        udid = f"{chip}-00{mark[:14]}"
    else:
        udid = f"{mark[:8]}-{mark[8:12]}-5{mark[13:16]}-8{mark[17:20]}-{mark[20:32]}"
    return Device(index, f"{prefix}{index + 1:07}", udid, model, dice.weighted(systems),
                  session="es_" + digest("session", case, index)[:20])


def working_time(dice, first_day, days):
    """A second between 07:00 and 17:00 UTC on a working day out of `days` days."""
    while True:
        day = clock.at(first_day) + dice.between(0, days - 1) * clock.DAY
        if clock.moment(day).weekday() < 5:
            return day + (7 * 3600 + dice.between(0, 36_000 - 1)) * clock.SECOND


def uuid(*name):
    mark = digest("uuid", *name).upper()
    return f"{mark[:8]}-{mark[8:12]}-5{mark[13:16]}-8{mark[17:20]}-{mark[20:32]}"
