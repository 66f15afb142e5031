"""The ground along a road, and whether two areas share any."""

import numpy as np
import pytest
import shapely

from rules.areas import holds
from rules.grid import Grids, Road, build, flatten
from rules.grid.corridors import along, corridor, is_sound, share_ground, sharing

WEST, SOUTH = 1_135_000_000, 347_000_000
METRE = 1 / 0.0111  # units of 1e-7 degree north


@pytest.fixture(scope="module")
def town() -> Grids:
    """Two squares with a road through their middle, in two pieces."""
    squares = flatten([shapely.box(113.5 + n * 0.02, 34.7, 113.52 + n * 0.02, 34.72) for n in (0, 1)])
    pieces = [
        [(WEST, SOUTH + 100_000), (WEST + 200_000, SOUTH + 100_000)],
        [(WEST + 200_000, SOUTH + 100_000), (WEST + 400_000, SOUTH + 100_000)],
    ]
    roads = [Road("中原路", "Zhongyuan Road", "main", np.array(piece, np.int32)) for piece in pieces]
    return build(squares, ["a", "b"], {"district": ["410102", "410103"]}, {}, roads)


def box(x: int, y: int, side: int = 1000) -> tuple[tuple[int, int], ...]:
    west, south = WEST + x, SOUTH + y
    return (west, south), (west + side, south), (west + side, south + side), (west, south + side)


def test_a_road_is_as_wide_as_its_city_says(town: Grids) -> None:
    rings = corridor(town, "中原路", 25)
    assert holds(rings, WEST + 200_000, SOUTH + 100_000 + round(24 * METRE))
    assert not holds(rings, WEST + 200_000, SOUTH + 100_000 + round(26 * METRE))
    assert not holds(rings, WEST + 200_000, SOUTH + 100_000 - round(26 * METRE))
    assert sum(map(len, rings)) < 40


def test_a_road_that_is_not_there_has_no_ground(town: Grids) -> None:
    assert corridor(town, "文化路", 25) == ()


def test_areas_that_only_touch_share_nothing(town: Grids) -> None:
    assert share_ground([box(0, 0)], [box(900, 900)], town.plane)
    assert not share_ground([box(0, 0)], [box(1000, 0)], town.plane)
    assert not share_ground([box(0, 0, 5000), box(1000, 1000, 3000)], [box(2000, 2000)], town.plane)  # in its hole


def test_sides_that_cross_are_no_area(town: Grids) -> None:
    assert is_sound(box(0, 0), town.plane)
    assert not is_sound(
        [(WEST, SOUTH), (WEST + 1000, SOUTH + 1000), (WEST + 1000, SOUTH), (WEST, SOUTH + 1000)], town.plane
    )
    assert not is_sound([(WEST, SOUTH), (WEST + 1000, SOUTH), (WEST + 2000, SOUTH)], town.plane)


def test_the_ground_along_one_line_ends_with_it(town: Grids) -> None:
    line = [(WEST + 50_000, SOUTH + 100_000), (WEST + 100_000, SOUTH + 100_000), (WEST + 150_000, SOUTH + 100_000)]
    rings = along(line, town.plane, 25)
    assert holds(rings, WEST + 100_000, SOUTH + 100_000 + round(24 * METRE))
    assert holds(rings, WEST + 50_000 - 1_000, SOUTH + 100_000)
    assert not holds(rings, WEST + 40_000, SOUTH + 100_000)
    assert not holds(rings, WEST + 160_000, SOUTH + 100_000)


def test_pairs_that_share_ground_are_told_once_with_how_much(town: Grids) -> None:
    areas = [(box(0, 0),), (box(1_000, 0),), (box(500, 500),), (box(9_000, 9_000),)]
    found = list(sharing(areas, town.plane))
    assert [(a, b) for a, b, _ in found] == [(0, 2), (1, 2)]  # the first two only touch
    one, other = (m2 for _, _, m2 in found)
    assert one == pytest.approx(other, rel=0.01)
    assert list(sharing(areas[:1], town.plane)) == []
