"""Which zones lie over a point: by cells that a zone covers whole or not at all, exactly where its border runs."""

from collections.abc import Sequence

import numpy as np

from rules.grid import storage
from rules.grid.cells import cells_along, cells_inside
from rules.grid.inside import Locator
from rules.grid.values import Zone
from rules.sketch import cell_of

_ONLY = np.zeros(1, np.int64)  # an area is the only shape of its locator


class Area:
    """One zone."""

    def __init__(self, zone: Zone) -> None:
        self.code = zone.code
        self._locator = Locator(storage.one_shape(zone.rings))
        rings = [ring.astype(np.int64) for ring in zone.rings]
        a, b = np.concatenate(rings), np.concatenate([np.roll(ring, -1, axis=0) for ring in rings])
        self.cut = frozenset(cells_along(a, b))
        self.whole = frozenset(cells_inside(a, b)) - self.cut

    def holds(self, lon: int, lat: int, cell: int) -> bool:
        """Whether the zone lies over a point of this cell."""
        if cell in self.cut:
            return bool(self._locator.contains(np.array([[lon, lat]], np.int64), _ONLY)[0])
        return cell in self.whole


class Areas:
    """The zones of a city, in its order."""

    def __init__(self, zones: Sequence[Zone]) -> None:
        self.all = tuple(Area(zone) for zone in zones)

    def at(self, lon: int, lat: int) -> tuple[str, ...]:
        """Codes of all zones over a point."""
        cell = cell_of(lon, lat)
        return tuple(area.code for area in self.all if area.holds(lon, lat, cell))
