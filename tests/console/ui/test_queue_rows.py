"""What rows of the queue have room for, and how many of them are in sight."""

from collections.abc import Sequence
from functools import partial

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.ui.look import Look
from console.ui.queue.row_painter import RowPainter
from tests.builders import a_case, a_leg, an_actor
from tests.console.ui.conftest import Room


def is_said(labels: Sequence[QLabel], words: str) -> bool:
    return words in [each.text() for each in labels]


def drawn(room: Room, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, float]]:
    """The words of all rows that are dispatched, each with how wide its place is."""
    said: list[tuple[str, float]] = []

    def write(_self: RowPainter, _painter: QPainter, place: QRectF, text: str, _how: object) -> None:
        said.append((text, place.width()))

    monkeypatch.setattr(RowPainter, "_text", write)
    room.main.queue.show_list("dispatched")
    room.main.queue.view.grab()
    room.main.queue.view.grab()
    return said


def test_a_number_that_has_no_room_is_left_out_and_not_cut(
    qtbot: QtBot, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(qtbot, look, "en")
    room.desk.sign_in(an_actor("dispatcher"))
    leg = a_leg("sent", sent_at=room.clock.now)
    room.desk.put(a_case("with_units", id="case-1", urgent=True, legs=(leg,), rework=1, external_number="12345-1"))
    said = [words for words, _ in drawn(room, monkeypatch)]
    assert "Not delivered" in said
    assert not [words for words in said if "67445566" in words]
    room.close()


def test_the_number_under_a_unit_runs_on_where_the_marks_have_no_second_line(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    leg = a_leg("sent", sent_at=room.clock.now)
    room.desk.put(a_case("with_units", id="case-1", urgent=True, legs=(leg,)))
    room.desk.put(a_case("with_units", id="case-2", urgent=True, legs=(leg,), rework=1, external_number="12345-1"))
    said = drawn(room, monkeypatch)
    wide, narrow = 158 + 118 - 12, 158 - 12
    # of the first case in the cell of the unit and in that of the marks; the second's marks have a second line
    assert [room for words, room in said if words == "未送达 · 67445566"] == [wide, wide, narrow]


def test_the_footer_counts_rows_of_which_at_least_half_is_in_sight_and_again_when_there_is_more_room(
    room: Room,
) -> None:
    room.desk.put(*(a_case(id=f"case-{n}") for n in range(30)))
    view, foot = room.main.queue.view, room.main.queue.findChildren(QLabel)
    heads = view.horizontalHeader().height()
    for rest, said in ((21, "第 1–10 件，共 30"), (22, "第 1–11 件，共 30"), (43, "第 1–11 件，共 30")):
        view.setFixedHeight(heads + 10 * 44 + rest)
        room.qtbot.waitUntil(partial(is_said, foot, said))
