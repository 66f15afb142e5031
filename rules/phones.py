"""The phone of a unit at an instant: the one place that is asked where no name of who sits there is wanted."""

from rules.city import City


def phone_of(city: City, unit: str, now: int) -> str:
    """The phone of the unit at `now` (ms UTC): by the duty roster, its own, or of the unit above; "" = none."""
    watch = city.watch_of(unit, now)
    return watch.phone if watch else ""
