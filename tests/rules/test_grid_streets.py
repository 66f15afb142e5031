"""Places in words: a crossing of two roads in the middle, a third road that starts there, and a road without a name."""

import numpy as np
import pytest
import shapely

from rules.grid import Crossings, Plane, Road, build, flatten

LON, LAT = 1_136_000_000, 347_500_000
PLANE = Plane.at(LON, LAT)


def line(*points):
    return np.array([PLANE.degrees(x, y) for x, y in points], np.int32)


ROADS = [
    Road("文化宫路", "Wenhuagong Road", "secondary", line((0, -900), (0, 0), (0, 900))),
    Road("中原路", "Zhongyuan Road", "main", line((-900, 0), (0, 0), (600, 0), (900, 0))),
    Road("东大街", "Dongda Street", "secondary", line((600, 0), (600, 500))),
    Road("", "", "branch", line((-300, 0), (-300, 500))),
    Road("远路", "", "branch", line((-900, 50), (-800, 50))),
]
CROSSINGS = Crossings(ROADS, PLANE)


def metres(point):
    return tuple(round(value) for value in PLANE.metres(*point))


def test_a_crossing_needs_two_names():
    assert len(CROSSINGS) == 2
    assert metres(CROSSINGS.at("文化宫路", "中原路")) == (0, 0)
    assert metres(CROSSINGS.at("Zhongyuan", "dongda street")) == (600, 0)
    assert CROSSINGS.at("中原路", "远路") is None
    assert CROSSINGS.at("中原路", "无名路") is None


@pytest.mark.parametrize(
    ("x", "y", "zh", "en"),
    [
        (0, -20, "中原路与文化宫路交叉口南 20 米", "Zhongyuan × Wenhuagong, 20 m S"),
        (0, 31, "中原路与文化宫路交叉口北 31 米", "Zhongyuan × Wenhuagong, 31 m N"),
        (50, 10, "中原路与文化宫路交叉口东 51 米", "Zhongyuan × Wenhuagong, 51 m E"),
        (-30, 40, "中原路与文化宫路交叉口西北 50 米", "Zhongyuan × Wenhuagong, 50 m NW"),
        (-30, -40, "中原路与文化宫路交叉口西南 50 米", "Zhongyuan × Wenhuagong, 50 m SW"),
        (40, 30, "中原路与文化宫路交叉口东北 50 米", "Zhongyuan × Wenhuagong, 50 m NE"),
        (40, -30, "中原路与文化宫路交叉口东南 50 米", "Zhongyuan × Wenhuagong, 50 m SE"),
        (-90, 0, "中原路与文化宫路交叉口西 90 米", "Zhongyuan × Wenhuagong, 90 m W"),
        (2, 2, "中原路与文化宫路交叉口", "Zhongyuan × Wenhuagong"),
        (600, 100, "中原路与东大街交叉口北 100 米", "Zhongyuan × Dongda, 100 m N"),
    ],
)
def test_the_nearest_crossing_in_words(x, y, zh, en):
    nearby = CROSSINGS.nearest(*PLANE.degrees(x, y))
    assert (nearby.text("zh_CN"), nearby.text("en")) == (zh, en)


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("中原路与文化宫路交叉口南20米有一井盖松动", (0, -20)),
        ("中原路与文化宫路交叉口南 20 米", (0, -20)),
        ("文化宫路和中原路交会处有暴露垃圾", (0, 0)),
        ("市民反映:中原路、东大街路口西侧约30米积水", (570, 0)),
        ("中原路与文化宫路交汇处向东北100米", (71, 71)),
        ("Zhongyuan × Wenhuagong, 20 m S", (0, -20)),
        ("a loose cover at zhongyuan road and dongda street", (600, 0)),
        ("中原路与远路交叉口;又见中原路与东大街交叉口", (600, 0)),
    ],
)
def test_from_words_to_a_point(words, where):
    assert metres(CROSSINGS.find(words)) == where


@pytest.mark.parametrize("words", ["", "中原路有一井盖松动", "中原路与秦岭路交叉口", "中原路与远路交叉口"])
def test_words_without_a_known_crossing(words):
    assert CROSSINGS.find(words) is None


def test_a_city_without_roads_has_no_places_in_words():
    grids = build(flatten([shapely.box(113, 34, 113.1, 34.1)]), ["1"], {}, {})
    assert grids.nearby(1_130_500_000, 340_500_000) is None
    assert grids.crossing("中原路", "文化宫路") is None
    assert grids.find_place("中原路与文化宫路交叉口") is None


def test_grids_answer_from_their_roads():
    grids = build(flatten([shapely.box(113.5, 34.7, 113.7, 34.8)]), ["1"], {}, {}, roads=ROADS)
    point = grids.find_place("中原路与文化宫路交叉口南20米")
    assert grids.nearby(*point).text("en") == "Zhongyuan × Wenhuagong, 20 m S"
    assert grids.crossing("中原路", "文化宫路") == (LON, LAT)
