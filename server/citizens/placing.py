"""Where a citizen's report is that has an address alone: the geocoder's answer where it is sure, in this city."""

from dataclasses import replace

from rules.city import City
from server.cities import Cities
from server.citizens.report import CitizenReport, Place
from server.geocoding import Geocoding

GIVEN_MAX = 200


class Placing:
    """One geocoder for every channel; what fits several places, or none, is left to the acceptor."""

    def __init__(self, geocoding: Geocoding, cities: Cities) -> None:
        self._geocoding, self._cities = geocoding, cities

    def placed(self, report: CitizenReport) -> CitizenReport:
        """The report with the point of its address; as it is, where it has one already or the address is not sure."""
        if report.place is not None or not report.address_words:
            return report
        found = self._geocoding.find(report.address_words)
        if not found.sure:
            return report
        first = found.places[0]
        place = Place(first.lon, first.lat, "cgcs2000", report.address_words[:GIVEN_MAX], found=True)
        return replace(report, place=place) if within(place, self._cities.current) else report


def within(place: Place, city: City) -> bool:
    """Whether it lies in the city, or not farther outside than it says."""
    if city.grids is None:
        return True
    if city.grids.locate(place.lon, place.lat) is not None:
        return True
    x, y = city.grids.metres(place.lon, place.lat)
    reach = city.citizens.reach_m
    for ring in city.grids.outline:
        east, north = city.grids.metres(ring[:, 0].astype("int64"), ring[:, 1].astype("int64"))
        if ((east - x) ** 2 + (north - y) ** 2 <= reach**2).any():
            return True
    return False
