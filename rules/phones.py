"""The phone of a unit at an instant: the one place that is asked."""

from rules.city import City


def phone_of(city: City, unit: str, now: int) -> str:
    """The duty phone of the unit at `now` (ms UTC) by the roster, else its own, else that of the unit above it."""
    watch = city.watch_of(unit, now)
    return watch.phone if watch is not None else ""
