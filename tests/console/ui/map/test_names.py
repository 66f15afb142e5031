"""Street names lie along straight stretches, keep apart, and make way for lamps."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, QSize

from console.ui.look import Look
from console.ui.map.camera import Camera, level_of
from console.ui.map.linework import pieces, road_width
from console.ui.map.name_places import Name, free, slots
from console.ui.map.names import Names
from console.ui.map.placing import beside
from console.ui.map.plan import plan_of
from rules.grid import Road
from tests.console.ui.map.small_city import lattice

WIDE = (-1e6, -1e6, 1e6, 1e6)
NO_LAMPS = np.empty((0, 2))


def line(*points: tuple[float, float]) -> np.ndarray:
    return np.array(points, float)


def test_a_straight_road_has_a_name_every_so_often() -> None:
    found = slots(line((0, 0), (10_000, 0)), half=200, mpp=8.0, area=WIDE)
    assert len(found) == 2  # 10 km at 8 m/px are 1,250 px
    assert [round(options[0][0]) for options in found] == [2500, 7500]
    assert all(angle == 0 for options in found for _, _, angle in options)


def test_too_short_a_road_has_none() -> None:
    assert slots(line((0, 0), (300, 0)), half=200, mpp=8.0, area=WIDE) == []


def test_a_name_is_never_upside_down() -> None:
    for degrees in range(-180, 181, 15):
        far = (20_000 * math.cos(math.radians(degrees)), 20_000 * math.sin(math.radians(degrees)))
        for options in slots(line((0, 0), far), 200, 8.0, WIDE):
            assert all(-90 < angle <= 90 for _, _, angle in options)


def test_a_name_turns_with_its_road() -> None:
    ((x, y, angle), *_) = slots(line((0, 0), (2000, 2000)), 200, 8.0, WIDE)[0]
    assert (round(x), round(y), angle) == (1000, 1000, -45)  # the screen's y points down


def test_no_name_lies_over_a_bend() -> None:
    corner = line((0, 0), (1000, 0), (1000, 1000))
    for options in slots(corner, 300, 8.0, WIDE):
        assert all(math.dist((x, y), (1000, 0)) > 250 for x, y, _ in options)


def test_only_places_in_the_area_are_given() -> None:
    found = slots(line((0, 0), (10_000, 0)), 200, 8.0, (0, -10, 5000, 10))
    assert [round(options[0][0]) for options in found] == [2500]


def test_a_name_makes_way_for_a_lamp() -> None:
    name = Name("中原路", 0, 0, 0, half=20)
    assert free(name, 8.0, NO_LAMPS, [])
    assert not free(name, 8.0, np.array([[8.0 * 25, 0]]), [])  # 25 px along: within 20 + 11
    assert free(name, 8.0, np.array([[8.0 * 35, 0]]), [])
    assert free(name, 8.0, np.array([[0, 8.0 * 25]]), [])  # 25 px across: beyond 10 + 11
    upright = Name("文化宫路", 0, 0, -90, half=20)
    assert not free(upright, 8.0, np.array([[0, 8.0 * 25]]), [])
    assert free(upright, 8.0, np.array([[8.0 * 25, 0]]), [])


def test_names_keep_apart() -> None:
    here = [Name("中原路", 0, 0, 0, half=20)]
    assert not free(Name("中原路", 8.0 * 200, 0, 0, half=20), 8.0, NO_LAMPS, here)
    assert free(Name("中原路", 8.0 * 250, 0, 0, half=20), 8.0, NO_LAMPS, here)
    assert not free(Name("秦岭路", 8.0 * 25, 0, 0, half=20), 8.0, NO_LAMPS, here)
    assert free(Name("秦岭路", 8.0 * 60, 0, 0, half=20), 8.0, NO_LAMPS, here)


def test_lesser_roads_go_first_when_zooming_out() -> None:
    shown = {
        mpp: [klass for klass in ("ring", "main", "secondary", "branch") if road_width(klass, mpp)]
        for mpp in (1.0, 5.0, 10.0, 40.0, 80.0)
    }
    assert shown == {
        1.0: ["ring", "main", "secondary", "branch"],
        5.0: ["ring", "main", "secondary", "branch"],
        10.0: ["ring", "main", "secondary"],
        40.0: ["ring", "main"],
        80.0: [],
    }
    assert road_width("footpath", 1.0) is None


def test_borders_are_joined_into_lines() -> None:
    ends = np.array([[0, 0, 1, 0], [2, 0, 1, 0], [2, 0, 3, 0], [9, 9, 9, 8]], float)
    found = sorted(piece.tolist() for piece in pieces(ends))
    assert found == [[[0, 0], [1, 0], [2, 0], [3, 0]], [[9, 9], [9, 8]]]
    assert pieces(np.empty((0, 4))) == []


def test_the_rules_know_the_road_classes() -> None:
    assert road_width(Road("a", "a", "main", np.zeros((2, 2), np.int32)).klass, 8.0) is not None


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_names_of_districts_have_places_that_a_label_can_stand_off(look: Look, language: str) -> None:
    grids = lattice(40, 36)
    plan = plan_of(grids)
    names = Names(plan, look, language)
    far, close = (Camera(0, 0, level, 991, 620) for level in (level_of(40.0), level_of(5.0)))
    assert names.district_boxes(close) == []
    boxes = names.district_boxes(far)
    assert len(boxes) == len(plan.districts) == 4
    for box, place in zip(boxes, plan.districts, strict=True):
        mark = QPoint(box.left() - 30, box.center().y())
        assert box.contains(*(round(at) for at in far.to_screen(place.x, place.y)))
        label = QRect(beside(mark, QSize(120, 28), 26, QRect(0, 0, 991, 620), boxes), QSize(120, 28))
        assert not any(label.intersects(other) for other in boxes)
