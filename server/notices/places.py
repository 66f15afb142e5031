"""Where somebody is told: by the city's list of contacts, or at the duty phone of the hour."""

from collections.abc import Iterator
from dataclasses import dataclass

from rules.city import City


@dataclass(frozen=True, slots=True)
class Place:
    """An address and its language; `kept`: what the queue keeps of it, "" = it is looked up when it goes out."""

    address: str
    language: str
    kept: str


def places(city: City, receiver: str, way: str, now: int) -> Iterator[Place]:
    """All of a receiver ("unit:CODE", "role:NAME") by this way at `now` (ms UTC); a unit without one: none."""
    name = receiver.removeprefix("unit:")
    found = [each for each in city.notices.contacts if each.to == name and each.by == way]
    yield from (Place(each.address, each.language, each.address) for each in found)
    if not found and receiver.startswith("unit:") and way in city.notices.duty_phone:
        watch = city.watch_of(name, now)
        if watch is not None and watch.phone:
            yield Place(watch.phone, "zh_CN", "")


def place_of(city: City, receiver: str, way: str, kept: str, now: int) -> Place | None:
    """Where a queued notice goes now; None when the city tells no such place any more."""
    found = list(places(city, receiver, way, now))
    return next((place for place in found if place.kept == kept), None)
