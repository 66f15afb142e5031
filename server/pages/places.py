"""Addresses in the forms of pages: what `places.js` asks while somebody types, and what a form without it becomes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from rules.geocoder.answer import Place
from server.cities import Cities
from server.geocoding import Geocoding
from server.pages.visit import Visit

LONGEST = 400
_DATUMS = {"wgs84": "WGS84", "gcj02": "GCJ-02", "bd09": "BD-09"}


@dataclass(frozen=True, slots=True)
class Offered:
    """A place to choose: its row in words, what is said once it is taken, and degrees as a form takes them."""

    words: str
    taken: str
    lon: str
    lat: str


def offered(geocoding: Geocoding, cities: Cities, visit: Visit, text: str) -> dict[str, object]:
    """{sure, words, places}: the places of an address in the visitor's language."""
    found = geocoding.find(text[:LONGEST])
    key = "geocode.sure" if found.sure else "geocode.unsure" if found.places else "geocode.none"
    places = [asdict(_offer(place, cities, visit)) for place in found.places]
    return {"sure": found.sure, "words": visit.texts.text(key), "places": places}


def placed(geocoding: Geocoding, body: Mapping[str, object]) -> dict[str, object]:
    """The point of a report that has an address alone, where it is sure; else nothing: who takes it in is asked."""
    address = str(body.get("address", ""))
    if not address or "lon" in body or "lat" in body:
        return {}
    found = geocoding.find(address[:LONGEST])
    return {"lon": found.places[0].lon, "lat": found.places[0].lat, "given": address[:200]} if found.sure else {}


def _offer(place: Place, cities: Cities, visit: Visit) -> Offered:
    names = cities.current.places.get(place.district, ("", ""))
    district = visit.name(*names) if names[0] else ""
    how = [visit.texts.text(f"geocode.how.{each}", datum=_DATUMS.get(place.datum, "CGCS2000")) for each in place.how]
    name = visit.name(place.name, place.name_en)
    words = " · ".join(part for part in (name, district, f"{place.confidence} %", *how) if part)
    taken = visit.texts.text("geocode.taken", name=name)
    return Offered(words, taken, f"{place.lon / 1e7:.7f}", f"{place.lat / 1e7:.7f}")
