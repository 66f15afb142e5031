"""Map tiles are drawn from the city's own geometry, small and as text that cannot be markup."""

import numpy as np
import pytest
import shapely
from lxml import etree

from rules.grid import Road, build, flatten
from server.public.mercator import latitude, longitude, world
from server.public.tiles import NoTile, Tiles

AT = (16, 53450, 26015)


def grids():
    """Two districts side by side and two roads through the middle of one tile."""
    west, east = longitude(AT[1] / 2**16), longitude((AT[1] + 1) / 2**16)
    north, south = latitude(AT[2] / 2**16), latitude((AT[2] + 1) / 2**16)
    middle = (west + east) / 2
    areas = [shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)]
    line = np.array([[west - 1, (north + south) / 2], [east + 1, (north + south) / 2]]) * 10_000_000
    roads = (Road("<路>", "A & B", "main", np.rint(line).astype(np.int32)),)
    return build(flatten(areas), ["1" * 15, "2" * 15], {"district": ["d1", "d2"]}, {}, roads=roads)


def test_a_tile_shows_roads_borders_and_names() -> None:
    drawn = Tiles().tile("v", grids(), "light", "zh", AT)
    root = etree.fromstring(drawn)
    space = {"s": "http://www.w3.org/2000/svg"}
    assert [each.text for each in root.iterfind(".//s:text", space)] == ["<路>"]
    assert len(root.findall(".//s:use", space)) == 2  # the road's edge and the road
    assert len(root.findall(".//s:path[@stroke-dasharray]", space)) == 1
    assert len(drawn) < 2000  # a road that goes on for a degree beyond is cut
    english = etree.fromstring(Tiles().tile("v", grids(), "dark", "en", AT))
    assert [each.text for each in english.iterfind(".//s:text", space)] == ["A & B"]


def test_a_tile_is_drawn_once() -> None:
    tiles, city = Tiles(), grids()
    assert tiles.tile("v", city, "light", "zh", AT) is tiles.tile("v", city, "light", "zh", AT)


@pytest.mark.parametrize("at", [(9, 0, 0), (19, 0, 0), (16, -1, 0), (16, 65536, 0)])
def test_what_is_no_tile_is_none(at) -> None:
    with pytest.raises(NoTile):
        Tiles().tile("v", grids(), "light", "zh", at)
    with pytest.raises(NoTile):
        Tiles().tile("v", grids(), "sepia", "zh", AT)


def test_the_square_of_the_world_and_back() -> None:
    ((x, y),) = world(np.array([[1_136_200_000, 347_500_000]])).tolist()
    assert longitude(x) == pytest.approx(113.62)
    assert latitude(y) == pytest.approx(34.75)
