"""The geocoder of the city in force: its index is made once for each version, by whoever asks first."""

import threading
from typing import TYPE_CHECKING

from rules.city import City
from rules.gazetteer import Component
from rules.places import component_at
from server.cities import Cities

if TYPE_CHECKING:
    from rules.geocoder import Geocoder, Places, Written


class Geocoding:
    """Safe to ask from any thread; the first question after a new city waits for its index, about a second."""

    def __init__(self, cities: Cities) -> None:
        self._cities = cities
        self._lock = threading.Lock()
        self._made: tuple[str, Geocoder] | None = None

    def find(self, text: str, datum: str = "") -> "Places":
        """The places that a text may mean; none in a city without geometry."""
        from rules.geocoder import Places

        geocoder = self._geocoder(self._cities.current)
        return geocoder.find(text, datum) if geocoder is not None else Places()

    def write(self, lon: int, lat: int) -> "Written | None":
        """The address of a point in 1e-7 degree CGCS2000, or None."""
        geocoder = self._geocoder(self._cities.current)
        return geocoder.write(lon, lat) if geocoder is not None else None

    def component(self, lon: int, lat: int, category: str) -> Component | None:
        """The nearest component of a class within the city's own distance, with its owner."""
        return component_at(self._cities.current, lon, lat, category)

    def _geocoder(self, city: City) -> "Geocoder | None":
        if city.grids is None:
            return None
        with self._lock:
            if self._made is None or self._made[0] != city.version:
                from rules.geocoder import Geocoder  # with its dictionary of sounds: not at every start

                self._made = city.version, Geocoder(city.grids, city.gazetteer)
            return self._made[1]
