"""What machines say, as JSON; and the values in it that every message has: a place, an instant."""

from collections.abc import Mapping
from datetime import datetime
from math import isfinite
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec

from rules.city import City
from rules.datum import DATUMS, OutsideDatum, to_cgcs2000
from server.citizens.placing import within
from server.citizens.report import Place
from server.geocoding import Geocoding
from server.machines.errors import Refused

DEGREE = 10_000_000
ADDRESS_MAX = 400
Short = Annotated[str, msgspec.Meta(max_length=80)]
Address = Annotated[str, msgspec.Meta(max_length=ADDRESS_MAX)]
Words = Annotated[str, msgspec.Meta(max_length=4000)]
LATEST = 253_402_300_799_999  # the last ms of the year 9999, UTC
Instant = str | int  # ISO 8601 (without an offset: the city's wall time), or ms UTC


class AlarmSaid(msgspec.Struct, frozen=True):
    """One alarm. `confidence` 0…1; `lon`, `lat` degrees of `datum`; `frame`: the picture as base64."""

    kind: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    confidence: Annotated[float, msgspec.Meta(ge=0, le=1)] = 1.0
    model: Short = ""
    device: Short = ""
    words: Words = ""
    address: Address = ""
    lon: float | None = None
    lat: float | None = None
    datum: Short = "cgcs2000"
    at: Instant = 0
    frame: str = ""


class OrderSaid(msgspec.Struct, frozen=True):
    """One order of another house (12345). `due`: its own deadline; `caller`: name, phone, … of who called there.

    `category` is a key of the city's, or nothing.
    """

    number: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]
    address: Address = ""
    lon: float | None = None
    lat: float | None = None
    datum: Short = "cgcs2000"
    category: Short = ""
    due: Instant = 0
    urgent: bool = False
    wants_answer: bool = True
    caller: dict[str, str] = {}


def instant(said: Instant, field: str, city: City) -> int:
    """Ms UTC; 0 for nothing said. Raises Refused."""
    if isinstance(said, int):
        if not 0 <= said <= LATEST:
            raise Refused(422, "rule.form", field=field, expected="2015-04-22T09:00:00+08:00")
        return said
    if not said:
        return 0
    try:
        moment = datetime.fromisoformat(said)
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(city.zone))
        return max(0, round(zoned.timestamp() * 1000))
    except (ValueError, OverflowError) as error:
        raise Refused(422, "rule.form", field=field, expected="2015-04-22T09:00:00+08:00") from error


def local(at: int, zone: str) -> str:
    """An instant (ms UTC) as wall time, to the minute."""
    return datetime.fromtimestamp(at // 1000, ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def place_of(
    lon: float | None, lat: float | None, datum: str, address: str, city: City, geocoding: Geocoding
) -> Place | None:
    """The point that was said, or that the address names for sure; None for neither. Raises Refused."""
    if lon is None and lat is None:
        return _named(address, city, geocoding) if address else None
    for name, value in (("lon", lon), ("lat", lat)):
        if value is None:
            raise Refused(422, "rule.form", field=name, expected="113.6200000")
    return point(lon or 0.0, lat or 0.0, datum, city)


def point(lon: float, lat: float, datum: str, city: City) -> Place:
    """A point in degrees of a datum. Raises Refused: no datum, no point of it, not in this city."""
    try:
        if not (isfinite(lon) and isfinite(lat)):
            raise OutsideDatum(f"{lon}, {lat}")
        found = to_cgcs2000(lon, lat, datum)
    except KeyError as error:
        raise Refused(422, "rule.form", field="datum", expected=" | ".join(DATUMS)) from error
    except (OutsideDatum, ValueError) as error:
        raise Refused(422, "rule.form", field="lon, lat", expected="113.6200000, 34.7500000") from error
    place = Place(round(found[0] * DEGREE), round(found[1] * DEGREE), datum, f"{lon:.7f}, {lat:.7f}")
    if not within(place, city):
        raise Refused(422, "machine.outside", field="lon, lat", city=city.name)
    return place


def _named(address: str, city: City, geocoding: Geocoding) -> Place | None:
    if city.grids is None:
        return None
    found = geocoding.find(address)
    return Place(found.places[0].lon, found.places[0].lat, "cgcs2000", address[:200]) if found.sure else None


def sound(words: Mapping[str, str]) -> dict[str, str]:
    """What was said of somebody, without what is empty."""
    return {name: text for name, text in words.items() if text}
