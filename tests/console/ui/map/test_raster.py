"""The rasteriser against a slow exact reference, over whole tiles, column 0 included."""

from dataclasses import replace

import numpy as np
import pytest

from console.ui.map.plan import Plan, plan_of
from console.ui.map.raster import NUDGE, Raster, Runs
from tests.console.ui.map.small_city import lattice

SIZE = 256


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of(lattice(40, 36))


def reference(plan: Plan, west: float, north: float, mpp: float) -> np.ndarray:
    """Each pixel's grid by the crossing-number rule, grid after grid; 0 = outside."""
    ids = np.zeros((SIZE, SIZE), np.int64)
    x = west + (np.arange(SIZE) + 0.5) * mpp
    for row in range(SIZE):
        y = north - (row + 0.5 - NUDGE) * mpp
        for grid in np.flatnonzero((plan.boxes[:, 1] <= y) & (plan.boxes[:, 3] > y)).tolist():
            (ring,) = plan.vertices_of(grid)
            a, b = ring, np.roll(ring, -1, axis=0)
            cut = (a[:, 1] > y) != (b[:, 1] > y)
            at = a[cut, 0] + (y - a[cut, 1]) / (b[cut, 1] - a[cut, 1]) * (b[cut, 0] - a[cut, 0])
            ids[row, (x[:, None] >= at).sum(axis=1) % 2 == 1] = grid + 1
    return ids


@pytest.mark.parametrize(
    ("west", "north", "mpp"),
    [
        (-1000.0, 1000.0, 4.0),  # inside the city: column 0 is decided by edges left of the tile
        (-3000.0, 2600.0, 20.0),  # the whole city with its outline
        (37.5, -12.25, 0.7),  # one or two blocks: most rows have no edge at all left of the tile
        (2100.0, 500.0, 2.0),  # the eastern outline
        (5000.0, 5000.0, 4.0),  # nothing but outside
    ],
)
def test_every_pixel_is_right(plan: Plan, west: float, north: float, mpp: float) -> None:
    found = Raster(plan).runs(west, north, mpp, SIZE).grids()
    assert (found != reference(plan, west, north, mpp)).sum() == 0


def test_rows_that_meet_vertices_do_not_streak() -> None:
    # A lattice without crookedness at whole metres, sampled at whole metres: each row and column meets vertices.
    plan = square_plan()
    found = Raster(plan).runs(0.0, 8.0, 1.0, 8).grids()
    assert found.tolist() == [[3, 3, 3, 3, 4, 4, 4, 4]] * 4 + [[1, 1, 1, 1, 2, 2, 2, 2]] * 4
    half = Raster(plan).runs(-0.5, 8.5, 1.0, 9).grids()  # pixel centres on the vertices themselves
    assert half[1].tolist() == [3, 3, 3, 3, 4, 4, 4, 4, 0]
    assert half[4].tolist() == [3, 3, 3, 3, 4, 4, 4, 4, 0]
    assert half[5].tolist() == [1, 1, 1, 1, 2, 2, 2, 2, 0]


def test_neighbours_without_common_vertices_leave_no_streak() -> None:
    # Two grids whose common border at x = 4 is cut differently and overlaps by a centimetre.
    west = [(0, 0), (4.01, 0), (4.01, 8), (0, 8)]
    east = [(4, 0), (8, 0), (8, 8), (4, 8), (4, 3)]
    ends = [
        (*a, *b, grid) for grid, ring in enumerate((west, east)) for a, b in zip(ring, ring[1:] + ring[:1], strict=True)
    ]
    lines = np.array([end[:4] for end in ends], float)
    own = np.array([end[4] for end in ends], np.int32)
    plan = replace(square_plan(), ends=lines, left=own, right=np.full(len(own), -1, np.int32))
    found = Raster(plan).runs(-1.0, 8.0, 1.0, 10).grids()
    assert found[:8].tolist() == [[0, 1, 1, 1, 1, 2, 2, 2, 2, 0]] * 8
    assert found[8:].tolist() == [[0] * 10] * 2


def square_plan() -> Plan:
    """Four squares of 4 m: 1 south-west, 2 south-east, 3 north-west, 4 north-east."""
    xy = [[(x, y), (x + 4, y), (x + 4, y + 4), (x, y + 4)] for y in (0, 4) for x in (0, 4)]
    edges = {}
    for grid, ring in enumerate(xy):
        for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
            if (b, a) in edges:
                edges[b, a][1] = grid
            else:
                edges[a, b] = [grid, -1]
    return Plan(
        vertices=np.array(xy, float).reshape(-1, 2),
        ring_offsets=np.arange(0, 17, 4, dtype=np.int32),
        grid_rings=np.arange(5, dtype=np.int32),
        boxes=np.array([[x, y, x + 4, y + 4] for y in (0, 4) for x in (0, 4)], float),
        ends=np.array([[*a, *b] for a, b in edges], float),
        left=np.array([side[0] for side in edges.values()], np.int32),
        right=np.array([side[1] for side in edges.values()], np.int32),
        kind=np.zeros(len(edges), np.int32),
        duty=np.zeros(4, np.int32),
        roads=(),
        districts=(),
        extent=(0, 0, 8, 8),
    )


def test_runs_are_recoloured_without_geometry(plan: Plan) -> None:
    runs = Raster(plan).runs(-1000.0, 1000.0, 4.0, SIZE)
    colours = np.arange(plan.n_grids + 1, dtype=np.uint32) * 7
    assert (runs.coloured(colours)[:, :SIZE] == colours[runs.grids()]).all()
    assert runs.nbytes < SIZE * SIZE * 4 / 4


def test_rows_are_complete() -> None:
    runs = Runs(2, np.array([5, 0, 0], np.uint32), np.array([2, 1, 3], np.int32))
    assert runs.grids().tolist() == [[5, 5], [0, 0]]
