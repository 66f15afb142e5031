"""Marks: deltas keep counts true, the order is that of urgency, a click finds the right case."""

from dataclasses import replace

import numpy as np
import pytest

from console.ui.map.camera import Camera, level_of
from console.ui.map.case import MapCase
from console.ui.map.marks import Marks, Sprite, sprite_of
from rules.grid.plane import Plane

PLANE = Plane.at(1_136_000_000, 347_500_000)
CAMERA = Camera(0.0, 0.0, level_of(8.0), 1000, 600)


def case(case_id: str, px: float = 0, py: float = 0, lamp: str = "in_time", grid: int = 0, **more: bool) -> MapCase:
    """A case that stands (px, py) px from the middle of the screen."""
    lon, lat = PLANE.degrees(px * CAMERA.mpp, -py * CAMERA.mpp)
    flags = {"urgent": False, "unsent": False} | more
    return MapCase(case_id, lon, lat, lamp, flags["urgent"], flags["unsent"], grid, f"label {case_id}")


@pytest.fixture
def marks() -> Marks:
    return Marks(PLANE, 4)


def found(marks: Marks, px: float, py: float, hidden: tuple[int, ...] = ()) -> str | None:
    hit = marks.at(CAMERA, 500 + px, 300 + py, hidden)
    return hit.id if hit else None


def test_sprites() -> None:
    assert [sprite_of(case("a", lamp=lamp)) for lamp in ("in_time", "near", "over", "paused", "none")] == [
        Sprite.IN_TIME, Sprite.NEAR, Sprite.OVER, Sprite.PAUSED, Sprite.NONE,
    ]  # fmt: skip
    assert sprite_of(case("a", lamp="over", unsent=True)) is Sprite.UNSENT


def test_counts_follow_each_change(marks: Marks) -> None:
    marks.change([case("a", grid=1), case("b", grid=1, lamp="over"), case("c", grid=-1)])
    assert (marks.open.tolist(), marks.over.tolist(), len(marks)) == ([0, 2, 0, 0], [0, 1, 0, 0], 3)
    marks.change([case("b", grid=2, lamp="over")])
    assert (marks.open.tolist(), marks.over.tolist()) == ([0, 1, 1, 0], [0, 0, 1, 0])
    marks.change([], ["a", "unknown"])
    assert (marks.open.tolist(), len(marks), marks.get("a")) == ([0, 0, 1, 0], 2, None)


def test_many_cases_come_and_go(marks: Marks) -> None:
    marks.change([case(f"c{n}", grid=n % 4) for n in range(5000)])
    marks.change([], [f"c{n}" for n in range(0, 5000, 2)])
    marks.change([case(f"d{n}", grid=3) for n in range(100)])
    assert len(marks) == 2600
    assert marks.open.tolist() == [0, 1250, 0, 1350]
    assert marks.in_view(CAMERA)[0].size == 2600


def test_what_is_urgent_is_drawn_last(marks: Marks) -> None:
    marks.change([case("d", lamp="near", urgent=True), case("c", lamp="over"), case("a"), case("b", lamp="paused")])
    slots, _ = marks.in_view(CAMERA)
    order = [Sprite.IN_TIME, Sprite.PAUSED, Sprite.OVER, Sprite.NEAR]
    assert marks.sprites(slots).tolist() == order
    assert marks.urgent(slots).tolist() == [False, False, False, True]


def test_only_what_the_screen_shows_is_drawn(marks: Marks) -> None:
    marks.change([case("in", 490, 290), case("out", 540, 0), case("edge", 510, 0)])
    _, screen = marks.in_view(CAMERA)
    assert sorted(np.round(screen[:, 0]).tolist()) == [990, 1010]


def test_a_click_picks_the_nearest(marks: Marks) -> None:
    marks.change([case("a", -10), case("b", 10), case("c", 300, 200)])
    assert [found(marks, -6, 0), found(marks, 6, 0), found(marks, 300, 205), found(marks, 0, 60)] == [
        "a",
        "b",
        "c",
        None,
    ]


def test_of_two_on_one_spot_the_upper_one_is_picked(marks: Marks) -> None:
    marks.change([case("over", 0.1, lamp="over"), case("ring"), case("unsent", 0.2, unsent=True)])
    assert found(marks, 0, 0) == "unsent"
    marks.change([], ["unsent"])
    assert found(marks, 0, 0) == "over"


def test_what_is_not_drawn_is_not_hit(marks: Marks) -> None:
    marks.change([case("ring"), case("bars", 5, lamp="paused")])
    assert found(marks, 5, 0, hidden=(Sprite.PAUSED,)) == "ring"


def test_names_heed_only_loud_marks(marks: Marks) -> None:
    marks.change([case("a"), case("b", 100, lamp="over"), case("c", 200, lamp="near")])
    loud = marks.loud_in((-1e4, -1e4, 1e4, 1e4))
    assert sorted(np.round(loud[:, 0] / CAMERA.mpp).tolist()) == [100, 200]
    before = marks.loud_version
    marks.change([replace(case("a"), label="other")])
    assert marks.loud_version == before
    marks.change([], ["b"])
    assert marks.loud_version > before
