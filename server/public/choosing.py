"""An address that fits several places: who reports is asked which one it is, once; nobody guesses."""

from dataclasses import dataclass

from rules.geocoder.answer import CLEAR, Place
from server.citizens.report import CitizenReport
from server.geocoding import Geocoding
from server.pages.visit import Visit
from server.public.reading import Typed

MOST = 6
ASKED = "asked"  # the hidden field of a form that has asked already


@dataclass(frozen=True, slots=True)
class Choice:
    """One place: what the form sends for it, and its words in the visitor's language."""

    value: str
    words: str


class Choosing:
    """Asks the one geocoder; what is sure, or fits nothing, is no question."""

    def __init__(self, geocoding: Geocoding) -> None:
        self._geocoding = geocoding

    def choices(self, report: CitizenReport, given: Typed, visit: Visit) -> tuple[Choice, ...]:
        """The places between which somebody must choose; none where a point was given, or was asked for before."""
        if report.place is not None or not report.address_words or given.get(ASKED):
            return ()
        found = self._geocoding.find(report.address_words)
        equal = [each for each in found.places if found.places[0].confidence - each.confidence < CLEAR]
        return tuple(self._choice(each, visit) for each in equal[:MOST]) if not found.sure and len(equal) > 1 else ()

    def _choice(self, place: Place, visit: Visit) -> Choice:
        """With what is written nearby: several of one name are told apart by that."""
        near = self._geocoding.write(place.lon, place.lat)
        beside = visit.name(near.name, near.name_en) if near else ""
        name = visit.name(place.name, place.name_en)
        words = " · ".join(dict.fromkeys(part for part in (name, beside) if part))
        return Choice(f"{place.lat / 1e7:.7f} {place.lon / 1e7:.7f}", words)
