"""Recurrence: the same matter at the same place again. Which earlier cases it follows, when a cause is asked for.

The server looks for closed cases of the same class near it when a case is filed, and again when it is closed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, hypot, radians

from rules.calendar import DAY
from rules.city import City
from rules.frozen import Frozen

SHOWN = 5  # earlier cases that a case names; the rest is counted
M_PER_UNIT = 111_320 / 1e7  # metres of a 1e-7 degree of latitude


class Earlier(Frozen, frozen=True):
    """A closed case of the same class at the same place, and who had handled it."""

    case: str
    number: str
    unit: str
    closed_at: int


@dataclass(frozen=True, slots=True)
class Window:
    """Where and when a case counts as the same place again; degrees in 1e-7, instants ms UTC."""

    category: str
    since: int
    until: int
    lon: tuple[int, int]
    lat: tuple[int, int]


def window_of(category: str, lon: int, lat: int, at: int, city: City) -> Window:
    """The box and the time in which earlier ones are looked for; `near` then measures."""
    policies = city.policies
    up = round(policies.recurrence_m / M_PER_UNIT)
    across = round(up / cos(radians(lat / 1e7)))
    since = at - policies.recurrence_days * DAY
    return Window(category, since, at, (lon - across, lon + across), (lat - up, lat + up))


def near(lon: int, lat: int, other_lon: int, other_lat: int, metres: int) -> bool:
    """Whether two points lie within so many metres of one another; exact to a centimetre at this size."""
    x = (other_lon - lon) * M_PER_UNIT * cos(radians(lat / 1e7))
    return hypot(x, (other_lat - lat) * M_PER_UNIT) <= metres


def newest(found: Iterable[Earlier]) -> tuple[Earlier, ...]:
    """Those that a case names, the last one first."""
    return tuple(sorted(found, key=lambda each: (-each.closed_at, each.case))[:SHOWN])
