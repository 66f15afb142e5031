"""The geometry of a city in square cells: what a point's cell alone tells of borders and zones, without the geometry.

A cell is 2^14 units of 1e-7 degree wide (about 150 m × 180 m) and named by one integer; lon, lat as everywhere. The
sketch stands among the tables of a city pack: with it most cases are proposed before the geometry is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

SHIFT = 14
SIZE = 1 << SHIFT
ROW = 1 << 32  # more cells than there are around the earth


def cell_of(lon: int, lat: int) -> int:
    """The cell of a point."""
    return (lon >> SHIFT) * ROW + (lat >> SHIFT)


@dataclass(frozen=True)
class Sketch:
    """All cells in ascending order.

    `metres`: how near `near` is. `near`: cells that a border between districts may come nearer to; `cut`: cells that
    the border of a zone runs through; `whole`: of each zone, in the city's order, the cells that lie in it.
    """

    metres: int
    near: tuple[int, ...] = ()
    cut: tuple[int, ...] = ()
    whole: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def is_inner(self, lon: int, lat: int, metres: float) -> bool:
        """Whether no border between districts is nearer to the point; False = it must be measured."""
        return metres <= self.metres and cell_of(lon, lat) not in self._near

    def zones_at(self, lon: int, lat: int) -> tuple[str, ...] | None:
        """Codes of all zones over a point; None = it must be looked for exactly."""
        cell = cell_of(lon, lat)
        if cell in self._cut:
            return None
        return tuple(code for code, cells in self._whole.items() if cell in cells)

    @cached_property
    def _near(self) -> frozenset[int]:
        return frozenset(self.near)

    @cached_property
    def _cut(self) -> frozenset[int]:
        return frozenset(self.cut)

    @cached_property
    def _whole(self) -> dict[str, frozenset[int]]:
        return {code: frozenset(cells) for code, cells in self.whole.items()}
