"""The rail of lists: what a line says where there is little room."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot

from console.facts import ListCount
from console.ui.look import Look
from console.ui.rail_delegate import RailDelegate
from console.ui.rail_model import Entry, RailModel
from rules.lists import LISTS
from tests.builders import a_case, an_actor
from tests.console.ui.conftest import Room

ROOT = Path(__file__).parents[3]
Said = dict[str, QRectF]


@pytest.fixture
def english(qtbot: QtBot, look: Look) -> Iterator[Room]:
    """A dispatcher's desk in English."""
    made = Room(qtbot, look, "en")
    made.desk.sign_in(an_actor("dispatcher"))
    yield made
    made.close()


def drawn(room: Room, monkeypatch: pytest.MonkeyPatch, count: ListCount, name: str = "Urged", short: str = "") -> Said:
    """The words of a line, and the place that each is given."""
    said: Said = {}

    def write(_self: RailDelegate, _painter: QPainter, place: QRectF, text: str, *_how: object) -> None:
        said[text] = place

    model = room.main.rail.model()
    assert isinstance(model, RailModel)
    model.entries = (Entry(name, "urged", "1", count, short=short), *model.entries[1:])
    monkeypatch.setattr(RailDelegate, "_text", write)
    room.main.rail.grab()
    return said


def test_in_english_the_first_list_has_room_for_its_name_and_for_both_counts(
    english: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = drawn(english, monkeypatch, ListCount(20, 0, 14), "To dispatch")
    assert {"20", "14"} <= set(said)
    assert said["To dispatch"].width() >= english.context.look.metrics(15, True).horizontalAdvance("To dispatch")


def test_in_english_a_dispatchers_names_stand_whole_beside_three_digits_of_a_lamp_and_four_in_all(
    english: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = english.main.rail.model()
    assert isinstance(model, RailModel)
    of_command = [entry for entry in model.entries if entry.digit]
    for entry in of_command:
        said = drawn(english, monkeypatch, ListCount(4415, 112, 248), entry.name)
        needs = english.context.look.metrics(15, True).horizontalAdvance(entry.name)
        assert said[entry.name].width() >= needs, entry.name


def test_a_name_without_room_is_told_by_its_short_one_and_whole_in_the_tool_tip(
    english: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = drawn(english, monkeypatch, ListCount(14415, 0, 12248), "Otherwise ended", "Other")
    assert "Other" in said
    assert "Otherwise ended" not in said
    model = english.main.rail.model()
    assert str(model.data(model.index(0), Qt.ItemDataRole.ToolTipRole)).startswith("Otherwise ended 14415")


def test_a_long_name_gives_way_before_the_count_of_the_lamp(english: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    said = drawn(english, monkeypatch, ListCount(1120, 0, 1104), "Otherwise ended")
    assert {"1,120", "1,104"} <= set(said)
    assert said["Otherwise ended"].right() < said["1,104"].left()


@pytest.mark.parametrize("total", [56, 120])
def test_folded_the_key_is_told_however_many_cases_there_are(
    room: Room, monkeypatch: pytest.MonkeyPatch, total: int
) -> None:
    room.main.rail.fold(True)
    said = drawn(room, monkeypatch, ListCount(total, 0, total))
    assert "1" in said
    assert said["1"].left() + room.context.look.metrics(12).horizontalAdvance("1") < said[str(total)].left()


def test_folded_a_short_name_stands_above_the_number_and_says_what_it_counts(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.desk.put(a_case(id="case-1"))
    room.qtbot.waitUntil(lambda: room.main.rail.model().entries[1].count.total == 1)
    room.main.rail.fold(True)
    said: list[tuple[str, QRectF]] = []
    monkeypatch.setattr(RailDelegate, "_text", lambda _self, _painter, place, text, *_how: said.append((text, place)))
    room.main.rail.grab()

    words = [text for text, _ in said]
    assert words[:3] == ["1", "派遣", "1"]  # the key, the name, how many
    assert words[3:6] == ["2", "退回", "0"]
    name, number = said[1][1], said[2][1]
    assert name.center().y() < number.center().y()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_short_name_has_room_and_tells_its_list_from_the_others(look: Look, language: str) -> None:
    texts = tomllib.loads((ROOT / f"resources/texts/{language}.toml").read_text(encoding="utf-8"))
    shorts = texts["list"]["short"]
    assert shorts.keys() == {*LISTS, "claimed", "mine", "unsent", "conflicts"}
    assert len(set(shorts.values())) == len(shorts)
    wide = {short: look.metrics(12, True).horizontalAdvance(short) for short in shorts.values()}
    assert [short for short, px in wide.items() if px > 76 - 11 - 17 - 1] == []  # beside the scroll bar
