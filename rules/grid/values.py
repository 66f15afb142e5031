"""The small frozen values of the geometry: names, roads, zones, edges, borders, and the rings beneath all of it.

Coordinates are integers of 1e-7 degree CGCS2000, longitude first. What a city has thousands of is a named tuple: it is
made in a fifth of the time.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


class Named(NamedTuple):
    """A district, street office, community or responsibility grid: code and names in both languages."""

    code: str
    name: str
    name_en: str = ""


class RoadClass(StrEnum):
    """How much a road carries; the order here is the order in which roads name a crossing."""

    RING = "ring"
    MAIN = "main"
    SECONDARY = "secondary"
    BRANCH = "branch"


class Road(NamedTuple):
    """One unbroken line of a road; a road of one name may have several. `points` is int32 (n, 2)."""

    name: str
    name_en: str
    klass: str
    points: Ints


class Zone(NamedTuple):
    """An area laid over the grids (committee, window, railway); zones may overlap. `rings` as in `Shapes`."""

    code: str
    name: str
    name_en: str
    rings: tuple[Ints, ...]


class EdgeKind(IntEnum):
    """What an edge parts. A higher number is a border of a higher kind too."""

    UNIT = 0
    DUTY = 1
    DISTRICT = 2
    OUTLINE = 3


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Every edge of the partition once: vertex numbers `a`, `b`, the grids left and right of a→b (or -1), its kind."""

    a: Ints
    b: Ints
    left: Ints
    right: Ints
    kind: npt.NDArray[np.uint8]

    def of(self, kind: EdgeKind) -> "Edges":
        """Those of one kind."""
        found = self.kind == kind
        return Edges(self.a[found], self.b[found], self.left[found], self.right[found], self.kind[found])


class Border(NamedTuple):
    """The nearest other district: metres to the border, index of the own and of the other district."""

    metres: float
    district: int
    other: int


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """Polygons as flat rings: grid g owns rings `grid_rings[g]:grid_rings[g+1]`; ring r, `xy[offsets[r]:offsets[r+1]]`.

    Rings are not closed (the first vertex is not repeated); outer rings run counter-clockwise, holes clockwise, so the
    grid is always on the left.
    """

    xy: Ints
    ring_offsets: Ints
    ring_hole: Flags
    grid_rings: Ints
