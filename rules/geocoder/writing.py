"""The address of a point: the nearest house, crossing or named place, with direction and metres from it."""

from collections.abc import Iterator

from rules.geocoder.answer import Kind, Written
from rules.geocoder.houses import HouseBook
from rules.geocoder.moves import Metres, Wind, in_words
from rules.geocoder.places import PlaceBook
from rules.geocoder.streets import Streets
from rules.grid import Crossings, Plane

_AT_M = 12  # so near to a house it is the house
_AT_CROSSING_M = 5
_TAN_22 = 0.41421356  # an eighth of the compass is 45° wide
_LIKED = {Kind.CROSSING: 1.0, Kind.HOUSE: 1.2, Kind.POI: 1.6}  # of two that are as near the one that all know


class Writer:
    """Writes addresses of one city."""

    def __init__(
        self, streets: Streets, houses: HouseBook, places: PlaceBook, crossings: Crossings, plane: Plane
    ) -> None:
        self._streets, self._houses, self._crossings, self._plane = streets, houses, crossings, plane
        self._pois = [(at, poi.name, poi.name_en) for poi in places.pois if len(poi.at) == 1 for at in poi.at]
        import numpy as np

        self._poi_xy = np.array([at for at, *_ in self._pois], float).reshape(-1, 2)

    def write(self, lon: int, lat: int) -> Written | None:
        """The address of a point (1e-7 degree); None in a city that has neither houses, crossings nor named places."""
        at = self._plane.metres(lon, lat)
        found = [*self._house(at), *self._crossing(lon, lat), *self._poi(at)]
        return min(found, key=lambda each: each.metres * _LIKED[each.kind] + each.metres**2 / 100) if found else None

    def _crossing(self, lon: int, lat: int) -> Iterator[Written]:
        near = self._crossings.nearest(lon, lat)
        if near is not None:
            metres = 0 if near.metres < _AT_CROSSING_M else near.metres
            yield Written(Kind.CROSSING, metres, near.text("zh_CN"), near.text("en"))

    def _house(self, at: Metres) -> Iterator[Written]:
        found = self._houses.nearest(at)
        if found is None:
            return
        far, row = found
        number = self._streets.number.get(self._houses.street_of(row))
        english = self._streets.english[number] if number is not None else ""
        there = self._houses.flat[row].tolist()
        name, name_en = self._houses.address(row), self._houses.address_en(row, english or self._houses.street_of(row))
        yield _seen(Kind.HOUSE, at, (there[0], there[1]), far, (name, name_en))

    def _poi(self, at: Metres) -> Iterator[Written]:
        if not self._pois:
            return
        far = ((self._poi_xy - at) ** 2).sum(1)
        nearest = int(far.argmin())
        there, name, name_en = self._pois[nearest]
        yield _seen(Kind.POI, at, there, float(far[nearest]) ** 0.5, (name, name_en or name))


def _seen(kind: Kind, at: Metres, there: Metres, far: float, names: tuple[str, str]) -> Written:
    metres = 0 if far <= _AT_M else round(far)
    zh, en = in_words(_wind(at[0] - there[0], at[1] - there[1]), metres)
    return Written(kind, metres, names[0] + zh, names[1] + en)


def _wind(x: float, y: float) -> Wind:
    east = 0 if abs(x) < _TAN_22 * abs(y) else (1 if x > 0 else -1)
    north = 0 if abs(y) < _TAN_22 * abs(x) else (1 if y > 0 else -1)
    return east, north
