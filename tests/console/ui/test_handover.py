"""The window of hand-over files: whom to hand over to, and what a reply came to, in both languages."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from console.facts.handover import HandoverMade, HandoverUnit, HandoverWish, ReplyDeed, ReplyTaken, ReplyWish
from console.ui.handover import HandoverDesk
from console.ui.handover.window import HandoverWindow
from console.ui.look import Look
from tests.builders import a_city, an_actor
from tests.console.ui.conftest import RESOURCES, Room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a window of its own, offscreen
UNITS = (HandoverUnit("410102", 3, 2), HandoverUnit("410103", 1, 0))


class Handovers:
    """The window over a desk that is played by hand."""

    def __init__(self, room: Room) -> None:
        self.room, self.desk = room, HandoverDesk(RESOURCES)
        self.made: list[HandoverWish] = []
        self.taken: list[ReplyWish] = []
        self.desk.make_asked.connect(self.made.append)
        self.desk.take_asked.connect(self.taken.append)
        self.desk.adopt(room.context, room.main)
        self.desk.open()
        self.desk.show_units(UNITS)

    @property
    def window(self) -> HandoverWindow:
        assert self.desk.window is not None
        return self.desk.window

    def lines(self) -> list[str]:
        return [self.window.units.item(row).text() for row in range(self.window.units.count())]

    def deeds(self) -> list[str]:
        return [self.window.deeds.item(row).text() for row in range(self.window.deeds.count())]


@pytest.fixture
def handovers(room: Room) -> Handovers:
    return Handovers(room)


@pytest.fixture
def english(qtbot: QtBot, look: Look) -> Iterator[Handovers]:
    room = Room(qtbot, look, "en")
    room.desk.sign_in(an_actor("dispatcher"))
    yield Handovers(room)
    room.close()


def choose(monkeypatch: pytest.MonkeyPatch, kind: str, file: str) -> None:
    monkeypatch.setattr(QFileDialog, kind, lambda *_: (file, ""))


def test_units_are_listed_with_their_phones_the_first_one_chosen(handovers: Handovers) -> None:
    first, second = handovers.lines()
    names = handovers.room.context.names
    assert first.startswith(f"{names.unit('410102')} · 3 件在办 · 2 件未送达")
    assert second.startswith(f"{names.unit('410103')} · 1 件在办")
    assert "未送达" not in second
    assert handovers.window.units.currentRow() == 0


def test_enter_asks_where_to_and_wishes_the_chosen_units_file(
    handovers: Handovers, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, "getSaveFileName", "/stick/west")
    handovers.window.units.setCurrentRow(1)
    QTest.keyClick(handovers.window.units, Qt.Key.Key_Return)
    assert handovers.made == [HandoverWish("desk", "410103", Path("/stick/west.html"), RESOURCES, "zh_CN")]


def test_the_suggested_name_says_unit_and_time_and_fits_every_disk(
    handovers: Handovers, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *said: (asked.append(Path(said[2]).name), ("", ""))[1])
    handovers.window.save.click()
    assert asked == [f"交接-{handovers.room.context.names.unit('410102')}-0422-0904.html"]
    assert handovers.made == []


def test_a_saved_file_is_told_with_what_is_missing(handovers: Handovers) -> None:
    unit = handovers.room.context.names.unit("410102")
    handovers.desk.show_made(HandoverMade("410102", Path("/stick/west.html"), 3, 2))
    assert handovers.window.says.text() == (
        f"/stick/west.html：{unit} 3 件。用任何可行的方式交给单位，任何浏览器都能打开。 "
        "有 2 张照片不在本席位，文件中已注明。"
    )


def test_r_reads_a_reply_and_shows_it_deed_by_deed(handovers: Handovers, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, "getOpenFileName", "/stick/reply.json")
    QTest.keyClick(handovers.window.units, Qt.Key.Key_R)
    assert handovers.taken == [ReplyWish("desk", Path("/stick/reply.json"))]
    refused = ReplyDeed("15042200002", "sign", rule="rule.unknown_case")
    deeds = (ReplyDeed("15042200001", "sign", known=True), ReplyDeed("15042200001", "feedback"), refused)
    handovers.desk.show_taken(ReplyTaken("410102", deeds))
    unit = handovers.room.context.names.unit("410102")
    assert handovers.window.says.text() == f"{unit}：已记录 1 项 · 原已存在 1 项 · 未能记录 1 项"
    assert handovers.deeds() == [
        "15042200001 · 签收 · 原已存在",
        "15042200001 · 反馈 · 已记录，会自行发往服务器",
        f"15042200002 · 签收 · {handovers.room.context.say('rule.unknown_case')}",
    ]


def test_a_refusal_is_one_plain_sentence(english: Handovers) -> None:
    english.desk.show_refused("rule.reply_damaged", {})
    assert english.window.says.text() == (
        "The reply file is incomplete or was changed: ask the unit to save its reply once more"
    )
    assert not english.window.deeds.isVisible()
    english.desk.show_refused("error.handover_file", {"file": "/stick/x", "why": "No space left on device"})
    assert english.window.says.text().startswith("/stick/x: No space left on device.")


def test_what_the_server_took_is_told_so(english: Handovers) -> None:
    english.desk.show_taken(ReplyTaken("410102", (ReplyDeed("15042200001", "sign"),), at_server=True))
    assert english.deeds() == ["15042200001 · Sign · done at the server"]


def test_without_open_cases_there_is_nothing_to_save(handovers: Handovers) -> None:
    handovers.desk.show_units(())
    assert not handovers.window.units.isVisible()
    assert not handovers.window.save.button.isEnabled()
    handovers.window.save.click()
    assert handovers.made == []


def test_an_import_asks_for_the_units_anew(handovers: Handovers) -> None:
    asked: list[bool] = []
    handovers.desk.units_asked.connect(lambda: asked.append(True))
    handovers.desk.show_taken(ReplyTaken("410102", ()))
    assert asked == [True]


def test_the_menu_leads_there_for_who_may(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtWidgets import QMenu

    shown: list[list[str]] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _: shown.append([each.text() for each in menu.actions()]))
    for role in ("dispatcher", "acceptor"):
        room.desk.sign_in(an_actor(role))
        room.main._open_seat_menu()
    assert ["单位交接文件 …" in menu for menu in shown] == [True, False]


def test_the_city_of_the_tests_has_these_units() -> None:
    assert {"410102", "410103"} <= set(replace(a_city()).units)
