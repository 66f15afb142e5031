"""What the review's small map draws: the lines around a point, and no more than can be read."""

import numpy as np
import pytest
import shapely

from console.ui.review.vicinity import Vicinity
from rules.grid import Grids, Road, build, flatten

# Two unit grids of 0.001 degree (some 92 × 111 m) side by side, a main road through them and a lane 2 km to the north.
WEST, SOUTH, DEGREE = 1_136_000_000, 347_000_000, 10_000_000
BOXES = [shapely.box(113.6, 34.7, 113.601, 34.701), shapely.box(113.601, 34.7, 113.602, 34.701)]
MAIN_ROAD = np.array([(WEST - DEGREE, SOUTH + 5_000), (WEST + DEGREE, SOUTH + 5_000)], dtype=np.int32)
LANE = np.array([(WEST, SOUTH + 180_000), (WEST + 10_000, SOUTH + 180_000)], dtype=np.int32)
ROADS = (Road("中原路", "Zhongyuan", "main", MAIN_ROAD), Road("北巷", "North Lane", "branch", LANE))


def grids(*roads: Road) -> Grids:
    """The two grids with these roads."""
    return build(flatten(BOXES), ["1" * 15, "2" * 15], {}, {}, roads=roads)


@pytest.fixture
def place() -> tuple[float, float]:
    """The middle of the two grids, in metres of their plane."""
    return grids().metres(WEST + 10_000, SOUTH + 5_000)


def test_edges_around_a_point_are_found_once_each(place: tuple[float, float]) -> None:
    found = Vicinity(grids())
    assert len(found.edges(*place, 300)) == 7  # three sides of each, and the one between them
    assert found.edges(place[0] + 5_000, place[1], 300) == []
    (between,) = found.edges(*place, 20)
    assert between[0] == pytest.approx(place[0], abs=0.5)
    assert between[2] == pytest.approx(place[0], abs=0.5)


def test_a_road_that_only_passes_through_is_found(place: tuple[float, float]) -> None:
    (road,) = Vicinity(grids(*ROADS)).streets(*place, 300)
    assert [len(point) for point in road] == [2, 2]
    assert road[0][0] < place[0] - 10_000 < place[0] + 10_000 < road[1][0]


def test_a_wide_view_shows_main_roads_alone(place: tuple[float, float]) -> None:
    found = Vicinity(grids(*ROADS))
    assert len(found.streets(*place, 1_400)) == 1  # the lane is 1.95 km away
    north = (place[0], place[1] + 1_000 if found.streets(place[0], place[1] + 1_950, 20) else place[1] - 1_000)
    assert len(found.streets(*north, 1_400)) == 2
    assert len(found.streets(*north, 4_000)) == 1
    assert found.edges(*place, 4_000) == []


def test_a_city_without_roads_has_none(place: tuple[float, float]) -> None:
    assert Vicinity(grids()).streets(*place, 300) == []
