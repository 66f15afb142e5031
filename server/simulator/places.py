"""Where something is reported: hot places, to which it comes back, and points anywhere in the city."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rules.grid import Grids
from server.simulator.chance import Chance
from server.simulator.figures import Places as PlaceFigures

BEYOND = 1_000_000  # numbers of places that are not hot begin here
NEAR_M = 20.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A point (1e-7 degree CGCS2000) in words; `place` is the same for points of one street scene."""

    place: int
    lon: int
    lat: int
    address: str = ""
    address_en: str = ""
    duty_grid: str = ""


class Places:
    """Draws places of a city with grids; the same name gives the same place."""

    def __init__(self, grids: Grids, chance: Chance, figures: PlaceFigures) -> None:
        self._grids, self._chance, self._figures = grids, chance, figures

    def somewhere(self, matter: str, *name: object) -> Spot:
        """A hot place of this matter, or any point."""
        if self._chance.unit("recurs", *name) < self._figures.recurrence:
            # of the hot places few are the hottest: the square brings their shares apart
            number = int(self._figures.hot * self._chance.unit("hot", *name) ** 2)
            home = self._chance.whole(len(self._grids), "home", matter, number)
            return self._spot(number, home, self._figures.jitter_m, *name)
        home = self._chance.whole(len(self._grids), "grid", *name)
        return self._spot(BEYOND + home, home, NEAR_M, *name)

    def beside(self, spot: Spot, metres: float, *name: object) -> Spot:
        """A point at most so far from another one; the same street scene."""
        lon, lat = self._moved(spot.lon, spot.lat, metres, *name)
        return self._described(spot.place, lon, lat)

    def at(self, place: int, lon: int, lat: int) -> Spot:
        """A given point."""
        return self._described(place, lon, lat)

    def _spot(self, place: int, grid: int, metres: float, *name: object) -> Spot:
        lon, lat = self._centres[grid].tolist()
        return self._described(place, *self._moved(lon, lat, metres, *name))

    def _moved(self, lon: int, lat: int, metres: float, *name: object) -> tuple[int, int]:
        x, y = self._grids.metres(lon, lat)
        away = [metres * (2 * self._chance.unit(axis, *name) - 1) for axis in ("east", "north")]
        return self._grids.degrees(x + away[0], y + away[1])

    def _described(self, place: int, lon: int, lat: int) -> Spot:
        near = self._grids.nearby(lon, lat)
        words = (near.text("zh_CN"), near.text("en")) if near else ("", "")
        return Spot(place, lon, lat, *words, self.duty_grid(lon, lat))

    def duty_grid(self, lon: int, lat: int) -> str:
        """The responsibility grid of a point, "" outside every grid."""
        grid = self._grids.locate(lon, lat)
        duty = -1 if grid is None else int(self._grids.duty[grid])
        return self._grids.duties[duty].code if duty >= 0 else ""

    @cached_property
    def _centres(self) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
        return np.rint(self._grids.centres).astype(np.int64)
