"""The cache is read in slices while the line goes on: what comes meanwhile is newer, and stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rules.case import Stage
from tests.console.desk.room import Room
from tests.console.small_city import a_case


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    made.has(*(a_case(number) for number in range(1, 231)))
    made.restart()
    yield made
    made.close()


def test_a_newer_image_outlives_a_reload(room: Room) -> None:
    slices = room.desk.load()
    next(slices)
    room.has(a_case(230, words="刚到的", version=9, events=9), a_case(1, words="也是刚到的", version=9, events=9))
    list(slices)
    assert [room.desk.cached(f"case-{number}").words for number in (230, 1)] == ["刚到的", "也是刚到的"]


def test_a_case_that_left_meanwhile_does_not_come_back(room: Room) -> None:
    slices = room.desk.load()
    next(slices)
    room.desk.take(room.left(230))
    list(slices)
    assert room.desk.cached("case-230") is None


def test_a_case_that_came_meanwhile_is_not_let_go(room: Room) -> None:
    slices = room.desk.load()
    next(slices)
    room.has(a_case(900))
    list(slices)
    assert room.desk.cached("case-900") is not None


def test_slices_are_small_and_every_case_is_in_one(room: Room) -> None:
    slices = list(room.desk.load())
    assert max(map(len, slices)) <= 100
    assert len({case_id for each in slices for case_id in each}) == 230


def test_who_waits_at_the_centre_is_read_first(room: Room) -> None:
    room.has(*(a_case(number, Stage.WITH_UNITS, version=4, events=4) for number in range(1, 131)))
    slices = room.desk.load()
    first = next(slices)
    assert all(room.desk.cached(case_id).stage is Stage.TO_DISPATCH for case_id in first)
    list(slices)
    assert room.desk.active_read
