"""A generated city for the map's tests: a lattice of crooked blocks without gap or overlap, some streets, districts."""

import random

import numpy as np

from rules.grid import Grids, Road, build
from rules.grid.values import Shapes

LON, LAT = 1_136_000_000, 347_500_000
STEP_LON, STEP_LAT = 12_300, 10_200
"""About 113 m each way at this latitude, in 1e-7 degree."""


def lattice(columns: int, rows: int, seed: int = 7) -> Grids:
    """`columns` × `rows` unit grids; 8 × 8 make a responsibility grid, 32 × 32 a district. Grid numbers run eastwards,
    then northwards; the corners inside are moved by up to a third of a block."""
    vertices = _vertices(columns, rows, seed)
    corners = [(c, r) for r in range(rows) for c in range(columns)]
    at = lambda c, r: r * (columns + 1) + c  # noqa: E731
    rings = [(at(c, r), at(c + 1, r), at(c + 1, r + 1), at(c, r + 1)) for c, r in corners]
    xy = vertices[np.array(rings).reshape(-1)]
    count = len(rings)
    shapes = Shapes(
        xy=xy.astype(np.int32),
        ring_offsets=np.arange(0, 4 * count + 1, 4, dtype=np.int32),
        ring_hole=np.zeros(count, bool),
        grid_rings=np.arange(count + 1, dtype=np.int32),
    )
    codes = [f"41010200400{n:05}" for n in range(count)]
    duty = [f"D{c // 8:03}{r // 8:03}" for c, r in corners]
    district = [f"4101{c // 32:01}{r // 32:01}" for c, r in corners]
    names = {code: (f"第{n}区", f"District {n}") for n, code in enumerate(sorted(set(district)))}
    belongs = {"duty": duty, "district": district}
    return build(shapes, codes, belongs, names, roads=_roads(vertices, columns, rows))


def _vertices(columns: int, rows: int, seed: int) -> np.ndarray:
    chance = random.Random(seed)
    found = []
    for r in range(rows + 1):
        for c in range(columns + 1):
            inside = 0 < c < columns and 0 < r < rows
            dx, dy = (chance.uniform(-1, 1) / 3 for _ in range(2)) if inside else (0, 0)
            found.append((LON + round((c + dx) * STEP_LON), LAT + round((r + dy) * STEP_LAT)))
    return np.array(found, np.int64)


def _roads(vertices: np.ndarray, columns: int, rows: int) -> list[Road]:
    grid = vertices.reshape(rows + 1, columns + 1, 2).astype(np.int32)
    kinds = ("main", "branch", "secondary", "branch")
    roads = [Road(f"横{r}路", f"Row {r} Road", kinds[r // 4 % 4], grid[r]) for r in range(4, rows, 4)]
    roads += [Road(f"纵{c}路", f"Column {c} Road", kinds[c // 4 % 4], grid[:, c]) for c in range(4, columns, 4)]
    return [*roads, Road("环路", "Ring Road", "ring", grid[rows // 2, :])]
