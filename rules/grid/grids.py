"""`Grids`: one version of a city's geometry, frozen; indexes are built when first asked for."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, overload

import numpy as np
import numpy.typing as npt

from rules.grid import codec, measures, storage
from rules.grid.borders import Borders
from rules.grid.inside import Locator
from rules.grid.partition import rings_around, rings_by_label
from rules.grid.plane import Plane
from rules.grid.streets import Crossings, Nearby
from rules.grid.values import Border, EdgeKind, Edges, Flags, Floats, Ints, Longs, Named, Road, Shapes, Zone
from rules.grid.zones import Areas
from rules.sketch import Sketch

Level = Literal["duty", "district", "street", "community"]


@dataclass(frozen=True, eq=False)
class Grids:
    """Unit grids as flat rings, with everything that they belong to.

    Per grid (N): `code_array` (ASCII), `duty`, `district`, `street`, `community` as index into `duties` … (-1 = none).
    Coordinates int32 1e-7 degree CGCS2000 (lon, lat). See `Shapes` for the rings and `Edges` for the borders.
    """

    shapes: Shapes
    code_array: npt.NDArray[np.bytes_]
    duty: Ints
    district: Ints
    street: Ints
    community: Ints
    edges: Edges
    duties: tuple[Named, ...]
    districts: tuple[Named, ...]
    streets: tuple[Named, ...]
    communities: tuple[Named, ...]
    roads: tuple[Road, ...]
    zones: tuple[Zone, ...]
    plane: Plane

    def __len__(self) -> int:
        return len(self.duty)

    @property
    def xy(self) -> Ints:
        """All vertices (V, 2)."""
        return self.shapes.xy

    @property
    def ring_offsets(self) -> Ints:
        """First vertex of each ring, and the end (R + 1)."""
        return self.shapes.ring_offsets

    @property
    def ring_hole(self) -> Flags:
        """Which rings are holes (R)."""
        return self.shapes.ring_hole

    @property
    def grid_rings(self) -> Ints:
        """First ring of each grid, and the end (N + 1)."""
        return self.shapes.grid_rings

    @property
    def origin(self) -> tuple[int, int]:
        """The point at which `metres` is (0, 0)."""
        return self.plane.lon, self.plane.lat

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The code of each unit grid."""
        return tuple(self.code_array.astype(str).tolist())

    @cached_property
    def _by_code(self) -> dict[bytes, int]:
        return dict(zip(self.code_array.tolist(), range(len(self)), strict=True))

    def index(self, code: str) -> int:
        """The number of a unit grid by its code.

        Raises:
            KeyError: the city has no such grid.
        """
        return self._by_code[code.encode()]

    def rings(self, grid: int) -> tuple[Ints, ...]:
        """The rings of one grid, outer ones first as given."""
        first, end = self.grid_rings[grid : grid + 2].tolist()
        return tuple(self.xy[self.ring_offsets[r] : self.ring_offsets[r + 1]] for r in range(first, end))

    def locate(self, lon: int, lat: int) -> int | None:
        """The grid that a point lies in; a point on a border belongs to exactly one side. None = outside every grid."""
        found = self._locator.locate(int(lon), int(lat))
        return None if found < 0 else found

    def locate_many(self, points: npt.NDArray[np.integer[Any]]) -> Ints:
        """The grid of each of n points (n, 2); -1 = outside every grid."""
        return self._locator.locate_many(np.asarray(points, np.int64).reshape(-1, 2))

    @cached_property
    def _locator(self) -> Locator:
        return Locator(self.shapes)

    def border_m(self, lon: int, lat: int) -> Border | None:
        """The nearest other district; None outside every grid or without a neighbouring district."""
        grid = self.locate(lon, lat)
        if grid is None or self.district[grid] < 0:
            return None
        return self._borders.nearest(lon, lat, int(self.district[grid]))

    @cached_property
    def _borders(self) -> Borders:
        parting = self.edges.of(EdgeKind.DISTRICT)
        shared = bool((parting.right >= 0).all())  # else some grids only touch: who lies beyond must be looked for
        beyond = parting.right if shared else self._locator.beyond(parting)
        return Borders(self.xy.astype(np.int64), parting, beyond, self.district, self.plane)

    def border_within(self, lon: int, lat: int, metres: float) -> Border | None:
        """The nearest other district where it is nearer than so many metres; quick where nothing is near."""
        if self._borders.is_far(lon, lat, metres):
            return None
        border = self.border_m(lon, lat)
        return border if border is not None and border.metres < metres else None

    def zones_at(self, lon: int, lat: int) -> tuple[str, ...]:
        """Codes of all zones over a point, in the city's order."""
        return self._areas.at(lon, lat)

    @cached_property
    def _areas(self) -> Areas:
        return Areas(self.zones)

    def sketch(self, metres: int) -> Sketch:
        """What cells alone tell; `metres` from a border of districts both sides must be shown."""
        areas = self._areas.all
        cut = sorted(frozenset[int]().union(*(area.cut for area in areas)))
        whole = {area.code: tuple(sorted(area.whole)) for area in areas}
        return Sketch(metres, tuple(sorted(self._borders.near(metres))), tuple(cut), whole)

    @cached_property
    def outline(self) -> tuple[Ints, ...]:
        """The rings around the whole city, area on the left."""
        return rings_around(self.shapes, self.edges, np.ones(len(self), bool))

    def rings_of(self, level: Level, number: int) -> tuple[Ints, ...]:
        """The rings around one responsibility grid, district, street office or community."""
        return self._level_rings[level][number]

    @cached_property
    def _level_rings(self) -> dict[str, list[tuple[Ints, ...]]]:
        counts = {
            "duty": self.duties,
            "district": self.districts,
            "street": self.streets,
            "community": self.communities,
        }
        return {
            level: rings_by_label(self.shapes, self.edges, getattr(self, level), len(named))
            for level, named in counts.items()
        }

    @cached_property
    def points(self) -> Longs:
        """A point inside each grid (N, 2), for marks and labels: near its middle."""
        return np.array([self._inner_point(grid) for grid in range(len(self))], np.int64).reshape(-1, 2)

    def _inner_point(self, grid: int) -> tuple[int, int]:
        lon, lat = np.rint(self.centres[grid]).astype(np.int64).tolist()
        if self._centre_inside[grid]:
            return lon, lat
        return measures.inner_point(self.rings(grid))

    @cached_property
    def _centre_inside(self) -> Flags:
        found: Flags = self.locate_many(np.rint(self.centres).astype(np.int64)) == np.arange(len(self))
        return found

    @cached_property
    def centres(self) -> Floats:
        """The centre of gravity of each grid (N, 2); of a bent grid it may lie outside."""
        return measures.centres(self.shapes)

    @cached_property
    def areas_m2(self) -> Floats:
        """Area of each grid in the local plane, holes taken out (N)."""
        return measures.areas(self.shapes, self.plane)

    @overload
    def metres(self, lon: float, lat: float) -> tuple[float, float]: ...
    @overload
    def metres(self, lon: Longs, lat: Longs) -> tuple[Floats, Floats]: ...
    def metres(self, lon: float | Longs, lat: float | Longs) -> tuple[float | Floats, float | Floats]:
        """Metres east and north of `origin`; numbers or arrays."""
        return self.plane.metres(lon, lat)  # type: ignore[arg-type]  # both overloads pass through

    def degrees(self, x: float, y: float) -> tuple[int, int]:
        """The way back from `metres`, in 1e-7 degree."""
        return self.plane.degrees(x, y)

    @cached_property
    def crossings(self) -> Crossings:
        """The table of crossings of named roads."""
        return Crossings(self.roads, self.plane)

    def nearby(self, lon: int, lat: int) -> Nearby | None:
        """The point in words: nearest named crossing, direction, metres. None in a city without crossings."""
        return self.crossings.nearest(lon, lat)

    def crossing(self, one: str, other: str) -> tuple[int, int] | None:
        """Where two named roads cross (lon, lat)."""
        return self.crossings.at(one, other)

    def find_place(self, words: str) -> tuple[int, int] | None:
        """The point that a text names by a crossing, metres and direction; None when it names none."""
        return self.crossings.find(words)

    def encode(self) -> bytes:
        """The geometry as bytes, equal on every machine."""
        return codec.pack(storage.arrays_of(self), storage.names_of(self))

    @classmethod
    def decode(cls, data: bytes) -> "Grids":
        """Read what `encode` wrote.

        Raises:
            BadGrids: the bytes are damaged or of another version.
        """
        return cls(**storage.parts(*codec.unpack(data)))
