"""`Geocoder`: the whole of it for one version of a city. Pure: the same text gives the same answer on every machine."""

from collections.abc import Iterable, Sequence
from itertools import chain

from rules.gazetteer import Gazetteer
from rules.geocoder.answer import SAME_M, How, Kind, Place, Places, Written
from rules.geocoder.clean import cleaned
from rules.geocoder.codes import CodeBook, Coded
from rules.geocoder.coordinates import Given, read_coordinates
from rules.geocoder.houses import HouseBook
from rules.geocoder.names import Name, NameBook, Sort, Spot
from rules.geocoder.places import PlaceBook
from rules.geocoder.readings import Reader, Reading
from rules.geocoder.streets import Streets
from rules.geocoder.writing import Writer
from rules.grid import Grids, Level

MOST = 8  # places that are shown
_COARSE_M = 30.0
_OUTSIDE, _UNNAMED = 0.5, 0.5
_ELSEWHERE = 0.6
_LEAST = 0.2
_POOR = 50  # per cent: then names that stand as they are may be the wrong ones
_CODES: tuple[Level, ...] = ("duty", "district", "street", "community")


def _first(found: Places) -> int:
    return found.places[0].confidence if found.places else 0


class Geocoder:
    """Answers for one city; without a gazetteer it knows roads, areas and codes alone."""

    def __init__(self, grids: Grids, gazetteer: Gazetteer | None) -> None:
        told = gazetteer or Gazetteer(grids.plane)
        self._grids, self._plane = grids, grids.plane
        streets, houses = Streets(grids.roads, grids.plane), HouseBook(told.houses, grids.plane)
        self._places = PlaceBook(grids, told)
        roads = (Name(Sort.ROAD, n, *both) for n, both in enumerate(zip(streets.names, streets.english, strict=True)))
        self._book = NameBook(chain(roads, self._places.names()))
        self._reader = Reader(streets, houses, self._places)
        self._codes = CodeBook(grids, told)
        self._writer = Writer(streets, houses, self._places, grids.crossings, grids.plane)

    def find(self, text: str, datum: str = "") -> Places:
        """The places that a text may mean; none for a text that names none.

        Args:
            text: whatever was typed or pasted, of any length; what is beyond `LONGEST` characters is not read.
            datum: of coordinates, one of `rules.datum.DATUMS`, "" = not known: then each datum is a place of its own.
        """
        words = cleaned(text)
        given = read_coordinates(words, datum, self._grids.origin)
        if given:
            return Places(tuple(self._chosen(self._of_given(given))))
        coded = self._codes.read(words)
        if coded:
            return Places(tuple(self._chosen(self._of_code(each) for each in coded)))
        return self._by_names(words.replace(" ", ""))

    def write(self, lon: int, lat: int) -> Written | None:
        """The address of a point in 1e-7 degree CGCS2000; None where the city has nothing to name it by."""
        return self._writer.write(lon, lat)

    # -- names -----------------------------------------------------------------------------------------------------

    def _by_names(self, text: str) -> Places:
        look = self._book.look(text)
        found = self._read(text, look.spots())
        if not found.sure:
            found = self._read(text, look.blurred())
        if found.places and found.places[0].confidence < _POOR:
            found = max(found, self._read(text, look.blurred(doubted=True)), key=_first)
        if not found.places and text:
            found = self._read(text, self._book.alike(text))
        return found

    def _read(self, text: str, spots: Sequence[Spot]) -> Places:
        readings = self._reader.read(text, spots)
        areas = [spot for spot in spots if spot.sort is Sort.AREA and spot.weight >= 0.9]
        likely = sorted((each for each in readings if each.weight >= _LEAST), key=lambda each: -each.weight)
        few = likely if areas else likely[: 2 * MOST]  # an area that was named may bring up any of them
        return Places(tuple(self._chosen(self._of_reading(each, areas) for each in few)))

    def _of_reading(self, reading: Reading, areas: Sequence[Spot]) -> Place:
        lon, lat = self._plane.degrees(*reading.at)
        grid = self._grids.locate(lon, lat)
        weight, how = reading.weight, reading.how
        if any(self._is_elsewhere(grid, area) for area in areas if area not in reading.used):
            weight, how = weight * _ELSEWHERE, (*how, How.ELSEWHERE)
        how = how if grid is not None else (*how, How.OUTSIDE)
        return self._place(
            reading.kind, (lon, lat), weight, reading.reach_m, (reading.name, reading.name_en), how, grid=grid
        )

    def _is_elsewhere(self, grid: int | None, spot: Spot) -> bool:
        area = self._places.areas[spot.ref]
        if grid is None:
            return True
        return self._code(area.level, grid) != area.code

    # -- coordinates and codes -------------------------------------------------------------------------------------

    def _of_given(self, given: Sequence[Given]) -> list[Place]:
        """Of points that may be of several datums, those that lie in the city, where any does."""
        inside = [each for each in given if self._grids.locate(each.lon, each.lat) is not None]
        return [self._of_point(each, rank) for rank, each in enumerate(inside or given)]

    def _of_point(self, given: Given, rank: int) -> Place:
        grid = self._grids.locate(given.lon, given.lat)
        how: tuple[How, ...] = () if given.named else (How.DATUM,)
        how += (How.COARSE,) if given.reach_m > _COARSE_M else ()
        how += (How.OUTSIDE,) if grid is None else ()
        weight = (1.0 if given.named else _UNNAMED - rank * 0.03) * (1.0 if grid is not None else _OUTSIDE)
        words = f"{given.lat / 1e7:.6f}, {given.lon / 1e7:.6f}"
        at = given.lon, given.lat
        return self._place(Kind.COORDINATES, at, weight, given.reach_m, (words, words), how, given.datum, grid)

    def _of_code(self, coded: Coded) -> Place:
        grid = self._grids.locate(coded.lon, coded.lat)
        return self._place(
            coded.kind,
            (coded.lon, coded.lat),
            coded.weight,
            coded.reach_m,
            (coded.code, coded.code),
            coded.how,
            grid=grid,
        )

    # -- places ----------------------------------------------------------------------------------------------------

    def _place(
        self, kind: Kind, at: tuple[int, int], weight: float, reach: float, names: tuple[str, str],
        how: tuple[How, ...], datum: str = "", grid: int | None = None,
    ) -> Place:  # fmt: skip
        codes = [self._code(level, grid) if grid is not None else "" for level in _CODES]
        unit = self._grids.codes[grid] if grid is not None else ""
        confidence = max(1, min(100, round(weight * 100)))
        return Place(
            kind, *at, confidence, max(1, round(reach)), *names, tuple(dict.fromkeys(how)), datum, unit, *codes
        )

    def _code(self, level: Level, grid: int) -> str:
        number = int(getattr(self._grids, level)[grid])
        named = {
            "duty": self._grids.duties, "district": self._grids.districts,
            "street": self._grids.streets, "community": self._grids.communities,
        }[level]  # fmt: skip
        return named[number].code if number >= 0 else ""

    def _chosen(self, places: Iterable[Place]) -> list[Place]:
        """The likeliest first; of those at one point the likeliest alone."""
        kept: list[Place] = []
        for place in sorted(places, key=lambda each: (-each.confidence, each.reach_m, each.name, each.lon, each.lat)):
            if len(kept) < MOST and not any(self._is_same(place, other) for other in kept):
                kept.append(place)
        return kept

    def _is_same(self, one: Place, other: Place) -> bool:
        (x, y), (u, v) = self._plane.metres(one.lon, one.lat), self._plane.metres(other.lon, other.lat)
        return abs(x - u) < SAME_M and abs(y - v) < SAME_M and (one.kind is not Kind.GRID or one.name == other.name)
