"""The phone of a unit at an instant: the one place that is asked."""

from rules.city import City


def phone_of(city: City, unit: str, now: int) -> str:  # noqa: ARG001  a duty roster tells other numbers by the hour
    """The duty phone of the unit at `now` (ms UTC), that of the unit above it when it has none; "" = none is known."""
    return next(
        (city.units[code].phone for code in city.above(unit) if code in city.units and city.units[code].phone), ""
    )
