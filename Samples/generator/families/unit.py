"""One device of a family case: the times of its life, and what each side is made to say of it."""

from dataclasses import dataclass, field

from .. import clock
from ..dice import digest

# (family, os of the ADE service, product type, marketing name, version)
KINDS = {
    "mac": [("Mac", "OSX", "Mac16,12", "MacBook Air (13-inch, M4, 2025)", "26.0"),
            ("Mac", "OSX", "Mac16,1", "MacBook Pro (14-inch, M4, 2024)", "26.0"),
            ("Mac", "OSX", "Mac15,13", "MacBook Air (15-inch, M3, 2024)", "15.6.1")],
    "ipad": [("iPad", "iPadOS", "iPad15,7", "iPad (A16)", "26.0"),
             ("iPad", "iPadOS", "iPad14,8", "iPad Air 11-inch (M2)", "18.6.2"),
             ("iPad", "iPadOS", "iPad16,1", "iPad mini (A17 Pro)", "26.0")],
    "iphone": [("iPhone", "iOS", "iPhone17,5", "iPhone 16e", "26.0"),
               ("iPhone", "iOS", "iPhone14,6", "iPhone SE (3rd generation)", "18.6.2")]}


@dataclass(slots=True)
class Unit:
    """Times are microseconds, `None` for what never happened; the dictionaries change single fields of a record."""

    serial: str
    udid: str
    kind: tuple
    order: str
    added: int
    assigned: int | None
    profiled: int | None = None
    pushed: int | None = None
    enrolled: int | None = None
    contact: int | None = None
    server: str | None = None
    profile: str | None = None
    held: str | None = None
    handed_out: bool = False
    in_tenant: bool = True
    in_ade: bool = True
    in_mdm: bool = True
    tenant: dict = field(default_factory=dict)
    ade: dict = field(default_factory=dict)
    mdm: dict = field(default_factory=dict)

    @property
    def family(self):
        return self.kind[0]

    @property
    def is_mac(self):
        return self.family == "Mac"

    @property
    def status(self):
        """The profile status as the ADE service words it."""
        if self.pushed:
            return "pushed"
        return "assigned" if self.profiled else "empty"


def fresh(case, code, index, kind, added, assigned, dice):
    mark = digest("family udid", case, index).upper()
    kind = dice.pick(KINDS[kind])
    if kind[0] == "Mac":
        udid = f"{mark[:8]}-{mark[8:12]}-5{mark[13:16]}-8{mark[17:20]}-{mark[20:32]}"
    else:
        udid = f"00008140-00{mark[:14]}"
    return Unit(f"ZZ{code}{index + 1:07}", udid, kind, f"W{10_440_000 + index // 6}", added, assigned)


def stamp(time, text=clock.seconds):
    return None if time is None else text(time)
